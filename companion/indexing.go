package companion

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/index"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// indexFolder begins the name of the folders that the indexes are in.
const indexFolder = "index-"

// indexes are the accounts' offline indexes, opened when they are first needed.
type indexes struct {
	dir string
	key []byte
	// look says that the accounts may have changed.
	look chan struct{}

	mu   sync.Mutex
	open map[string]*index.Index // by folder
}

// newIndexes derives the key of the hashes from the queue's; it is kept nowhere.
func newIndexes(dir string, queueKey []byte) *indexes {
	return &indexes{
		dir: dir, key: hmacOf(queueKey, "who is in Greenhouse"), look: make(chan struct{}, 1), open: map[string]*index.Index{},
	}
}

// folderOf names the folder of the account's index. Another organisation under the same name has another one.
func folderOf(a store.Account) string {
	name := digest("index", a.Name, a.HarvestURL, strconv.FormatInt(a.OrganizationID, 10), a.Organization)
	return indexFolder + hex.EncodeToString(name[:8])
}

// of returns the account's index. The lock is held while it is opened, so that this happens once. What another key has
// written is of no use to anybody and is begun anew.
func (x *indexes) of(a store.Account) (*index.Index, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	folder := folderOf(a)
	if people := x.open[folder]; people != nil {
		return people, nil
	}
	path := filepath.Join(x.dir, folder)
	people, err := index.Open(path, x.key)
	if errors.Is(err, index.ErrWrongKey) {
		if err = os.RemoveAll(path); err == nil {
			people, err = index.Open(path, x.key)
		}
	}
	if err == nil {
		x.open[folder] = people
	}
	return people, err
}

// keep closes and removes every index but those in the folders: nobody asks for them any more.
func (x *indexes) keep(folders map[string]bool) error {
	entries, err := os.ReadDir(x.dir)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	var errs []error
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, indexFolder) || folders[name] {
			continue
		}
		errs = append(errs, x.closeLocked(name), os.RemoveAll(filepath.Join(x.dir, name)))
	}
	return errors.Join(errs...)
}

func (x *indexes) closeLocked(folder string) error {
	people := x.open[folder]
	delete(x.open, folder)
	if people == nil {
		return nil
	}
	return people.Close()
}

func (x *indexes) close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	var errs []error
	for folder := range x.open {
		errs = append(errs, x.closeLocked(folder))
	}
	return errors.Join(errs...)
}

// closeIndexes ends with the service: what is on disk is whole at any time.
func (s *Service) closeIndexes() {
	if err := s.indexes.close(); err != nil {
		s.logger.Error("close indexes", "error", err)
	}
}

// changed has the accounts looked at now.
func (x *indexes) changed() {
	select {
	case x.look <- struct{}{}:
	default: // it is on its way already
	}
}

// indexLook is how often the accounts are looked at beside that.
const indexLook = time.Minute

// indexPeople keeps an index of every account that can have one, and none of others.
func (s *Service) indexPeople(ctx context.Context) error {
	keepers := map[string]context.CancelFunc{}
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		if err := s.keepIndexes(ctx, &wg, keepers); err != nil {
			s.logger.Error("look for accounts to index", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.indexes.look:
		case <-time.After(indexLook):
		}
	}
}

// keepIndexes starts what is missing of the keepers, which are there by folder, and stops those of accounts that are gone.
func (s *Service) keepIndexes(ctx context.Context, wg *sync.WaitGroup, keepers map[string]context.CancelFunc) error {
	accounts, err := s.accounts.store.Accounts()
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, a := range accounts {
		folder := folderOf(a)
		if s.withoutIndex(a) != "" {
			continue
		}
		if wanted[folder] = true; keepers[folder] == nil {
			own, cancel := context.WithCancel(ctx)
			keepers[folder] = cancel
			wg.Go(func() { s.keepIndex(own, a) })
		}
	}
	for folder, cancel := range keepers {
		if !wanted[folder] {
			cancel()
			delete(keepers, folder)
		}
	}
	return s.indexes.keep(wanted)
}

// Why an account has no index, in the words of the protocol.
const (
	noIndexDisabled = "disabled"
	noIndexVersion  = "not_in_version"
	noIndexUnusable = "unusable"
)

// withoutIndex is why the account has no index, "" when it has one. Version 1 has another paging, and is going away.
func (s *Service) withoutIndex(a store.Account) string {
	switch {
	case s.settings.Index.Disabled:
		return noIndexDisabled
	case a.Dialect == string(harvest.V1):
		return noIndexVersion
	}
	return ""
}
