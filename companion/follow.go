package companion

import (
	"context"
	"errors"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// followFolders looks for changes in the folders of exports that follow: all of them from time to time, and one that was
// not read yet at once.
func (s *Service) followFolders(ctx context.Context) error {
	if s.settings.Updates.Disabled {
		return nil
	}
	tick := time.NewTicker(s.settings.Updates.every())
	defer tick.Stop()
	all := true
	for {
		s.poll(ctx, all)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			all = true
		case <-s.followNow:
			all = false
		}
	}
}

// pollSoon has the exports looked at that were not read yet.
func (s *Service) pollSoon() {
	select {
	case s.followNow <- struct{}{}:
	default: // it is on its way already
	}
}

// poll looks at the folders one after another. What cannot be asked now is looked at the next time; nothing is lost, because
// an export remembers up to when it knows its folder.
func (s *Service) poll(ctx context.Context, all bool) {
	batches, err := s.followed(all)
	if err != nil {
		s.logger.Error("look for exports that follow", "error", err)
		return
	}
	if all && len(batches) == 0 {
		s.tokenRefused.Store(false)
	}
	for _, b := range batches {
		err := s.pollBatch(ctx, b)
		if ctx.Err() != nil {
			return
		}
		if refused := tokenRefused(err); s.tokenRefused.Swap(refused) != refused && refused {
			s.logger.Error("AmazingHiring refuses the token: updates wait")
		} else if err != nil && !refused {
			s.logger.Warn("look for changes", "batch", b.ID, "error", err)
		}
	}
}

// followed are the exports to be looked at: all that follow, or those of them that were not read yet.
func (s *Service) followed(all bool) ([]store.Batch, error) {
	batches, err := s.batches.List()
	if err != nil {
		return nil, err
	}
	var out []store.Batch
	for _, b := range batches {
		if !follows(b) || !all && !b.Polled.IsZero() {
			continue
		}
		account, connected, err := s.accounts.store.Account(b.Account)
		if err != nil {
			return nil, err
		}
		if connected && !account.UpdatesOff {
			out = append(out, b)
		}
	}
	return out, nil
}

// follows says whether later changes of the batch's people are looked for, the account aside.
func follows(b store.Batch) bool {
	return b.Kind == extension.BatchFolder && b.AutoUpdate && b.FolderID != 0 && !b.Cancelled && !b.Paused
}

// tokenRefused says that somebody must connect AmazingHiring again.
func tokenRefused(err error) bool {
	var (
		auth    *amazinghiring.AuthError
		problem *extension.Error
	)
	return errors.As(err, &auth) || errors.As(err, &problem) && problem.Code == extension.CodeAmazingHiringNotConnected
}
