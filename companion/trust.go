package companion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// pairingValid is how long a one-time key can be used.
const pairingValid = 2 * time.Minute

// trust is the service's memory of which browsers may talk: paired and confirmed ones, on disk and in memory because every
// message asks, and at most one one-time key, which is never written down.
type trust struct {
	store     *store.Store
	tokenPath string

	mu      sync.Mutex
	starter *starterToken // nil is none
	clients []store.Client
	oneTime []byte
	expires time.Time
	called  string // what the user calls the client that the one-time key is for
}

func newTrust(s *store.Store, dir string) (*trust, error) {
	clients, err := s.Clients()
	if err != nil {
		return nil, err
	}
	token, err := readStarterToken(dir)
	return &trust{store: s, clients: clients, tokenPath: filepath.Join(dir, tokenFile), starter: token}, err
}

// newKey makes the one-time key for the client that the user calls so; an earlier one is void.
func (t *trust) newKey(called string) (text string) {
	text, key := extension.NewPairingKey()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.oneTime, t.expires, t.called = key, time.Now().Add(pairingValid), called
	return text
}

// Key implements extension.Trust.
func (t *trust) Key(id string) (extension.Key, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.isOneTimeLocked(id) {
		return extension.Key{Secret: t.oneTime, OneTime: true}, true
	}
	for _, c := range t.clients {
		if id != "" && c.KeyID == id {
			return extension.Key{Secret: c.Key}, true
		}
	}
	return extension.Key{}, false
}

func (t *trust) isOneTimeLocked(id string) bool {
	return t.oneTime != nil && time.Now().Before(t.expires) && extension.KeyID(t.oneTime) == id
}

// Paired implements extension.Trust: the one-time key is spent, the client remembered.
func (t *trust) Paired(oneTimeID string, c extension.PairedClient) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.isOneTimeLocked(oneTimeID) {
		return errors.New("the one-time key is spent or too old")
	}
	t.oneTime = nil
	name := cmp.Or(t.called, c.Client.Name)
	return t.putLocked(store.Client{KeyID: c.KeyID, Key: c.Key, Origin: c.Origin, Name: name, Since: time.Now().UTC()})
}

// AdmitsOrigin implements extension.OriginTrust. Forgetting a client shuts its origin out as well.
func (t *trust) AdmitsOrigin(origin string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	pairing := t.oneTime != nil && time.Now().Before(t.expires)
	return pairing || slices.ContainsFunc(t.clients, func(c store.Client) bool { return c.KeyID != "" && c.Origin == origin })
}

// Confirmed implements extension.Trust.
func (t *trust) Confirmed(caller string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return caller != "" && slices.ContainsFunc(t.clients, func(c store.Client) bool { return c.Caller == caller })
}

// Confirm implements extension.Trust.
func (t *trust) Confirm(caller string, info extension.ClientInfo) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.putLocked(store.Client{Caller: caller, Name: info.Name, Since: time.Now().UTC()})
}

func (t *trust) putLocked(client store.Client) error {
	if err := t.store.PutClient(client); err != nil {
		return err
	}
	return t.reloadLocked()
}

// forget takes back what the user allowed; it counts from the client's next message on.
func (t *trust) forget(f extension.Forget) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.store.ForgetClients(func(c store.Client) bool { return isClient(c, f.KeyID, f.Caller) })
	if err != nil {
		return err
	}
	return t.reloadLocked()
}

func isClient(c store.Client, keyID, caller string) bool {
	return keyID != "" && c.KeyID == keyID || caller != "" && c.Caller == caller
}

// rename says whether there is such a client.
func (t *trust) rename(r extension.RenameClient) (known bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.clients, func(c store.Client) bool { return isClient(c, r.KeyID, r.Caller) })
	if i < 0 {
		return false, nil
	}
	client := t.clients[i]
	client.Name = r.Name
	return true, t.putLocked(client)
}

func (t *trust) reloadLocked() (err error) {
	t.clients, err = t.store.Clients()
	return err
}

func (t *trust) known() []store.Client {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.clients
}

// pair gives the user a key to copy into the browser.
func (s *Service) pair(_ context.Context, req extension.Pair) (extension.PairingKey, error) {
	if s.webSocketURL == "" {
		return extension.PairingKey{}, newProblem(extension.CodeBadState, "The WebSocket door is shut by the settings.",
			"Set disabled = false under [websocket] in config.toml and restart the service.")
	}
	if utf8.RuneCountInString(req.Name) > extension.MaxClientName {
		return extension.PairingKey{}, nameTooLong()
	}
	return extension.PairingKey{Key: s.trust.newKey(req.Name), ValidSeconds: int(pairingValid.Seconds())}, nil
}

func nameTooLong() error {
	return newProblem(extension.CodeBadRequest, "The name is too long.", fmt.Sprintf("Give it at most %d characters.", extension.MaxClientName))
}

func (s *Service) renameClient(ctx context.Context, r extension.RenameClient) (extension.Clients, error) {
	switch {
	case r.Name == "":
		return extension.Clients{}, newProblem(extension.CodeBadRequest, "The name is missing.", "Send the name that the browser is to have.")
	case utf8.RuneCountInString(r.Name) > extension.MaxClientName:
		return extension.Clients{}, nameTooLong()
	}
	known, err := s.trust.rename(r)
	if err == nil && !known {
		err = newProblem(extension.CodeBadRequest, "There is no such browser.", "Take the id of one that pair --list shows.")
	}
	if err != nil {
		return extension.Clients{}, err
	}
	return s.knownClients(ctx, extension.ClientsQuery{})
}

func (s *Service) knownClients(context.Context, extension.ClientsQuery) (extension.Clients, error) {
	var reply extension.Clients
	for _, c := range s.trust.known() {
		reply.Clients = append(reply.Clients, extension.KnownClient{KeyID: c.KeyID, Caller: c.Caller, Name: c.Name, Origin: c.Origin, PairedAt: c.Since})
	}
	if token, known := s.trust.token(); known {
		reply.Clients = append(reply.Clients, extension.KnownClient{KeyID: token.ID, Name: starterKitName, PairedAt: token.Since})
	}
	return reply, nil
}

func (s *Service) forgetClient(ctx context.Context, f extension.Forget) (extension.Clients, error) {
	if err := errors.Join(s.trust.forget(f), s.trust.forgetToken(f.KeyID)); err != nil {
		return extension.Clients{}, err
	}
	return s.knownClients(ctx, extension.ClientsQuery{})
}
