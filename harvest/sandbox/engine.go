package sandbox

import (
	"mime"
	"net/http"
	"time"
)

// call is one signed-in request to /v3 while it is being answered.
type call struct {
	state     *state
	behaviour *behaviour
	user      *record // whom the token acts as
	kind      *resource
	action    string     // list, create, update, destroy or the name of a member operation
	operation *operation // what a write with a body carries out
	id        int64      // from the path; 0 for a whole collection
	now       time.Time
}

// payload is the body of a request as far as it was read.
type payload struct {
	raw    []byte
	tooBig bool
}

// answerLocked carries out one request to /v3. The mishap, if any, decides how the answer travels.
func (s *Server) answerLocked(r *http.Request, sent payload, now time.Time) (answer, *mishap) {
	user := s.bearerLocked(r, now)
	calls := s.windowLocked(user)
	a, strike := s.admitLocked(user, calls, r, sent, now)
	s.behaviour.dress(&a)
	calls.describe(now, &a)
	return a, strike
}

// admitLocked lets a signed-in user through as long as the rate window has calls left.
func (s *Server) admitLocked(user *record, calls *window, r *http.Request, sent payload, now time.Time) (answer, *mishap) {
	if user == nil {
		return unauthorized("Access token is missing, expired or revoked").answer(), nil
	}
	if !calls.take(now) {
		return calls.exceeded(now), nil
	}
	return s.executeLocked(s.callLocked(user, now), r, sent)
}

// callLocked starts a call of a user.
func (s *Server) callLocked(user *record, now time.Time) *call {
	return &call{state: s.state, behaviour: s.behaviour, user: user, now: s.behaviour.clock(now)}
}

func (s *Server) executeLocked(c *call, r *http.Request, sent payload) (answer, *mishap) {
	if !c.route(s.kinds, r.Method, r.URL.Path) {
		return notFoundRoute().answer(), nil
	}
	if refusal := c.permit(); refusal != nil {
		return refusal.answer(), nil
	}
	strike := s.behaviour.draw(hit{kind: c.scope(), method: r.Method, path: r.URL.Path})
	if strike != nil && strike.before {
		return answer{}, strike
	}
	switch {
	case c.action == "list" && c.id != 0:
		return c.single(r), strike
	case c.action == "list":
		return c.list(r.URL.RawQuery), strike
	}
	return c.write(r, sent), strike
}

func (c *call) scope() string {
	if c.action == "list" {
		return scopeReads
	}
	return scopeWrites
}

// write carries out everything that changes something.
func (c *call) write(r *http.Request, sent payload) answer {
	if r.URL.RawQuery != "" {
		return badQuery("Invalid query params: " + queryNames(r.URL)).answer()
	}
	var rec *record
	if c.action != "create" {
		if rec = c.state.find(c.kind.name, c.id); rec == nil {
			return notFoundRecord(c.kind.thing).answer()
		}
	}
	if c.action == "destroy" {
		if refusal := c.kind.destroy(c, rec); refusal != nil {
			return refusal.answer()
		}
		return jsonAnswer(http.StatusOK, object{"message": c.kind.thing + " was deleted"})
	}
	return c.writeBody(r, rec, sent)
}

func (c *call) writeBody(r *http.Request, rec *record, sent payload) answer {
	if sent.tooBig {
		return tooLarge("Request body is too large").answer()
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return refused("Content-Type must be application/json").answer()
	}
	body, refusal := readBody(c.state, c.operation.body, sent.raw)
	if refusal != nil {
		return refusal.answer()
	}
	shown, refusal := c.operation.apply(c, rec, body)
	switch {
	case refusal != nil:
		return refusal.answer()
	case shown == nil:
		return noContent()
	case c.action == "create":
		return jsonAnswer(http.StatusCreated, shown)
	default:
		return jsonAnswer(http.StatusOK, shown)
	}
}
