package extension

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// An extension that tries keys locks itself out, and nobody else.
func TestAttemptsCountByCaller(t *testing.T) {
	a := attempts{byCaller: map[string]*failures{}}
	for range maxAttempts {
		require.False(t, a.tooMany(evilID))
		a.fail(evilID)
	}
	require.True(t, a.tooMany(evilID))
	require.False(t, a.tooMany(testOrigin))
}
