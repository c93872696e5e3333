package companion

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	// maxBatch is how many people a batch may have. Its file is read as a whole.
	maxBatch = 20_000
	// maxBatchID leaves room for a profile's id in the request ids made from it.
	maxBatchID = 70
)

// batch accepts many people at once. First the list is kept, then the people of a folder are enqueued; doing it again after
// a crash finds the same list and enqueues who is missing.
func (s *Service) batch(ctx context.Context, req extension.Batch) (extension.BatchReply, error) {
	if err := checkBatch(req); err != nil {
		return extension.BatchReply{}, err
	}
	b, known, err := s.batches.Get(req.BatchID)
	if err == nil && !known {
		b, err = s.newBatch(req)
	}
	if err != nil {
		return extension.BatchReply{}, err
	}
	if err := s.enqueueBatch(ctx, b, req); err != nil {
		return extension.BatchReply{}, err
	}
	s.noteBatch(ctx, req)
	s.pollSoon()
	return s.batchReply(b)
}

func checkBatch(req extension.Batch) error {
	bad := func(message string) error {
		return newProblem(extension.CodeBadRequest, message, "Correct the batch and send it again.")
	}
	switch {
	case req.BatchID == "" || len(req.BatchID) > maxBatchID:
		return bad("The batch has no usable batch_id of 1 to 70 characters.")
	case req.Kind != extension.BatchFolder && req.Kind != extension.BatchSheet:
		return bad("The batch's kind is neither folder nor sheet.")
	case len(req.People) == 0 || len(req.People) > maxBatch:
		return bad(fmt.Sprintf("The batch must have 1 to %d people.", maxBatch))
	case req.AutoUpdate && (req.Kind != extension.BatchFolder || req.FolderID <= 0):
		return bad("Automatic updates are for a folder, and need its folder_id.")
	}
	for _, p := range req.People {
		if p.ProfileID < 0 || (req.Kind == extension.BatchFolder) != (p.ProfileID > 0) {
			return bad("The people of a folder need a profile_id each; those of a sheet have none.")
		}
		if req.Kind == extension.BatchSheet && (p.RequestID == "" || len(p.RequestID) > maxRequestID) {
			return bad("The people of a sheet need a request_id of 1 to 100 characters each.")
		}
		if p.Target != nil {
			if err := checkTarget(*p.Target); err != nil {
				return err
			}
		}
	}
	return checkTarget(req.Target)
}

// newBatch fixes who belongs to the batch. Who would have to be fetched for the first time beyond the confirmed number is
// left out: without confirmation nothing unopened is fetched.
func (s *Service) newBatch(req extension.Batch) (store.Batch, error) {
	target, err := json.Marshal(req.Target)
	if err != nil {
		return store.Batch{}, fmt.Errorf("encode target: %w", err)
	}
	b := store.Batch{
		ID: req.BatchID, Account: accountOr(req.Account), Kind: req.Kind, Name: req.Name, Target: target, Created: time.Now().UTC(),
		FolderID: int64(req.FolderID), AutoUpdate: req.AutoUpdate,
	}
	left := req.MaxFirst
	for _, p := range req.People {
		person := store.BatchPerson{RequestID: p.RequestID, ProfileID: int64(p.ProfileID)}
		if req.Kind == extension.BatchFolder {
			person.RequestID = fmt.Sprintf("%s/%d", req.BatchID, p.ProfileID)
			if !s.opened.Has(person.ProfileID) {
				person.LeftOut = left <= 0
				left--
			}
		}
		b.People = append(b.People, person)
	}
	return b, s.batches.Put(b)
}

// enqueueBatch puts the people of a folder into the queue, many at a time so that they share the syncs.
func (s *Service) enqueueBatch(ctx context.Context, b store.Batch, req extension.Batch) error {
	if b.Kind != extension.BatchFolder || b.Cancelled {
		return nil
	}
	targets := map[extension.ID]*extension.Target{}
	for _, p := range req.People {
		targets[p.ProfileID] = p.Target
	}
	return inParallel(ctx, b.People, func(ctx context.Context, p store.BatchPerson) error {
		if p.LeftOut {
			return nil
		}
		target := req.Target
		if own := targets[extension.ID(p.ProfileID)]; own != nil {
			target = *own
		}
		return s.enqueueFetch(ctx, b, p, target)
	})
}

