package extension

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func same(item Item) Item { return item }

func TestSlowReceiverGetsTheLatestOfEachItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan Item), make(chan Item)
		go forwardLatest(t.Context(), in, out, same)
		for step := range 1000 {
			in <- Item{ItemID: fmt.Sprint("it_", step%3), Step: step}
		}
		require.Equal(t, Item{ItemID: "it_0", Step: 999}, <-out)
		in <- Item{ItemID: "it_0", Step: 1000}
		require.Equal(t, Item{ItemID: "it_1", Step: 997}, <-out)
		close(in)
		require.Equal(t, Item{ItemID: "it_2", Step: 998}, <-out)
		require.Equal(t, Item{ItemID: "it_0", Step: 1000}, <-out)
	})
}

func TestForwardingEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		in, ended := make(chan Item), make(chan struct{})
		go func() {
			forwardLatest(ctx, in, make(chan Item), same)
			close(ended)
		}()
		in <- Item{ItemID: "nobody takes it"}
		cancel()
		<-ended
	})
}

// hub is an Events source whose subscribers the test can talk to.
type hub struct{ subscribers chan chan Item }

func (h hub) events(context.Context) <-chan Item {
	changes := make(chan Item)
	h.subscribers <- changes
	return changes
}

func TestSubscribe(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		h := hub{make(chan chan Item, 10)}
		c := dialEither(t, startService(t, route, NewMux(), h.events), route)
		for range 2 {
			_, err := Call[Subscribed](t.Context(), c, Subscribe{})
			require.NoError(t, err)
		}
		changes := <-h.subscribers
		require.Empty(t, h.subscribers, "the second subscribe starts nothing")
		for step := range 3 {
			item := Item{ItemID: "it_01", Step: step}
			changes <- item
			require.Equal(t, item, <-c.Events())
		}
		require.NoError(t, c.Close())
		_, open := <-c.Events()
		require.False(t, open)
	})
}

func TestSubscribedComesBeforeTheFirstEvent(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		source := func(context.Context) <-chan Item {
			changes := make(chan Item, 1)
			changes <- testItem
			return changes
		}
		raw := dialRaw(t, startService(t, route, NewMux(), source), route)
		raw.say(helloMessage, `{"type":"subscribe","id":"s"}`)
		require.Equal(t, "welcome", raw.hear()["type"])
		require.Equal(t, map[string]any{"type": "subscribed", "id": "s"}, raw.hear())
		event := raw.hear()
		require.Equal(t, "event", event["type"])
		require.NotContains(t, event, "id")
	})
}

// A subscriber that reads nothing holds up neither the service nor, later, itself: it ends with every item's last state.
func TestSlowSubscriber(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		h := hub{make(chan chan Item, 1)}
		raw := dialRaw(t, startService(t, route, NewMux(), h.events), route)
		raw.say(helloMessage, `{"type":"subscribe","id":"s"}`)
		changes := <-h.subscribers
		const last = 20_000
		for step := 1; step <= last; step++ {
			changes <- Item{ItemID: fmt.Sprint("it_", step%2), Step: step, Message: "some weight for the socket's buffer"}
		}
		raw.hear()
		raw.hear()
		seen, heard := map[string]float64{}, 0
		for seen["it_0"] != last || seen["it_1"] != last-1 {
			item := raw.hear()["item"].(map[string]any)
			id, step := item["item_id"].(string), item["step"].(float64)
			require.Greater(t, step, seen[id])
			seen[id] = step
			heard++
		}
		require.Less(t, heard, last)
	})
}

func TestSubscribeWithoutASource(t *testing.T) {
	c := dialEither(t, startService(t, RouteNative, NewMux(), nil), RouteNative)
	_, err := Call[Subscribed](t.Context(), c, Subscribe{})
	require.NoError(t, err)
	require.Empty(t, c.Events())
}
