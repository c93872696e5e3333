package harvest

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	errNoCursor = errors.New("the link to the next page has no cursor")
	errNoPage   = errors.New("the link to the next page has no page number")
	errSamePage = errors.New("the next page is the same page again: not followed")

	// One link of RFC 8288: its target, and its parameters up to the next one.
	linkPattern = regexp.MustCompile(`<([^>]*)>([^<]*)`)
	relPattern  = regexp.MustCompile(`(?i);\s*rel\s*=\s*"?([^";,]*)`)
)

// First returns the first record of a list and whether there was one.
func First[T any](seq iter.Seq2[T, error]) (T, bool, error) {
	for row, err := range seq {
		return row, err == nil, err
	}
	var none T
	return none, false, nil
}

// Collect reads a list to its end. With an error there are no records: half a list
// would look like a whole one.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var rows []T
	for row, err := range seq {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// row is a record that knows whether it is one: a missing id would make it a different one.
type row interface{ complete() bool }

// list yields records page by page. A page is fetched when the consumer gets there.
func list[T row](ctx context.Context, c *Client, op, resource string, f filters) iter.Seq2[T, error] {
	if err := f.check(op); err != nil {
		return failed[T](err)
	}
	return func(yield func(T, error) bool) { follow(ctx, c, c.read(op, resource, f), yield) }
}

// failed is a list that cannot be asked for.
func failed[T any](err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		yield(none, err)
	}
}

// follow yields the rows of the page k asks for and of all pages after it.
func follow[T row](ctx context.Context, c *Client, k call, yield func(T, error) bool) {
	for at := &k; at != nil; {
		rows, ans, err := page[T](ctx, c, *at)
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if err == nil {
			at, err = nextPage(*at, ans)
		}
		if err != nil {
			var none T
			yield(none, err)
			return
		}
	}
}

func (c *Client) read(op, resource string, f filters) call {
	target := c.base.JoinPath("v3", resource)
	target.RawQuery = f.values.Encode()
	return call{op: op, scope: scope(resource, "list"), method: http.MethodGet, url: target}
}

// page fetches one page.
func page[T row](ctx context.Context, c *Client, k call) ([]T, answer, error) {
	ans, err := c.do(ctx, k)
	if err != nil {
		return nil, answer{}, err
	}
	rows, err := rowsIn[T](k, ans)
	return rows, ans, err
}

// rowsIn reads the rows of a page: all of them, or none.
func rowsIn[T row](k call, ans answer) ([]T, error) {
	var rows []T
	if err := k.decode(ans, &rows); err != nil {
		return nil, err
	}
	if rows == nil { // JSON null is no proof that nothing was found
		return nil, k.unclear(ans.status, errUnreadable)
	}
	if slices.ContainsFunc(rows, func(r T) bool { return !r.complete() }) {
		return nil, k.unclear(ans.status, errNoID)
	}
	return rows, nil
}

// nextPage is the call for the page after k's, nil on the last one. Only the cursor is taken from the Link header, or
// the page number in V1, and asked for where k was: so the credential never follows an address in an answer, and a
// gateway in between, whose address Greenhouse does not know, does no harm.
func nextPage(k call, ans answer) (*call, error) {
	link, ok := nextLink(ans.header)
	if !ok {
		return nil, nil
	}
	step := afterCursor
	if k.legacy {
		step = afterPage
	}
	query, err := step(k.url.Query(), linkQuery(link))
	if err != nil {
		return nil, k.unclear(ans.status, err)
	}
	here := *k.url
	here.RawQuery = query.Encode()
	k.url = &here
	return &k, nil
}

// linkQuery is empty for an address that cannot be read.
func linkQuery(link string) url.Values {
	target, err := url.Parse(link)
	if err != nil {
		return nil
	}
	return target.Query()
}

// afterCursor is the query for the next page. A cursor must be the only parameter.
// See https://harvestdocs.greenhouse.io/docs/pagination.
func afterCursor(here, link url.Values) (url.Values, error) {
	cursor := link.Get("cursor")
	switch {
	case !link.Has("cursor"):
		return nil, errNoCursor
	case here.Has("cursor") && here.Get("cursor") == cursor:
		return nil, errSamePage
	}
	return url.Values{"cursor": {cursor}}, nil
}

func nextLink(h http.Header) (string, bool) {
	for _, link := range linkPattern.FindAllStringSubmatch(strings.Join(h.Values("Link"), ", "), -1) {
		rel := relPattern.FindStringSubmatch(link[2])
		if rel != nil && slices.Contains(strings.Fields(strings.ToLower(rel[1])), "next") {
			return link[1], true
		}
	}
	return "", false
}
