package extension

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
	"unicode"
)

const (
	pairingKeySize = 16
	nonceSize      = 32

	// Everything that is hashed begins with what it is for, so that nothing said in one role serves in another.
	forKeyID    = "greenhouse-companion key id"
	byServer    = "greenhouse-companion server"
	byClient    = "greenhouse-companion client"
	forLongTerm = "greenhouse-companion long-term"
)

var pairingText = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewPairingKey makes a one-time key and the text in which a person copies it, "ABCD-EFGH-…".
func NewPairingKey() (text string, key []byte) {
	key = randomBytes(pairingKeySize)
	text = pairingText.EncodeToString(key)
	for i := 4; i < len(text); i += 5 {
		text = text[:i] + "-" + text[i:]
	}
	return text, key
}

// ParsePairingKey reads the text of NewPairingKey as a person may have typed it: case, spaces and dashes do not matter.
// The error does not repeat the text.
func ParsePairingKey(text string) ([]byte, error) {
	compact := strings.ToUpper(strings.Map(withoutGaps, text))
	key, err := pairingText.DecodeString(compact)
	// Encoding again finds what the decoder lets pass: line ends, a character too many, bits that mean nothing.
	if err != nil || len(key) != pairingKeySize || pairingText.EncodeToString(key) != compact {
		return nil, errors.New("read pairing key: it has 26 letters and digits, A to Z and 2 to 7; copy it as a whole")
	}
	return key, nil
}

func withoutGaps(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
		return -1
	}
	return r
}

// KeyID returns the name of a key, which may be sent and shown: it tells nothing of the key.
func KeyID(key []byte) string {
	sum := sha256.Sum256(append([]byte(forKeyID+"\x00"), key...))
	return hex.EncodeToString(sum[:8])
}

// randomBytes has no error to return, because rand.Read has none: https://pkg.go.dev/crypto/rand#Read.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// exchange is what both sides have in common after hello and welcome. The nonces, one of each side, make it another one
// on every connection: what was said on one proves nothing on the next. The port is the one that the client dialled and
// the service listens on: a program at another port that passes everything on makes the two differ, and no proof fits.
type exchange struct {
	key                      []byte
	port                     uint16
	clientNonce, serverNonce []byte
}

// proof is what shows, on the wire, that one side knows the key.
func (e exchange) proof(role string) string {
	return base64.StdEncoding.EncodeToString(e.mac(role))
}

// proves compares in constant time.
func (e exchange) proves(role, proof string) bool {
	got, err := base64.StdEncoding.DecodeString(proof)
	return err == nil && hmac.Equal(got, e.mac(role))
}

// longTermKey is the key that replaces a one-time key. Both sides compute it; it never travels.
func (e exchange) longTermKey() []byte { return e.mac(forLongTerm) }

func (e exchange) mac(role string) []byte {
	h := hmac.New(sha256.New, e.key)
	for _, part := range [][]byte{[]byte(role), {0}, binary.BigEndian.AppendUint16(nil, e.port), e.clientNonce, e.serverNonce} {
		h.Write(part)
	}
	return h.Sum(nil)
}

func encodeNonce(nonce []byte) string { return base64.StdEncoding.EncodeToString(nonce) }

func decodeNonce(text string) ([]byte, bool) {
	nonce, err := base64.StdEncoding.DecodeString(text)
	return nonce, err == nil && len(nonce) == nonceSize
}
