package companion

import (
	"context"
	"encoding/hex"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	auditHeadName = "audit-head"
	// keepHeadEvery and keepHeadAfter are how far the head that is kept beside the secrets may be behind the log.
	keepHeadEvery = 5 * time.Second
	keepHeadAfter = 100
	// gatherFor is how long entries come together before they are written with one sync.
	gatherFor = 100 * time.Millisecond
	// maxUnwritten bounds what waits in memory while the disk takes nothing.
	maxUnwritten = 10_000
)

// The intents of audit entries, beside store.AuditDiscovery.
const (
	auditAdd     = "add"
	auditUpdate  = "update"
	auditFetch   = "fetch"
	auditAnswer  = "answer"
	auditRetry   = "retry"
	auditCancel  = "cancel"
	auditBatch   = "batch"
	auditConnect = "connect"
	auditForget  = "forget"
	auditData    = "export_data"
)

// auditor writes the audit log. Whoever has something to note hands it over and goes on: a goroutine of its own writes, so
// that no receipt waits for it. What a crash finds in memory still, a moment's worth, is missing in the log; what was accepted
// and done stands in the queue all the same.
type auditor struct {
	log      *store.AuditLog
	people   *store.AuditPeople
	accounts *store.Store
	dir      string
	logger   *slog.Logger

	mu      sync.Mutex
	pending []auditEvent
	work    chan struct{}

	// writing guards what follows, which only the writer uses.
	writing   sync.Mutex
	begun     bool
	kept      store.AuditHead
	connected map[string]time.Time
	trouble   string
}

// auditEvent is an entry before it has its place; person is who it is about, as personOf says.
type auditEvent struct {
	entry  store.AuditEntry
	person string
}

// openAudit uses the log of the data folder. Its keys are made from the queue's and are kept nowhere.
func (s *Service) openAudit(queueKey []byte) error {
	people, err := store.OpenAuditPeople(filepath.Join(s.dataDir, "audit-people"), hmacOf(queueKey, "people of the audit log"))
	if err != nil {
		return err
	}
	s.audit = &auditor{
		log:    store.OpenAudit(filepath.Join(s.dataDir, "audit.log"), hmacOf(queueKey, "audit log")),
		people: people, accounts: s.accounts.store, dir: s.dataDir, logger: s.logger, work: make(chan struct{}, 1),
	}
	return nil
}

// note hands an entry over. It never waits and never fails.
func (a *auditor) note(ctx context.Context, intent, outcome, account, person string) {
	a.noteAt(time.Now(), ctx, intent, outcome, account, person)
}

func (a *auditor) noteAt(at time.Time, ctx context.Context, intent, outcome, account, person string) {
	e := store.AuditEntry{Time: at.UTC().Truncate(time.Millisecond), Who: whoAsked(ctx), Account: account, Intent: intent, Outcome: outcome}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.pending) == maxUnwritten {
		a.logger.Error("audit entry lost")
		return
	}
	a.pending = append(a.pending, auditEvent{e, person})
	select {
	case a.work <- struct{}{}:
	default:
	}
}

// whoAsked is the way in and the program; what nobody asked for is the service's own.
func whoAsked(ctx context.Context) string {
	peer := extension.PeerFrom(ctx)
	if peer.Route == "" {
		return "service"
	}
	who := peer.Route + ": " + peer.Client.Name
	if peer.Caller != "" {
		who += " in " + peer.Caller
	}
	return strings.ToValidUTF8(who, "")
}

// personOf is how the audit log knows a person: by profile, and without one by what identifies them best.
func personOf(profileID int64, groups []queue.Group) string {
	switch {
	case profileID > 0:
		return "profile " + strconv.FormatInt(profileID, 10)
	case len(groups) > 0:
		return "group " + hex.EncodeToString(groups[0][:])
	}
	return ""
}
