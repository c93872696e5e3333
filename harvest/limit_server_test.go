package harvest_test

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// windowed counts requests in fixed windows, as Greenhouse does, and answers slowly.
type windowed struct {
	limit   int
	length  time.Duration
	offset  time.Duration // of the windows against whole seconds
	skew    time.Duration // of its clock against ours
	shift   time.Duration // of the Reset it tells against the true one
	trip    time.Duration // there and back, zero for 100 ms
	undated bool          // no Date header
	noReset bool          // no Reset header but on a refusal, as version 1 documents it

	mu       sync.Mutex
	window   int64
	used     int
	refusals int
	counted  []counted
}

// counted is one request as the server counted it.
type counted struct {
	window int64
	at     time.Time
	path   string
}

func (g *windowed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	half := cmp.Or(g.trip, 100*time.Millisecond) / 2
	time.Sleep(half)
	allowed := g.count(w.Header(), r.URL.Path)
	time.Sleep(half)
	if !allowed {
		w.Header().Set("Retry-After", g.retryAfter())
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	readsAndWrites(w, r)
}

func (g *windowed) count(h http.Header, path string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now().Add(g.skew - g.offset)
	if window := now.UnixNano() / int64(g.length); window != g.window {
		g.window, g.used = window, 0
	}
	g.used++
	allowed := g.used <= g.limit
	g.describe(h, now.Add(g.offset), allowed)
	if !allowed {
		g.refusals++
	}
	g.counted = append(g.counted, counted{g.window, time.Now(), path})
	return allowed
}

func (g *windowed) describe(h http.Header, now time.Time, allowed bool) {
	end := time.Unix(0, (g.window+1)*int64(g.length)).Add(g.offset + g.shift)
	h.Set("X-RateLimit-Limit", strconv.Itoa(g.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(g.limit-g.used, 0)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(end.Unix(), 10)) // rounded down
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	if g.noReset && allowed {
		h.Del("X-RateLimit-Reset")
	}
	if g.undated {
		h.Del("Date")
	}
}

// retryAfter is what is left of the window, rounded up as it must be.
func (g *windowed) retryAfter() string {
	length := int64(g.length)
	left := length - time.Now().Add(g.skew-g.offset).UnixNano()%length
	return strconv.FormatInt((left+int64(time.Second)-1)/int64(time.Second), 10)
}

// foreign is a request of another program with the same key.
func (g *windowed) foreign() { g.count(http.Header{}, "foreign") }

func (g *windowed) change(limit int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limit = limit
}

// spent is what was counted in the latest window.
func (g *windowed) spent() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.used
}

func (g *windowed) refused() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refusals
}

// perWindow is how many requests were counted in each window that saw any, in order.
func (g *windowed) perWindow() []int {
	g.mu.Lock()
	defer g.mu.Unlock()
	var sizes []int
	for i, c := range g.counted {
		if i == 0 || c.window != g.counted[i-1].window {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1]++
	}
	return sizes
}

// remembering is a window store that dies with the test.
type remembering struct {
	mu    sync.Mutex
	kept  harvest.Window
	saved []time.Time
}

func (r *remembering) Load() (harvest.Window, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept, r.kept != harvest.Window{}
}

func (r *remembering) Save(w harvest.Window) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = w
	r.saved = append(r.saved, time.Now())
}

// times are when Save was called.
func (r *remembering) times() []time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.saved)
}

// simulatedKeeping is simulated with a store for the rate window.
func simulatedKeeping(t *testing.T, g *greenhouse, store harvest.WindowStore) *harvest.Client {
	t.Helper()
	cfg := configFor("http://localhost")
	cfg.Transport = inMemory{g}
	cfg.Window = store
	client, err := harvest.New(cfg)
	require.NoError(t, err)
	return client
}
