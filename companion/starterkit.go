package companion

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	starterKitName = "starter-kit token"
	tokenFile      = "starter-kit.json"
	tokenPrefix    = "ghc_" // so that scanners for leaked secrets can find it

	// A browser may send a GET again by itself. Within this time the same profile is the same request.
	sameSaveWithin = 10 * time.Minute
)

// StarterKitSettings concern the route that AmazingHiring's published sample extension calls, one GET for one profile. The
// service then fetches that profile from AmazingHiring, which costs at most one contact credit, and adds the person as a
// prospect without a job.
type StarterKitSettings struct {
	// Enabled opens the route. Default false.
	Enabled bool `toml:"enabled"`
	// Origins are the extensions that may use it without a token, as "chrome-extension://ID". Default: none.
	Origins []string `toml:"origins"`
	// Port of 127.0.0.1. Default 8888, which the sample extension calls.
	Port int `toml:"port"`
	// Listen is one address instead. Set in code only.
	Listen string `toml:"-"`
}

func (s StarterKitSettings) validate() string {
	if s.Port < 1 || s.Port > 65535 {
		return "a port that is none"
	}
	for _, origin := range s.Origins {
		if !extension.IsExtensionOrigin(origin) {
			return `an origin that is not an extension's: write it as "chrome-extension://ID"`
		}
	}
	return ""
}

// listenStarterKit returns nil when the route is switched off, or when another program has its port: people use that port
// for other things, and the service is there for more than this.
func (s *Service) listenStarterKit() (net.Listener, error) {
	settings := s.settings.StarterKit
	if !settings.Enabled {
		return nil, nil
	}
	if settings.Listen != "" {
		return extension.ListenLoopback(settings.Listen)
	}
	ln, err := extension.ListenLoopback(net.JoinHostPort("127.0.0.1", strconv.Itoa(settings.Port)))
	if err != nil {
		s.logger.Warn("starter-kit door stays shut: its port is taken", "port", settings.Port)
		return nil, nil
	}
	return ln, nil
}

func (s *Service) serveStarterKit(ctx context.Context, server *extension.Server) error {
	return server.ServeStarterKit(ctx, s.starterKit, extension.StarterKit{
		Origins: s.settings.StarterKit.Origins, IsToken: s.trust.isToken, Save: s.saveProfile,
	})
}

// saveProfile puts one profile into the queue, to be fetched and added. AmazingHiring is not asked before the receipt.
func (s *Service) saveProfile(ctx context.Context, profile extension.ID) (extension.Receipt, error) {
	request := fmt.Sprintf("starter-kit/%d/%d", profile, time.Now().Unix()/int64(sameSaveWithin.Seconds()))
	a := add{
		RequestID: request, Account: DefaultAccount, Fetch: int64(profile), ProfileBase: s.settings.AmazingHiring.URL,
		Target: extension.Target{Kind: extension.TargetProspect},
	}
	payload, err := json.Marshal(a)
	if err != nil {
		return extension.Receipt{}, fmt.Errorf("encode fetch: %w", err)
	}
	key := dedupeKey(a.Account, request)
	item, created, err := s.queue.Enqueue(ctx, queue.Add{DedupeKey: key, Priority: queue.Click, Payload: payload})
	if err != nil {
		return extension.Receipt{}, intakeProblem(err)
	}
	return receiptFor(a, item, !created), nil
}

// makeStarterKitToken gives the user a token for extensions whose requests say nothing of their origin.
func (s *Service) makeStarterKitToken(context.Context, extension.MakeStarterKitToken) (extension.StarterKitToken, error) {
	if !s.settings.StarterKit.Enabled {
		return extension.StarterKitToken{}, newProblem(extension.CodeBadState, "The starter-kit route is switched off.",
			"Set enabled = true under [starter_kit] in config.toml and restart the service. Each profile that is saved through it may cost one contact credit.")
	}
	if s.starterKit == nil {
		return extension.StarterKitToken{}, newProblem(extension.CodeBadState,
			fmt.Sprintf("Another program has port %d.", s.settings.StarterKit.Port), "End that program and restart the service.")
	}
	token, kept, err := s.trust.newToken()
	if err != nil {
		return extension.StarterKitToken{}, err
	}
	_, port, _ := net.SplitHostPort(s.starterKit.Addr().String()) // it is a listener's own address
	return extension.StarterKitToken{Token: token, KeyID: kept.ID, URL: "http://localhost:" + port + "/save_profile/<id>/"}, nil
}

// starterToken is what is kept of the token. Its hash needs no salt: nobody guesses 32 random bytes.
type starterToken struct {
	ID    string    `json:"id"`
	Hash  []byte    `json:"hash"`
	Since time.Time `json:"since"`
}

// newToken makes the token; an earlier one is void.
func (t *trust) newToken() (text string, kept starterToken, err error) {
	secret := make([]byte, sha256.Size)
	_, _ = rand.Read(secret) // never fails: https://pkg.go.dev/crypto/rand#Read
	text = tokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
	hash := sha256.Sum256([]byte(text))
	id := sha256.Sum256(hash[:])
	kept = starterToken{ID: hex.EncodeToString(id[:8]), Hash: hash[:], Since: time.Now().UTC()}
	data, err := json.Marshal(kept)
	if err != nil {
		return "", starterToken{}, fmt.Errorf("encode token: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := store.WriteFile(t.tokenPath, data); err != nil {
		return "", starterToken{}, err
	}
	t.starter = &kept
	return text, kept, nil
}

func (t *trust) isToken(text string) bool {
	token, known := t.token()
	hash := sha256.Sum256([]byte(text))
	return known && subtle.ConstantTimeCompare(hash[:], token.Hash) == 1
}

func (t *trust) token() (starterToken, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.starter == nil {
		return starterToken{}, false
	}
	return *t.starter, true
}

func (t *trust) forgetToken(id string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.starter == nil || t.starter.ID != id {
		return nil
	}
	if err := os.Remove(t.tokenPath); err != nil {
		return fmt.Errorf("forget the token: %w", err)
	}
	t.starter = nil
	return nil
}

func readStarterToken(dir string) (*starterToken, error) {
	path := filepath.Join(dir, tokenFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the token: %w", err)
	}
	token := new(starterToken)
	if err := json.Unmarshal(data, token); err != nil || len(token.Hash) != sha256.Size {
		return nil, fmt.Errorf("the file %s is damaged; move it away and make a new token", path)
	}
	return token, nil
}
