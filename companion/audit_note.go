package companion

import (
	"context"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// noteAdd notes that a person was accepted.
func (s *Service) noteAdd(ctx context.Context, a add, person profile.Profile) {
	s.audit.note(ctx, a.intent(), "accepted", a.Account, personOf(person.ID, groups(a.Account, person)))
}

// intent is the audit log's word for what the item is for.
func (a add) intent() string {
	switch {
	case a.Update != nil:
		return auditUpdate
	case a.Fetch != 0:
		return auditFetch
	}
	return auditAdd
}

// noteOutcome notes how an attempt has ended, unless the item merely waits.
func (d *delivery) noteOutcome(dec decision) {
	outcome := string(d.journal.outcomeNow())
	switch dec.state {
	case queue.Done:
	case queue.NeedsYou, queue.Cancelled:
		outcome = string(dec.state)
		if dec.cause != "" {
			outcome += ": " + dec.cause
		}
	default:
		return
	}
	d.service.audit.note(context.Background(), d.add.intent(), outcome, d.add.Account, personOf(d.person.ID, d.lease.Item.Groups))
}

// noted notes that somebody has changed the item, unless err says that they have not, and returns err.
func (s *Service) noted(ctx context.Context, intent string, item queue.Item, err error) error {
	if err != nil {
		return err
	}
	a, person, _, _ := decodeAdd(item.Payload) // without its payload an item is nobody's
	s.audit.note(ctx, intent, "", a.Account, personOf(person.ID, item.Groups))
	return nil
}

// noteBatch notes that somebody has handed many people over, each of whom has an entry of their own as well.
func (s *Service) noteBatch(ctx context.Context, req extension.Batch) {
	s.audit.note(ctx, auditBatch, "accepted", accountOr(req.Account), "")
}

// noteReload notes the accounts that were connected since the last look.
func (s *Service) noteReload(ctx context.Context) {
	a := s.audit
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := a.noteConnectedLocked(ctx, time.Time{}); err != nil {
		s.logger.Error("note accounts", "error", err)
	}
}

// noteConnectedLocked goes by when each account was connected: at the first look by what is later than the last entry.
func (a *auditor) noteConnectedLocked(ctx context.Context, since time.Time) error {
	accounts, err := a.accounts.Accounts()
	if err != nil {
		return err
	}
	if a.connected == nil {
		a.connected = map[string]time.Time{}
		for _, account := range accounts {
			if !account.ConnectedAt.After(since) {
				a.connected[account.Name] = account.ConnectedAt
			}
		}
	}
	for _, account := range accounts {
		if !account.ConnectedAt.Equal(a.connected[account.Name]) {
			a.connected[account.Name] = account.ConnectedAt
			a.noteAt(account.ConnectedAt, ctx, auditConnect, "connected", account.Name, "")
		}
	}
	return nil
}
