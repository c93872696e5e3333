package harvest

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	defaultBaseURL   = "https://harvest.greenhouse.io"
	defaultAuthURL   = "https://auth.greenhouse.io"
	defaultTimeout   = 30 * time.Second
	defaultUserAgent = "greenhouse-companion"

	// A connection that went stale while the laptop slept swallows a write and
	// leaves it ambiguous. Go measures this limit by the wall clock, so a short
	// one makes the first call after waking dial anew.
	idleConnTimeout = 20 * time.Second
	maxIdlePerHost  = 4
)

// Config says where Greenhouse is and as whom to speak to it.
type Config struct {
	// Dialect is the version of the API, empty for V3.
	Dialect Dialect
	// BaseURL is the API, empty for https://harvest.greenhouse.io. It may carry a path.
	BaseURL string
	// AuthURL is the token endpoint's host, empty for https://auth.greenhouse.io. It may carry a path.
	AuthURL string
	// ClientID and ClientSecret are the two halves of a "Harvest V3 (OAuth)" credential.
	ClientID     string
	ClientSecret Secret
	// Key is a Harvest v1 API key. V1 needs it and nothing else to sign in: AuthURL, ClientID,
	// ClientSecret and ReadSubject must be empty then, and Key must be with V3.
	Key Secret
	// ActingUser is the subject of every write. When zero, writes return ErrNoActingUser.
	ActingUser UserID
	// ReadSubject is the subject of every read, zero for the credential's service user.
	ReadSubject UserID
	// Timeout bounds one HTTP exchange, zero for 30 seconds. Waiting for the rate limit is not
	// counted, and each 64 KiB of a request has a second more.
	Timeout time.Duration
	// UserAgent names the program to Greenhouse, empty for "greenhouse-companion".
	UserAgent string
	// Window keeps the rate window across restarts, nil when nothing is kept. New loads from it.
	Window WindowStore
	// Transport carries the requests, nil for one that takes proxies from the environment.
	Transport http.RoundTripper
}

func (c Config) withDefaults() Config {
	c.Dialect = orDefault(c.Dialect, V3)
	c.BaseURL = orDefault(c.BaseURL, defaultBaseURL)
	if c.Dialect == V3 {
		c.AuthURL = orDefault(c.AuthURL, defaultAuthURL)
	}
	c.UserAgent = orDefault(c.UserAgent, defaultUserAgent)
	c.Timeout = orDefault(c.Timeout, defaultTimeout)
	if c.Transport == nil {
		c.Transport = DefaultTransport()
	}
	return c
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

// DefaultTransport is what a client uses when its Config has no Transport: proxies from the environment, and connections
// that are not kept long enough to go stale while a laptop sleeps.
func DefaultTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.IdleConnTimeout = idleConnTimeout
	t.MaxIdleConnsPerHost = maxIdlePerHost
	return t
}

// validate reports the first setting that is wrong, the addresses aside.
func (c Config) validate() error {
	if err := c.validateCredential(); err != nil {
		return err
	}
	switch {
	case c.ActingUser < 0 || c.ReadSubject < 0:
		return errors.New("acting user and read subject: an id is positive")
	case c.Timeout < 0:
		return errors.New("timeout: a duration is positive")
	case strings.ContainsFunc(c.UserAgent, isControl):
		return errors.New("user agent: control characters are not allowed")
	}
	return nil
}

func (c Config) validateCredential() error {
	switch c.Dialect {
	case V3:
		return c.validateClient()
	case V1:
		return c.validateKey()
	}
	return errors.New("dialect: it must be v3 or v1")
}

func (c Config) validateClient() error {
	switch {
	case c.Key != "":
		return errors.New("key: it is for v1 only")
	case c.ClientID == "" || c.ClientSecret == "":
		return errors.New("client id and client secret are both needed")
	case strings.ContainsRune(c.ClientID, ':'):
		return errors.New("client id: a colon cannot be sent in HTTP Basic sign-in")
	}
	return nil
}

func (c Config) validateKey() error {
	notInKey := func(r rune) bool { return r == ':' || !isPlain(r) }
	switch {
	case c.Key == "":
		return errors.New("key: v1 needs one")
	case strings.ContainsFunc(c.Key.Reveal(), notInKey):
		return errors.New("key: spaces, colons and other than ASCII characters cannot be in one")
	case c.ClientID != "" || c.ClientSecret != "":
		return errors.New("client id and client secret: they are for v3 only")
	case c.AuthURL != "" || c.ReadSubject != 0:
		return errors.New("auth URL and read subject: they are for v3 only")
	}
	return nil
}

// isPlain is whether a character can be part of a credential: visible ASCII.
func isPlain(r rune) bool { return r > ' ' && r <= '~' }

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// parseRoot reads the address of a service. It never quotes the address in an
// error: a mistyped one may hold a password.
func parseRoot(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, errors.New("not a URL")
	case u.Host == "":
		return nil, errors.New("a full address such as https://host is needed")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("no user, query or fragment is allowed")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("plain http is allowed on loopback only, use https")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the scheme must be https")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = ""
	return u, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip.IsLoopback()
}
