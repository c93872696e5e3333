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
	return func(yield func(T, error) bool) {
		if err := f.check(op); err != nil {
			var none T
			yield(none, err)
			return
		}
		for k := c.read(op, resource, f); k != nil; {
			rows, ans, err := page[T](ctx, c, *k)
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if err == nil {
				k, err = nextPage(*k, ans)
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
		}
	}
}

func (c *Client) read(op, resource string, f filters) *call {
	target := c.base.JoinPath("v3", resource)
	target.RawQuery = f.values.Encode()
	return &call{op: op, scope: scope(resource, "list"), method: http.MethodGet, url: target}
}

// page fetches one page.
func page[T row](ctx context.Context, c *Client, k call) ([]T, answer, error) {
	ans, err := c.do(ctx, k)
	if err != nil {
		return nil, answer{}, err
	}
	var rows []T
	if err := k.decode(ans, &rows); err != nil {
		return nil, answer{}, err
	}
	if rows == nil { // JSON null is no proof that nothing was found
		return nil, answer{}, k.unclear(ans.status, errUnreadable)
	}
	if slices.ContainsFunc(rows, func(r T) bool { return !r.complete() }) {
		return nil, answer{}, k.unclear(ans.status, errNoID)
	}
	return rows, ans, nil
}

// nextPage is the call for the page after k's, nil on the last one. Only the cursor is taken from the Link header, and
// asked for where k was: so the bearer token never follows an address in an answer, and a gateway in between, whose
// address Greenhouse does not know, does no harm. See https://harvestdocs.greenhouse.io/docs/pagination.
func nextPage(k call, ans answer) (*call, error) {
	link, ok := nextLink(ans.header)
	if !ok {
		return nil, nil
	}
	target, err := url.Parse(link)
	if err != nil || !target.Query().Has("cursor") {
		return nil, k.unclear(ans.status, errNoCursor)
	}
	query := url.Values{"cursor": {target.Query().Get("cursor")}}.Encode()
	if query == k.url.RawQuery {
		return nil, k.unclear(ans.status, errSamePage)
	}
	here := *k.url
	here.RawQuery = query
	next := k
	next.url = &here
	return &next, nil
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
