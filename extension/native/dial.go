package native

import (
	"context"
	"net"
)

// Dial connects to the service's socket, once it is clear that no other user can be on the other end: among the temporary
// files another user could have been there first. The error wraps fs.ErrNotExist when nothing is there.
//
// On Windows, path stands for the pipe that PipeName names after it. Dial waits a moment when the pipe has no room for one more.
func Dial(ctx context.Context, path string) (net.Conn, error) {
	return dial(ctx, path)
}
