package harvest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Everything marked with this is personal or secret.
const marked = "zzmarkedzz"

func markedCandidate() harvest.NewCandidate {
	return harvest.NewCandidate{
		FirstName: marked, LastName: marked, Emails: []harvest.Address{{Value: marked + "@example.org"}},
		Application: &harvest.NewApplication{JobID: 1},
	}
}

// Every failure path is walked with marked data on both sides of the wire; no error may show it.
func TestErrorsQuoteNothing(t *testing.T) {
	ways := map[string]http.RoundTripper{
		"torn":            roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New(marked) }),
		"malformed HTTP":  rawAnswer(marked + "\r\n\r\n"),
		"malformed field": rawAnswer("HTTP/1.1 200 OK\r\n" + marked + "\r\n\r\n"),
		"bad redirect":    rawAnswer("HTTP/1.1 302 Found\r\nLocation: http://[" + marked + "\r\nContent-Length: 0\r\n\r\n"),
		"foreign page":    rawAnswer("HTTP/1.1 200 OK\r\nLink: <https://x.example/" + marked + ">; rel=\"next\"\r\nContent-Length: 2\r\n\r\n[]"),
	}
	bodies := []string{
		marked, `"` + marked + `"`, `{"errors":"` + marked + `"}`, `{"errors":[{"message":"` + marked + `","field":"` + marked + `"}]}`,
		`[{"id":"` + marked + `"}]`, `{"id":1,"created_at":"` + marked + `"}`, `{"id":1,"errors":["` + marked + `"]}`,
	}
	for _, status := range []int{200, 201, 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503} {
		for i, body := range bodies {
			ways[fmt.Sprintf("status %d, body %d", status, i)] = inMemory{say(status, body)}
		}
	}
	for name, api := range ways {
		t.Run(name, func(t *testing.T) { assertQuotesNothing(t, api) })
	}
}

func assertQuotesNothing(t *testing.T, api http.RoundTripper) {
	g := newGreenhouse(nil)
	cfg := configFor("http://localhost")
	cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.URL.Path, authPath) {
			return inMemory{g}.RoundTrip(r)
		}
		return api.RoundTrip(r)
	})
	// Each call has a client of its own, because a refused one waits for the limit.
	_, wrote := connect(t, cfg).CreateCandidate(t.Context(), markedCandidate())
	_, listed := harvest.Collect(connect(t, cfg).Candidates(t.Context(), harvest.CandidateQuery{Email: marked + "@example.org"}))

	login := cfg
	login.Transport = api
	login.ClientSecret = marked
	_, signedIn := connect(t, login).Introspect(t.Context())

	old := asLegacy(cfg)
	old.Transport, old.Key = api, marked
	_, wroteOld := connect(t, old).CreateCandidate(t.Context(), markedCandidate())
	_, listedOld := harvest.Collect(connect(t, old).Candidates(t.Context(), harvest.CandidateQuery{Email: marked + "@example.org"}))
	for err := range causes(wrote, listed, signedIn, wroteOld, listedOld) {
		assert.NotContains(t, err.Error(), marked)
		assert.NotContains(t, err.Error(), "token-")
	}
}

// causes yields errors and everything they wrap: a log may print any of them.
func causes(errs ...error) func(yield func(error) bool) {
	return func(yield func(error) bool) {
		for _, err := range errs {
			for ; err != nil; err = errors.Unwrap(err) {
				if !yield(err) {
					return
				}
			}
		}
	}
}

// rawAnswer is a transport whose other side says exactly this.
func rawAnswer(text string) http.RoundTripper {
	return &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			_, _ = theirs.Read(make([]byte, 64<<10))
			_, _ = io.WriteString(theirs, text)
			_ = theirs.Close()
		}()
		return ours, nil
	}}
}
