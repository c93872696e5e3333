package harvest_test

import (
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestNewAcceptsGoodAddresses(t *testing.T) {
	for _, address := range []string{
		"", "https://harvest.example.com", "https://harvest.example.com/api/", "http://127.0.0.1:8080",
		"http://localhost/x", "http://[::1]:1", "https://10.0.0.1",
	} {
		t.Run(address, func(t *testing.T) {
			_, err := harvest.New(harvest.Config{BaseURL: address, AuthURL: address, ClientID: "a", ClientSecret: "b"})
			require.NoError(t, err)
		})
	}
}

func TestNewRefuses(t *testing.T) {
	good := harvest.Config{ClientID: "a", ClientSecret: "b"}
	tests := map[string]struct {
		change func(*harvest.Config)
		says   string
	}{
		"plain http":        {func(c *harvest.Config) { c.BaseURL = "http://harvest.example.com" }, "base URL: plain http"},
		"plain http auth":   {func(c *harvest.Config) { c.AuthURL = "http://192.168.1.4" }, "auth URL: plain http"},
		"lookalike host":    {func(c *harvest.Config) { c.BaseURL = "http://localhost.example.com" }, "base URL: plain http"},
		"other scheme":      {func(c *harvest.Config) { c.BaseURL = "ftp://harvest.example.com" }, "must be https"},
		"no scheme":         {func(c *harvest.Config) { c.BaseURL = "harvest.example.com" }, "full address"},
		"password":          {func(c *harvest.Config) { c.BaseURL = "https://u:hidden@harvest.example.com" }, "no user"},
		"unreadable":        {func(c *harvest.Config) { c.BaseURL = "https://u:hidden@[" }, "not a URL"},
		"query":             {func(c *harvest.Config) { c.AuthURL = "https://auth.example.com?x=hidden" }, "no user, query"},
		"no id":             {func(c *harvest.Config) { c.ClientID = "" }, "both needed"},
		"no secret":         {func(c *harvest.Config) { c.ClientSecret = "" }, "both needed"},
		"colon in id":       {func(c *harvest.Config) { c.ClientID = "a:b" }, "colon"},
		"negative user":     {func(c *harvest.Config) { c.ActingUser = -1 }, "positive"},
		"negative timeout":  {func(c *harvest.Config) { c.Timeout = -1 }, "positive"},
		"broken user agent": {func(c *harvest.Config) { c.UserAgent = "a\r\nb" }, "control"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := good
			test.change(&cfg)
			_, err := harvest.New(cfg)
			require.ErrorContains(t, err, test.says)
			require.NotContains(t, err.Error(), "hidden")
		})
	}
}

func TestPingTakesAnyAnswer(t *testing.T) {
	for _, status := range []int{200, 302, 401, 404, 429, 503} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			client, g := serve(t, say(status, ""))
			require.NoError(t, client.Ping(t.Context()))

			require.Len(t, g.seen(), 0, "the base itself is asked, not a path below")
			require.Empty(t, g.mints())
		})
	}
}

func TestPingSendsNoCredential(t *testing.T) {
	g := newGreenhouse(say(200, ""))
	var got *http.Request
	g.HandleFunc("HEAD "+apiPath, func(_ http.ResponseWriter, r *http.Request) { got = r })
	require.NoError(t, simulated(t, g).Ping(t.Context()))
	require.NotNil(t, got)
	require.Empty(t, got.Header.Get("Authorization"))
}

func TestPingWithoutNetwork(t *testing.T) {
	client := connect(t, configFor("http://"+deadAddress(t)))
	err := client.Ping(t.Context())
	var unavailable *harvest.UnavailableError
	require.ErrorAs(t, err, &unavailable)
	require.True(t, unavailable.Offline)
}

func TestClockSkew(t *testing.T) {
	ahead := 90 * time.Minute
	client, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		_, _ = w.Write([]byte("[]"))
	})
	require.Zero(t, client.ClockSkew())
	_, err := harvest.Collect(client.Sources(t.Context()))
	require.NoError(t, err)
	require.InDelta(t, ahead.Seconds(), client.ClockSkew().Seconds(), 2)
}

func TestPrintingAClientShowsNoSecret(t *testing.T) {
	client, _ := serve(t, say(200, "[]"))
	_, err := harvest.Collect(client.Sources(t.Context()))
	require.NoError(t, err)
	old, _ := legacy(t, say(200, "[]"))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		assert.NotContains(t, fmt.Sprintf(verb, client), clientSecret)
		assert.NotContains(t, fmt.Sprintf(verb, client), "token-1")
		assert.NotContains(t, fmt.Sprintf(verb, old), legacyKey)
	}
}

// deadAddress is one that nobody listens on.
func deadAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}
