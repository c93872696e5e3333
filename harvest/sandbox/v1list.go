package sandbox

import (
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// v1List describes one list of /v1.
type v1List struct {
	filters  map[string]filter
	includes match // besides the filters; nil: everything
	row      func(c *v1Call, rec *record) object
	nextOnly bool // the newer paging, whose Link header says next and nothing else
}

var v1PagingParameters = []string{"per_page", "page", "skip_count"}

// list answers one page, newest first.
func (c *v1Call) list(l v1List) (answer, *problem) {
	size, number, matches, findings := c.readList(l)
	if refusal := invalid(findings...); refusal != nil {
		return answer{}, refusal
	}
	found := slices.Collect(c.matching(matches))
	pages := slices.Collect(slices.Chunk(found, size))
	rows := []object{}
	if number <= len(pages) {
		for _, rec := range pages[number-1] {
			rows = append(rows, l.row(c, rec))
		}
	}
	a := jsonAnswer(http.StatusOK, rows)
	if links := c.pageLinks(l, number, len(pages)); links != "" {
		a.setHeader("Link", links)
	}
	return a, nil
}

// readList checks the query. Whether unknown parameters are refused is a switch.
func (c *v1Call) readList(l v1List) (size, number int, matches []match, findings []fieldError) {
	size, number = defaultPage, 1
	if l.includes != nil {
		matches = append(matches, l.includes)
	}
	for _, name := range slices.Sorted(maps.Keys(c.query)) {
		value, err := c.query.Get(name), error(nil)
		known, isFilter := l.filters[name]
		switch {
		case name == "per_page":
			size, err = readPageSize(value)
		case name == "page":
			number, err = readCount(value)
		case isFilter:
			var matcher match
			matcher, err = known.read(value)
			matches = append(matches, matcher)
		case c.behaviour.v1.unknownParameters == "refuse" && !slices.Contains(v1PagingParameters, name):
			err = fmt.Errorf("is not a known parameter")
		}
		if err != nil {
			findings = append(findings, fieldError{err.Error(), name})
		}
	}
	return size, number, matches, findings
}

// matching walks what a list of this kind holds, without the rows that are late.
func (c *v1Call) matching(matches []match) iter.Seq[*record] {
	return func(yield func(*record) bool) {
		for rec := range c.state.newestFirst(c.kind.name) {
			if rec = c.asListed(rec); c.lists(rec, matches) && !yield(rec) {
				return
			}
		}
	}
}

func (c *v1Call) lists(rec *record, matches []match) bool {
	return !c.tooNew(rec) && c.ready(rec) && !slices.ContainsFunc(matches, func(matches match) bool { return !matches(c.state, rec) })
}

// pageLinks is the Link header: none for a single page, and no last one when counting is skipped.
func (c *v1Call) pageLinks(l v1List, number, pages int) string {
	var links []string
	add := func(page int, relation string) {
		links = append(links, "<"+c.pageURL(page)+`>; rel="`+relation+`"`)
	}
	if number < pages {
		add(number+1, "next")
	}
	if !l.nextOnly && number > 1 {
		add(number-1, "prev")
	}
	if !l.nextOnly && pages > 1 && c.query.Get("skip_count") != "true" {
		add(pages, "last")
	}
	return strings.Join(links, ", ")
}

// pageURL is this request again for another page.
func (c *v1Call) pageURL(page int) string {
	again := maps.Clone(c.query)
	again["page"] = []string{strconv.Itoa(page)}
	path := "/v1/" + c.kind.name
	if c.word != "" {
		path += "/" + url.PathEscape(c.word)
	}
	return c.state.public + path + "?" + again.Encode()
}

// v1Since and v1Before are the two date filters: at or after, and before.
func v1Since(column string) filter {
	return v1Date(column, func(at, bound time.Time) bool { return !at.Before(bound) })
}

func v1Before(column string) filter {
	return v1Date(column, time.Time.Before)
}

func v1Date(column string, passes func(at, bound time.Time) bool) filter {
	return filter{read: func(value string) (match, error) {
		bound, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return nil, fmt.Errorf("must be an ISO-8601 time")
		}
		return func(_ *state, rec *record) bool {
			at := rec.time(column)
			return !at.IsZero() && passes(at, bound)
		}, nil
	}}
}

// v1Times are the date filters that nearly every list has.
func v1Times(more map[string]filter) map[string]filter {
	filters := map[string]filter{
		"created_after": v1Since("created_at"), "created_before": v1Before("created_at"),
		"updated_after": v1Since("updated_at"), "updated_before": v1Before("updated_at"),
	}
	maps.Copy(filters, more)
	return filters
}
