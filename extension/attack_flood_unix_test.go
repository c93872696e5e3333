//go:build linux || darwin

package extension

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// connectionsToTry is ten thousand, or what the limit of open files leaves room for: both ends are in this process.
func connectionsToTry(t *testing.T) int {
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	return int(min(10_000, limit.Cur-3*maxHTTPConnections))
}
