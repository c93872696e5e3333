package dashboard

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// sockets says that it was reached, instead of speaking WebSocket.
type sockets struct{}

func (sockets) ServeDashboard(_ context.Context, w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "a socket")
}

const (
	testHost   = "127.0.0.1:4711"
	testOrigin = "http://" + testHost
)

func newDashboard(t *testing.T) *Dashboard {
	t.Helper()
	d, err := New(Config{
		Address: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}, Sockets: sockets{},
		Browser: fstest.MapFS{"style.css": {Data: []byte("body {}")}, "panel/worker.js": {Data: []byte("the extension's own")}, "secret.txt": {Data: []byte("no page")}},
	})
	require.NoError(t, err)
	return d
}

// asked is one request as a browser on this computer sends it; change makes it another.
func asked(d *Dashboard, method, path, body string, change func(*http.Request)) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = testHost, "127.0.0.1:50000"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	d.handler().ServeHTTP(w, r)
	return w.Result()
}

func fromPage(r *http.Request) { r.Header.Set("Origin", testOrigin) }

// admission is what a browser has once it was let in.
type admission struct {
	cookie *http.Cookie
	page   string
}

func enter(t *testing.T, d *Dashboard) admission {
	t.Helper()
	reply := asked(d, "POST", "/session", keyBody(d), fromPage)
	require.Equal(t, http.StatusOK, reply.StatusCode)
	var body struct{ Page string }
	require.NoError(t, json.NewDecoder(reply.Body).Decode(&body))
	require.Len(t, reply.Cookies(), 1)
	return admission{reply.Cookies()[0], body.Page}
}

func keyBody(d *Dashboard) string {
	address, _ := d.Link()
	_, key, _ := strings.Cut(address, "#")
	return `{"key":"` + key + `"}`
}

func (a admission) with(page string) func(*http.Request) {
	return func(r *http.Request) {
		fromPage(r)
		r.AddCookie(a.cookie)
		r.Header.Set("Sec-WebSocket-Protocol", "greenhouse-companion, session."+page)
	}
}

func TestWayIn(t *testing.T) {
	d := newDashboard(t)
	address, valid := d.Link()
	require.Regexp(t, `^http://127\.0\.0\.1:4711/open#[\w-]{43}$`, address)
	require.Equal(t, 2*time.Minute, valid)

	one := enter(t, d)
	require.True(t, one.cookie.HttpOnly)
	require.Equal(t, http.SameSiteStrictMode, one.cookie.SameSite)
	require.Zero(t, one.cookie.MaxAge, "the browser keeps it in memory only")
	require.True(t, one.cookie.Expires.IsZero())
	require.Equal(t, http.StatusOK, asked(d, "GET", "/", "", func(r *http.Request) { r.AddCookie(one.cookie) }).StatusCode)
	require.Equal(t, http.StatusOK, asked(d, "GET", "/ws", "", one.with(one.page)).StatusCode)
}

func TestKeyWorksOnce(t *testing.T) {
	d := newDashboard(t)
	body := keyBody(d)
	require.Equal(t, http.StatusOK, asked(d, "POST", "/session", body, fromPage).StatusCode)
	again := asked(d, "POST", "/session", body, fromPage)
	require.Equal(t, http.StatusForbidden, again.StatusCode)
	require.Empty(t, again.Cookies())
}

func TestTimeIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDashboard(t)
		body := keyBody(d)
		one := enter(t, d)
		time.Sleep(keyValid)
		require.Equal(t, http.StatusForbidden, asked(d, "POST", "/session", body, fromPage).StatusCode, "the key")
		require.Equal(t, http.StatusOK, asked(d, "GET", "/ws", "", one.with(one.page)).StatusCode)
		time.Sleep(sessionValid - keyValid)
		require.Equal(t, http.StatusForbidden, asked(d, "GET", "/ws", "", one.with(one.page)).StatusCode, "the session")
	})
}

// TestRefused: nothing but this page, in a browser that was let in, gets further than the door.
func TestRefused(t *testing.T) {
	d := newDashboard(t)
	one, other := enter(t, d), enter(t, d)
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			one.with(one.page)(r)
			r.Header.Set(name, value)
		}
	}
	from := func(change func(*http.Request)) func(*http.Request) {
		return func(r *http.Request) {
			one.with(one.page)(r)
			change(r)
		}
	}
	for name, change := range map[string]func(*http.Request){
		"another name for this computer": from(func(r *http.Request) { r.Host = "localhost:4711" }),
		"a page's own name":              from(func(r *http.Request) { r.Host = "evil.example:4711" }),
		"another port":                   from(func(r *http.Request) { r.Host = "127.0.0.1:4712" }),
		"no host":                        from(func(r *http.Request) { r.Host = "" }),
		"a peer from elsewhere":          from(func(r *http.Request) { r.RemoteAddr = "192.0.2.1:50000" }),
		"another origin":                 set("Origin", "https://evil.example"),
		"the origin of another port":     set("Origin", "http://127.0.0.1:4712"),
		"the origin null":                set("Origin", "null"),
		"no origin":                      from(func(r *http.Request) { r.Header.Del("Origin") }),
		"two origins":                    from(func(r *http.Request) { r.Header.Add("Origin", testOrigin) }),
		"no cookie":                      from(func(r *http.Request) { r.Header.Del("Cookie") }),
		"the page's secret of another":   from(other.with(other.page)),
		"no secret of the page":          set("Sec-WebSocket-Protocol", "greenhouse-companion"),
		"the cookie as secret":           one.with(one.cookie.Value),
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, http.StatusForbidden, asked(d, "GET", "/ws", "", change).StatusCode)
		})
	}
}

