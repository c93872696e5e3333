package dashboard

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

const (
	entryPath   = "/open"
	sessionPath = "/session"
	socketPath  = "/ws"

	// maxBody is more than a key needs.
	maxBody = 1 << 10

	// sessionProtocol comes before the page's secret in Sec-WebSocket-Protocol, the one header that a page can choose.
	sessionProtocol = "session."
)

func (d *Dashboard) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST "+sessionPath, d.ownOrigin(http.HandlerFunc(d.begin)))
	mux.Handle("GET "+socketPath, d.ownOrigin(http.HandlerFunc(d.serveSocket)))
	mux.Handle("GET "+entryPath, d.files)
	for _, path := range entryFiles {
		mux.Handle("GET "+path, d.files)
	}
	mux.Handle("GET /", d.admitted(d.files))
	return d.guard(mux)
}

// guard refuses peers from elsewhere and requests that were meant for another host, and tells browsers to be strict.
func (d *Dashboard) guard(next http.Handler) http.Handler {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://" + d.host +
		"; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		peer, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || !net.ParseIP(peer).IsLoopback() || r.Host != d.host {
			refuse(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownOrigin lets only requests of this very page pass. A missing Origin is refused as well: it does not mean that no browser
// is involved.
func (d *Dashboard) ownOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Values("Origin"); len(origin) != 1 || origin[0] != d.origin {
			refuse(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// admitted shows pages to browsers with a session only; the others are shown how to get one.
func (d *Dashboard) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := d.session(r); !ok {
			http.Redirect(w, r, entryPath, http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *Dashboard) session(r *http.Request) (session, bool) {
	cookie, err := r.Cookie(d.cookie)
	if err != nil {
		return session{}, false
	}
	return d.sessions.find(cookie.Value, time.Now())
}

// begin turns a one-time key into a session.
func (d *Dashboard) begin(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Key string `json:"key"`
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil || json.Unmarshal(data, &body) != nil || !d.keys.use(body.Key, time.Now()) {
		d.log.Warn("dashboard refused: the link was used before or is too old")
		refuse(w)
		return
	}
	cookie, page := d.sessions.start(time.Now())
	// Without an age the browser keeps it in memory, too.
	http.SetCookie(w, &http.Cookie{Name: d.cookie, Value: cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"page": page}) // the browser that left needs no session
}

// serveSocket needs both secrets of a session, and ends with it.
func (d *Dashboard) serveSocket(w http.ResponseWriter, r *http.Request) {
	one, ok := d.session(r)
	if !ok || digestOf(pageSecret(r)) != one.page {
		refuse(w)
		return
	}
	select {
	case d.places <- struct{}{}:
	default:
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer func() { <-d.places }()
	ctx, cancel := context.WithDeadline(r.Context(), one.expires)
	defer cancel()
	d.sockets.ServeDashboard(ctx, w, r)
}

func pageSecret(r *http.Request) string {
	for _, header := range r.Header.Values("Sec-WebSocket-Protocol") {
		for protocol := range strings.SplitSeq(header, ",") {
			if secret, found := strings.CutPrefix(strings.TrimSpace(protocol), sessionProtocol); found {
				return secret
			}
		}
	}
	return ""
}

func refuse(w http.ResponseWriter) {
	http.Error(w, "forbidden", http.StatusForbidden)
}
