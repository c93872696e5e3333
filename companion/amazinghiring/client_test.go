package amazinghiring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

const secret = "token-under-test"

func clientFor(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := New(Config{BaseURL: server.URL, Token: secret})
	require.NoError(t, err)
	return client
}

func answer(status int, header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if name, value, ok := strings.Cut(header, ": "); ok {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestFetchAndDecodeEverybody(t *testing.T) {
	server, err := pretend.Start("")
	require.NoError(t, err)
	t.Cleanup(server.Close)
	client, err := New(Config{BaseURL: server.URL() + "/", Token: Token(server.Token())})
	require.NoError(t, err)

	for _, id := range server.Profiles() {
		raw, err := client.Profile(t.Context(), id)
		require.NoError(t, err)
		p, dropped, err := Decode(raw, server.URL())
		require.NoError(t, err)
		assert.Equal(t, id, p.ID)
		assert.Equal(t, fmt.Sprintf("%s/profiles/%d", server.URL(), id), p.URL)
		assert.NotEmpty(t, p.Emails)
		assert.Empty(t, dropped)
	}
	_, err = client.Profile(t.Context(), 1)
	require.Equal(t, &NotFoundError{Status: 404}, errors.Unwrap(err))
}

func TestPlainPeopleNeedNoQuestion(t *testing.T) {
	server, err := pretend.Start("")
	require.NoError(t, err)
	t.Cleanup(server.Close)
	client, err := New(Config{BaseURL: server.URL(), Token: Token(server.Token())})
	require.NoError(t, err)

	for _, id := range server.Plain() {
		raw, err := client.Profile(t.Context(), id)
		require.NoError(t, err)
		p, _, err := Decode(raw, server.URL())
		require.NoError(t, err)
		assert.True(t, profile.SplitName(p.Name).Sure, id)
	}
}

func TestProfileErrors(t *testing.T) {
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    error
	}{
		{"not found", answer(404, "", "{}"), &NotFoundError{Status: 404}},
		{"gone", answer(410, "", ""), &NotFoundError{Status: 410}},
		{"no token", answer(401, "", ""), &AuthError{Status: 401}},
		{"forbidden", answer(403, "", ""), &AuthError{Status: 403}},
		{"down", answer(503, "Retry-After: 7", ""), &UnavailableError{Status: 503, RetryAfter: 7 * time.Second}},
		{"too many", answer(429, "Retry-After: 7", ""), &RateLimitError{RetryAfter: 7 * time.Second}},
		{"too many, and no word when to come back", answer(429, "Retry-After: -7", ""), &RateLimitError{}},
		{"portal moves us", answer(302, "Location: http://portal.example/login", ""), &UnavailableError{Status: 302}},
		{"portal answers", answer(200, "", "<html>log in"), &UnavailableError{Status: 200, Err: errors.New("the answer is not JSON")}},
		{"too large", answer(200, "", `"`+strings.Repeat("x", maxBody)+`"`), errors.New("the answer is larger than 8 MiB")},
		{"teapot", answer(418, "", "Marta"), errors.New("unexpected status 418")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := clientFor(t, tt.handler).Profile(t.Context(), 900000000000101)
			require.Equal(t, tt.want, errors.Unwrap(err))
			for _, private := range []string{secret, "900000000000101", "Marta"} {
				assert.NotContains(t, err.Error(), private)
			}
		})
	}
}

func TestUnreachableIsUnavailable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	client, err := New(Config{BaseURL: server.URL, Token: secret})
	require.NoError(t, err)

	_, err = client.Profile(t.Context(), 900000000000101)
	unavailable, ok := errors.AsType[*UnavailableError](err)
	require.True(t, ok)
	require.Zero(t, unavailable.Status)
	require.NotContains(t, err.Error(), "900000000000101")
}

func TestCancelledFetchSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := clientFor(t, answer(200, "", "{}")).Profile(ctx, 1)
	require.ErrorIs(t, err, context.Canceled)
}

func TestRedirectNeverCarriesTheToken(t *testing.T) {
	client := clientFor(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "/api/v6/profiles/1/", r.URL.Path)
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	_, err := client.Profile(t.Context(), 1)
	require.Error(t, err)
}

func TestConfigValidate(t *testing.T) {
	tests := []struct {
		name, base string
		token      Token
		ok         bool
	}{
		{"https", "https://search.amazinghiring.com", secret, true},
		{"this computer", "http://127.0.0.1:8080", secret, true},
		{"plain http", "http://search.amazinghiring.com", secret, false},
		{"password in it", "https://a:b@search.amazinghiring.com", secret, false},
		{"empty", "", secret, false},
		{"no host", "https://", secret, false},
		{"no token", "https://search.amazinghiring.com", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(Config{BaseURL: tt.base, Token: tt.token})
			require.Equal(t, tt.ok, err == nil)
		})
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		header string
		want   time.Duration
	}{
		{"", 0},
		{"30", 30 * time.Second},
		{"-30", 0},
		{"soon", 0},
		{"9223372036854775807", 24 * time.Hour},
		{"Tue, 01 Sep 2026 12:00:10 GMT", 10 * time.Second},
		{"Tue, 01 Sep 2026 11:59:50 GMT", 0},
		{"Tue, 01 Sep 2037 12:00:00 GMT", 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.header, func(t *testing.T) {
			require.Equal(t, tt.want, retryAfter(tt.header, now))
		})
	}
}

func TestTokenIsNeverPrinted(t *testing.T) {
	token := Token(secret)
	encoded, err := json.Marshal(map[string]Token{"token": token})
	require.NoError(t, err)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "token", token, "config", Config{Token: token})
	said := fmt.Sprintf("%v %+v %#v %s %q", token, Config{Token: token}, Config{Token: token}, token, token)
	require.NotContains(t, said+string(encoded)+log.String(), secret)
}
