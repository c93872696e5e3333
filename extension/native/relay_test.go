package native_test

import (
	"context"
	"io"
	"net"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// ends are the two far ends of a relay under test.
type ends struct {
	toHost   *io.PipeWriter // what the browser writes
	fromHost *io.PipeReader // what the browser reads
	service  net.Conn
	result   chan error
}

func startRelay(ctx context.Context) ends {
	in, toHost := io.Pipe()
	fromHost, out := io.Pipe()
	service, near := net.Pipe()
	result := make(chan error, 1)
	go func() { result <- native.Relay(ctx, in, out, near) }()
	return ends{toHost, fromHost, service, result}
}

// hangUp lets every goroutine of the relay end.
func (e ends) hangUp() {
	e.toHost.Close()
	e.fromHost.Close()
	e.service.Close()
}

func TestRelayCarriesBothWays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := startRelay(t.Context())
		defer relay.hangUp()
		for _, body := range []string{"one", "two"} {
			require.NoError(t, native.WriteFrame(relay.toHost, []byte(body)))
			got, err := native.ReadFrame(relay.service, native.MaxFrame)
			require.NoError(t, err)
			require.Equal(t, body, string(got))

			require.NoError(t, native.WriteFrame(relay.service, []byte("re "+body)))
			got, err = native.ReadFrame(relay.fromHost, native.MaxFrame)
			require.NoError(t, err)
			require.Equal(t, "re "+body, string(got))
		}
	})
}

func TestRelayEndsAtOnce(t *testing.T) {
	for name, test := range map[string]struct {
		act  func(relay ends, cancel func())
		want error
	}{
		"when the browser hangs up":       {func(r ends, _ func()) { r.toHost.Close() }, nil},
		"when the service hangs up":       {func(r ends, _ func()) { r.service.Close() }, nil},
		"when the context ends":           {func(_ ends, cancel func()) { cancel() }, context.Canceled},
		"when the browser does not read":  {func(r ends, _ func()) { native.WriteFrame(r.service, []byte("x")); r.toHost.Close() }, nil},
		"when the browser breaks a frame": {func(r ends, _ func()) { r.toHost.Write([]byte{9}); r.toHost.Close() }, io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				relay := startRelay(ctx)
				defer relay.hangUp()
				go test.act(relay, cancel)
				synctest.Wait()
				select {
				case err := <-relay.result:
					require.ErrorIs(t, err, test.want)
				default:
					t.Fatal("the relay still runs")
				}
				_, err := relay.service.Read(make([]byte, 1))
				require.Error(t, err, "the service is told")
			})
		})
	}
}

// The caller tells the browser why; nothing else may be written to it then.
func TestRelayStopsAtAFrameThatIsTooLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := startRelay(t.Context())
		defer relay.hangUp()
		require.NoError(t, native.WriteFrame(relay.service, []byte("under way to the browser")))
		_, err := relay.toHost.Write([]byte{0, 0, 16, 1})
		require.NoError(t, err)

		synctest.Wait()
		require.Empty(t, relay.result, "a frame is still being written")
		_, err = native.ReadFrame(relay.fromHost, native.MaxFrame)
		require.NoError(t, err)
		require.Equal(t, &native.FrameTooLargeError{Size: 0x01100000, Max: native.MaxFrame}, <-relay.result)
	})
}
