package harvest

import (
	"context"
	"iter"
	"strings"
)

// Legacy dialect: jobs and users.

func (c *Client) v1Jobs(ctx context.Context, q JobQuery) iter.Seq2[Job, error] {
	const op = "list jobs"
	if len(q.IDs) > 0 {
		return kept(v1Records[Job](ctx, c, op, "jobs", q.IDs), func(j Job) bool {
			return q.Status == "" || j.Status == q.Status
		})
	}
	f := newFilters()
	f.text("status", q.Status)
	return v1All[Job](ctx, c, op, "jobs", f)
}

// v1UserRow is a user with all addresses.
type v1UserRow struct {
	User
	PrimaryEmail string      `json:"primary_email_address"`
	Disabled     bool        `json:"disabled"`
	Emails       []looseText `json:"emails"`
}

func (r v1UserRow) user() User {
	u := r.User
	u.PrimaryEmail, u.Deactivated = r.PrimaryEmail, r.Disabled
	return u
}

func (c *Client) v1Users(ctx context.Context, q UserQuery) iter.Seq2[User, error] {
	const op = "list users"
	rows := c.v1UserRows(ctx, op, q.PrimaryEmail)
	if len(q.IDs) > 0 {
		rows = v1Records[v1UserRow](ctx, c, op, "users", q.IDs)
	}
	users := spread(rows, func(r v1UserRow) ([]User, error) { return []User{r.user()}, nil })
	return kept(users, func(u User) bool {
		return q.PrimaryEmail == "" || strings.EqualFold(u.PrimaryEmail, q.PrimaryEmail)
	})
}

// v1UserRows lists users, those with this address when there is one, primary or not.
func (c *Client) v1UserRows(ctx context.Context, op, email string) iter.Seq2[v1UserRow, error] {
	f := newFilters()
	if email == "" {
		return v1All[v1UserRow](ctx, c, op, "users", f)
	}
	f.text("email", email)
	return v1List[v1UserRow](ctx, c, c.v1Read(op, f, "users"))
}

// v1UserEmails leaves Verified false: version 1 does not tell.
func (c *Client) v1UserEmails(ctx context.Context, q UserEmailQuery) iter.Seq2[UserEmail, error] {
	rows := c.v1UserRows(ctx, "list user e-mails", q.Email)
	addresses := spread(rows, func(r v1UserRow) ([]UserEmail, error) {
		var all []UserEmail
		for _, email := range r.Emails {
			all = append(all, UserEmail{UserID: r.ID, Email: string(email)})
		}
		return all, nil
	})
	return kept(addresses, func(u UserEmail) bool { return q.Email == "" || strings.EqualFold(u.Email, q.Email) })
}
