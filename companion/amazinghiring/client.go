package amazinghiring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxBody is far above the largest profile seen in practice, and small enough
// to be read into memory without a thought.
const maxBody = 8 << 20

const defaultTimeout = 30 * time.Second

// longestWait in seconds is a day: a longer request to wait is a mistake.
const longestWait = 24 * 60 * 60

const redacted = "REDACTED"

// Token is the company's API token. It prints as REDACTED everywhere.
type Token string

// String hides the token.
func (Token) String() string { return redacted }

// GoString hides the token.
func (Token) GoString() string { return redacted }

// LogValue hides the token.
func (Token) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON hides the token.
func (Token) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// Config says which AmazingHiring to talk to.
type Config struct {
	// BaseURL is the address before /api/v6, such as
	// https://search.amazinghiring.com. Required; plain http is accepted for
	// this computer only, because the token travels in a header.
	BaseURL string
	// Token is required. AmazingHiring issues it after an approval.
	Token Token
	// Bearer says that Token came from an OAuth sign-in rather than from the
	// company's settings page: https://github.com/AmazingHiring/oauth2-docs.
	Bearer bool
	// HTTP makes the calls. Nil means a client with a time limit of 30 seconds.
	HTTP *http.Client
}

// Validate reports the first thing wrong with the configuration.
func (c Config) Validate() error {
	u, err := url.Parse(c.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return errors.New("the AmazingHiring address is not a web address")
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return errors.New("the AmazingHiring address must start with https://")
	case c.Token == "":
		return errors.New("the AmazingHiring token is missing")
	}
	return nil
}

func isLoopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// Client reads from the AmazingHiring API v6. It is safe for concurrent use.
type Client struct {
	base          string
	authorization string
	http          *http.Client
	limit         *limiter
}

// New returns a client, or what is wrong with the configuration.
func New(cfg Config) (*Client, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{Timeout: defaultTimeout}
	}
	// The API never redirects. Whoever does must not get the token.
	direct := *cfg.HTTP
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{
		base: strings.TrimRight(cfg.BaseURL, "/"), authorization: cfg.authorization(), http: &direct, limit: newLimiter(),
	}, nil
}

func (c Config) authorization() string {
	if c.Bearer {
		return "Bearer " + string(c.Token)
	}
	return "Token " + string(c.Token)
}

// Profile fetches one profile as AmazingHiring sends it; [Decode] reads it.
// Opening a profile may spend a contact credit. The error is a *NotFoundError,
// an *AuthError, a *RateLimitError or an *UnavailableError when it is one of
// these.
func (c *Client) Profile(ctx context.Context, id int64) (json.RawMessage, error) {
	got, err := c.get(ctx, "/api/v6/profiles/"+strconv.FormatInt(id, 10)+"/")
	if err != nil {
		return nil, fmt.Errorf("fetch profile: %w", err)
	}
	return got.body, nil
}

// reply is a good answer: its body is JSON.
type reply struct {
	body   json.RawMessage
	header http.Header
}

// get asks once, within the limits.
func (c *Client) get(ctx context.Context, path string) (reply, error) {
	if err := c.limit.enter(ctx); err != nil {
		return reply{}, err
	}
	defer c.limit.leave()
	got, err := c.send(ctx, path)
	if refused, ok := errors.AsType[*RateLimitError](err); ok {
		c.limit.shut(refused.RetryAfter)
	}
	return got, err
}

func (c *Client) send(ctx context.Context, path string) (reply, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return reply{}, withoutURL(err)
	}
	req.Header.Set("Authorization", c.authorization)
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return reply{}, &UnavailableError{Err: withoutURL(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return reply{}, statusError(resp)
	}
	body, err := readJSON(resp)
	return reply{body: body, header: resp.Header}, err
}

// readJSON reads a body with a cap. Hotel networks answer 200 with a page of
// their own, so anything but JSON means that AmazingHiring was not reached.
func readJSON(resp *http.Response) (json.RawMessage, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, &UnavailableError{Status: resp.StatusCode, Err: withoutURL(err)}
	case len(body) > maxBody:
		return nil, errors.New("the answer is larger than 8 MiB")
	case !json.Valid(body):
		return nil, &UnavailableError{Status: resp.StatusCode, Err: errors.New("the answer is not JSON")}
	}
	return body, nil
}

// statusError counts redirects as not available: they come from the log-in
// page of a hotel network, not from the API.
func statusError(resp *http.Response) error {
	switch status := resp.StatusCode; {
	case status == http.StatusNotFound, status == http.StatusGone:
		return &NotFoundError{Status: status}
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return &AuthError{Status: status}
	case status == http.StatusTooManyRequests:
		return &RateLimitError{RetryAfter: retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	case status == http.StatusRequestTimeout, status >= 500, status/100 == 3:
		return &UnavailableError{Status: status, RetryAfter: retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	default:
		return fmt.Errorf("unexpected status %d", status)
	}
}

// retryAfter reads both forms of https://www.rfc-editor.org/rfc/rfc9110#field.retry-after;
// a time in the past is no request to wait.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil {
		return time.Duration(min(max(0, seconds), longestWait)) * time.Second
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return min(max(0, at.Sub(now)), longestWait*time.Second)
}

// withoutURL removes the address, which holds the profile id, from errors.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
