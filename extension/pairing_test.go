package extension

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vectors are what testdata/pairing.json holds, for clients in other languages. They were computed by another program.
type vectors struct {
	KeyText       string `json:"key_text"`
	Key           string `json:"key"`
	KeyID         string `json:"key_id"`
	Port          uint16 `json:"port"`
	ClientNonce   string `json:"client_nonce"`
	ServerNonce   string `json:"server_nonce"`
	ServerProof   string `json:"server_proof"`
	ClientProof   string `json:"client_proof"`
	LongTermKey   string `json:"long_term_key"`
	LongTermKeyID string `json:"long_term_key_id"`
}

func readVectors(t *testing.T) (vectors, exchange) {
	data, err := os.ReadFile("testdata/pairing.json")
	require.NoError(t, err)
	var v vectors
	require.NoError(t, json.Unmarshal(data, &v))
	unhex := func(text string) []byte {
		b, err := hex.DecodeString(text)
		require.NoError(t, err)
		return b
	}
	return v, exchange{key: unhex(v.Key), port: v.Port, clientNonce: unhex(v.ClientNonce), serverNonce: unhex(v.ServerNonce)}
}

func TestPairingVectors(t *testing.T) {
	want, e := readVectors(t)
	key, err := ParsePairingKey(want.KeyText)
	require.NoError(t, err)
	require.Equal(t, want, vectors{
		KeyText: want.KeyText, Key: hex.EncodeToString(key), KeyID: KeyID(e.key), Port: e.port,
		ClientNonce: hex.EncodeToString(e.clientNonce), ServerNonce: hex.EncodeToString(e.serverNonce),
		ServerProof: e.proof(byServer), ClientProof: e.proof(byClient),
		LongTermKey: hex.EncodeToString(e.longTermKey()), LongTermKeyID: KeyID(e.longTermKey()),
	})
}

// The examples on the protocol's page show one real exchange, the one of the vectors.
func TestExamplesShowTheVectors(t *testing.T) {
	v, e := readVectors(t)
	for name, facts := range map[string][]string{
		"hello_paired":   {v.KeyID, encodeNonce(e.clientNonce)},
		"welcome_paired": {encodeNonce(e.serverNonce), v.ServerProof},
		"prove":          {v.ClientProof},
		"proved":         {v.LongTermKeyID},
		"pairing_key":    {v.KeyText},
	} {
		for _, fact := range facts {
			assert.Contains(t, string(example(t, name)), `"`+fact+`"`, name)
		}
	}
}

func TestProofIsOfOneRoleOneKeyAndOneConnection(t *testing.T) {
	v, e := readVectors(t)
	require.True(t, e.proves(byClient, v.ClientProof))
	other := func(change func(*exchange)) exchange {
		changed := e
		change(&changed)
		return changed
	}
	for name, test := range map[string]struct {
		e     exchange
		proof string
	}{
		"the server's":         {e, v.ServerProof},
		"another key":          {other(func(e *exchange) { e.key = randomBytes(pairingKeySize) }), v.ClientProof},
		"another port":         {other(func(e *exchange) { e.port++ }), v.ClientProof},
		"another client nonce": {other(func(e *exchange) { e.clientNonce = randomBytes(nonceSize) }), v.ClientProof},
		"another server nonce": {other(func(e *exchange) { e.serverNonce = randomBytes(nonceSize) }), v.ClientProof},
		"nothing":              {e, ""},
		"its beginning":        {e, base64.StdEncoding.EncodeToString(e.mac(byClient)[:31])},
		"not base64":           {e, "?" + v.ClientProof},
	} {
		assert.False(t, test.e.proves(byClient, test.proof), name)
	}
}

func TestNewPairingKey(t *testing.T) {
	text, key := NewPairingKey()
	require.Regexp(t, regexp.MustCompile(`^([A-Z2-7]{4}-){6}[A-Z2-7]{2}$`), text)
	require.Len(t, key, pairingKeySize)
	again, _ := NewPairingKey()
	require.NotEqual(t, text, again)
}

func TestParsePairingKeyForgives(t *testing.T) {
	text, key := NewPairingKey()
	for name, typed := range map[string]string{
		"as printed":     text,
		"lower case":     strings.ToLower(text),
		"without groups": strings.ReplaceAll(text, "-", ""),
		"spaces":         " " + strings.ReplaceAll(text, "-", " ") + "\r\n",
		"long dashes":    strings.ReplaceAll(text, "-", "–"),
		"no-break space": strings.ReplaceAll(text, "-", "\u00a0"),
	} {
		got, err := ParsePairingKey(typed)
		require.NoError(t, err, name)
		require.Equal(t, key, got, name)
	}
}

func TestParsePairingKeyRefuses(t *testing.T) {
	v, _ := readVectors(t)
	for name, typed := range map[string]string{
		"nothing":           "",
		"a group missing":   v.KeyText[5:],
		"one letter less":   v.KeyText[:len(v.KeyText)-1],
		"one letter more":   v.KeyText + "A",
		"two letters more":  v.KeyText + "AA",
		"a foreign letter":  "0" + v.KeyText[1:],
		"bits left over":    v.KeyText[:len(v.KeyText)-1] + "V",
		"padding":           v.KeyText + "======",
		"another separator": strings.ReplaceAll(v.KeyText, "-", "_"),
	} {
		_, err := ParsePairingKey(typed)
		require.ErrorContains(t, err, "26 letters", name)
		require.NotContains(t, err.Error(), "DRGZ", name)
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	secret := []byte("MARKED")
	for _, value := range []any{Key{Secret: secret}, &Key{Secret: secret}, PairedClient{Key: secret}, &PairedClient{Key: secret}} {
		var log syncBuffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
		output := log.String() + fmt.Sprintf("%v %+v %#v %s %x", value, value, value, value, value)
		for _, form := range []string{"MARKED", hex.EncodeToString(secret), base64.StdEncoding.EncodeToString(secret), "77 65", "0x4d"} {
			assert.NotContains(t, output, form)
		}
	}
}
