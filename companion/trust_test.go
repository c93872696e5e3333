package companion

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

// A one-time key that lies around is worth nothing after two minutes, also to somebody who began to pair before.
func TestAttackOldPairingKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		trust, err := newTrust(store.Open(dir), dir)
		require.NoError(t, err)
		key, err := extension.ParsePairingKey(trust.newKey(""))
		require.NoError(t, err)
		id := extension.KeyID(key)

		time.Sleep(pairingValid - time.Nanosecond)
		_, known := trust.Key(id)
		require.True(t, known)
		time.Sleep(time.Nanosecond)
		_, known = trust.Key(id)
		require.False(t, known)
		require.Error(t, trust.Paired(id, extension.PairedClient{KeyID: "0123456789abcdef", Key: key}))
		require.Empty(t, trust.known())

		replaced, err := extension.ParsePairingKey(trust.newKey(""))
		require.NoError(t, err)
		trust.newKey("")
		_, known = trust.Key(extension.KeyID(replaced))
		require.False(t, known, "a new key voids the one before")
	})
}

// A profile that is fetched for somebody who waits must not end up behind an export.
func TestFetchedProfileKeepsItsPriority(t *testing.T) {
	for _, p := range []queue.Priority{queue.Click, queue.Export} {
		require.Equal(t, p, priority(priorityName(p)))
	}
}
