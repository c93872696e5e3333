package companion

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// diskPause is how long delivery rests when the disk is full.
const diskPause = 5 * time.Second

// work takes due items one after another until ctx ends. Which item is due, and that no two of the same person are worked
// on at once, is the queue's business.
func (s *Service) work(ctx context.Context) error {
	for {
		lease, err := s.queue.Lease(ctx)
		if ctx.Err() != nil {
			return nil
		}
		var full *queue.DiskFullError
		if errors.As(err, &full) {
			// Nothing can be recorded, so nothing may be sent; the service stays up and goes on once there is room.
			s.logger.Error("disk full", "free", full.Free, "need", full.Need)
			sleep(ctx, diskPause)
			continue
		}
		if err != nil {
			return err
		}
		s.attempt(ctx, lease)
	}
}

// attempt makes one attempt at an item and stores what came of it.
func (s *Service) attempt(ctx context.Context, lease queue.Lease) {
	wakes := s.wakes.Load()
	ctx = harvest.WithPriority(ctx, pace(lease.Item.Priority))
	d, err := s.newDelivery(lease)
	if err == nil {
		err = d.run(ctx)
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		// Stopping: the item stays leased on disk and is ready again at the next start.
		return
	}
	d.noteAccount(err)
	dec := decide(err, d.journal.Failures, time.Now())
	if err := d.finish(dec, err); err != nil {
		s.logger.Error("store outcome", "item", lease.Item.ID, "error", err)
		return
	}
	if dec.due.IsZero() && s.wakes.Load() != wakes {
		// What it waits for may have come while the waiting was being stored.
		s.wakeItems(dec.cause)
	}
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
func (d *delivery) noteAccount(err error) {
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
	}
}

// finish stores the decision under the lease. A cancellation that came meanwhile is obeyed as long as nothing was written.
func (d *delivery) finish(dec decision, cause error) error {
	if dec.failed {
		d.journal.Failures++
	}
	if d.journal.Question = dec.question; dec.question != nil && dec.question.Step == "" {
		dec.question.Step = d.sending
	}
	d.journal.tell(dec.moment())
	err := d.releaseHold()
	if err == nil {
		err = d.store(dec, cause)
	}
	if errors.Is(err, queue.ErrCancelled) {
		return d.store(decision{state: queue.Cancelled}, nil)
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

func (d *delivery) store(dec decision, cause error) error {
	q := d.service.queue
	switch dec.state {
	case queue.Done:
		d.log().Info("done", "outcome", d.journal.outcomeNow(), "attempt", d.lease.Item.Attempt)
		return q.Complete(d.lease, d.doneReceipt())
	case queue.NeedsYou:
		d.log().Warn("needs a person", "cause", dec.cause)
		return q.NeedsYou(d.lease, dec.cause, d.journal.encode())
	case queue.Cancelled:
		d.log().Info("cancelled")
		return q.CancelLeased(d.lease, d.journal.encode())
	}
	d.log().Info("waiting", "cause", dec.cause, "failed", dec.failed, "error", cause)
	return q.WaitUntil(d.lease, queue.Wait{Due: dec.due, Cause: dec.cause}, d.journal.encode())
}

func (d *delivery) doneReceipt() []byte {
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
