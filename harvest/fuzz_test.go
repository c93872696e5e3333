package harvest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// Whatever the Link header says, the next request goes where this one went, and a list ends.
func FuzzNextPage(f *testing.F) {
	for _, link := range []string{
		``, `<https://x.test/v3/jobs?cursor=a>; rel="next"`, `<https://x.test/v1/jobs?page=3&per_page=9>; rel="next", <x>; rel="last"`,
		`<?page=-1>; rel=next`, `<http://[>; rel="next"`, `<//evil.test?page=99999999999999999999>;rel=next`, `<a?page=2`, `>;rel=next<`,
	} {
		f.Add(link, "status=open&page=2", true)
		f.Add(link, "cursor=a", false)
	}
	f.Fuzz(func(t *testing.T, link, query string, legacy bool) {
		here := &url.URL{Scheme: "https", Host: "harvest.example", Path: "/v1/jobs", RawQuery: query}
		next, err := nextPage(call{url: here, legacy: legacy}, answer{header: http.Header{"Link": {link}}})
		if err != nil || next == nil {
			return
		}
		if next.url.Host != here.Host || next.url.Path != here.Path || next.url.Scheme != here.Scheme || next.url.User != nil {
			t.Fatalf("nextPage(%q) goes to %s, want %s", link, next.url, here)
		}
		requireProgress(t, here.Query(), next.url.Query(), legacy)
	})
}

func requireProgress(t *testing.T, here, next url.Values, legacy bool) {
	t.Helper()
	if !legacy {
		if len(next) != 1 || !next.Has("cursor") || here.Has("cursor") && here.Get("cursor") == next.Get("cursor") {
			t.Fatalf("from %v to %v, want another cursor alone", here, next)
		}
		return
	}
	before, _ := strconv.Atoi(here.Get("page"))
	after, err := strconv.Atoi(next.Get("page"))
	if err != nil || after <= before {
		t.Fatalf("from %v to %v, want a later page", here, next)
	}
	here.Del("page")
	next.Del("page")
	if here.Encode() != next.Encode() {
		t.Fatalf("from %v to %v, want the same filters", here, next)
	}
}

// What is taken for a row is one, and nothing is made of it that has no id.
func FuzzRows(f *testing.F) {
	for _, body := range []string{
		`[{"id":1}]`, `[{"id":1,"custom_fields":{"a":{"name":"A","type":"url","value":null}},"message":"x"}]`, `null`, `[null]`, `{}`,
		`[{"id":5,"application_ids":[91],"applications":[{"id":91,"jobs":[{"id":1}],"source":null,"attachments":[{"filename":"a"}]}]}]`,
		`[{"id":5,"emails":[1,{"a":2}],"type":null,"custom_field_options":[{"id":0}],"created_at":"yesterday"}]`, `<html>`, `[{"id":1e3}]`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		rowsOf[Application](t, body)
		rowsOf[Candidate](t, body)
		rowsOf[CustomField](t, body)
		rowsOf[Source](t, body)
		rowsOf[User](t, body)
		rowsOf[v1UserRow](t, body)
		for _, field := range rowsOf[v1CustomField](t, body) {
			for _, option := range field.options() {
				requireID(t, body, int64(option.ID))
			}
		}
		for _, person := range rowsOf[v1Candidate](t, body) {
			requirePerson(t, body, person)
		}
	})
}

func requirePerson(t *testing.T, body []byte, person v1Candidate) {
	t.Helper()
	applications, _ := person.applications()
	for _, application := range applications {
		requireID(t, body, int64(application.ID))
	}
	for _, file := range person.attachments() {
		requireID(t, body, int64(file.ID))
	}
	if made := person.created(NewApplication{JobID: 1}); made.Application != nil {
		requireID(t, body, int64(made.Application.ID))
	}
}

func requireID(t *testing.T, body []byte, id int64) {
	t.Helper()
	if id <= 0 {
		t.Fatalf("from %q came the id %d", body, id)
	}
}

// rowsOf reads a page the way a list does; nil when it is refused.
func rowsOf[T row](t *testing.T, body []byte) []T {
	t.Helper()
	rows, err := rowsIn[T](call{}, answer{status: http.StatusOK, body: body})
	if err != nil {
		return nil
	}
	if !json.Valid(body) || rows == nil {
		t.Fatalf("%q was taken for rows", body)
	}
	return rows
}

// Whatever the token service answers, only what can stand in a header is taken for a token.
func FuzzGrant(f *testing.F) {
	f.Add([]byte(`{"access_token":"t","expires_in":"600","expires_at":null}`))
	f.Add([]byte(`{"access_token":"a\nb","expires_in":-1}`))
	f.Add([]byte(`{"access_token":"t","expires_at":"9999-12-31T23:59:59Z"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var granted grant
		if json.Unmarshal(body, &granted) != nil || !granted.usable() {
			return
		}
		if token := granted.AccessToken.Reveal(); strings.ContainsFunc(token, isControl) || strings.Contains(token, " ") {
			t.Fatalf("%q was taken for a token", token)
		}
		received := serverNow(http.Header{}, answer{}.received)
		if life := granted.goodFor(answer{received: received}).Sub(received); life <= 0 || life > maxTokenLife {
			t.Fatalf("%q is good for %s", body, life)
		}
	})
}
