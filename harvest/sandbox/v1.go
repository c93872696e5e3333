package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// v1Operation is one operation of the retired API, over the same organisation as /v3.
// See https://developers.greenhouse.io/harvest.html.
type v1Operation struct {
	method, path string // {id} stands for a number, {type} for a word
	permission   string // what must be ticked for the key
	kind         string // the collection it works on
	run          func(c *v1Call) (answer, *problem)
}

// v1Operations is everything that /v1 answers.
func v1Operations() []v1Operation {
	return []v1Operation{
		{http.MethodGet, "/v1/candidates", "candidates:list", "candidates", listV1Candidates},
		{http.MethodGet, "/v1/candidates/{id}", "candidates:retrieve", "candidates", retrieveV1Candidate},
		{http.MethodPatch, "/v1/candidates/{id}", "candidates:edit", "candidates", editV1Candidate},
		{http.MethodPost, "/v1/candidates", "candidates:add", "candidates", addV1Candidate},
		{http.MethodPost, "/v1/candidates/{id}/attachments", "candidates:add_attachment", "candidates", addV1Attachment},
		{http.MethodPost, "/v1/candidates/{id}/applications", "candidates:add_application", "candidates", addV1Application},
		{http.MethodPost, "/v1/prospects", "candidates:add_prospect", "candidates", addV1Prospect},
		{http.MethodGet, "/v1/applications", "applications:list", "applications", listV1Applications},
		{http.MethodGet, "/v1/applications/{id}", "applications:retrieve", "applications", retrieveV1Application},
		{http.MethodGet, "/v1/jobs", "jobs:list", "jobs", listV1Jobs},
		{http.MethodGet, "/v1/jobs/{id}", "jobs:retrieve", "jobs", retrieveV1Job},
		{http.MethodGet, "/v1/users", "users:list", "users", listV1Users},
		{http.MethodGet, "/v1/users/{id}", "users:retrieve", "users", retrieveV1User},
		{http.MethodGet, "/v1/sources", "sources:list", "sources", listV1Sources},
		{http.MethodGet, "/v1/custom_fields/{type}", "custom_fields:get", "custom_fields", listV1Fields},
		{http.MethodGet, "/v1/custom_field/{id}", "custom_fields:get", "custom_fields", retrieveV1Field},
		{http.MethodPost, "/v1/custom_fields", "custom_fields:create", "custom_fields", createV1Field},
		{http.MethodPatch, "/v1/custom_fields/{id}", "custom_fields:update", "custom_fields", updateV1Field},
	}
}

// v1Call is one signed-in request to /v1 while it is being answered.
type v1Call struct {
	*call
	permission string
	word       string // the segment of the path that is no number
	query      url.Values
	sent       payload
}

// answerV1Locked carries out one request to /v1. The mishap, if any, decides how the answer travels.
func (s *Server) answerV1Locked(r *http.Request, sent payload, now time.Time) (answer, *mishap) {
	a, strike := s.admitV1Locked(r, sent, now)
	s.behaviour.dress(&a)
	return a, strike
}

// admitV1Locked lets the key through as long as its window has calls left.
func (s *Server) admitV1Locked(r *http.Request, sent payload, now time.Time) (answer, *mishap) {
	set := s.behaviour.v1
	if set.retired != v1InService {
		return s.v1Retired(), nil
	}
	if !s.v1KeyLocked(r) {
		return set.refuse(v1Unauthorized("Invalid API key")), nil
	}
	if !s.v1Calls.take(now, set) {
		return s.v1Calls.exceeded(now, set), nil
	}
	a, strike := s.executeV1Locked(r, sent, now)
	s.v1Calls.describe(&a, set)
	return a, strike
}

func (s *Server) executeV1Locked(r *http.Request, sent payload, now time.Time) (answer, *mishap) {
	set := s.behaviour.v1
	c, run := s.v1CallLocked(r, sent, now)
	if c == nil {
		return set.refuse(notFoundRoute()), nil
	}
	if refusal := c.admit(r); refusal != nil {
		return set.refuse(refusal), nil
	}
	strike := s.behaviour.draw(hit{kind: c.scope(), method: r.Method, path: r.URL.Path})
	if strike != nil && strike.before {
		return answer{}, strike
	}
	a, refusal := run(c)
	if refusal != nil {
		a = set.refuse(refusal)
	}
	return a, strike
}

// v1CallLocked finds the operation behind a method and a path; nil when there is none.
func (s *Server) v1CallLocked(r *http.Request, sent payload, now time.Time) (*v1Call, func(*v1Call) (answer, *problem)) {
	for _, op := range v1Operations() {
		id, word, ok := op.match(r.Method, r.URL.Path)
		if !ok {
			continue
		}
		c := &v1Call{call: s.callLocked(nil, now), permission: op.permission, word: word, query: r.URL.Query(), sent: sent}
		c.kind, c.action, c.id = s.kinds[op.kind], v1Actions[r.Method], id
		return c, op.run
	}
	return nil, nil
}

var v1Actions = map[string]string{http.MethodGet: "list", http.MethodPost: "create", http.MethodPatch: "update"}

// match tells whether a request means this operation, and what its path holds.
func (op v1Operation) match(method, path string) (id int64, word string, ok bool) {
	want := strings.Split(op.path, "/")
	have := strings.Split(strings.TrimSuffix(path, "/"), "/")
	if op.method != method || len(want) != len(have) {
		return 0, "", false
	}
	for i, segment := range want {
		switch segment {
		case "{id}":
			number, err := strconv.ParseInt(have[i], 10, 64)
			if err != nil {
				return 0, "", false
			}
			id = number
		case "{type}":
			word = have[i]
		case have[i]:
		default:
			return 0, "", false
		}
	}
	return id, word, true
}
