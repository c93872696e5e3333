package sandbox

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWindowOpensAfreshAtItsReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(300 * time.Millisecond) // the first call seldom comes on a whole second
		w := window{limit: 2, length: 30 * time.Second}
		opened := time.Now().Truncate(time.Second)
		require.True(t, w.take(time.Now()))
		require.True(t, w.take(time.Now()))
		require.False(t, w.take(time.Now()))
		require.Equal(t, opened.Add(30*time.Second), w.end())

		time.Sleep(time.Until(w.end()) - time.Millisecond)
		require.False(t, w.take(time.Now()))
		refusal := w.exceeded(time.Now())
		require.Equal(t, "1", refusal.header.Get("Retry-After"), "never rounded down to nothing")
		time.Sleep(time.Millisecond)
		require.True(t, w.take(time.Now()), "the reset time itself is in the next window")
	})
}
