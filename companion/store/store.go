// Package store keeps what the service must remember that is not a queue item: for now the accounts.
//
// Everything is a small JSON file in the data folder, written to a temporary file, synced and renamed, so that a crash
// leaves the old or the new content and never half of one. Secrets are not here; an account only says where its secret is.
package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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
}

// Store reads and writes the files of one data folder. It is safe for concurrent use within one process.
type Store struct {
	dir string
	mu  sync.Mutex
}

// Open uses the folder, which must exist.
func Open(dir string) *Store { return &Store{dir: dir} }

// Accounts returns every account, by name. A missing file means none.
func (s *Store) Accounts() ([]Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readLocked()
}

// Account returns the named account and whether there is one.
func (s *Store) Account(name string) (Account, bool, error) {
	accounts, err := s.Accounts()
	i := slices.IndexFunc(accounts, func(a Account) bool { return a.Name == name })
	if err != nil || i < 0 {
		return Account{}, false, err
	}
	return accounts[i], true, nil
}

// PutAccount adds the account, or replaces the one of the same name.
func (s *Store) PutAccount(account Account) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	accounts, err := s.readLocked()
	if err != nil {
		return err
	}
	accounts = slices.DeleteFunc(accounts, func(a Account) bool { return a.Name == account.Name })
	accounts = append(accounts, account)
	slices.SortFunc(accounts, func(a, b Account) int { return strings.Compare(a.Name, b.Name) })
	data, err := json.MarshalIndent(accounts, "", "  ")
	if err != nil {
		return fmt.Errorf("encode accounts: %w", err)
	}
	return WriteFile(s.path(), data)
}

func (s *Store) path() string { return filepath.Join(s.dir, "accounts.json") }

func (s *Store) readLocked() ([]Account, error) {
	data, err := os.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	var accounts []Account
	if err := json.Unmarshal(data, &accounts); err != nil {
		return nil, fmt.Errorf("accounts file %s cannot be read, run connect again after moving it away: %w", s.path(), err)
	}
	return accounts, nil
}
