package companion

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	// endWithin is how long forgetting waits for a write that is under way, looking every endEvery.
	endWithin = 30 * time.Second
	endEvery  = 50 * time.Millisecond
)

// forgetPerson erases what this computer holds about one person. While something is under way for them it does so only if
// that is to be cancelled. In Greenhouse nothing is changed. After an error, doing it again does the rest.
func (s *Service) forgetPerson(ctx context.Context, req extension.ForgetPerson) (extension.Forgotten, error) {
	of, err := s.subject(req.Profile)
	if err != nil {
		return extension.Forgotten{}, err
	}
	if n := len(of.unfinished()); n > 0 && !req.Cancel {
		return extension.Forgotten{UnderWay: n, Items: len(of.items)}, nil
	}
	reply := extension.Forgotten{Erased: true}
	if reply.Batches, err = s.dropFromBatches(of.ids); err != nil {
		return extension.Forgotten{}, err
	}
	if of, err = s.endItems(ctx, req.Profile, of); err != nil {
		return extension.Forgotten{}, err
	}
	more, err := s.dropFromBatches(of.ids) // profiles that came to light since
	if err != nil {
		return extension.Forgotten{}, err
	}
	reply.Batches += more
	reply.Items, reply.Remains = len(of.items), s.remains(of)
	if reply.Files, err = s.eraseSubject(ctx, of); err != nil {
		return extension.Forgotten{}, diskProblem("forget", "not everything was erased", "forget the person again", err)
	}
	return reply, nil
}

// dropFromBatches leaves a place without a name in every batch that has the profiles, so that its figures stay right.
func (s *Service) dropFromBatches(ids map[int64]bool) (dropped int, err error) {
	batches, err := s.batches.List()
	if err != nil {
		return 0, err
	}
	for _, b := range batches {
		if !slices.ContainsFunc(b.People, func(p store.BatchPerson) bool { return p.ProfileID != 0 && ids[p.ProfileID] }) {
			continue
		}
		_, _, err := s.batches.Update(b.ID, func(b *store.Batch) {
			for i, p := range b.People {
				if p.ProfileID != 0 && ids[p.ProfileID] {
					b.People[i] = store.BatchPerson{LeftOut: true}
				}
			}
		})
		if err != nil {
			return dropped, err
		}
		dropped++
	}
	return dropped, nil
}

// endItems cancels what has not begun and waits for what has. A profile that was just fetched may have become an item of its
// own meanwhile, so the person is looked for anew each time.
func (s *Service) endItems(ctx context.Context, text string, of subject) (subject, error) {
	deadline := time.Now().Add(endWithin)
	for open := of.unfinished(); len(open) > 0; open = of.unfinished() {
		if time.Now().After(deadline) {
			return of, newProblem(extension.CodeBusy, "Something is being written for this person and does not come to an end.", "Try again in a moment.")
		}
		for _, item := range open {
			if _, err := s.queue.Cancel(item.ID); err != nil && !errors.Is(err, queue.ErrBadState) {
				return of, err // ErrBadState: ended meanwhile
			}
		}
		if !sleep(ctx, endEvery) {
			return of, ctx.Err()
		}
		var err error
		if of, err = s.subject(text); err != nil {
			return of, err
		}
	}
	return of, nil
}

// eraseSubject leaves the pseudonym for last: until then the audit log can say whom it was about.
func (s *Service) eraseSubject(ctx context.Context, of subject) (files int, err error) {
	hashes := map[string]bool{}
	var ids []queue.ItemID
	for _, item := range of.items {
		ids = append(ids, item.ID)
		for _, file := range item.files {
			hashes[file.SHA256] = true
		}
	}
	if err := s.queue.Forget(ids); err != nil {
		return 0, err
	}
	if files, err = s.eraseFiles(hashes); err != nil {
		return files, err
	}
	if err := errors.Join(s.opened.Forget(of.ids), s.dropFromIndexes(of), s.dropRemnants()); err != nil {
		return files, err
	}
	s.chains.forget(of.ids)
	return files, s.audit.forget(ctx, of.people())
}

// eraseFiles removes the files unless somebody else's add names one of them too.
func (s *Service) eraseFiles(hashes map[string]bool) (int, error) {
	if len(hashes) == 0 {
		return 0, nil
	}
	needed, err := s.neededFiles()
	if err != nil {
		return 0, err
	}
	return s.files.Sweep(func(hash string) bool { return needed[hash] || !hashes[hash] }, 0)
}

// forget drops what is remembered of the profiles' updates.
func (c *chains) forget(ids map[int64]bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for of := range c.known {
		if ids[of.profile] {
			delete(c.known, of)
		}
	}
}

// forget notes that the people were forgotten and then forgets which pseudonym was whose. The log itself stays as it is.
func (a *auditor) forget(ctx context.Context, people []string) error {
	for _, person := range people {
		a.note(ctx, auditForget, "forgotten", "", person)
	}
	a.flush(true)
	return a.people.Forget(people)
}
