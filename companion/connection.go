package companion

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// connection is one account in use: its client, and what was learnt about Greenhouse through it.
type connection struct {
	account store.Account
	client  *harvest.Client

	mu      sync.Mutex
	offline bool
	// paused is the cause for which nothing of this account is sent, "" when it is not paused.
	paused string
	// trouble lets the account rest while Greenhouse has trouble of its own.
	trouble breaker
	// readsProven says that a list call has shown a record known to exist: until then an empty list means nothing.
	readsProven bool
	source      harvest.SourceID

	jobs    jobCache
	pools   cached[[]extension.Pool]
	scopes  cached[map[string]bool]
	fields  cached[fieldCatalogue]
	schools cached[plan.SchoolOptions]
	tags    cached[map[string]harvest.TagID]
	credit  cached[harvest.ReferrerID]
}

// clientOptions are what every account's client has in common.
type clientOptions struct {
	readSubject harvest.UserID
	// timeout is for one call; zero is the client's own default.
	timeout time.Duration
	version string
	// transport is the way to the internet.
	transport http.RoundTripper
	// window keeps the rate window of the account; nil keeps nothing.
	window func(account string) harvest.WindowStore
}

// newConnection builds the client of an account with its secret.
func newConnection(account store.Account, secret harvest.Secret, o clientOptions) (*connection, error) {
	var window harvest.WindowStore
	if o.window != nil {
		window = o.window(account.Name)
	}
	client, err := harvest.New(withCredential(harvest.Config{
		BaseURL: account.HarvestURL, ActingUser: harvest.UserID(account.UserID), ReadSubject: o.readSubject,
		Timeout: o.timeout, UserAgent: "greenhouse-companion/" + o.version, Window: window, Transport: o.transport,
	}, account, secret))
	if err != nil {
		return nil, fmt.Errorf("connect account %s: %w", account.Name, err)
	}
	return &connection{account: account, client: client}, nil
}

// blocked says why nothing can be sent now, or "".
func (c *connection) blocked() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paused != "" {
		return c.paused
	}
	if c.offline {
		return CauseOffline
	}
	if c.trouble.resting() {
		return CauseUnavailable
	}
	return ""
}

// pause stops all sending for the account until it is connected again.
func (c *connection) pause(cause string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paused = cause
}

// pausedFor is the cause for which the account is paused, or "", and when that ends by itself, if it does.
func (c *connection) pausedFor() (cause string, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paused == "" && c.trouble.resting() {
		return CauseUnavailable, c.trouble.until
	}
	return c.paused, time.Time{}
}

func (c *connection) isOffline() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offline
}

// setOffline records whether Greenhouse can be reached, and reports whether that is news.
func (c *connection) setOffline(offline bool) (changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed = c.offline != offline
	c.offline = offline
	return changed
}

// proveReads makes sure, once, that list calls show what exists: in Greenhouse a subject without the right to read may
// simply get empty lists, and then everything would look absent. The acting user is the record known to exist.
func (c *connection) proveReads(ctx context.Context) error {
	c.mu.Lock()
	proven := c.readsProven
	c.mu.Unlock()
	if proven {
		return nil
	}
	found, err := c.findActingUser(ctx)
	var permission *harvest.PermissionError
	if errors.As(err, &permission) || (err == nil && !found) {
		return &wait{cause: CauseReadsRefused}
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readsProven = true
	return nil
}

// findActingUser looks for the user that writes are done as.
func (c *connection) findActingUser(ctx context.Context) (found bool, err error) {
	user := harvest.UserID(c.account.UserID)
	_, found, err = harvest.First(c.client.Users(ctx, harvest.UserQuery{IDs: []harvest.UserID{user}}))
	return found, err
}

// granted are the scopes the credential has. Version 1 has none and cannot tell what its key may do.
func (c *connection) granted(ctx context.Context) (map[string]bool, error) {
	if c.client.Dialect() == harvest.V1 {
		return nil, nil
	}
	return c.scopes.get(func() (map[string]bool, error) {
		about, err := c.client.Introspect(ctx)
		if err != nil {
			return nil, err
		}
		granted := map[string]bool{}
		for _, scope := range about.Scopes {
			granted[scope] = true
		}
		return granted, nil
	})
}

// legacyAbilities are what AmazingHiring's permission list for version 1 covers.
var legacyAbilities = plan.Abilities{Attachments: true, Update: true}

// abilities are what the credential may do beside the required. A write counts as allowed only together with the look-up
// that could resolve its doubt.
func (c *connection) abilities(ctx context.Context) (plan.Abilities, error) {
	if c.client.Dialect() == harvest.V1 {
		return legacyAbilities, nil
	}
	granted, err := c.granted(ctx)
	if err != nil {
		return plan.Abilities{}, err
	}
	may := func(scopes ...string) bool {
		return !slices.ContainsFunc(scopes, func(scope string) bool { return !granted["harvest:"+scope] })
	}
	tags := may("candidate_tags:list", "applied_candidate_tags:list", "applied_candidate_tags:create")
	return plan.Abilities{
		Notes:       may("notes:list", "notes:create"),
		Employments: may("candidate_employments:list", "candidate_employments:create"),
		Educations:  may("candidate_educations:list", "candidate_educations:create", "custom_field_options:list"),
		Attachments: may("attachments:list", "attachments:create"),
		Tags:        tags, NewTags: tags && may("candidate_tags:create"),
		Update: may("candidates:update"),
	}, nil
}

// sourceID finds the source that applications are filed under, by its name. A missing one is asked about, never replaced.
func (c *connection) sourceID(ctx context.Context, name string) (harvest.SourceID, error) {
	c.mu.Lock()
	known := c.source
	c.mu.Unlock()
	if known != 0 {
		return known, nil
	}
	for source, err := range c.client.Sources(ctx) {
		if err != nil {
			return 0, err
		}
		if source.Name == name {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.source = source.ID
			return source.ID, nil
		}
	}
	return 0, &ask{question{Code: CauseSourceMissing, Source: name}}
}
