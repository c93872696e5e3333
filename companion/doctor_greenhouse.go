package companion

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// patience bounds one call of the doctor: somebody is waiting at the screen.
const patience = 10 * time.Second

// toleratedSkew is how far the clock may be off: what was written just now is looked for by its time.
const toleratedSkew = 2 * time.Minute

func (d *doctor) apiHost(ctx context.Context) []Finding {
	if d.apiErr = d.conn.client.Ping(ctx); d.apiErr != nil {
		return trouble(d.apiErr)
	}
	return fine("It can be reached.")
}

func (d *doctor) clock(context.Context) []Finding {
	if d.apiErr != nil {
		return unknown("It could not be compared with Greenhouse's.", "")
	}
	return judgeClock(d.conn.client.ClockSkew())
}

func judgeClock(skew time.Duration) []Finding {
	off, side := skew.Abs().Round(time.Second), "behind"
	if skew < 0 {
		side = "ahead of"
	}
	if off > toleratedSkew {
		return warn(fmt.Sprintf("It is %s %s Greenhouse's, so what was written just now is looked for at the wrong time.", off, side),
			"Let the system set the clock by itself.")
	}
	return fine("It agrees with Greenhouse's within two minutes.")
}

// signInHost signs in; whether the credential is accepted is the next check's to say.
func (d *doctor) signInHost(ctx context.Context) []Finding {
	if d.legacy() {
		return fine("Harvest v1 has none: the key goes with every call.")
	}
	d.about, d.signInErr = d.conn.client.Introspect(ctx)
	if unreachable(d.signInErr) {
		return trouble(d.signInErr)
	}
	return fine("It can be reached.")
}

func (d *doctor) credential(ctx context.Context) []Finding {
	switch {
	case d.legacy():
		return d.key(ctx)
	case unreachable(d.signInErr):
		return unknown("Greenhouse's sign-in cannot be reached, so nobody can say whether it is accepted.", "")
	case d.signInErr != nil:
		return d.signInTrouble()
	case !d.about.Active:
		return act("Greenhouse says that it is not active.", "Connect again with: greenhouse-companion connect")
	}
	d.reach(signedIn)
	return fine("Greenhouse accepts it, for " + d.about.Organization + ".")
}

// signInTrouble: with a read subject in the settings, that user may be what is refused.
func (d *doctor) signInTrouble() []Finding {
	var auth *harvest.AuthError
	if subject := d.Settings.Greenhouse.ReadSubject; subject != 0 && errors.As(d.signInErr, &auth) {
		return act(fmt.Sprintf("Greenhouse refused the credential, or to let it read as the user %d.", subject),
			"Check read_subject in the settings: it is the id of an active Site Admin. If it is right, connect again with: greenhouse-companion connect")
	}
	return trouble(d.signInErr)
}

// key tries a v1 key: no answer but that of a read says whether it is accepted.
func (d *doctor) key(ctx context.Context) []Finding {
	err := lookups["list users"](ctx, d.conn.client)
	switch {
	case err == nil, isRefusal(err) && d.conn.keyWorks(ctx):
		d.reach(signedIn)
		return fine("Greenhouse accepts the key.")
	case unreachable(err):
		return unknown("Greenhouse cannot be reached, so nobody can say whether it is accepted.", "")
	case isRefusal(err):
		return problemFound(refusedKey())
	case isGone(err):
		return problemFound(retired())
	}
	return trouble(err)
}

// readSubject: only a Site Admin's lists are complete. What a service user may list, Greenhouse does not tell.
// See https://harvestdocs.greenhouse.io/docs/authentication.
func (d *doctor) readSubject(context.Context) []Finding {
	subject := d.Settings.Greenhouse.ReadSubject
	switch {
	case d.legacy():
		return fine("There is none in Harvest v1: a key reads what its permissions allow.")
	case subject == 0:
		return fine("The credential's own service user. Whether it may read is shown by the next check.")
	case d.about.Role == "":
		return unknown(fmt.Sprintf("User %d. Greenhouse does not tell this user's role here.", subject),
			"Look in Greenhouse, on the user's page: it must be a Site Admin.")
	case d.about.Role != "site_admin":
		return act(fmt.Sprintf("User %d is no Site Admin, and Greenhouse shows lists to Site Admins only.", subject),
			"Set read_subject under [greenhouse] in config.toml to the id of a Site Admin, or remove it to read as the credential's service user.")
	}
	return fine(fmt.Sprintf("User %d, a Site Admin.", subject))
}

