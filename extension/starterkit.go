package extension

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rs/cors"
)

const (
	routeStarterKit = "starter-kit"

	// One profile may cost a contact credit, so whoever may save still may not empty the account in a minute.
	savesAtOnce = 20
	saveEvery   = 3 * time.Second

	bearer = "Bearer "
)

// savePath is the whole of what the route takes: one id of AmazingHiring, and the slash that the sample extension sends.
var savePath = regexp.MustCompile(`^/save_profile/([1-9][0-9]{0,18})/$`)

// StarterKit is the route that AmazingHiring's published sample extension calls, the one GET with an effect:
// https://github.com/AmazingHiring/integration-starter-kit.
type StarterKit struct {
	// Origins are the extensions that may call without a token, compared exactly. Nil: a token is always needed.
	Origins []string
	// IsToken says whether this is the user's token. It compares in constant time.
	IsToken func(token string) bool
	// Save takes the profile with this id into the queue, and returns once it is on disk. An *Error is told to the caller.
	Save func(ctx context.Context, profile ID) (Receipt, error)
}

type starterKitDoor struct {
	loopback
	StarterKit
	server *Server
	places places
	saves  *pace
}

// ServeStarterKit serves GET /save_profile/<id>/ from ln until ctx ends, and closes ln, which must listen on a loopback
// address. It returns after its last answer: nil when ctx ended, an error when ln did, or when an origin is not exactly
// that of an extension.
func (s *Server) ServeStarterKit(ctx context.Context, ln net.Listener, kit StarterKit) error {
	door, err := s.newStarterKitDoor(ln.Addr(), kit)
	if err != nil {
		ln.Close()
		return fmt.Errorf("serve the %s route: %w", routeStarterKit, err)
	}
	defer door.places.waitEmpty()
	return s.serveHTTP(ctx, ln, routeStarterKit, door.handler())
}

func (s *Server) newStarterKitDoor(addr net.Addr, kit StarterKit) (*starterKitDoor, error) {
	local, err := newLoopback(addr, kit.Origins)
	if err == nil && slices.ContainsFunc(kit.Origins, func(origin string) bool { return !IsExtensionOrigin(origin) }) {
		err = errors.New("an allowed origin must be that of an extension")
	}
	return &starterKitDoor{
		loopback: local, StarterKit: kit, server: s, places: make(places, maxConnections),
		saves: &pace{atOnce: savesAtOnce, every: saveEvery},
	}, err
}

// IsExtensionOrigin says whether the origin can be a browser extension's, and so cannot be a web page's.
func IsExtensionOrigin(origin string) bool {
	scheme, id, found := strings.Cut(origin, "://")
	return found && id != "" && !strings.ContainsAny(id, "/*") && slices.Contains([]string{"chrome-extension", "moz-extension"}, scheme)
}

func (d *starterKitDoor) handler() http.Handler {
	readable := cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool { return slices.Contains(d.loopback.origins, origin) },
		AllowedMethods:  []string{http.MethodGet},
		AllowedHeaders:  []string{"Authorization"},
	})
	return d.localOnly(d.knownOnly(readable.Handler(http.HandlerFunc(d.save))))
}

// knownOnly lets listed extensions pass, and whoever has the token where a request says nothing of its origin. The pace
// comes before the token is looked at.
func (d *starterKitDoor) knownOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		anonymous := !hasOrigin(r) && !fromAPage(r)
		switch {
		case !anonymous && !d.allowedOrigin(r), hasBody(r):
			refuse(w)
		case !d.pace.take():
			tooMany(w)
		case anonymous && !d.hasToken(r):
			refuse(w)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (d *starterKitDoor) hasToken(r *http.Request) bool {
	given := r.Header.Values("Authorization")
	return len(given) == 1 && strings.HasPrefix(given[0], bearer) && d.IsToken(strings.TrimPrefix(given[0], bearer))
}

func (d *starterKitDoor) save(w http.ResponseWriter, r *http.Request) {
	profile, ok := savedProfile(r)
	switch {
	case !ok:
		refuse(w)
		return
	case !d.saves.take():
		tooMany(w)
		return
	case !d.places.take():
		http.Error(w, "too many connections", http.StatusServiceUnavailable)
		return
	}
	defer d.places.leave()
	receipt, err := d.Save(r.Context(), profile)
	if err != nil {
		d.say(w, http.StatusServiceUnavailable, explain(err, request{envelope: envelope{Type: routeStarterKit}}, d.server.log))
		return
	}
	d.say(w, http.StatusAccepted, receipt)
}

// savedProfile reads the one thing that a caller may say. HEAD is not GET, and a query is not part of it.
func savedProfile(r *http.Request) (ID, bool) {
	found := savePath.FindStringSubmatch(r.URL.EscapedPath())
	if r.Method != http.MethodGet || found == nil || r.URL.RawQuery != "" || r.URL.ForceQuery {
		return 0, false
	}
	id, err := strconv.ParseInt(found[1], 10, 64)
	return ID(id), err == nil
}

func (d *starterKitDoor) say(w http.ResponseWriter, status int, m Message) {
	body, err := encode("", m)
	if err != nil {
		d.server.log.Error("answer not sent", "message", m.MessageType(), "error_types", errorTypes(err))
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