func (s *Service) enqueueFetch(ctx context.Context, b store.Batch, p store.BatchPerson, target extension.Target) error {
	payload, err := json.Marshal(add{
		RequestID: p.RequestID, Account: b.Account, Target: target, Batch: b.ID, Fetch: p.ProfileID, ProfileBase: s.settings.AmazingHiring.URL,
	})
	if err != nil {
		return fmt.Errorf("encode fetch: %w", err)
	}
	_, _, err = s.queue.Enqueue(ctx, queue.Add{DedupeKey: dedupeKey(b.Account, p.RequestID), Priority: queue.Export, Payload: payload})
	if err != nil {
		return intakeProblem(err)
	}
	return nil
}

// changeBatch pauses, resumes or cancels. A write under way is finished first, and what was sent stays.
func (s *Service) changeBatch(_ context.Context, req extension.BatchChange) (extension.BatchReply, error) {
	change, known := batchChanges[req.Action]
	if !known {
		return extension.BatchReply{}, newProblem(extension.CodeBadRequest, "The action is unknown.", "Use pause, resume or cancel.")
	}
	b, known, err := s.batches.Update(req.BatchID, change)
	if err == nil && !known {
		err = newProblem(extension.CodeUnknownItem, "There is no such batch.", "List them with export list.")
	}
	if err == nil {
		err = s.applyBatch(b)
	}
	if err != nil {
		return extension.BatchReply{}, err
	}
	return s.batchReply(b)
}

var batchChanges = map[string]func(*store.Batch){
	extension.BatchPause:  func(b *store.Batch) { b.Paused = true },
	extension.BatchResume: func(b *store.Batch) { b.Paused = false },
	extension.BatchCancel: func(b *store.Batch) { b.Cancelled, b.Paused = true, false },
}

// applyBatch makes the batch's state count for its items.
func (s *Service) applyBatch(b store.Batch) (err error) {
	s.holdBatch(b)
	if b.Cancelled {
		s.cancelItems(b)
		if b.AutoUpdate {
			err = s.stopUpdates(b, profilesOf(b.People))
		}
	}
	if !b.Paused {
		s.wakeItems(CausePaused)
	}
	return err
}

// holdBatch remembers why the people of a batch do not go on; nil is no reason.
func (s *Service) holdBatch(b store.Batch) {
	switch {
	case b.Cancelled:
		s.heldBatches.Store(b.ID, queue.ErrCancelled)
	case b.Paused:
		s.heldBatches.Store(b.ID, &wait{cause: CausePaused})
	default:
		s.heldBatches.Delete(b.ID)
	}
}

func (s *Service) cancelItems(b store.Batch) {
	for _, p := range b.People {
		for _, request := range []string{p.RequestID, fetchedRequest(p.RequestID)} {
			item, err := s.queue.ByDedupeKey(dedupeKey(b.Account, request))
			if err == nil && !finished(item.State) {
				_, _ = s.queue.Cancel(item.ID) // finished meanwhile: nothing to cancel
			}
		}
	}
}

func finished(state queue.State) bool { return state == queue.Done || state == queue.Cancelled }

// loadBatches holds those back from the start on that are paused or cancelled.
func (s *Service) loadBatches() error {
	all, err := s.batches.List()
	for _, b := range all {
		s.holdBatch(b)
	}
	return err
}

// heldBack is why an add of a batch does not go on, or nil. What has begun to be written is finished.
func (d *delivery) heldBack() error {
	held, _ := d.service.heldBatches.Load(d.add.Batch)
	err, _ := held.(error)
	if !errors.Is(err, queue.ErrCancelled) {
		return err
	}
	if d.journal.begun() {
		return nil
	}
	_, unable := d.service.queue.Cancel(d.lease.Item.ID)
	return cmp.Or(unable, err)
}
