package extension

import (
	"errors"
	"sync"
	"testing"
)

// memory is a Trust that forgets when the test ends.
type memory struct {
	mu        sync.Mutex
	keys      map[string]Key
	clients   []PairedClient
	confirmed map[string]ClientInfo
	broken    error // what Paired and Confirm return
}

func newMemory() *memory {
	return &memory{keys: make(map[string]Key), confirmed: make(map[string]ClientInfo)}
}

// oneTime makes a one-time key as greenhouse-companion pair does.
func (m *memory) oneTime() (text string, key []byte) {
	text, key = NewPairingKey()
	m.keep(Key{Secret: key, OneTime: true})
	return text, key
}

// longTerm makes a key as if its client had paired long ago.
func (m *memory) longTerm() []byte {
	key := randomBytes(nonceSize)
	m.keep(Key{Secret: key})
	return key
}

func (m *memory) keep(key Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys[KeyID(key.Secret)] = key
}

func (m *memory) forget(key []byte, caller string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, KeyID(key))
	delete(m.confirmed, caller)
}

func (m *memory) Key(keyID string) (Key, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key, ok := m.keys[keyID]
	return key, ok
}

func (m *memory) Paired(oneTimeKeyID string, client PairedClient) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, unspent := m.keys[oneTimeKeyID]; !unspent || m.broken != nil {
		return errors.Join(m.broken, errors.New("spent"))
	}
	delete(m.keys, oneTimeKeyID)
	m.keys[client.KeyID] = Key{Secret: client.Key}
	m.clients = append(m.clients, client)
	return nil
}

func (m *memory) Confirmed(caller string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.confirmed[caller]
	return ok
}

func (m *memory) Confirm(caller string, info ClientInfo) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return m.broken
	}
	m.confirmed[caller] = info
	return nil
}

func startTrusting(t *testing.T, route string, trust Trust) service {
	return startServer(t, route, Config{Mux: sampleMux(), Trust: trust})
}
