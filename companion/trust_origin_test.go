package companion

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// An add-on's origin in Firefox is admitted while the user pairs, for two minutes, and once paired until it is forgotten.
func TestFirefoxOriginIsAdmittedByPairing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const origin, other = "moz-extension://0f6b1c1e-5d2a-4a57-9d0b-3a1f6f0f2c11", "moz-extension://77d3f2a0-0c55-4d0e-8f0a-5b1c6e0d9a42"
		dir := t.TempDir()
		trust, err := newTrust(store.Open(dir), dir)
		require.NoError(t, err)
		require.False(t, trust.AdmitsOrigin(origin), "nobody pairs")

		trust.newKey("")
		require.True(t, trust.AdmitsOrigin(origin))
		time.Sleep(pairingValid)
		require.False(t, trust.AdmitsOrigin(origin), "the key is too old")

		key, err := extension.ParsePairingKey(trust.newKey(""))
		require.NoError(t, err)
		require.NoError(t, trust.Paired(extension.KeyID(key), extension.PairedClient{KeyID: "0123456789abcdef", Key: key, Origin: origin}))
		require.True(t, trust.AdmitsOrigin(origin), "paired")
		require.False(t, trust.AdmitsOrigin(other), "the key is spent")

		require.NoError(t, trust.forget(extension.Forget{KeyID: "0123456789abcdef"}))
		require.False(t, trust.AdmitsOrigin(origin), "forgotten")
	})
}
