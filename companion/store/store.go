// Package store keeps what the service must remember that is not a queue item: accounts, where AmazingHiring's token is,
// and the clients that may talk to it.
//
// Everything is a small JSON file in the data folder, written to a temporary file, synced and renamed, so that a crash
// leaves the old or the new content and never half of one. Credentials are not here; an account only says where its
// secret is. The keys of paired browsers are: whoever can read the file as this user can use the command socket anyway.
package store

import (
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Account is one Greenhouse organisation, one credential and one acting user.
type Account struct {
	Name           string    `json:"name"`
	Dialect        string    `json:"dialect"`
	HarvestURL     string    `json:"harvest_url"`
	AuthURL        string    `json:"auth_url"`
	ClientID       string    `json:"client_id"`
	KeyTail        string    `json:"key_tail"`
	SecretStore    string    `json:"secret_store"`
	Email          string    `json:"email"`
	UserID         int64     `json:"user_id"`
	UserName       string    `json:"user_name"`
	OrganizationID int64     `json:"organization_id"`
	Organization   string    `json:"organization"`
	ConnectedAt    time.Time `json:"connected_at"`
	// UpdatesOff stops automatic updates of all its exports.
	UpdatesOff bool `json:"updates_off,omitempty"`
}

// AmazingHiring says that a token for AmazingHiring's API was given, and where it is.
type AmazingHiring struct {
	SecretStore string    `json:"secret_store"`
	TokenTail   string    `json:"token_tail"`
	ConnectedAt time.Time `json:"connected_at"`
}

// Client is a browser that may talk to the service: paired over WebSocket (KeyID, Key, Origin), or confirmed over native
// messaging (Caller).
type Client struct {
	KeyID  string    `json:"key_id,omitempty"`
	Key    []byte    `json:"key,omitempty"`
	Origin string    `json:"origin,omitempty"`
	Caller string    `json:"caller,omitempty"`
	Name   string    `json:"name"`
	Since  time.Time `json:"since"`
}

// same says that two entries are one client.
func (c Client) same(other Client) bool { return c.KeyID == other.KeyID && c.Caller == other.Caller }

// Store reads and writes the files of one data folder. It is safe for concurrent use within one process.
type Store struct {
	accounts      list[Account]
	amazingHiring list[AmazingHiring]
	clients       list[Client]
}

// Open uses the folder, which must exist.
func Open(dir string) *Store {
	return &Store{
		accounts:      list[Account]{path: filepath.Join(dir, "accounts.json"), remedy: "connect again"},
		amazingHiring: list[AmazingHiring]{path: filepath.Join(dir, "amazinghiring.json"), remedy: "connect-amazinghiring again"},
		clients:       list[Client]{path: filepath.Join(dir, "clients.json"), remedy: "pair the browsers again"},
	}
}

// Accounts returns every account, by name. A missing file means none.
func (s *Store) Accounts() ([]Account, error) { return s.accounts.read() }

// Account returns the named account and whether there is one.
func (s *Store) Account(name string) (Account, bool, error) {
	accounts, err := s.Accounts()
	i := slices.IndexFunc(accounts, func(a Account) bool { return a.Name == name })
	if err != nil || i < 0 {
		return Account{}, false, err
	}
	return accounts[i], true, nil
}

// PutAccount adds the account, or replaces the one of the same name, whose UpdatesOff stays.
func (s *Store) PutAccount(account Account) error {
	return s.accounts.update(func(all []Account) []Account {
		if i := slices.IndexFunc(all, func(a Account) bool { return a.Name == account.Name }); i >= 0 {
			account.UpdatesOff = all[i].UpdatesOff
		}
		all = slices.DeleteFunc(all, func(a Account) bool { return a.Name == account.Name })
		all = append(all, account)
		slices.SortFunc(all, func(a, b Account) int { return strings.Compare(a.Name, b.Name) })
		return all
	})
}

// SwitchUpdates turns automatic updates of the account on or off, and says whether there is such an account.
func (s *Store) SwitchUpdates(name string, on bool) (known bool, err error) {
	err = s.accounts.update(func(all []Account) []Account {
		for i := range all {
			if all[i].Name == name {
				known, all[i].UpdatesOff = true, !on
			}
		}
		return all
	})
	return known, err
}

// AmazingHiring returns where the token is, and whether there is one.
func (s *Store) AmazingHiring() (AmazingHiring, bool, error) {
	all, err := s.amazingHiring.read()
	if err != nil || len(all) == 0 {
		return AmazingHiring{}, false, err
	}
	return all[0], true, nil
}

// PutAmazingHiring replaces what AmazingHiring returns.
func (s *Store) PutAmazingHiring(a AmazingHiring) error {
	return s.amazingHiring.update(func([]AmazingHiring) []AmazingHiring { return []AmazingHiring{a} })
}

// Clients returns every client that may talk, oldest first.
func (s *Store) Clients() ([]Client, error) { return s.clients.read() }

// PutClient adds the client, or replaces the entry of the same one.
func (s *Store) PutClient(client Client) error {
	return s.clients.update(func(all []Client) []Client {
		return append(slices.DeleteFunc(all, client.same), client)
	})
}

// ForgetClients removes the clients for which forget says so; none is no error.
func (s *Store) ForgetClients(forget func(Client) bool) error {
	return s.clients.update(func(all []Client) []Client { return slices.DeleteFunc(all, forget) })
}
