package extension

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRequestsAreAnswered(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		c := dialEither(t, startService(t, route, sampleMux(), nil), route)

		receipt, err := Call[Receipt](t.Context(), c, Add{RequestID: "r1", Profile: []byte(`{"id":900000000000101}`)})
		require.NoError(t, err)
		require.Equal(t, Receipt{RequestID: "r1", ItemID: "it_01", AcceptedAt: testItem.UpdatedAt}, receipt)
		items, err := Call[Items](t.Context(), c, ItemsQuery{})
		require.NoError(t, err)
		require.Equal(t, []Item{testItem}, items.Items)
		_, err = Call[Pong](t.Context(), c, Ping{})
		require.NoError(t, err)

		_, err = Call[ItemReply](t.Context(), c, Retry{ItemID: "none"})
		refusal, ok := errors.AsType[*Error](err)
		require.True(t, ok)
		require.Equal(t, CodeUnknownItem, refusal.Code)
		require.Equal(t, codeMeanings[CodeUnknownItem], refusal.Meaning)
		_, err = Call[Status](t.Context(), c, StatusQuery{})
		refusal, ok = errors.AsType[*Error](err)
		require.True(t, ok)
		require.Equal(t, CodeUnknownType, refusal.Code)
	})
}

func TestHandlersKnowThePeer(t *testing.T) {
	callers := map[string]string{RouteNative: "", RouteWebSocket: testOrigin}
	onBothRoutes(t, func(t *testing.T, route string) {
		peers := make(chan Peer, 1)
		mux := NewMux()
		Handle(mux, func(ctx context.Context, _ Cancel) (ItemReply, error) {
			peers <- PeerFrom(ctx)
			return ItemReply{}, nil
		})
		c := dialEither(t, startService(t, route, mux, nil), route)
		_, err := Call[ItemReply](t.Context(), c, Cancel{})
		require.NoError(t, err)
		require.Equal(t, Peer{Route: route, Caller: callers[route], Client: testInfo}, <-peers)
	})
}

// However a handler goes wrong, the client learns no detail, the log holds none, and the service lives on.
func TestHandlerFailures(t *testing.T) {
	secret := "marta.okafor@example.com"
	for name, test := range map[string]struct {
		fail func() error
		code string
		log  string
	}{
		"error":   {func() error { return fmt.Errorf("lookup: %w", errors.New(secret)) }, CodeInternal, "*fmt.wrapError > *errors.errorString"},
		"panic":   {func() error { panic(secret) }, CodeInternal, "panic_type=string"},
		"index":   {func() error { return []error{}[len(secret)] }, CodeInternal, "panic_type=runtime.boundsError"},
		"stopped": {func() error { return fmt.Errorf("%s: %w", secret, context.Canceled) }, CodeClosing, ""},
		"wrapped": {func() error { return fmt.Errorf("%s: %w", secret, &Error{Code: CodeDiskFull, Message: "Full."}) }, CodeDiskFull, ""},
	} {
		t.Run(name, func(t *testing.T) {
			mux := NewMux()
			Handle(mux, func(context.Context, Retry) (ItemReply, error) { return ItemReply{}, test.fail() })
			s := startService(t, RouteCommand, mux, nil)
			c := dialEither(t, s, RouteCommand)
			_, err := Call[ItemReply](t.Context(), c, Retry{})
			refusal, ok := errors.AsType[*Error](err)
			require.True(t, ok)
			assert.Equal(t, test.code, refusal.Code)
			assert.NotContains(t, fmt.Sprintf("%+v", refusal), secret)
			assert.Contains(t, s.log.String(), test.log)
			assert.NotContains(t, s.log.String(), secret)
			_, err = Call[Pong](t.Context(), c, Ping{})
			require.NoError(t, err)
		})
	}
}

func TestManyCallsAtOnce(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		s := startService(t, route, sampleMux(), nil)
		var calls sync.WaitGroup
		for client := range 4 {
			c := dialEither(t, s, route)
			for n := range 50 {
				calls.Go(func() {
					id := fmt.Sprint("r", client, ".", n)
					receipt, err := Call[Receipt](t.Context(), c, Add{RequestID: id})
					assert.NoError(t, err)
					assert.Equal(t, id, receipt.RequestID)
				})
			}
		}
		calls.Wait()
	})
}

