package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
)

// cursor is what the opaque text in a Link header stands for: the first request again, continued below
// an id. Rows that arrive later have higher ids and do not shift the pages.
type cursor struct {
	Collection string `json:"collection"`
	Query      string `json:"query"`
	Below      int64  `json:"below"`
}

func (c cursor) encode() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic("sandbox: unencodable cursor: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func decodeCursor(text string) (cursor, bool) {
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(raw, &c) != nil {
		return c, false
	}
	return c, true
}

// list answers one page.
func (c *call) list(rawQuery string) answer {
	at, refusal := c.position(rawQuery)
	if refusal != nil {
		return refusal.answer()
	}
	given, err := url.ParseQuery(at.Query)
	if err != nil {
		return badQuery("Query string is malformed").answer()
	}
	if refusal := c.dateSpelling(given); refusal != nil {
		return refusal.answer()
	}
	q, refusal := c.kind.readQuery(given)
	if refusal != nil {
		return refusal.answer()
	}
	rows, last := c.page(q, at.Below)
	a := jsonAnswer(http.StatusOK, rows)
	if last != 0 {
		at.Below = last
		a.setHeader("Link", "<"+c.state.public+"/v3/"+c.kind.name+"?cursor="+at.encode()+`>; rel="next"`)
	}
	return a
}

// single answers the few reads that name one record in the path.
func (c *call) single(r *http.Request) answer {
	if r.URL.RawQuery != "" {
		return badQuery("Invalid query params: " + queryNames(r.URL)).answer()
	}
	rec := c.state.find(c.kind.name, c.id)
	if rec == nil || c.readsNothing() {
		return notFoundRecord(c.kind.thing).answer()
	}
	return jsonAnswer(http.StatusOK, c.kind.row(c.state, rec))
}

// position tells where a request starts reading.
func (c *call) position(rawQuery string) (cursor, *problem) {
	given, err := url.ParseQuery(rawQuery)
	if err != nil || !given.Has("cursor") {
		return cursor{Collection: c.kind.name, Query: rawQuery}, nil
	}
	if len(given) > 1 || len(given["cursor"]) > 1 {
		return cursor{}, badQuery("cursor cannot be combined with other query params")
	}
	at, ok := decodeCursor(given.Get("cursor"))
	if !ok || at.Collection != c.kind.name {
		return cursor{}, badQuery("cursor is invalid")
	}
	return at, nil
}

// page collects the rows below an id (0 = from the newest). The second result is the id to go on
// below, or 0 on the last page.
func (c *call) page(q query, below int64) ([]object, int64) {
	rows := []object{}
	if c.readsNothing() {
		return rows, 0
	}
	var last int64
	for rec := range c.state.newestFirst(c.kind.name) {
		if rec = c.asListed(rec); below != 0 && rec.id >= below || !c.shows(rec, q) {
			continue
		}
		if len(rows) == q.size {
			return rows, last
		}
		rows = append(rows, c.project(rec, q.fields))
		last = rec.id
	}
	return rows, 0
}

// asListed is a record as lists know it, which may be what it was a while ago.
func (c *call) asListed(rec *record) *record {
	if c.behaviour.stale == 0 {
		return rec
	}
	return rec.asOf(c.now.Add(-c.behaviour.stale))
}

// tooNew tells whether lists do not know a record yet.
func (c *call) tooNew(rec *record) bool {
	return c.behaviour.lag > 0 && c.now.Sub(rec.stored) < c.behaviour.lag
}

func (c *call) shows(rec *record, q query) bool {
	if c.tooNew(rec) && (c.kind.standIn == nil || c.behaviour.lagRows != "message") {
		return false
	}
	if c.kind.visible != nil && !c.kind.visible(c, rec) {
		return false
	}
	for _, matches := range q.matches {
		if !matches(c.state, rec) {
			return false
		}
	}
	return true
}

func (c *call) project(rec *record, fields []string) object {
	if c.kind.standIn != nil {
		if row := c.kind.standIn(c, rec); row != nil {
			return row
		}
	}
	row := c.kind.row(c.state, rec)
	if len(fields) == 0 {
		return row
	}
	narrow := object{}
	for _, field := range fields {
		narrow[field] = row[field]
	}
	return narrow
}
