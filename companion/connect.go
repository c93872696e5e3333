package companion

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// ConnectRequest is what connects an account: whose it is, and the key.
type ConnectRequest struct {
	DataDir string
	// Account is the name the account is kept under; "" is DefaultAccount.
	Account string
	Email   string
	// Dialect is harvest.V3 (also when empty) or harvest.V1: which API the credential is for is said, never guessed.
	Dialect harvest.Dialect
	// ClientID and ClientSecret are a credential for V3, Key is one for V1.
	ClientID     string
	ClientSecret harvest.Secret
	Key          harvest.Secret
	// HarvestURL and AuthURL are Greenhouse's addresses; "" are the real ones.
	HarvestURL, AuthURL string
	// SecretStore is StoreOS (also when empty) or StoreFile.
	SecretStore string
	// ReadSubject as in GreenhouseSettings.
	ReadSubject int64
	// Network as in Settings.
	Network NetworkSettings
	Version string
}

func (r ConnectRequest) secret() harvest.Secret {
	if r.Dialect == harvest.V1 {
		return r.Key
	}
	return r.ClientSecret
}

func (r ConnectRequest) account() store.Account {
	return store.Account{
		Name: accountOr(r.Account), Dialect: string(cmp.Or(r.Dialect, harvest.V3)), HarvestURL: r.HarvestURL, AuthURL: r.AuthURL,
		ClientID: r.ClientID, KeyTail: r.secret().Tail(), SecretStore: cmp.Or(r.SecretStore, StoreOS),
		Email: r.Email, ConnectedAt: time.Now().UTC(),
	}
}

// connection is a try of the credential.
func (r ConnectRequest) connection() (*connection, error) {
	transport, err := r.Network.transport()
	if err != nil {
		return nil, err
	}
	return newConnection(r.account(), r.secret(), clientOptions{
		readSubject: harvest.UserID(r.ReadSubject), version: r.Version, transport: transport,
	})
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
	conn, err := req.connection()
	if err != nil {
		return Connected{}, err
	}
	permissions, err := conn.identify(ctx)
	if err != nil {
		return Connected{}, conn.connectProblem(ctx, err)
	}
	if err := place.set(credentialName(conn.account.Name), req.secret().Reveal()); err != nil {
		return Connected{}, err
	}
	return Connected{conn.account, permissions}, store.Open(req.DataDir).PutAccount(conn.account)
}

// identify fills in the account's organisation, which only v3 tells, and acting user, and returns what the credential
// may do. Finding the user also shows that the read subject sees what exists.
func (c *connection) identify(ctx context.Context) ([]Permission, error) {
	var about harvest.Introspection
	if !c.legacy() {
		var err error
		if about, err = c.client.Introspect(ctx); err != nil {
			return nil, err
		}
		c.account.Organization, c.account.OrganizationID = about.Organization, about.OrganizationID
	}
	user, err := c.userByEmail(ctx, c.account.Email)
	if err != nil {
		return nil, err
	}
	c.account.UserID, c.account.UserName = int64(user.ID), user.Name
	return c.permissions(ctx, about.Scopes), nil
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