func TestSixteenRequestsAtATime(t *testing.T) {
	mux := NewMux()
	started, release := make(chan struct{}, 100), make(chan struct{})
	Handle(mux, func(context.Context, Retry) (ItemReply, error) {
		started <- struct{}{}
		<-release
		return ItemReply{}, nil
	})
	c := dialEither(t, startService(t, RouteCommand, mux, nil), RouteCommand)
	var calls sync.WaitGroup
	for range maxConcurrent + 4 {
		calls.Go(func() {
			_, err := Call[ItemReply](t.Context(), c, Retry{})
			assert.NoError(t, err)
		})
	}
	for range maxConcurrent {
		<-started
	}
	require.Never(t, func() bool { return len(started) > 0 }, 50*time.Millisecond, 10*time.Millisecond)
	close(release)
	calls.Wait()
}

// A stopping service lets its handlers finish, however long they take, and sends their answers.
func TestStopAnswersWhatWasRead(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		mux := NewMux()
		started, stopping, release := make(chan struct{}), make(chan struct{}), make(chan struct{})
		Handle(mux, func(ctx context.Context, add Add) (Receipt, error) {
			close(started)
			<-ctx.Done()
			close(stopping)
			<-release
			return Receipt{RequestID: add.RequestID, ItemID: "on disk already"}, nil
		})
		s := startService(t, route, mux, nil)
		c := dialEither(t, s, route)
		stopped := make(chan struct{})
		go func() {
			<-started
			s.stop()
			close(stopped)
		}()
		go func() {
			<-stopping
			assert.Never(t, func() bool { return isClosed(stopped) }, 30*time.Millisecond, 10*time.Millisecond)
			close(release)
		}()
		receipt, err := Call[Receipt](t.Context(), c, Add{RequestID: "r1"})
		require.NoError(t, err)
		require.Equal(t, "on disk already", receipt.ItemID)

		<-stopped
		_, err = Call[Pong](t.Context(), c, Ping{})
		require.ErrorIs(t, err, errDisconnected)
		_, err = DialSocket(t.Context(), s.socket, testInfo)
		require.ErrorIs(t, err, ErrServiceNotRunning)
	})
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestHandlersLearnThatTheClientIsGone(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		mux := NewMux()
		started, gone := make(chan struct{}), make(chan struct{})
		Handle(mux, func(ctx context.Context, _ Retry) (ItemReply, error) {
			close(started)
			<-ctx.Done()
			close(gone)
			return ItemReply{}, ctx.Err()
		})
		c := dialEither(t, startService(t, route, mux, nil), route)
		failed := make(chan error)
		go func() {
			_, err := Call[ItemReply](t.Context(), c, Retry{})
			failed <- err
		}()
		<-started
		require.NoError(t, c.Close())
		require.ErrorIs(t, <-failed, errDisconnected)
		<-gone
	})
}

func TestAnswerThatIsTooLarge(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		mux := NewMux()
		Handle(mux, func(context.Context, ItemsQuery) (Items, error) {
			return Items{Items: []Item{{Message: strings.Repeat("x", MaxMessage)}}}, nil
		})
		c := dialEither(t, startService(t, route, mux, nil), route)
		_, err := Call[Items](t.Context(), c, ItemsQuery{})
		refusal, ok := errors.AsType[*Error](err)
		require.True(t, ok)
		require.Equal(t, CodeMessageTooLarge, refusal.Code)
		_, err = Call[Pong](t.Context(), c, Ping{})
		require.NoError(t, err)
	})
}

func TestHandlePanicsOnASecondHandler(t *testing.T) {
	mux := sampleMux()
	require.Panics(t, func() {
		Handle(mux, func(context.Context, Add) (Receipt, error) { return Receipt{}, nil })
	})
	require.Panics(t, func() {
		Handle(mux, func(context.Context, Hello) (Welcome, error) { return Welcome{}, nil })
	})
}

func TestServerNeedsAMux(t *testing.T) {
	_, err := NewServer(Config{})
	require.Error(t, err)
}

// More clients than a door has room for are turned away; the next is welcome when one has left.
func TestConnectionCap(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		s := startService(t, route, NewMux(), nil)
		dial := map[string]func() (*Client, error){
			RouteNative:    func() (*Client, error) { return DialSocket(t.Context(), s.socket, testInfo) },
			RouteWebSocket: func() (*Client, error) { return DialWebSocket(t.Context(), s.url, testOrigin, testInfo) },
		}[route]
		var clients []*Client
		for range maxConnections {
			clients = append(clients, dialEither(t, s, route))
		}
		_, err := dial()
		require.Error(t, err)
		require.NoError(t, clients[0].Close())
		require.Eventually(t, func() bool {
			c, err := dial()
			if err == nil {
				c.Close()
			}
			return err == nil
		}, 5*time.Second, 10*time.Millisecond)
	})
}
