package extension

import (
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// A message that ends just as reading is ended must not bring reading back: the service would wait for the client for ever.
func TestReadingThatEndedStaysSo(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	r := reading{conn: far}
	r.begun()
	r.end()
	r.done()
	_, err := far.Read(make([]byte, 1))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
}
