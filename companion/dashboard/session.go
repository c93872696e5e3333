package dashboard

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

const (
	keyValid     = 2 * time.Minute
	sessionValid = 12 * time.Hour
	// maxKeys and maxSessions keep a program that asks again and again from filling the memory; the oldest goes.
	maxKeys     = 16
	maxSessions = 64
)

// digest is how a secret is looked up: the time it takes says nothing about the secret.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

// newSecret returns 256 random bits as text that is fit for addresses, cookies and headers.
func newSecret() string {
	var raw [32]byte
	rand.Read(raw[:])
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// keys are the one-time keys that were given out and not used yet.
type keys struct {
	mu      sync.Mutex
	expires map[digest]time.Time
}

func (k *keys) add(now time.Time) string {
	key := newSecret()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.expires == nil {
		k.expires = map[digest]time.Time{}
	}
	dropOldest(k.expires, maxKeys-1, func(t time.Time) time.Time { return t })
	k.expires[digestOf(key)] = now.Add(keyValid)
	return key
}

// use spends the key and says whether it was good.
func (k *keys) use(key string, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	expires, known := k.expires[digestOf(key)]
	delete(k.expires, digestOf(key))
	return known && now.Before(expires)
}

// session is one browser that was let in.
type session struct {
	page    digest
	expires time.Time
}

// sessions are the browsers that were let in, by the digest of their cookie.
type sessions struct {
	mu  sync.Mutex
	all map[digest]session
}

// start lets a browser in; cookie and page are its two secrets.
func (s *sessions) start(now time.Time) (cookie, page string) {
	cookie, page = newSecret(), newSecret()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[digest]session{}
	}
	dropOldest(s.all, maxSessions-1, func(one session) time.Time { return one.expires })
	s.all[digestOf(cookie)] = session{digestOf(page), now.Add(sessionValid)}
	return cookie, page
}

// find returns the session of a cookie while it is valid.
func (s *sessions) find(cookie string, now time.Time) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, known := s.all[digestOf(cookie)]
	return one, known && now.Before(one.expires)
}

// dropOldest leaves at most n entries.
func dropOldest[V any](all map[digest]V, n int, expires func(V) time.Time) {
	for len(all) > n {
		var oldest digest
		var at time.Time
		for key, value := range all {
			if t := expires(value); at.IsZero() || t.Before(at) {
				oldest, at = key, t
			}
		}
		delete(all, oldest)
	}
}
