package harvest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	maxBody      = 16 << 20
	maxErrorBody = 64 << 10

	// A large file on a slow line takes longer than any call without one may: it
	// gets a second more for each of these.
	slowestUpload = 64 << 10
)

var (
	errBroken   = errors.New("the connection broke")
	errTooLarge = errors.New("the answer is too large")
)

// wire carries single HTTP exchanges: no redirects, no repeats, bounded in
// time and size. The API and the token endpoint share it.
type wire struct {
	http      *http.Client
	timeout   time.Duration
	userAgent string
}

func newWire(cfg Config) *wire {
	refuse := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &wire{
		http:      &http.Client{Transport: cfg.Transport, CheckRedirect: refuse},
		timeout:   cfg.Timeout,
		userAgent: cfg.UserAgent,
	}
}

// answer is what came back: a status at least, and as much of the body as could be read.
type answer struct {
	status   int
	header   http.Header
	body     []byte
	broken   error // why the body is not whole, nil when it is
	received time.Time
}

func (a answer) success() bool { return a.status >= 200 && a.status < 300 }

// lost is an exchange without an answer.
type lost struct {
	unsent  bool // proven: not a byte of the request left
	offline bool // there was no connection at all
	cause   error
}

func (l *lost) unavailable(op string) error {
	return &UnavailableError{Op: op, Offline: l.offline, Err: l.cause}
}

func (w *wire) exchange(parent context.Context, req *http.Request) (answer, *lost) {
	if err := parent.Err(); err != nil {
		return answer{}, &lost{unsent: true, cause: err}
	}
	upload := time.Duration(req.ContentLength/slowestUpload) * time.Second
	ctx, cancel := context.WithTimeout(parent, w.timeout+upload)
	defer cancel()

	var conn connection
	req = req.WithContext(httptrace.WithClientTrace(ctx, conn.hooks()))
	req.Header.Set("User-Agent", w.userAgent)
	// With GetBody net/http may send a request again by itself.
	req.GetBody = nil

	res, err := w.http.Do(req)
	if err != nil {
		never := conn.neverMade()
		return answer{}, &lost{unsent: never, offline: never && parent.Err() == nil, cause: safeCause(err)}
	}
	defer func() { _ = res.Body.Close() }()
	ans := answer{status: res.StatusCode, header: res.Header, received: time.Now()}
	ans.body, ans.broken = readBody(res)
	return ans, nil
}

// connection watches whether a request ever got a connection to travel on. The
// two hooks together are the proof: a transport that reports neither proves nothing.
type connection struct{ asked, made atomic.Bool }

func (c *connection) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { c.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.made.Store(true) },
	}
}

func (c *connection) neverMade() bool { return c.asked.Load() && !c.made.Load() }

func readBody(res *http.Response) ([]byte, error) {
	limit := int64(maxErrorBody)
	if res.StatusCode < 300 {
		limit = maxBody
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	switch {
	case err != nil:
		return body, safeCause(err)
	case int64(len(body)) > limit:
		return body[:limit], errTooLarge
	}
	return body, nil
}

// safeCause reduces an error of net/http to a cause that is safe to print: the
// original may quote the address with its query, or what the other side sent.
func safeCause(err error) error {
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF, io.EOF} {
		if errors.Is(err, known) {
			return known
		}
	}
	if cause, ok := errors.AsType[*net.DNSError](err); ok {
		return cause
	}
	if cause, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return cause
	}
	if cause, ok := errors.AsType[syscall.Errno](err); ok {
		return cause
	}
	if cause, ok := errors.AsType[net.Error](err); ok && cause.Timeout() {
		return context.DeadlineExceeded
	}
	return errBroken
}
