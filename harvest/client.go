package harvest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// Client speaks to one Greenhouse organisation with one credential. It is safe
// for concurrent use, and one client per credential keeps the count of the
// rate limit right.
type Client struct {
	base    *url.URL
	dialect Dialect
	reader  UserID // these two are the only users it ever acts as
	writer  UserID
	wire    *wire
	auth    signer
	tokens  *tokens // the same as auth, nil in V1
	limit   *limiter
	skew    atomic.Int64 // nanoseconds
}

// New checks the configuration and returns a client. Nothing is sent yet.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("harvest client: %w", err)
	}
	base, err := parseRoot(cfg.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("harvest client: base URL: %w", err)
	}
	c := &Client{base: base, dialect: cfg.Dialect, reader: cfg.ReadSubject, writer: cfg.ActingUser, wire: newWire(cfg)}
	if c.legacy() {
		c.auth, c.limit = newAPIKey(cfg.Key), newLimiter(cfg.Window, v1Window)
		return c, nil
	}
	auth, err := parseRoot(cfg.AuthURL)
	if err != nil {
		return nil, fmt.Errorf("harvest client: auth URL: %w", err)
	}
	c.tokens = newTokens(auth, cfg, c.wire)
	c.auth, c.limit = c.tokens, newLimiter(cfg.Window, defaultWindow)
	return c, nil
}

// Close saves what is known about the rate window for the next start. Calls that are
// still made are paced as before, but no longer kept.
func (c *Client) Close() { c.limit.saver.close() }

// Ping asks whether Greenhouse can be reached: one request without credentials, to
// which any HTTP answer counts as yes. Otherwise the error is an UnavailableError.
func (c *Client) Ping(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, c.base.String(), nil)
	if err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	ans, lost := c.wire.exchange(ctx, req)
	if lost != nil {
		return lost.unavailable("ping")
	}
	c.noteClock(ans)
	return nil
}

// ClockSkew is Greenhouse's clock minus ours, taken from the latest answer and good
// to about a second. It is zero before the first answer.
func (c *Client) ClockSkew() time.Duration { return time.Duration(c.skew.Load()) }

func (c *Client) noteClock(ans answer) {
	if date, ok := serverDate(ans.header); ok {
		c.skew.Store(int64(date.Sub(ans.received)))
	}
}