// reads asks for a record known to exist, the acting user: an empty list proves nothing, because it is also what a user
// without the right to read gets.
func (d *doctor) reads(ctx context.Context) []Finding {
	id := harvest.UserID(d.stored.UserID)
	user, found, err := harvest.First(d.conn.client.Users(ctx, harvest.UserQuery{IDs: []harvest.UserID{id}}))
	var refused *harvest.PermissionError
	switch {
	case d.legacy() && isRefusal(err):
		return act("The key may not list users, so nothing can be looked up and nobody can be added safely.", tickUsers)
	case errors.As(err, &refused) && !slices.Contains(d.about.Scopes, refused.Scope):
		return act("The permission "+refused.Scope+" is missing, so nothing can be looked up and nobody can be added safely.",
			"Ask a Greenhouse admin to tick it on the credential.")
	case errors.As(err, &refused):
		return act("Greenhouse refuses it. Without reading nobody can be added safely, so everybody waits.", d.readRemedy())
	case err != nil:
		return trouble(err)
	case !found:
		return act("Greenhouse answers, but does not show your own user, which is there. Without reading nobody can be added safely, so everybody waits.",
			d.readRemedy())
	}
	d.user = user
	d.reach(canRead)
	return fine("It works: your own user was found.")
}

func (d *doctor) readRemedy() string {
	if d.Settings.Greenhouse.ReadSubject != 0 {
		return "Set read_subject under [greenhouse] in config.toml to the id of a Site Admin, or remove it to read as the credential's service user."
	}
	return "Ask a Greenhouse admin to let the credential's service user read, or set read_subject under [greenhouse] in config.toml to the id of a Site Admin."
}

func (d *doctor) userActive(context.Context) []Finding {
	if d.user.Deactivated {
		return act(d.user.Name+" is deactivated, so Greenhouse takes nothing in this name.",
			"Ask a Greenhouse admin to activate the user, or connect with the address of an active one.")
	}
	return fine(d.user.Name + " is active.")
}

// userRights are the rights that no answer of Greenhouse shows.
func (d *doctor) userRights(context.Context) []Finding {
	return unknown("Adding people without a job needs the right to manage unattached prospects, and private people the right to view private candidates. "+
		"This cannot be told from outside.",
		"Ask a Greenhouse admin to look at the user-specific permissions on your user's page in Greenhouse.")
}

func (d *doctor) source(ctx context.Context) []Finding {
	name := d.Settings.Greenhouse.Source
	_, err := d.conn.sourceID(ctx, name)
	var missing *ask
	switch {
	case errors.As(err, &missing):
		return act("Greenhouse has no source called "+strconv.Quote(name)+". Until it has, every add asks you.",
			"Ask a Greenhouse admin to add it under Configure, Sources (strategy Prospecting), with exactly this name.")
	case err != nil:
		return trouble(err)
	}
	return fine("There is a source called " + strconv.Quote(name) + ".")
}

// trouble says what an answer of Greenhouse means for a check that needed another one.
func trouble(err error) []Finding {
	var (
		auth    *harvest.AuthError
		refused *harvest.PermissionError
		limited *harvest.RateLimitError
	)
	switch {
	case errors.As(err, &auth):
		return act("Greenhouse refuses the credential. Who was received waits.",
			"Connect again with a valid credential: greenhouse-companion connect")
	case errors.As(err, &refused):
		return unknown("The credential may not look ("+refused.Scope+").", "See the permissions.")
	case errors.As(err, &limited):
		return warn(fmt.Sprintf("Greenhouse asks for a pause of %s.", limited.RetryAfter.Round(time.Second)), "Run the doctor again after it.")
	case unreachable(err):
		return act("It cannot be reached: "+reason(err)+". Who was received waits and is sent when it can.", reachRemedy(err))
	}
	return unknown("Greenhouse gave no usable answer: "+reason(err)+".", "Run the doctor again later.")
}
