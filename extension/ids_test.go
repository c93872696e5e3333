package extension

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestChromiumID: the id is the first half of the key's SHA-256, its hexadecimal digits written as the letters a to p.
// See https://developer.chrome.com/docs/extensions/reference/manifest/key.
func TestChromiumID(t *testing.T) {
	data, err := os.ReadFile("browser/manifest.json")
	require.NoError(t, err)
	var manifest struct {
		Key string `json:"key"`
	}
	require.NoError(t, json.Unmarshal(data, &manifest))
	key, err := base64.StdEncoding.DecodeString(manifest.Key)
	require.NoError(t, err)
	sum := sha256.Sum256(key)
	id := strings.Map(func(digit rune) rune {
		return 'a' + rune(strings.IndexRune("0123456789abcdef", digit))
	}, hex.EncodeToString(sum[:16]))
	require.Equal(t, ChromiumID, id)
}
