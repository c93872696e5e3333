package companion

import (
	"context"
	"errors"
	"path/filepath"
	"sync"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// amazingHiringSource keeps one client for as long as the token is the same, so that all who ask share its limits.
type amazingHiringSource struct {
	mu     sync.Mutex
	client *amazinghiring.Client
	token  string
	// lists are folders that somebody is reading part by part.
	lists memberLists
}

// amazingHiring is the client of AmazingHiring's API, with the token the user gave.
func (s *Service) amazingHiring() (*amazinghiring.Client, error) {
	token, err := s.amazingHiringToken()
	if err != nil {
		return nil, err
	}
	s.source.mu.Lock()
	defer s.source.mu.Unlock()
	if s.source.client != nil && s.source.token == token {
		return s.source.client, nil
	}
	client, err := amazinghiring.New(amazinghiring.Config{
		BaseURL: s.settings.AmazingHiring.URL, Token: amazinghiring.Token(token), HTTP: s.amazingHiringHTTP(),
	})
	if err != nil {
		return nil, err
	}
	s.source.client, s.source.token = client, token
	return client, nil
}

func (s *Service) amazingHiringToken() (string, error) {
	account, connected, err := s.accounts.store.AmazingHiring()
	if err != nil {
		return "", err
	}
	if !connected {
		return "", newProblem(extension.CodeAmazingHiringNotConnected, "AmazingHiring's API is not connected.",
			"Type the person's details into the form, or connect the API with greenhouse-companion connect-amazinghiring.")
	}
	place, err := openSecrets(s.dataDir, account.SecretStore)
	if err != nil {
		return "", err
	}
	return place.get(amazingHiringToken)
}

// folders lists the folders that the token may see.
func (s *Service) folders(ctx context.Context, _ extension.FoldersQuery) (extension.Folders, error) {
	client, err := s.amazingHiring()
	if err != nil {
		return extension.Folders{}, err
	}
	var reply extension.Folders
	for f, err := range client.Folders(ctx) {
		if oneRow(err) {
			continue
		}
		if err != nil {
			return extension.Folders{}, amazingHiringProblem(err)
		}
		reply.Folders = append(reply.Folders, extension.Folder{ID: extension.ID(f.ID), Name: f.Name, People: f.Members})
	}
	return reply, nil
}

// oneRow says that a single row of a list could not be understood; the others can.
func oneRow(err error) bool {
	var field *amazinghiring.FieldError
	return errors.As(err, &field)
}

// openBatches opens what exports are remembered in.
func (s *Service) openBatches() (err error) {
	if s.batches, err = store.OpenBatches(filepath.Join(s.dataDir, "batches")); err != nil {
		return err
	}
	if s.opened, err = store.OpenOpened(filepath.Join(s.dataDir, "fetched-profiles")); err != nil {
		return err
	}
	return s.loadBatches()
}
