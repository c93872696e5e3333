package companion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// ConnectRequest is what connects an account: whose it is, and the key.
type ConnectRequest struct {
	DataDir string
	// Account is the name the account is kept under; "" is DefaultAccount.
	Account      string
	Email        string
	ClientID     string
	ClientSecret harvest.Secret
	// HarvestURL and AuthURL are Greenhouse's addresses; "" are the real ones.
	HarvestURL, AuthURL string
	// SecretStore is StoreOS (also when empty) or StoreFile.
	SecretStore string
	// ReadSubject as in GreenhouseSettings.
	ReadSubject int64
	Version     string
}

// Connected is an account that was connected just now, and what its credential may do.
type Connected struct {
	store.Account
	Permissions []Permission `json:"permissions"`
}

// Connect signs in with the credential, finds the one active user the e-mail address belongs to, and keeps the account.
// It works with or without a running service; a running one must be told with a Reload. Connecting an account again, with
// a new secret, leaves the queue as it is. Wrong credential, unknown address, deactivated user, several users and reads
// that show nobody are different errors, all *extension.Error. Nothing is kept on error. A missing permission is none, as
// long as the user can be found: see SwitchedOff.
func Connect(ctx context.Context, req ConnectRequest) (Connected, error) {
	if err := PrepareDataDir(req.DataDir); err != nil {
		return Connected{}, err
	}
	place, err := openSecrets(req.DataDir, cmp.Or(req.SecretStore, StoreOS))
	if err != nil {
		return Connected{}, err
	}
	account := store.Account{
		Name: accountOr(req.Account), Dialect: "v3", HarvestURL: req.HarvestURL, AuthURL: req.AuthURL,
		ClientID: req.ClientID, KeyTail: req.ClientSecret.Tail(), SecretStore: cmp.Or(req.SecretStore, StoreOS),
		Email: req.Email, ConnectedAt: time.Now().UTC(),
	}
	conn, err := newConnection(account, req.ClientSecret, clientOptions{readSubject: harvest.UserID(req.ReadSubject), version: req.Version})
	if err != nil {
		return Connected{}, err
	}
	scopes, err := conn.identify(ctx)
	if err != nil {
		return Connected{}, connectProblem(err)
	}
	if err := place.set(credentialName(account.Name), req.ClientSecret.Reveal()); err != nil {
		return Connected{}, err
	}
	return Connected{conn.account, permissionTable(scopes)}, store.Open(req.DataDir).PutAccount(conn.account)
}

// identify fills in the account's organisation and acting user, and returns the credential's scopes. Finding the user
// also shows that the read subject sees what exists.
func (c *connection) identify(ctx context.Context) (scopes []string, err error) {
	about, err := c.client.Introspect(ctx)
	if err != nil {
		return nil, err
	}
	c.account.Organization, c.account.OrganizationID = about.Organization, about.OrganizationID
	user, err := c.userByEmail(ctx, c.account.Email)
	if err != nil {
		return nil, err
	}
	c.account.UserID, c.account.UserName = int64(user.ID), user.Name
	return about.Scopes, nil
}

// userByEmail finds the active user by primary address, then by secondary ones.
func (c *connection) userByEmail(ctx context.Context, email string) (harvest.User, error) {
	users, err := harvest.Collect(c.client.Users(ctx, harvest.UserQuery{PrimaryEmail: email}))
	if err == nil && len(users) == 0 {
		err = c.seesAnybody(ctx)
	}
	if err == nil && len(users) == 0 {
		users, err = c.usersBySecondary(ctx, email)
	}
	if err != nil {
		return harvest.User{}, err
	}
	return onlyActive(users, email)
}

// seesAnybody tells an unknown address from a read subject that gets empty lists: there is no organisation without users.
func (c *connection) seesAnybody(ctx context.Context) error {
	_, found, err := harvest.First(c.client.Users(ctx, harvest.UserQuery{}))
	if err != nil || found {
		return err
	}
	return newProblem(CodeReadsRefused, "Greenhouse shows the credential no users at all, so it may not read.",
		"Ask a Greenhouse admin to let the credential's service user read, or set read_subject under [greenhouse] in config.toml to the id of a Site Admin; then connect again.")
}

func (c *connection) usersBySecondary(ctx context.Context, email string) ([]harvest.User, error) {
	var ids []harvest.UserID
	for row, err := range c.client.UserEmails(ctx, harvest.UserEmailQuery{Email: email}) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, row.UserID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return harvest.Collect(c.client.Users(ctx, harvest.UserQuery{IDs: ids}))
}

func onlyActive(users []harvest.User, email string) (harvest.User, error) {
	var active []harvest.User
	for _, u := range users {
		if !u.Deactivated {
			active = append(active, u)
		}
	}
	switch {
	case len(active) == 1:
		return active[0], nil
	case len(active) > 1:
		return harvest.User{}, newProblem(CodeUserAmbiguous, fmt.Sprintf("%d Greenhouse users have the address %s.", len(active), email),
			"Use the address that is primary for your own user; it stands on your account page in Greenhouse.")
	case len(users) > 0:
		return harvest.User{}, newProblem(CodeUserDeactivated, fmt.Sprintf("The Greenhouse user with the address %s is deactivated.", email),
			"Ask a Greenhouse admin to activate the user, or use the address of an active one.")
	}
	return harvest.User{}, newProblem(CodeUserUnknown, fmt.Sprintf("There is no Greenhouse user with the address %s.", email),
		"Use the address of your Greenhouse account; it stands on your account page in Greenhouse.")
}

// connectProblem puts what Greenhouse answered into words for the person who connects.
func connectProblem(err error) error {
	var (
		auth        *harvest.AuthError
		permission  *harvest.PermissionError
		unavailable *harvest.UnavailableError
	)
	switch {
	case errors.As(err, &auth):
		return newProblem(CodeCredentialRefused, "Greenhouse refused the credential.",
			`Check client id and client secret: they belong to a "Harvest V3 (OAuth)" credential, and the secret is shown only once, when it is made.`)
	case errors.As(err, &permission):
		return newProblem(CodeReadsRefused, "The credential may not read in Greenhouse ("+permission.Scope+").",
			"Ask a Greenhouse admin to tick this permission on the credential, and to let its service user read; then connect again.")
	case errors.As(err, &unavailable):
		return newProblem(CodeOffline, "Greenhouse cannot be reached or gave no usable answer: "+strings.TrimSuffix(unavailable.Error(), ".")+".",
			"Check the network and the addresses, then connect again.")
	}
	return err
}
