package companion

import (
	"cmp"
	"net/http"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

const amazingHiringToken = "amazinghiring-token"

// amazingHiringPatience bounds one call to AmazingHiring.
const amazingHiringPatience = 30 * time.Second

// ConnectAmazingHiring keeps the token for AmazingHiring's API in the secret store. A running service uses it from its
// next question on. Whether the token is good shows when a profile is fetched: the API has nothing else to try it on.
func ConnectAmazingHiring(dataDir string, token harvest.Secret, secretStore string) error {
	if err := PrepareDataDir(dataDir); err != nil {
		return err
	}
	where := cmp.Or(secretStore, StoreOS)
	place, err := openSecrets(dataDir, where)
	if err != nil {
		return err
	}
	if err := place.set(amazingHiringToken, token.Reveal()); err != nil {
		return err
	}
	return store.Open(dataDir).PutAmazingHiring(store.AmazingHiring{
		SecretStore: where, TokenTail: token.Tail(), ConnectedAt: time.Now().UTC(),
	})
}

// amazingHiringHTTP goes the same way to the internet as the calls to Greenhouse.
func (s *Service) amazingHiringHTTP() *http.Client {
	return &http.Client{Timeout: amazingHiringPatience, Transport: s.accounts.options.transport}
}
