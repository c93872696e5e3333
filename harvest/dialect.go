package harvest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Dialect is a version of the Harvest API.
type Dialect string

const (
	// V3 is the current version.
	V3 Dialect = "v3"
	// V1 is the legacy version, for a key from before version 3.
	V1 Dialect = "v1"
)

// V1Retired is the day that Greenhouse announced for the removal of versions 1 and 2.
// See https://developers.greenhouse.io/harvest.html.
const V1Retired = "2026-08-31"

// ErrNotInDialect is returned, with the operation, for what the dialect of the client does not have. Nothing was sent.
var ErrNotInDialect = errors.New("this version of the Harvest API does not have it")

// Dialect is the version the client speaks.
func (c *Client) Dialect() Dialect { return c.dialect }

func (c *Client) legacy() bool { return c.dialect == V1 }

// notInDialect names what is missing: a part of the operation, or all of it when empty.
func notInDialect(op, part string) error {
	if part != "" {
		op += ": " + part
	}
	return fmt.Errorf("%s: %w", op, ErrNotInDialect)
}

// signer makes requests ones whose sender Greenhouse knows. Each dialect has its own.
type signer interface {
	// get returns what a request of the subject is signed with now.
	get(ctx context.Context, subject UserID) (Secret, error)
	// forget gives up what was refused, and reports whether get can bring another.
	forget(subject UserID, refused Secret) bool
	// sign puts it on the request.
	sign(req *http.Request, subject UserID, with Secret)
}
