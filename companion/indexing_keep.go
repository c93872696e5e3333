package companion

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/index"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	// indexRetry is the pause while the account cannot be used: not connected, offline, paused.
	indexRetry = time.Minute
	// indexMargin is by how much more than the settle time changes are read again: clocks differ, and lists lag.
	indexMargin = time.Minute
	// idsAsked is how many people one request asks for, the greatest number that Greenhouse takes.
	idsAsked = 50
)

// indexColumns are what identifies people, and when they were changed. The rest of what Greenhouse holds stays there.
var indexColumns = []string{
	"id", "first_name", "last_name", "updated_at", "email_addresses", "phone_numbers", "website_addresses", "social_media_addresses",
}

// indexKeeper fills one account's index, page by page, then reads what changes and asks who is still there.
type indexKeeper struct {
	service  *Service
	account  store.Account
	people   *index.Index
	failures int
	// refresh and look are when changes are read next, and when it is asked next who is still there.
	refresh, look time.Time
	// witness was shown lately. Asked for beside others, it tells an answer without them from one without anybody.
	witness int64
	// whole asks for whole rows: how Greenhouse tells of hidden people in narrow ones is not documented.
	whole bool
}

// keepIndex works until ctx ends, with requests that let all others go first.
func (s *Service) keepIndex(ctx context.Context, a store.Account) {
	people, err := s.indexes.of(a)
	for err != nil {
		s.logger.Error("open index", "account", a.Name, "error", err)
		if !sleep(ctx, indexLook) {
			return
		}
		people, err = s.indexes.of(a)
	}
	if people.Stats().StartedOver {
		s.logger.Warn("the index was damaged and is filled again", "account", a.Name)
	}
	k := &indexKeeper{service: s, account: a, people: people}
	ctx = harvest.WithPriority(ctx, harvest.Background)
	for sleep(ctx, k.step(ctx)) {
	}
}

// step makes one request, or the few of reading what has changed, and returns how long to wait.
func (k *indexKeeper) step(ctx context.Context) time.Duration {
	pause, err := k.work(ctx)
	if err == nil {
		k.failures = 0
		return pause
	}
	var (
		w       *wait
		limited *harvest.RateLimitError
	)
	switch {
	case ctx.Err() != nil, errors.Is(err, os.ErrClosed):
		return indexLook // the account is gone or the service stops, and ctx ends
	case errors.As(err, &w):
		return indexRetry
	case errors.As(err, &limited):
		return max(limited.RetryAfter, time.Second)
	case !k.whole && isOdd(err):
		err = errors.Join(err, k.readWhole())
	}
	k.service.logger.Warn("index people", "account", k.account.Name, "error", err)
	k.failures++
	return backoff(k.failures - 1)
}

// isOdd says that Greenhouse answered, and not with the rows that were asked for.
func isOdd(err error) bool {
	var (
		unreadable *harvest.UnavailableError
		refused    *harvest.ValidationError
	)
	return errors.As(err, &unreadable) && unreadable.Status == http.StatusOK || errors.As(err, &refused)
}

// readWhole begins a fill that has not ended anew, because its place belongs to the narrow list.
func (k *indexKeeper) readWhole() error {
	k.whole = true
	if k.people.Progress().Complete {
		return nil
	}
	return k.people.Apply(index.Update{Progress: &index.Progress{}})
}

// columns are those to ask for, nil for all.
func (k *indexKeeper) columns(narrow []string) []string {
	if k.whole {
		return nil
	}
	return narrow
}

func (k *indexKeeper) work(ctx context.Context) (time.Duration, error) {
	if k.people.Stats().Damaged {
		k.service.logger.Warn("the index is damaged and is filled again", "account", k.account.Name)
		return 0, k.people.Reset()
	}
	conn, err := k.connect(ctx)
	if err != nil {
		return 0, err
	}
	settings, progress, now := k.service.settings.Index, k.people.Progress(), time.Now()
	if !progress.Complete {
		return settings.pause(), k.fill(ctx, conn, progress)
	}
	if !now.Before(k.refresh) {
		if err := k.readChanges(ctx, conn, progress); err != nil {
			return 0, err
		}
		k.refresh = now.Add(settings.every())
	}
	if !now.Before(k.look) {
		if err := k.lookAt(ctx, conn, k.people.Progress()); err != nil {
			return 0, err
		}
		k.look = now.Add(settings.lookPause(k.people.Stats().People, idsAsked-1))
	}
	return max(settings.pause(), min(time.Until(k.refresh), time.Until(k.look))), nil
}

