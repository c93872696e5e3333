package companion

import (
	"cmp"
	"context"
	"errors"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// legacy says that the account speaks Harvest v1, which Greenhouse has announced to remove.
func (c *connection) legacy() bool { return c.client.Dialect() == harvest.V1 }

// legacyNote is said wherever v1 is used.
const legacyNote = "Harvest v1 is legacy: Greenhouse announced its removal for " + harvest.V1Retired + "."

// withCredential fills in how the account signs in.
func withCredential(cfg harvest.Config, account store.Account, secret harvest.Secret) harvest.Config {
	cfg.Dialect = harvest.Dialect(account.Dialect)
	if cfg.Dialect == harvest.V1 {
		cfg.Key, cfg.ReadSubject = secret, 0
		return cfg
	}
	cfg.AuthURL, cfg.ClientID, cfg.ClientSecret = account.AuthURL, account.ClientID, secret
	return cfg
}

const moveToV3 = "Ask a Greenhouse admin for a Harvest V3 credential (the text for it: greenhouse-companion connect --request), " +
	"then connect with it."

// permissions is the table of what the credential may do: v3 tells its scopes, v1 tells nothing, so there it is tried.
func (c *connection) permissions(ctx context.Context, scopes []string) []Permission {
	if !c.legacy() {
		return permissionTable(scopes)
	}
	return legacyTable(func(look lookup) error { return look(ctx, c.client) })
}

// lookup is a read that shows whether a v1 key has a permission.
type lookup func(context.Context, *harvest.Client) error

// lookups are what can be tried without changing anything, by the operation of a permission. Where v1 has two boxes to
// tick, "Retrieve, List", the first record of the list is retrieved; an empty list leaves that one open.
var lookups = map[string]lookup{
	"list candidates": func(ctx context.Context, c *harvest.Client) error {
		person, found, err := harvest.First(c.Candidates(ctx, harvest.CandidateQuery{PerPage: 1}))
		if err != nil || !found {
			return err
		}
		return try(harvest.First(c.Candidates(ctx, harvest.CandidateQuery{IDs: []harvest.CandidateID{person.ID}})))
	},
	"list jobs": func(ctx context.Context, c *harvest.Client) error {
		job, found, err := harvest.First(c.Jobs(ctx, harvest.JobQuery{}))
		if err != nil || !found {
			return err
		}
		return try(harvest.First(c.Jobs(ctx, harvest.JobQuery{IDs: []harvest.JobID{job.ID}})))
	},
	"list users": func(ctx context.Context, c *harvest.Client) error {
		user, found, err := harvest.First(c.Users(ctx, harvest.UserQuery{}))
		if err != nil || !found {
			return err
		}
		return try(harvest.First(c.Users(ctx, harvest.UserQuery{IDs: []harvest.UserID{user.ID}})))
	},
	"list sources": func(ctx context.Context, c *harvest.Client) error {
		return try(harvest.First(c.Sources(ctx)))
	},
	"list custom fields": func(ctx context.Context, c *harvest.Client) error {
		return try(harvest.First(c.CustomFields(ctx, harvest.CustomFieldQuery{FieldType: "candidate"})))
	},
}

// try keeps of a read only whether it was allowed.
func try[T any](_ T, _ bool, err error) error { return err }

// legacyTable is the table of a v1 key. A permission of v1 stands in several rows when v3 has more than one in its place;
// the first of them has the look-up.
func legacyTable(carryOut func(lookup) error) []Permission {
	shown := map[string]PermissionState{}
	var table []Permission
	for _, p := range harvest.Permissions() {
		if p.V1 == "" {
			continue
		}
		if look, ok := lookups[p.Operation]; ok {
			shown[p.V1] = judgeLookup(carryOut(look))
		}
		table = append(table, Permission{
			Operation: p.Operation, Scope: p.V1, Feature: p.Feature, Need: p.Need, State: cmp.Or(shown[p.V1], PermissionUnknown),
		})
	}
	return table
}

func judgeLookup(err error) PermissionState {
	switch {
	case err == nil:
		return PermissionGranted
	case isRefusal(err):
		return PermissionMissing
	}
	return PermissionUnknown
}

// isRefusal: v1 answers alike to a wrong key and to one without the permission.
// See https://developers.greenhouse.io/harvest.html#errors.
func isRefusal(err error) bool {
	var (
		auth       *harvest.AuthError
		permission *harvest.PermissionError
	)
	return !isGone(err) && (errors.As(err, &auth) || errors.As(err, &permission))
}

// isGone says that the address answers and v1 is not there.
func isGone(err error) bool {
	var auth *harvest.AuthError
	return errors.As(err, &auth) && auth.Retired
}

// keyWorks tells a wrong key from one that lacks some permission: one read that is allowed proves the key.
func (c *connection) keyWorks(ctx context.Context) bool {
	for _, look := range lookups {
		if look(ctx, c.client) == nil {
			return true
		}
	}
	return false
}

// keyProblem is what a v1 key was refused for.
func (c *connection) keyProblem(ctx context.Context, err error) error {
	switch {
	case isRefusal(err) && c.keyWorks(ctx):
		return newProblem(CodeReadsRefused, "The key is right and may not list users.", tickUsers+" "+legacyNote)
	case isRefusal(err):
		return refusedKey()
	}
	return err
}

const tickUsers = "Ask a Greenhouse admin to tick Users: Retrieve, List on the key; then connect again."

func refusedKey() error {
	return newProblem(CodeCredentialRefused, "Greenhouse refused the key.",
		"Check that it is a Harvest v1 API key and whole. If it is, v1 may be switched off already. "+legacyNote+" "+moveToV3)
}

// retired is v1 that is not there any more.
func retired() error {
	return newProblem(CodeDialectRetired, "Greenhouse answers, and Harvest v1 is not there. "+legacyNote, moveToV3)
}
