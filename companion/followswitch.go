package companion

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// changeUpdates switches automatic updates off or on. What was sent stays, and what has begun is finished; whatever changed
// while they were off follows when they are on again.
func (s *Service) changeUpdates(_ context.Context, req extension.UpdatesChange) (state extension.UpdatesState, err error) {
	switch {
	case req.BatchID == "" && req.ProfileID != 0:
		err = newProblem(extension.CodeBadRequest, "The person's export is not named.", "Send the batch_id with the profile_id.")
	case req.BatchID == "":
		state.On, err = req.On, s.switchAccount(accountOr(req.Account), req.On)
	default:
		state.On, err = s.switchBatch(req)
	}
	if err == nil && req.On {
		s.pollSoon()
	}
	return state, err
}

func (s *Service) switchAccount(name string, on bool) error {
	known, err := s.accounts.store.SwitchUpdates(name, on)
	if err != nil {
		return fmt.Errorf("switch updates of account: %w", err)
	}
	if !known {
		return newProblem(extension.CodeNotConnected, "There is no such Greenhouse account.", "Connect it with greenhouse-companion connect.")
	}
	batches, err := s.batches.List()
	if err != nil {
		return err
	}
	for _, b := range batches {
		switch {
		case b.Account != name:
		case on:
			err = s.lookAgain(b.ID, profilesOf(b.People))
		default:
			err = s.cancelUpdates(name, profilesOf(b.People))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// switchBatch says what is in force then.
func (s *Service) switchBatch(req extension.UpdatesChange) (on bool, err error) {
	var people []store.BatchPerson
	b, known, err := s.batches.Update(req.BatchID, func(b *store.Batch) { people = switched(b, int64(req.ProfileID), req.On) })
	switch {
	case err != nil:
		return false, err
	case !known:
		return false, newProblem(extension.CodeUnknownItem, "There is no such batch.", "List them with export list.")
	case b.FolderID == 0:
		return false, newProblem(extension.CodeBadState, "It is not known which folder this export came from, so nothing can follow.",
			"Export the folder again with automatic updates.")
	case len(people) == 0:
		return false, newProblem(extension.CodeUnknownItem, "There is no such person in the export.", "See who is in it with export show.")
	case req.On:
		return b.AutoUpdate, s.lookAgain(b.ID, profilesOf(people))
	}
	return false, s.stopUpdates(b, profilesOf(people))
}

// switched stores the switch for the person, or without one for the batch, and returns whom it is about.
func switched(b *store.Batch, profileID int64, on bool) []store.BatchPerson {
	if b.FolderID == 0 {
		return nil
	}
	if profileID == 0 {
		b.AutoUpdate = on
		return slices.Clone(b.People)
	}
	i := slices.IndexFunc(b.People, func(p store.BatchPerson) bool { return p.ProfileID == profileID })
	if i < 0 {
		return nil
	}
	b.People[i].UpdatesOff = !on
	return []store.BatchPerson{b.People[i]}
}

func profilesOf(people []store.BatchPerson) map[int64]bool {
	ids := map[int64]bool{}
	for _, p := range people {
		ids[p.ProfileID] = true
	}
	return ids
}

// stopUpdates cancels what waits of the people. Other exports that know them are compared anew: it was theirs too.
func (s *Service) stopUpdates(of store.Batch, ids map[int64]bool) error {
	if err := s.cancelUpdates(of.Account, ids); err != nil {
		return err
	}
	batches, err := s.batches.List()
	if err != nil {
		return err
	}
	for _, b := range batches {
		if b.Account != of.Account || b.ID == of.ID || !follows(b) {
			continue
		}
		if err := s.lookAgain(b.ID, ids); err != nil {
			return err
		}
	}
	return nil
}

// lookAgain has the batch read anew, and the people compared as if nothing had been made of their changes before.
func (s *Service) lookAgain(batchID string, ids map[int64]bool) error {
	_, _, err := s.batches.Update(batchID, func(b *store.Batch) {
		for i := range b.People {
			if ids[b.People[i].ProfileID] {
				b.People[i].Seen, b.People[i].Behind, b.Polled = "", true, time.Time{}
			}
		}
	})
	return err
}
