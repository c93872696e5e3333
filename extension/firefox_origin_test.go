package extension

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	inFirefox      = "moz-extension://0f6b1c1e-5d2a-4a57-9d0b-3a1f6f0f2c11"
	otherInFirefox = "moz-extension://77d3f2a0-0c55-4d0e-8f0a-5b1c6e0d9a42"
)

// pairingMemory admits origins as the service does: those that were paired, and all while a one-time key waits.
type pairingMemory struct{ *memory }

func (m pairingMemory) AdmitsOrigin(origin string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range m.keys {
		if key.OneTime {
			return true
		}
	}
	return slices.ContainsFunc(m.clients, func(c PairedClient) bool { return c.Origin == origin })
}

// TestFirefoxOrigin: the origin that Firefox drew for a profile gets in by pairing and by nothing else, and what is not
// exactly such an origin does not get in even while the user pairs.
func TestFirefoxOrigin(t *testing.T) {
	trust := pairingMemory{newMemory()}
	s := startTrusting(t, RouteCommand, trust)
	door, err := url.Parse(s.url)
	require.NoError(t, err)
	knock := func(origins ...string) int {
		status, _, _ := ask(t, s, http.MethodGet, "/v1/socket", door.Host, upgrade(origins...))
		return status
	}
	assert.Equal(t, http.StatusForbidden, knock(inFirefox), "nobody pairs")

	_, key := trust.oneTime()
	assert.Equal(t, http.StatusSwitchingProtocols, knock(inFirefox), "the user pairs")
	for name, origins := range map[string][]string{
		"a page": {"https://evil.example"}, "null": {"null"}, "two": {inFirefox, inFirefox}, "another browser": {evilID},
		"no UUID": {"moz-extension://evil"}, "a port": {inFirefox + ":80"}, "a longer one": {inFirefox + "0"}, "nothing": {},
	} {
		assert.Equal(t, http.StatusForbidden, knock(origins...), name)
	}

	require.NoError(t, trust.Paired(KeyID(key), PairedClient{KeyID: "k", Key: randomBytes(nonceSize), Origin: inFirefox}))
	assert.Equal(t, http.StatusSwitchingProtocols, knock(inFirefox), "paired")
	assert.Equal(t, http.StatusForbidden, knock(otherInFirefox), "another profile")
}
