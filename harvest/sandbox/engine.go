package sandbox

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// call is one signed-in request to /v3 while it is being answered.
type call struct {
	state     *state
	behaviour *behaviour
	user      *record // whom the token acts as
	kind      *resource
	action    string // list, create, update, destroy
	id        int64  // from the path; 0 on list and create
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
	if user == nil {
		a := unauthorized("Access token is missing, expired or revoked").answer()
		s.calls.describe(now, &a)
		return a, nil
	}
	if !s.calls.take(now) {
		a := s.calls.exceeded(now)
		s.calls.describe(now, &a)
		return a, nil
	}
	c := &call{state: s.state, behaviour: s.behaviour, user: user, now: now}
	a, strike := s.executeLocked(c, r, sent)
	s.calls.describe(now, &a)
	return a, strike
}

func (s *Server) executeLocked(c *call, r *http.Request, sent payload) (answer, *mishap) {
	if !c.route(s.kinds, r.Method, r.URL.Path) {
		return notFoundRoute().answer(), nil
	}
	if refusal := c.permit(); refusal != nil {
		return refusal.answer(), nil
	}
	strike := s.behaviour.draw(c.scope())
	if strike != nil && strike.before {
		return answer{}, strike
	}
	if c.action == "list" {
		return c.list(r.URL.RawQuery), strike
	}
	return c.write(r, sent), strike
}

// route finds the collection and the action behind a method and a path.
func (c *call) route(kinds map[string]*resource, method, path string) bool {
	name, rest, hasID := strings.Cut(strings.TrimPrefix(path, "/v3/"), "/")
	c.kind = kinds[name]
	if c.kind == nil {
		return false
	}
	if !hasID {
		return c.routeCollection(method)
	}
	number, err := strconv.ParseInt(rest, 10, 64)
	c.id = number
	return err == nil && c.routeRecord(method)
}

func (c *call) routeCollection(method string) bool {
	switch {
	case method == http.MethodGet:
		c.action = "list"
	case method == http.MethodPost && c.kind.create != nil:
		c.action = "create"
	}
	return c.action != ""
}

// routeRecord knows no GET: one record is read by a list with ids=.
func (c *call) routeRecord(method string) bool {
	switch {
	case method == http.MethodPatch && c.kind.update != nil:
		c.action = "update"
	case method == http.MethodDelete && c.kind.destroy != nil:
		c.action = "destroy"
	}
	return c.action != ""
}

func (c *call) scope() string {
	if c.action == "list" {
		return scopeReads
	}
	return scopeWrites
}

// write carries out a create, update or destroy.
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
		c.kind.destroy(c, rec)
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
	what, status := c.kind.create, http.StatusCreated
	if c.action == "update" {
		what, status = c.kind.update, http.StatusOK
	}
	body, refusal := readBody(c.state, what.body, sent.raw)
	if refusal != nil {
		return refusal.answer()
	}
	shown, refusal := what.apply(c, rec, body)
	if refusal != nil {
		return refusal.answer()
	}
	return jsonAnswer(status, shown)
}
