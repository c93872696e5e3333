package harvest

import "context"

// CandidatePage is one page of a list of candidates.
type CandidatePage struct {
	Candidates []Candidate
	// Next is where the list goes on, for the next call; empty on the last page. How long it is good for is not documented.
	Next string
}

// CandidatePage reads one page of the list that the query describes, so that a long list can be gone on with later: from
// an earlier page's Next, after which the query does not matter. An error brings no rows: any of the package's but
// AmbiguousError, ErrNotInDialect in V1, and as far as is known a ValidationError when Next is no longer good.
func (c *Client) CandidatePage(ctx context.Context, q CandidateQuery, next string) (CandidatePage, error) {
	f := q.filters()
	if next != "" {
		f = newFilters()
		f.text("cursor", next) // it must be the only parameter
	}
	const op = "list candidates"
	if err := f.check(op); err != nil {
		return CandidatePage{}, err
	}
	k := c.read(op, "candidates", f)
	rows, ans, err := page[Candidate](ctx, c, k)
	if err != nil {
		return CandidatePage{}, err
	}
	following, err := nextPage(k, ans)
	if err != nil {
		return CandidatePage{}, err
	}
	if following == nil {
		return CandidatePage{Candidates: rows}, nil
	}
	return CandidatePage{Candidates: rows, Next: following.url.Query().Get("cursor")}, nil
}
