package harvest

import (
	"context"
	"iter"
)

// ReferrerID names a referrer, which is a record of its own and not a user.
type ReferrerID int64

// Referrer is who gets the credit for an application.
type Referrer struct {
	ID     ReferrerID `json:"id"`
	Name   string     `json:"name"`
	UserID UserID     `json:"user_id"` // zero for somebody who is no user
}

func (r Referrer) complete() bool { return r.ID > 0 }

// ReferrerQuery narrows a list of referrers. The zero query lists them all.
type ReferrerQuery struct{ UserIDs []UserID } // at most 50

// Referrers lists referrers, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Referrers(ctx context.Context, q ReferrerQuery) iter.Seq2[Referrer, error] {
	f := newFilters()
	addIDs(&f, "user_ids", q.UserIDs)
	return list[Referrer](ctx, c, "list referrers", "referrers", f)
}
