package companion

import (
	"errors"
	"sync"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// accounts gives each account's connection, made when it is first needed and forgotten when the user connects again.
type accounts struct {
	dir     string
	store   *store.Store
	options clientOptions

	mu   sync.Mutex
	open map[string]*connection
}

// get returns the account's connection, or a wait when there is none.
func (a *accounts) get(name string) (*connection, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c, ok := a.open[name]; ok {
		return c, nil
	}
	account, ok, err := a.store.Account(name)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &wait{cause: CauseNotConnected}
	}
	c, err := a.connectLocked(account)
	if err != nil {
		return nil, err
	}
	a.open[name] = c
	return c, nil
}

func (a *accounts) connectLocked(account store.Account) (*connection, error) {
	place, err := openSecrets(a.dir, account.SecretStore)
	if err != nil {
		return nil, err
	}
	secret, err := place.get(credentialName(account.Name))
	if errors.Is(err, errNoSecret) {
		return nil, &wait{cause: CauseConnectAgain}
	}
	if err != nil {
		return nil, err
	}
	return newConnection(account, harvest.Secret(secret), a.options)
}

// forget closes and drops every connection, so that the next use reads accounts and secrets anew.
func (a *accounts) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.open {
		c.client.Close()
	}
	clear(a.open)
}

// inUse returns the account's connection if it has been needed already, else nil.
func (a *accounts) inUse(name string) *connection {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.open[name]
}

// infos describe every account, by name, as far as is known without asking Greenhouse.
func (a *accounts) infos() ([]extension.AccountInfo, error) {
	all, err := a.store.Accounts()
	var infos []extension.AccountInfo
	for _, account := range all {
		info := extension.AccountInfo{
			Name: account.Name, Organization: account.Organization, User: account.UserName, Email: account.Email,
			Dialect: account.Dialect, Connected: true,
		}
		if conn := a.inUse(account.Name); conn != nil {
			info.Paused, info.PausedUntil = conn.pausedFor()
			info.PausedUntil = info.PausedUntil.UTC()
		}
		infos = append(infos, info)
	}
	return infos, err
}

// all returns the connections in use.
func (a *accounts) all() []*connection {
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []*connection
	for _, c := range a.open {
		list = append(list, c)
	}
	return list
}

func credentialName(account string) string { return "credential " + account }
