package companion

import (
	"context"
	"fmt"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
)

// keepAudit writes what is handed over until ctx ends; close writes the rest.
func (s *Service) keepAudit(ctx context.Context) error {
	tick := time.NewTicker(keepHeadEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.audit.work:
			if sleep(ctx, gatherFor) {
				s.audit.flush(false)
			}
		case <-tick.C:
			s.audit.flush(true)
		}
	}
}

// flush writes what was handed over. The head is kept when enough has come together, and when it must be.
func (a *auditor) flush(keep bool) {
	a.writing.Lock()
	defer a.writing.Unlock()
	err := a.beginLocked()
	if err == nil {
		err = a.writeLocked()
	}
	if err == nil {
		err = a.keepLocked(keep)
	}
	a.tellLocked(err)
}

// tellLocked logs a trouble once, however often it is tried again.
func (a *auditor) tellLocked(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text != "" && text != a.trouble {
		a.logger.Error("write audit log", "error", text)
	}
	a.trouble = text
}

// beginLocked compares the log with the head that was kept, once. A log that is not as it was left gets an entry that says
// so: the kept head moves on, and must not take the discovery with it.
func (a *auditor) beginLocked() error {
	if a.begun {
		return nil
	}
	kept, err := a.readHead()
	if err != nil {
		return err
	}
	head, err := a.log.Head()
	if err != nil {
		return err
	}
	last, err := a.log.Last()
	if err != nil {
		return err
	}
	a.begun, a.kept = true, kept
	if kept.Count > head.Count || kept.Count == head.Count && kept.Hash != head.Hash {
		a.note(context.Background(), store.AuditDiscovery, fmt.Sprintf("%d entries instead of %d, or another last one", head.Count, kept.Count), "", "")
	}
	return a.noteConnectedLocked(context.Background(), last.Time)
}

func (a *auditor) writeLocked() error {
	a.mu.Lock()
	events := a.pending
	a.mu.Unlock()
	if len(events) == 0 {
		return nil
	}
	entries, err := a.entries(events)
	if err != nil {
		return err
	}
	if _, err := a.log.Append(entries); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pending = a.pending[len(events):]
	return nil
}

// entries gives people their pseudonyms, and accounts the last characters of their keys.
func (a *auditor) entries(events []auditEvent) ([]store.AuditEntry, error) {
	accounts, err := a.accounts.Accounts()
	if err != nil {
		return nil, err
	}
	tails := map[string]string{}
	for _, account := range accounts {
		tails[account.Name] = account.KeyTail
	}
	var entries []store.AuditEntry
	for _, event := range events {
		e := event.entry
		e.Key = tails[e.Account]
		if e.Person, err = a.people.Pseudonym(event.person); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}
