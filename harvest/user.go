package harvest

import (
	"context"
	"iter"
)

// UserID names a Greenhouse user.
type UserID int64

// User is somebody who works with Greenhouse.
type User struct {
	ID           UserID `json:"id"`
	Name         string `json:"name"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name"`
	PrimaryEmail string `json:"primary_email"`
	Deactivated  bool   `json:"deactivated"`
	SiteAdmin    bool   `json:"site_admin"`
}

func (u User) complete() bool { return u.ID > 0 }

// UserQuery narrows a list of users. The zero query lists everybody but service accounts.
type UserQuery struct {
	IDs          []UserID // at most 50
	PrimaryEmail string   // the primary address only; see UserEmails for the others
}

// Users lists users, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Users(ctx context.Context, q UserQuery) iter.Seq2[User, error] {
	if c.legacy() {
		return c.v1Users(ctx, q)
	}
	f := newFilters()
	addIDs(&f, "ids", q.IDs)
	f.text("primary_email", q.PrimaryEmail)
	return list[User](ctx, c, "list users", "users", f)
}

// UserEmail is one address of a user, primary or not.
type UserEmail struct {
	UserID   UserID `json:"user_id"`
	Email    string `json:"email"`
	Verified bool   `json:"verified"`
}

func (u UserEmail) complete() bool { return u.UserID > 0 }

// UserEmailQuery narrows a list of addresses. The zero query lists them all.
type UserEmailQuery struct{ Email string }

// UserEmails lists addresses of users. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) UserEmails(ctx context.Context, q UserEmailQuery) iter.Seq2[UserEmail, error] {
	if c.legacy() {
		return c.v1UserEmails(ctx, q)
	}
	f := newFilters()
	f.text("email", q.Email)
	return list[UserEmail](ctx, c, "list user e-mails", "user_emails", f)
}
