package harvest_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// A real socket and a real clock: three windows with a restart in the middle of the second, and
// not one refusal.
func TestLimitOfTheSandbox(t *testing.T) {
	server := startSandbox(t, "rate=20/2")
	store := &remembering{}
	for _, calls := range []int{30, 15} {
		cfg := sandboxConfig(server)
		cfg.Window = store
		client := connect(t, cfg)
		var all sync.WaitGroup
		for i := range calls {
			ctx := harvest.WithPriority(t.Context(), harvest.Priority(i%3))
			all.Go(func() { assert.NoError(t, write(ctx, client)) })
		}
		all.Wait()
		client.Close()
		require.Equal(t, 20, store.kept.Limit)
	}
}
