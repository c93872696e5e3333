package companion

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func (d *doctor) network(context.Context) []Finding {
	settings, also := d.Settings.Network, ""
	if settings.CAFile != "" {
		also = " The certificates of " + settings.CAFile + " are trusted beside the system's."
	}
	if settings.Proxy != "" {
		return fine("Through the proxy " + settings.Proxy + ", as the settings say." + also)
	}
	return judgeEnvironment(http.ProxyFromEnvironment, also)
}

// judgeEnvironment tells the proxy's host only: its address may hold a password.
func judgeEnvironment(proxyFor func(*http.Request) (*url.URL, error), also string) []Finding {
	proxy, err := proxyFor(&http.Request{URL: &url.URL{Scheme: "https", Host: "harvest.greenhouse.io"}})
	switch {
	case err != nil:
		return act("The environment names a proxy that cannot be used.", "Correct HTTPS_PROXY: it is an address such as http://proxy.example.com:3128.")
	case proxy != nil:
		return unknown("Through the proxy "+proxy.Host+", as HTTPS_PROXY of this terminal says. The service has an environment of its own."+also,
			"To be sure of the service as well, name it as proxy under [network] in config.toml, or run: greenhouse-companion install --proxy URL")
	}
	return fine("Directly, without a proxy." + also)
}

// dialect: v1 works until Greenhouse removes it, so it is no reason to act today.
func (d *doctor) dialect(context.Context) []Finding {
	if d.legacy() {
		return warn("Harvest v1, with a key. "+legacyNote, moveToV3)
	}
	return fine("Harvest v3.")
}

func (d *doctor) legacy() bool { return harvest.Dialect(d.stored.Dialect) == harvest.V1 }

// seenWindow is what the doctor's own calls learn about the rate limit. It starts from what the service kept, and keeps
// nothing on disk.
type seenWindow struct {
	kept harvest.WindowStore
	seen harvest.Window
}

// Load implements harvest.WindowStore.
func (w *seenWindow) Load() (harvest.Window, bool) { return w.kept.Load() }

// Save implements harvest.WindowStore.
func (w *seenWindow) Save(seen harvest.Window) { w.seen = seen }

// rate comes last: closing the client makes it tell what it has learnt.
func (d *doctor) rate(context.Context) []Finding {
	d.conn.client.Close()
	return judgeRate(d.window.seen, time.Now())
}

func judgeRate(w harvest.Window, now time.Time) []Finding {
	if w.Limit == 0 {
		return unknown("No answer of Greenhouse told it so far.", "")
	}
	left := max(w.Reset.Sub(now), 0).Round(time.Second)
	return fine(fmt.Sprintf("Greenhouse allows %d calls in a window; %d are left in this one, which ends within %s. The companion keeps to it by itself.",
		w.Limit, w.Remaining, left))
}
