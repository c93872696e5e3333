package harvest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

var (
	errUnreadable = errors.New("the answer is not the documented JSON")
	errNoID       = errors.New(`a record without "id"`)
	errNoFile     = errors.New(`a file without "filename"`)
	errNotDone    = errors.New("not the status that says it is done")
)

// call is one request to the API, with what its failure would mean.
type call struct {
	op     string // for errors: "create candidate"
	scope  string // the permission it needs, in the words of the dialect
	method string
	url    *url.URL
	body   []byte // JSON of a write, nil for a read
	legacy bool   // it is one of V1

	// collection says that a 404 cannot be about a record: the call names none. Only set in V1.
	collection bool
}

func (k call) isWrite() bool { return k.body != nil }

// do carries out a call and returns only a complete, successful answer.
func (c *Client) do(ctx context.Context, k call) (answer, error) {
	if k.legacy != c.legacy() {
		return answer{}, notInDialect(k.op, "")
	}
	subject, err := c.subjectFor(k)
	if err != nil {
		return answer{}, err
	}
	ans, used, err := c.attempt(ctx, k, subject)
	if err == nil && ans.status == http.StatusUnauthorized && c.auth.forget(subject, used) {
		// A 401 was not executed, so this is the one safe repetition.
		ans, _, err = c.attempt(ctx, k, subject)
	}
	if err != nil {
		return answer{}, err
	}
	return ans, k.judge(ans, subject)
}

func (c *Client) subjectFor(k call) (UserID, error) {
	if !k.isWrite() {
		return c.reader, nil
	}
	if c.writer == 0 {
		return 0, fmt.Errorf("%s: %w", k.op, ErrNoActingUser)
	}
	return c.writer, nil
}

func (c *Client) attempt(ctx context.Context, k call, subject UserID) (answer, Secret, error) {
	// Nobody holds a slot while a token is minted.
	if _, err := c.auth.get(ctx, subject); err != nil {
		return answer{}, "", err
	}
	pass, err := c.limit.enter(ctx)
	if err != nil {
		return answer{}, "", &UnavailableError{Op: k.op, Err: err}
	}
	req, token, err := c.signed(ctx, k, subject)
	if err != nil {
		c.limit.cancel(pass)
		return answer{}, "", err
	}
	countRequest(ctx)
	ans, lost := c.wire.exchange(ctx, req)
	c.limit.leave(pass, ans, lost)
	if lost != nil {
		return answer{}, "", k.lost(lost)
	}
	c.noteClock(ans)
	return ans, token, nil
}

// signed prepares the request with a token that is good now: the one from before the wait
// for the rate limit may have expired meanwhile.
func (c *Client) signed(ctx context.Context, k call, subject UserID) (*http.Request, Secret, error) {
	token, err := c.auth.get(ctx, subject)
	if err != nil {
		return nil, "", err
	}
	req, err := k.request(ctx)
	if err != nil {
		return nil, "", err
	}
	c.auth.sign(req, subject, token)
	return req, token, nil
}

func (k call) request(ctx context.Context) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, k.method, k.url.String(), bytes.NewReader(k.body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.op, errors.New("the address cannot be used"))
	}
	req.Header.Set("Accept", "application/json")
	if k.isWrite() {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// judge says what a status means. Outcome known and not executed: every 4xx but 408.
// See https://harvestdocs.greenhouse.io/docs/standardizations.
func (k call) judge(ans answer, subject UserID) error {
	switch status := ans.status; {
	case ans.success():
		return k.judgeBody(ans)
	case k.retired(status):
		return &AuthError{Op: k.op, Status: status, Retired: true}
	case status == http.StatusUnauthorized:
		return &AuthError{Op: k.op, Status: status}
	case status == http.StatusForbidden:
		return &PermissionError{Op: k.op, Scope: k.scope, Subject: subject}
	case status == http.StatusNotFound:
		return &NotFoundError{Op: k.op}
	case status == http.StatusTooManyRequests:
		return &RateLimitError{Op: k.op, RetryAfter: retryAfter(ans.header, ans.received)}
	case status == http.StatusProxyAuthRequired:
		return &UnavailableError{Op: k.op, Status: status}
	case status == http.StatusRequestTimeout, status < 400, status >= 500:
		return k.unclear(status, nil)
	}
	refusal := decodeRefusal(ans.body)
	return &ValidationError{Op: k.op, Status: ans.status, Fields: refusal.fields, Messages: refusal.messages}
}

// retired is whether the status says that V1 itself is gone rather than a record. How Greenhouse answers
// after V1Retired is not documented.
func (k call) retired(status int) bool {
	switch status {
	case http.StatusGone:
		return k.legacy
	case http.StatusNotFound:
		return k.collection
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
		return k.legacy && !k.isWrite() // who redirects a write may have applied it before
	}
	return false
}

// judgeBody looks for what can still be wrong with a 2xx.
func (k call) judgeBody(ans answer) error {
	if ans.broken != nil {
		return k.unclear(ans.status, ans.broken)
	}
	if !k.isWrite() {
		return nil
	}
	if refusal := decodeRefusal(unwrapped(ans.body)); refusal.present {
		return &AmbiguousError{Op: k.op, Status: ans.status, Messages: refusal.messages}
	}
	return nil
}

// decode reads a successful answer. The decoder's own errors are not passed on
// because they may quote the answer.
func (k call) decode(ans answer, into any) error {
	if json.Unmarshal(ans.body, into) != nil {
		return k.unclear(ans.status, errUnreadable)
	}
	return nil
}

// unclear is an answer that does not say what happened: a read can be tried again, a
// write may have been applied.
func (k call) unclear(status int, cause error) error {
	if k.isWrite() {
		return &AmbiguousError{Op: k.op, Status: status, Err: cause}
	}
	return &UnavailableError{Op: k.op, Status: status, Err: cause}
}

func (k call) lost(l *lost) error {
	if k.isWrite() && !l.unsent {
		return &AmbiguousError{Op: k.op, Err: l.cause}
	}
	return l.unavailable(k.op)
}
