package companion

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// diskPause is how long delivery rests when the disk is full.
const diskPause = 5 * time.Second

func (s *Service) work(ctx context.Context) error { return s.workOn(ctx, queue.Background) }

// workOnClicks keeps a place free for whoever presses the button while every worker waits for the rate limit with an export.
func (s *Service) workOnClicks(ctx context.Context) error { return s.workOn(ctx, queue.Click) }

// workOn takes due items of at least this priority one after another until ctx ends. Which item is due, and that no two of
// the same person are worked on at once, is the queue's business.
func (s *Service) workOn(ctx context.Context, least queue.Priority) error {
	for {
		lease, err := s.queue.LeaseUrgent(ctx, least)
		if ctx.Err() != nil {
			return nil
		}
		if s.outOfSpace(err) {
			// Nothing can be recorded, so nothing may be sent; the service stays up and goes on once there is room.
			sleep(ctx, diskPause)
			continue
		}
		if err == nil {
			err = s.attempt(ctx, lease)
		}
		if err != nil {
			return err
		}
	}
}

// outOfSpace says, also in the log, that the disk is full.
func (s *Service) outOfSpace(err error) bool {
	var full *queue.DiskFullError
	if !errors.As(err, &full) {
		return false
	}
	s.logger.Error("disk full", "free", full.Free, "need", full.Need)
	return true
}

// unlessDecided drops an error by which the queue refused one change. Any other means that the disk does not hold what it
// is given: only opening the queue again, at the next start, tells what is there.
func unlessDecided(err error) error {
	decided := []error{
		queue.ErrStaleLease, queue.ErrBadState, queue.ErrNotFound, queue.ErrTooLarge, queue.ErrDamaged, queue.ErrCancelled,
	}
	if slices.ContainsFunc(decided, func(answer error) bool { return errors.Is(err, answer) }) {
		return nil
	}
	return fmt.Errorf("store outcome: %w", err)
}

// attempt makes one attempt at an item and stores what came of it. An error is for the service to end with.
func (s *Service) attempt(ctx context.Context, lease queue.Lease) error {
	started, wakes := time.Now(), s.wakes.Load()
	ctx = harvest.WithPriority(ctx, pace(lease.Item.Priority))
	d, err := s.newDelivery(lease)
	if err == nil {
		err = d.run(harvest.WithCounter(ctx, &d.requests))
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		// Stopping: the item stays leased on disk and is ready again at the next start.
		return nil
	}
	if s.outOfSpace(err) {
		// No trouble of Greenhouse's. It goes on from what is known here as soon as that can be stored.
		err = &wait{cause: CauseUnavailable, after: diskPause}
	}
	dec := decide(err, d.journal.Failures, time.Now())
	d.noteAccount(err, dec, started)
	if err := d.finish(ctx, dec, err); err != nil {
		s.logger.Error("store outcome", "item", lease.Item.ID, "error", err)
		return unlessDecided(err)
	}
	if dec.due.IsZero() && s.wakes.Load() != wakes {
		// What it waits for may have come while the waiting was being stored.
		s.wakeItems(dec.cause)
	}
	return nil
}

func (s *Service) newDelivery(lease queue.Lease) (*delivery, error) {
	d := &delivery{service: s, lease: lease, held: lease.Item.Held}
	var err error
	if d.journal, err = decodeJournal(lease.Item.Progress); err != nil {
		return d, err
	}
	d.journal.Question = nil
	d.add, d.person, d.unread, err = decodeAdd(lease.Item.Payload)
	return d, err
}

// noteAccount lets what one add learnt about its account count for all of them.
func (d *delivery) noteAccount(err error, dec decision, started time.Time) {
	if d.conn == nil {
		return
	}
	var (
		auth *harvest.AuthError
		w    *wait
	)
	switch {
	case unreachable(err):
		d.service.reportOffline(d.conn)
	case errors.As(err, &auth):
		d.conn.pause(CauseConnectAgain)
		d.service.logger.Error("credential refused", "account", d.add.Account, "status", auth.Status)
	case errors.As(err, &w) && w.cause == CauseReadsRefused:
		d.conn.pause(CauseReadsRefused)
		d.service.logger.Error("reads refused", "account", d.add.Account)
	case outOfOrder(err) || d.journal.unclearSince(started):
		d.service.reportTrouble(d.conn, d.lease.Item.ID)
	case dec.state == queue.Done || dec.state == queue.NeedsYou:
		d.service.reportSuccess(d.conn)
	}
}

// finish stores the decision under the lease, as soon as there is room for it. Until then the item stays leased, and
// nothing that happened in Greenhouse is forgotten.
func (d *delivery) finish(ctx context.Context, dec decision, cause error) error {
	d.noteRequests()
	if dec.failed {
		d.journal.Failures++
	}
	if d.journal.Question = dec.question; dec.question != nil && dec.question.Step == "" {
		dec.question.Step = d.sending
	}
	d.journal.tell(dec.moment())
	for {
		err := d.conclude(dec, cause)
		if !d.service.outOfSpace(err) {
			return err
		}
		if !sleep(ctx, diskPause) {
			return nil // stopping: the last checkpoint and a look in Greenhouse tell the next start all
		}
	}
}

// conclude ends the lease. A cancellation that came meanwhile is obeyed as long as nothing was written.
func (d *delivery) conclude(dec decision, cause error) error {
	err := d.releaseHold()
	if err == nil {
		err = d.store(dec)
	}
	if errors.Is(err, queue.ErrCancelled) {
		dec = decision{state: queue.Cancelled}
		err = d.store(dec)
	}
	if err == nil {
		d.logOutcome(dec, cause)
		d.noteOutcome(dec)
	}
	return err
}

// releaseHold lets others of the same person go ahead when what was about to be written was refused after all.
func (d *delivery) releaseHold() error {
	if !d.held || d.journal.begun() {
		return nil
	}
	return d.checkpoint()
}

func (d *delivery) store(dec decision) error {
	q := d.service.queue
	switch dec.state {
	case queue.Done:
		return q.Complete(d.lease, d.doneReceipt())
	case queue.NeedsYou:
		return q.NeedsYou(d.lease, dec.cause, d.journal.encode())
	case queue.Cancelled:
		return q.CancelLeased(d.lease, d.journal.encode())
	}
	return q.WaitUntil(d.lease, queue.Wait{Due: dec.due, Cause: dec.cause}, d.journal.encode())
}

func (d *delivery) logOutcome(dec decision, cause error) {
	switch dec.state {
	case queue.Done:
		d.log().Info("done", "outcome", d.journal.outcomeNow(), "attempt", d.lease.Item.Attempt)
	case queue.NeedsYou:
		d.log().Warn("needs a person", "cause", dec.cause)
	case queue.Cancelled:
		d.log().Info("cancelled")
	default:
		d.log().Info("waiting", "cause", dec.cause, "failed", dec.failed, "error", cause)
	}
}

func (d *delivery) doneReceipt() []byte {
	d.journal.Base = d.base
	receipt := d.journal.receipt(d.applications)
	return receipt.encode()
}

func (d *delivery) log() *slog.Logger {
	return d.service.logger.With("item", d.lease.Item.ID)
}

// keepFinished is how long what was sent stays readable after it is done; the receipt stays for good.
const keepFinished = 24 * time.Hour

// eraseFinished erases the personal data of finished adds, now and every hour.
func (s *Service) eraseFinished(ctx context.Context) error {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if n, err := s.queue.EraseDone(time.Now().Add(-keepFinished)); err != nil {
			s.logger.Error("erase finished", "error", err)
		} else if n > 0 {
			s.logger.Info("erased finished", "count", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
