package harvest

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
)

const (
	opSignIn     = "sign in"
	opIntrospect = "introspect token"
)

// Introspection is what Greenhouse says about a token.
type Introspection struct {
	Active         bool
	Scopes         []string // what the credential may do
	OrganizationID int64
	Organization   string
	Subject        string // the user id it acts as
	Role           string // that user's role, "site_admin" for one who may list records
}

// introspectionRow is the documented answer; the claims hide behind a name that is an address.
// See https://harvestdocs.greenhouse.io/reference/introspect-token.
type introspectionRow struct {
	Active *bool     `json:"active"`
	Sub    looseText `json:"sub"`
	Scope  string    `json:"scope"`
	Claims struct {
		Organization struct {
			ID   int64  `json:"id"`
			Name string `json:"name"`
		} `json:"organization"`
		UserRole string `json:"user_role"`
	} `json:"https://auth.greenhouse.io/claims"`
}

// Introspect asks which organisation and which scopes the token for reading has. It
// fails with AuthError, RateLimitError or UnavailableError, and with ErrNotInDialect in V1.
func (c *Client) Introspect(ctx context.Context) (Introspection, error) {
	if c.legacy() {
		return Introspection{}, notInDialect(opIntrospect, "")
	}
	value, err := c.tokens.get(ctx, c.reader)
	if err != nil {
		return Introspection{}, err
	}
	form := url.Values{"token": {value.Reveal()}, "token_type_hint": {"access_token"}}
	ans, err := c.tokens.post(ctx, opIntrospect, "introspect", form)
	if err != nil {
		return Introspection{}, err
	}
	var row introspectionRow
	if json.Unmarshal(ans.body, &row) != nil || row.Active == nil {
		return Introspection{}, &UnavailableError{Op: opIntrospect, Status: ans.status, Err: errUnreadable}
	}
	return Introspection{
		Active:         *row.Active,
		Scopes:         strings.Fields(row.Scope),
		OrganizationID: row.Claims.Organization.ID,
		Organization:   row.Claims.Organization.Name,
		Subject:        string(row.Sub),
		Role:           row.Claims.UserRole,
	}, nil
}