func TestSessionIsForThePageOnly(t *testing.T) {
	d := newDashboard(t)
	for name, change := range map[string]func(*http.Request){
		"no origin":      nil,
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
	} {
		t.Run(name, func(t *testing.T) {
			body := keyBody(d)
			require.Equal(t, http.StatusForbidden, asked(d, "POST", "/session", body, change).StatusCode)
			require.Equal(t, http.StatusOK, asked(d, "POST", "/session", body, fromPage).StatusCode, "the key was not spent")
		})
	}
	for name, body := range map[string]string{"no key": "{}", "no JSON": "key", "too long": `{"key":"` + strings.Repeat("a", maxBody) + `"}`} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, http.StatusForbidden, asked(d, "POST", "/session", body, fromPage).StatusCode)
		})
	}
	get := asked(d, "GET", "/session", "", fromPage)
	require.Equal(t, http.StatusSeeOther, get.StatusCode, "a GET has no effect")
}

func TestPages(t *testing.T) {
	d := newDashboard(t)
	one := enter(t, d)
	for path, want := range map[string]struct {
		status, stranger int
		kind             string
	}{
		"/":                                  {200, 303, "text/html; charset=utf-8"},
		"/open":                              {200, 200, "text/html; charset=utf-8"},
		"/companion/dashboard/page/open.js":  {200, 200, "text/javascript; charset=utf-8"},
		"/companion/dashboard/page/needs.js": {200, 303, "text/javascript; charset=utf-8"},
		"/extension/browser/style.css":       {200, 200, "text/css; charset=utf-8"},
		"/extension/browser/panel/worker.js": {200, 303, "text/javascript; charset=utf-8"},
		"/extension/browser/secret.txt":      {404, 303, ""},
		"/companion/dashboard/page":          {404, 303, ""},
		"/nothing":                           {404, 303, ""},
	} {
		t.Run(path, func(t *testing.T) {
			request := func(r *http.Request) { r.URL.Path = path }
			stranger := asked(d, "GET", "/", "", request)
			require.Equal(t, want.stranger, stranger.StatusCode)
			reply := asked(d, "GET", "/", "", func(r *http.Request) {
				request(r)
				r.AddCookie(one.cookie)
			})
			require.Equal(t, want.status, reply.StatusCode)
			require.Contains(t, reply.Header.Get("Content-Type"), want.kind)
		})
	}
}

// TestNoOtherFiles: an address that climbs out of the folders leads to no file.
func TestNoOtherFiles(t *testing.T) {
	for _, address := range []string{"/extension/browser/../secret", "/extension/browser//etc/passwd", "/companion/dashboard/../dashboard.go", ""} {
		_, err := readPage(fstest.MapFS{}, address)
		require.Error(t, err, address)
	}
}

func TestHeaders(t *testing.T) {
	d := newDashboard(t)
	for _, path := range []string{"/", "/open", "/nothing", "/ws"} {
		h := asked(d, "GET", path, "", nil).Header
		require.Equal(t, "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://127.0.0.1:4711; "+
			"frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'", h.Get("Content-Security-Policy"), path)
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		require.Equal(t, "no-referrer", h.Get("Referrer-Policy"), path)
		require.Equal(t, "no-store", h.Get("Cache-Control"), path)
		require.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"), path)
	}
}

// TestWorkerIsReplaced: the extension's pages reach the service through this one module.
func TestWorkerIsReplaced(t *testing.T) {
	data, err := readPage(fstest.MapFS{"panel/worker.js": {Data: []byte("the extension's own")}}, "/extension/browser/panel/worker.js")
	require.NoError(t, err)
	for _, match := range regexp.MustCompile(`"(/[^"]+)"`).FindAllStringSubmatch(string(data), -1) {
		_, err := readPage(fstest.MapFS{}, match[1])
		require.NoError(t, err, match[1])
	}
	require.Contains(t, string(data), `export * from "/companion/dashboard/page/worker.js"`)
}

func TestOldestMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDashboard(t)
		first := keyBody(d)
		for range maxKeys {
			time.Sleep(time.Second)
			d.Link()
		}
		require.Len(t, d.keys.expires, maxKeys)
		require.Equal(t, http.StatusForbidden, asked(d, "POST", "/session", first, fromPage).StatusCode)
	})
}

func TestOnlyOnThisComputer(t *testing.T) {
	_, err := New(Config{Address: &net.TCPAddr{IP: net.IPv4zero, Port: 1}})
	require.ErrorContains(t, err, "not a loopback address")
}

func TestServeEnds(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	d, err := New(Config{Address: ln.Addr(), Sockets: sockets{}, Browser: fstest.MapFS{}})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx, ln) }()
	reply, err := http.Get("http://" + ln.Addr().String() + "/open")
	require.NoError(t, err)
	reply.Body.Close()
	require.Equal(t, http.StatusOK, reply.StatusCode)
	cancel()
	require.NoError(t, <-ended)
}
