package extension

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// greetedNative is a native client after its welcome, with the caller of the protocol's example.
func greetedNative(t *testing.T, s service, confirmed bool) rawClient {
	t.Helper()
	raw := dialRaw(t, s, RouteNative)
	raw.say(string(example(t, "caller")), helloMessage)
	welcome := raw.hear()
	require.Equal(t, "welcome", welcome["type"], welcome)
	require.Equal(t, confirmed, welcome["confirmed"])
	return raw
}

func TestNativeClientWithoutCaller(t *testing.T) {
	s := startTrusting(t, RouteNative, newMemory())
	for name, caller := range map[string][]string{
		"none":        nil,
		"empty":       {`{"type":"caller","id":"host"}`},
		"slash only":  {`{"type":"caller","id":"host","browser_caller":"/"}`},
		"unprintable": {`{"type":"caller","id":"host","browser_caller":"chrome-extension://abc\u200b/"}`},
		"too long":    {`{"type":"caller","id":"host","browser_caller":"` + strings.Repeat("a", MaxClientName+1) + `"}`},
		"wrong kind":  {`{"type":"caller","id":"host","browser_caller":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			raw := dialRaw(t, s, RouteNative)
			raw.say(append(caller, helloMessage)...)
			raw.requireError("h", CodeForbidden)
			raw.requireEnd()
		})
	}
}

func TestNativeClientNeedsConfirmation(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteNative, trust)
	raw := greetedNative(t, s, false)
	for _, name := range []string{"add", "items_query", "subscribe", "status_query", "prove", "hello", "pair"} {
		message := example(t, name)
		var head envelope
		require.NoError(t, json.Unmarshal(message, &head))
		raw.say(string(message))
		raw.requireError(head.ID, CodeConfirmationNeeded)
	}
	raw.requirePong()
	require.Empty(t, trust.confirmed)

	// Sent in one go: what follows the confirmation must find it done.
	raw.say(`{"type":"confirm","id":"c"}`, string(example(t, "add")))
	require.Equal(t, map[string]any{"type": "confirmed", "id": "c"}, raw.hear())
	require.Equal(t, "receipt", raw.hear()["type"])
	require.Equal(t, map[string]ClientInfo{testOrigin: {Name: "raw", Version: "0"}}, trust.confirmed)

	again := greetedNative(t, s, true)
	again.say(string(example(t, "add")))
	require.Equal(t, "receipt", again.hear()["type"])
}

func TestConfirmationThatCannotBeKept(t *testing.T) {
	trust := newMemory()
	trust.broken = errors.New("disk")
	raw := greetedNative(t, startTrusting(t, RouteNative, trust), false)
	raw.say(`{"type":"confirm","id":"c"}`)
	raw.requireError("c", CodeInternal)
	raw.say(string(example(t, "add")))
	raw.requireError("2", CodeConfirmationNeeded)
}

func TestConfirmationTakenBackWhileConnected(t *testing.T) {
	trust, h := newMemory(), hub{make(chan chan Item, 1)}
	require.NoError(t, trust.Confirm(testOrigin, testInfo))
	s := startServer(t, RouteNative, Config{Mux: sampleMux(), Trust: trust, Events: h.events})
	asking, listening := greetedNative(t, s, true), greetedNative(t, s, true)
	listening.say(`{"type":"subscribe","id":"s"}`)
	require.Equal(t, "subscribed", listening.hear()["type"])
	trust.forget(nil, testOrigin)

	asking.say(string(example(t, "add")))
	asking.requireError("2", CodeConfirmationNeeded)
	changes := <-h.subscribers
	changes <- testItem
	requireNoEvent(t, listening)
}

func TestOneBrowsersConfirmationIsNotAnothers(t *testing.T) {
	trust := newMemory()
	require.NoError(t, trust.Confirm("chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba", testInfo))
	greetedNative(t, startTrusting(t, RouteNative, trust), false)
}

func TestCommandSocketNeedsNoConfirmation(t *testing.T) {
	c := dialEither(t, startTrusting(t, RouteCommand, newMemory()), RouteCommand)
	_, err := Call[Receipt](t.Context(), c, Add{RequestID: "r1"})
	require.NoError(t, err)
	_, err = Call[Confirmed](t.Context(), c, Confirm{})
	require.NoError(t, err)
}

func TestConfirmOnADoorOpenToAll(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		c := dialEither(t, startService(t, route, NewMux(), nil), route)
		_, err := Call[Confirmed](t.Context(), c, Confirm{})
		require.NoError(t, err)
	})
}
