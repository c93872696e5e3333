package extension

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const receiptBody = `{"type":"receipt","request_id":"r","item_id":"it_01","accepted_at":"2026-09-01T09:30:00Z","duplicate":false}`

func TestStarterKitSaves(t *testing.T) {
	var saved atomic.Int32
	s := startStarterKit(t, &saved)
	for name, test := range map[string]struct {
		header   http.Header
		readable string
	}{
		"a listed extension":               {with("Origin", testOrigin), testOrigin},
		"a listed extension with a token":  {with("Origin", testOrigin, "Authorization", "Bearer "+testToken), testOrigin},
		"the token":                        {with("Authorization", "Bearer "+testToken), ""},
		"the token, from an extension":     {with("Authorization", "Bearer "+testToken, "Sec-Fetch-Site", "none"), ""},
		"a listed extension, says Firefox": {with("Origin", testOrigin, "Sec-Fetch-Site", "cross-site"), testOrigin},
	} {
		before := saved.Load()
		status, header, body := ask(t, s, http.MethodGet, savePerson, "localhost:"+s.port(), test.header)
		assert.Equal(t, http.StatusAccepted, status, name)
		assert.JSONEq(t, receiptBody, body, name)
		assert.Equal(t, test.readable, header.Get("Access-Control-Allow-Origin"), name)
		assert.Equal(t, before+1, saved.Load(), name)
	}
}

// Whoever may save may say one id and nothing else.
func TestStarterKitTakesOneID(t *testing.T) {
	var saved atomic.Int32
	s := startStarterKit(t, &saved)
	for _, path := range []string{"/", "/save_profile/", "/save_profile//", "/save_profile/1", "/save_profile/0/", "/save_profile/-1/",
		"/save_profile/01/", "/save_profile/1/?url=x", "/save_profile/1/?", "/save_profile/1/2/", "/save_profile/../save_profile/1/",
		"/save_profile/%31/", "/save_profile/9223372036854775808/", "/save_profile/x/", "/v1/about", "/v1/socket", "http://evil.example/save_profile/1/"} {
		status, _, _ := ask(t, s, http.MethodGet, path, "localhost:"+s.port(), with("Origin", testOrigin))
		assert.Equal(t, http.StatusForbidden, status, path)
	}
	for _, method := range []string{"HEAD", "POST", "PUT", "DELETE"} {
		status, _, _ := ask(t, s, method, savePerson, "localhost:"+s.port(), with("Origin", testOrigin))
		assert.NotEqual(t, http.StatusAccepted, status, method)
	}
	require.Zero(t, saved.Load())
}

func TestStarterKitAnswersAPreflight(t *testing.T) {
	s := startStarterKit(t, new(atomic.Int32))
	status, header, _ := ask(t, s, http.MethodOptions, savePerson, "localhost:"+s.port(),
		with("Origin", testOrigin, "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization"))
	require.Equal(t, http.StatusNoContent, status)
	require.Equal(t, testOrigin, header.Get("Access-Control-Allow-Origin"))
}

// Even who may save cannot empty the account of contact credits in a minute.
func TestStarterKitHasAPace(t *testing.T) {
	var saved atomic.Int32
	s := startStarterKit(t, &saved)
	statuses := map[int]int{}
	for range savesAtOnce + 10 {
		status, _, _ := ask(t, s, http.MethodGet, savePerson, "localhost:"+s.port(), with("Origin", testOrigin))
		statuses[status]++
	}
	require.Positive(t, statuses[http.StatusTooManyRequests])
	require.EqualValues(t, statuses[http.StatusAccepted], saved.Load())
}

func TestStarterKitSaysWhatWentWrong(t *testing.T) {
	var log syncBuffer
	server, err := NewServer(Config{Mux: NewMux(), Logger: textLogger(&log)})
	require.NoError(t, err)
	for failure, code := range map[error]string{
		&Error{Code: CodeDiskFull, Message: "Full."}:                 CodeDiskFull,
		errors.New("marta.okafor@example.com cannot be kept"):        CodeInternal,
		errors.Join(context.Canceled, errors.New("marta@x.example")): CodeClosing,
	} {
		door, err := server.newStarterKitDoor(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, StarterKit{
			Origins: []string{testOrigin}, Save: func(context.Context, ID) (Receipt, error) { return Receipt{}, failure },
		})
		require.NoError(t, err)
		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:80"+savePerson, nil)
		req.RemoteAddr = "127.0.0.1:1"
		req.Header.Set("Origin", testOrigin)
		answer := httptest.NewRecorder()
		door.handler().ServeHTTP(answer, req)
		assert.Equal(t, http.StatusServiceUnavailable, answer.Code)
		assert.Contains(t, answer.Body.String(), `"code":"`+code+`"`)
		assert.NotContains(t, answer.Body.String()+log.String(), "marta")
	}
}

func TestStarterKitTakesExtensionsOnLoopbackOnly(t *testing.T) {
	server, err := NewServer(Config{Mux: NewMux()})
	require.NoError(t, err)
	for _, origin := range []string{"", "*", "null", "https://example.com", "http://localhost:3000", "chrome-extension://", "chrome-extension://*", testOrigin + "/"} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.ErrorContains(t, server.ServeStarterKit(t.Context(), ln, StarterKit{Origins: []string{origin}}), "origin", origin)
	}
	ln, err := net.Listen("tcp", "0.0.0.0:0")
	require.NoError(t, err)
	require.ErrorContains(t, server.ServeStarterKit(t.Context(), ln, StarterKit{}), "loopback")
}
