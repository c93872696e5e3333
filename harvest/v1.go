package harvest

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// Legacy dialect. The files v1*.go are all there is of it; everything else is shared.
// See https://developers.greenhouse.io/harvest.html.

// apiKey signs with a key of version 1, which acts as nobody: a header names the user a write is made for.
type apiKey struct{ key sealed }

func newAPIKey(key Secret) apiKey { return apiKey{seal(key)} }

func (a apiKey) get(context.Context, UserID) (Secret, error) { return a.key(), nil }

// forget has no other key to offer.
func (apiKey) forget(UserID, Secret) bool { return false }

// sign leaves the password blank. Reads have no subject.
func (apiKey) sign(req *http.Request, subject UserID, with Secret) {
	req.SetBasicAuth(with.Reveal(), "")
	if subject != 0 {
		req.Header.Set("On-Behalf-Of", v1ID(subject))
	}
}

func v1ID[ID ~int64](id ID) string { return strconv.FormatInt(int64(id), 10) }

// v1Permission is the box to tick for an operation in version 1.
func v1Permission(op string) string {
	all := Permissions()
	at := slices.IndexFunc(all, func(p Permission) bool { return p.Operation == op })
	if at < 0 {
		return ""
	}
	return all[at].V1
}

func (c *Client) v1Read(op string, f filters, path ...string) call {
	target := c.base.JoinPath(slices.Concat([]string{"v1"}, path)...)
	target.RawQuery = f.values.Encode()
	return call{op: op, scope: v1Permission(op), method: http.MethodGet, url: target, legacy: true}
}

func (c *Client) v1Write(op, method string, body []byte, path ...string) call {
	k := c.v1Read(op, newFilters(), path...)
	k.method, k.body = method, body
	return k
}

// v1All lists a whole collection. Its 404 means that there is no version 1 any more.
func v1All[T row](ctx context.Context, c *Client, op, resource string, f filters) iter.Seq2[T, error] {
	k := c.v1Read(op, f, resource)
	k.collection = true
	return v1List[T](ctx, c, k)
}

// v1List takes a 404 in place of the first row for an empty list: what was asked for is not there, or not yet. Where
// version 1 answers like that instead of with an empty list is not documented.
func v1List[T row](ctx context.Context, c *Client, k call) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		begun := false
		follow(ctx, c, k, func(row T, err error) bool {
			if !begun && isNotFound(err) {
				return false
			}
			begun = true
			return yield(row, err)
		})
	}
}

// v1Records retrieves records one by one, because version 1 filters few lists by id. Who is not there, or not
// ready right after a create, is left out.
func v1Records[T row, ID ~int64](ctx context.Context, c *Client, op, resource string, ids []ID) iter.Seq2[T, error] {
	f := newFilters()
	addIDs(&f, "ids", ids)
	if err := f.check(op); err != nil {
		return failed[T](err)
	}
	return func(yield func(T, error) bool) {
		for _, id := range ids {
			record, err := v1Record[T](ctx, c, c.v1Read(op, newFilters(), resource, v1ID(id)))
			if isNotFound(err) {
				continue
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

func v1Record[T row](ctx context.Context, c *Client, k call) (T, error) {
	var none, record T
	ans, err := c.do(ctx, k)
	if err != nil {
		return none, err
	}
	if err := k.decode(ans, &record); err != nil {
		return none, err
	}
	if !record.complete() {
		return none, k.unclear(ans.status, errNoID)
	}
	return record, nil
}

func isNotFound(err error) bool { return errors.As(err, new(*NotFoundError)) }

// spread makes of every row the ones it stands for.
func spread[T, U any](rows iter.Seq2[T, error], each func(T) ([]U, error)) iter.Seq2[U, error] {
	return func(yield func(U, error) bool) {
		for row, err := range rows {
			var parts []U
			if err == nil {
				parts, err = each(row)
			}
			for _, part := range parts {
				if !yield(part, nil) {
					return
				}
			}
			if err != nil {
				var none U
				yield(none, err)
				return
			}
		}
	}
}

// kept leaves out what does not match: filters that version 1 does not have, or has wider ones for.
func kept[T any](rows iter.Seq2[T, error], match func(T) bool) iter.Seq2[T, error] {
	return spread(rows, func(row T) ([]T, error) {
		if !match(row) {
			return nil, nil
		}
		return []T{row}, nil
	})
}

// afterPage is the query for the next page: the same with the number from the link, which must go on.
func afterPage(here, link url.Values) (url.Values, error) {
	current, _ := strconv.Atoi(here.Get("page")) // none is the first
	next, err := strconv.Atoi(link.Get("page"))
	switch {
	case err != nil || next < 1:
		return nil, errNoPage
	case next <= max(current, 1):
		return nil, errSamePage
	}
	here.Set("page", strconv.Itoa(next))
	return here, nil
}

// unwrapped is the only element of an array, and everything else as it is: version 1 documents the answer to a change of
// a candidate as such an array.
func unwrapped(body []byte) []byte {
	var rows []json.RawMessage
	if json.Unmarshal(body, &rows) == nil && len(rows) == 1 {
		return rows[0]
	}
	return body
}