// connect returns the account's connection when lists can be believed now, and there is room to keep what they say: the last
// of it is the queue's.
func (k *indexKeeper) connect(ctx context.Context) (*connection, error) {
	if free, err := queue.FreeSpace(k.service.dataDir); err == nil && free < queue.AcceptFloor {
		return nil, &wait{cause: CauseUnavailable}
	}
	conn, err := k.service.accounts.get(k.account.Name)
	if err != nil {
		return nil, err
	}
	if cause := conn.blocked(); cause != "" {
		return nil, &wait{cause: cause}
	}
	return conn, conn.proveReads(ctx)
}

// fill reads the next page. Whoever is added or changed meanwhile is later than the beginning, and read afterwards.
func (k *indexKeeper) fill(ctx context.Context, conn *connection, p index.Progress) error {
	if p.Cursor == "" {
		p.FreshTo = serverNow(conn)
	}
	page, err := conn.client.CandidatePage(ctx, harvest.CandidateQuery{PerPage: k.service.settings.Index.PageSize, Fields: k.columns(indexColumns)}, p.Cursor)
	var (
		refused *harvest.ValidationError
		missing *harvest.NotFoundError
	)
	if p.Cursor != "" && (errors.As(err, &refused) || errors.As(err, &missing)) {
		k.service.logger.Info("the index is filled from the start, its place is no longer good", "account", k.account.Name)
		return k.people.Apply(index.Update{Progress: &index.Progress{}})
	}
	if err != nil {
		return err
	}
	p.Cursor, p.Complete = page.Next, page.Next == ""
	return k.apply(index.Update{Put: entries(page.Candidates), Progress: &p})
}

// readChanges reads who was changed since the last time.
func (k *indexKeeper) readChanges(ctx context.Context, conn *connection, p index.Progress) error {
	since := p.FreshTo.Add(-k.service.settings.settle() - indexMargin)
	p.FreshTo = serverNow(conn)
	query := harvest.CandidateQuery{UpdatedSince: since, PerPage: k.service.settings.Index.PageSize, Fields: k.columns(indexColumns)}
	var page []harvest.Candidate
	for candidate, err := range conn.client.Candidates(ctx, query) {
		if err != nil {
			return err
		}
		if page = append(page, candidate); len(page) < k.service.settings.Index.PageSize {
			continue
		}
		if err := k.apply(index.Update{Put: entries(page)}); err != nil {
			return err
		}
		page = page[:0]
	}
	return k.apply(index.Update{Put: entries(page), Progress: &p})
}

// apply says in the log how far a fill has come, at its end only.
func (k *indexKeeper) apply(u index.Update) error {
	before := k.people.Progress().Complete
	if err := k.people.Apply(u); err != nil {
		return err
	}
	if stats := k.people.Stats(); stats.Complete && !before {
		k.service.logger.Info("index is complete", "account", k.account.Name, "people", stats.People, "bytes", stats.Bytes)
	}
	return nil
}

// entries are what the index takes of the people. A row without an id tells nothing of anybody.
func entries(rows []harvest.Candidate) []index.Entry {
	var out []index.Entry
	for _, c := range rows {
		if c.ID != 0 {
			out = append(out, index.Entry{ID: int64(c.ID), Identifiers: personFrom(c).Identifiers, UpdatedAt: c.UpdatedAt})
		}
	}
	return out
}

// serverNow is the time by Greenhouse's clock.
func serverNow(conn *connection) time.Time { return time.Now().Add(conn.client.ClockSkew()).UTC() }

// notePerson lets the index know at once whom an add has created or changed, as Greenhouse shows them.
func (d *delivery) notePerson(c harvest.Candidate) {
	s, account := d.service, d.conn.account
	if s.withoutIndex(account) != "" {
		return
	}
	people, err := s.indexes.of(account)
	if err == nil {
		err = people.Put(entries([]harvest.Candidate{c})...)
	}
	if err != nil {
		s.logger.Warn("note a person in the index", "account", account.Name, "error", err)
	}
}
