package harvest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// A token is given up early, so that it does not expire on the way.
	tokenMargin = time.Minute

	// Not every answer says when a token expires.
	defaultTokenLife = time.Hour
	maxTokenLife     = 24 * time.Hour
)

// tokens mints and keeps one access token per subject. While a token is being
// minted, everybody else who needs it waits for that one answer: the endpoint
// has a limit of its own, and a new token may end the life of the one before.
// The token source is our own because common ones do not read expires_at.
// See https://harvestdocs.greenhouse.io/docs/authentication.
type tokens struct {
	root         *url.URL
	clientID     string
	clientSecret sealed
	wire         *wire

	mu        sync.Mutex
	kept      map[UserID]token
	mints     map[UserID]*mint
	shutUntil time.Time // after a 429
}

type token struct {
	value   sealed
	goodFor time.Time // after this it is minted anew
}

// mint is one visit to the token endpoint. The fields are set before done is closed.
type mint struct {
	done      chan struct{}
	token     token
	err       error
	abandoned bool // the visitor's own context ended
}

func (m *mint) result() (Secret, error) {
	if m.err != nil {
		return "", m.err
	}
	return m.token.value(), nil
}

func newTokens(root *url.URL, cfg Config, w *wire) *tokens {
	return &tokens{
		root:         root,
		clientID:     cfg.ClientID,
		clientSecret: seal(cfg.ClientSecret),
		wire:         w,
		kept:         map[UserID]token{},
		mints:        map[UserID]*mint{},
	}
}

// get returns a token that acts as the subject.
func (t *tokens) get(ctx context.Context, subject UserID) (Secret, error) {
	for {
		known, m, ours := t.lookUp(subject)
		switch {
		case m == nil:
			return known.value(), nil
		case ours:
			t.carryOut(ctx, subject, m)
			return m.result()
		}
		select {
		case <-ctx.Done():
			return "", &UnavailableError{Op: opSignIn, Err: ctx.Err()}
		case <-m.done:
		}
		if !m.abandoned {
			return m.result()
		}
		// Whoever minted for us gave up. That is no reason for us to.
	}
}

// lookUp returns the kept token, or else the mint to wait for, and whether it is ours to carry out.
func (t *tokens) lookUp(subject UserID) (known token, m *mint, ours bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.kept[subject]; ok && time.Now().Before(known.goodFor) {
		return known, nil, false
	}
	if m, ok := t.mints[subject]; ok {
		return token{}, m, false
	}
	m = &mint{done: make(chan struct{})}
	t.mints[subject] = m
	return token{}, m, true
}

func (t *tokens) carryOut(ctx context.Context, subject UserID, m *mint) {
	m.token, m.err = t.mint(ctx, subject)
	m.abandoned = m.err != nil && ctx.Err() != nil
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.mints, subject)
	if m.err == nil {
		t.kept[subject] = m.token
	}
	close(m.done)
}

// forget drops a token that was refused, unless a newer one has taken its place. Another one can always be minted.
func (t *tokens) forget(subject UserID, refused Secret) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.kept[subject]; ok && known.value() == refused {
		delete(t.kept, subject)
	}
	return true
}

// sign needs no subject: the token names it.
func (t *tokens) sign(req *http.Request, _ UserID, with Secret) {
	req.Header.Set("Authorization", "Bearer "+with.Reveal())
}

func (t *tokens) mint(ctx context.Context, subject UserID) (token, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if subject != 0 {
		form.Set("sub", strconv.FormatInt(int64(subject), 10))
	}
	ans, err := t.post(ctx, opSignIn, "token", form)
	if err != nil {
		return token{}, err
	}
	var granted grant
	if json.Unmarshal(ans.body, &granted) != nil || !granted.usable() {
		return token{}, &UnavailableError{Op: opSignIn, Status: ans.status, Err: errUnreadable}
	}
	return token{value: seal(granted.AccessToken), goodFor: granted.goodFor(ans)}, nil
}

// post sends a form to the token service, signed with the credential.
func (t *tokens) post(ctx context.Context, op, path string, form url.Values) (answer, error) {
	if wait := t.shutFor(); wait > 0 {
		return answer{}, &RateLimitError{Op: op, RetryAfter: wait}
	}
	target := t.root.JoinPath(path).String()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, &UnavailableError{Op: op, Err: errors.New("the address cannot be used")}
	}
	req.SetBasicAuth(t.clientID, t.clientSecret().Reveal())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	ans, lost := t.wire.exchange(ctx, req)
	if lost != nil {
		return answer{}, lost.unavailable(op)
	}
	if ans.status == http.StatusTooManyRequests {
		t.shut(ans.received.Add(retryAfter(ans.header, ans.received)))
	}
	return ans, judgeSignIn(op, ans)
}

// shutFor is how long the token service still asks to be left alone, in whole seconds as
// it said it. Whoever needs a token until then is told so without asking again.
func (t *tokens) shutFor() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return (time.Until(t.shutUntil) + time.Second - 1).Truncate(time.Second)
}

func (t *tokens) shut(until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.shutUntil = later(t.shutUntil, until)
}

func judgeSignIn(op string, ans answer) error {
	switch ans.status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return &AuthError{Op: op, Status: ans.status}
	case http.StatusTooManyRequests:
		return &RateLimitError{Op: op, RetryAfter: retryAfter(ans.header, ans.received)}
	}
	if !ans.success() || ans.broken != nil {
		return &UnavailableError{Op: op, Status: ans.status, Err: ans.broken}
	}
	return nil
}
