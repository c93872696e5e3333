package companion

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// look compares the person with what Greenhouse was last given, and makes an update when something differs. It returns what
// is to be remembered. An error is AmazingHiring's or the disk's, and ends the poll.
func (p *folderPoll) look(ctx context.Context, person store.BatchPerson) (store.BatchPerson, error) {
	// Whoever cannot be dealt with now is looked at again.
	person.Behind = true
	standing, err := p.added(person)
	if err != nil || standing != "done" && standing != "already_there" {
		person.Behind = standing != "stopped" && standing != "left_out"
		return person, err
	}
	chain, err := p.service.chain(chainOf{p.batch.Account, person.ProfileID})
	if err != nil || chain.open != nil {
		return person, err
	}
	person.Behind = false
	if !p.service.opened.Has(person.ProfileID) {
		return person, nil // fetching it could cost a credit that nobody has confirmed
	}
	raw, err := p.fetch(ctx, person.ProfileID)
	if err != nil {
		return person, unlessGone(err)
	}
	now, _, err := amazinghiring.Decode(raw, p.service.settings.AmazingHiring.URL)
	if err != nil {
		return person, nil // nothing can be told from it; it is looked at again when it changes
	}
	return p.compare(ctx, person, raw, now, chain.last+1)
}

// added says how the person's own add ended, in the words of extension.BatchResult; "" while it has not.
func (p *folderPoll) added(person store.BatchPerson) (string, error) {
	item, err := look{service: p.service, account: p.batch.Account}.behind(person)
	if err != nil || item == nil || !finished(item.State) {
		return "", err
	}
	return resultState(item), nil
}

// fetch waits by itself when AmazingHiring asks for a short pause, as its lists do.
func (p *folderPoll) fetch(ctx context.Context, id int64) (json.RawMessage, error) {
	for {
		raw, err := p.client.Profile(ctx, id)
		limited, isLimited := errors.AsType[*amazinghiring.RateLimitError](err)
		if !isLimited || limited.RetryAfter > longestFollowPause {
			return raw, err
		}
		if !sleep(ctx, max(limited.RetryAfter, time.Second)) {
			return nil, ctx.Err()
		}
	}
}

// longestFollowPause is how long a poll waits for AmazingHiring before it is put off to the next one.
const longestFollowPause = 2 * time.Minute

// unlessGone: a profile that is gone has no changes.
func unlessGone(err error) error {
	if _, gone := errors.AsType[*amazinghiring.NotFoundError](err); gone {
		return nil
	}
	return err
}

func (p *folderPoll) compare(ctx context.Context, person store.BatchPerson, raw json.RawMessage, now profile.Profile, n int) (store.BatchPerson, error) {
	s := p.service
	receipts, err := s.receiptsOf(p.batch.Account, pageOf(now))
	if err != nil {
		return person, err
	}
	member := p.member(person)
	u := update{Member: place(member), First: s.seenFirst(p.batch, person, p.members[person.ProfileID])}
	tags := s.allowedTags(raw)
	before, seen := person.Seen, s.stateHash(now, member, tags)
	changed := plan.Changed(baseOf(receipts).Join(u.First), now, member, tags, s.hash)
	if n > 1 || changed {
		person.Seen = seen
	}
	// What was made into an update before is not made into one again: it may have been cancelled.
	if !changed || seen == before {
		return person, nil
	}
	if u.Member.FolderName, err = p.name(ctx); err != nil {
		return person, err
	}
	return person, p.enqueue(ctx, person, raw, now, u, n)
}

// pageOf is what recognises the profile.
func pageOf(person profile.Profile) string {
	for _, id := range person.Identifiers() {
		if id.Kind == profile.KindProfileURL {
			return id.Value
		}
	}
	return ""
}

func (p *folderPoll) member(person store.BatchPerson) plan.MemberState {
	m, there := p.members[person.ProfileID]
	if !there {
		return plan.MemberState{}
	}
	return memberState(m, p.batch.FolderID, "")
}

// name is what the folder is called now; an export may be called otherwise.
func (p *folderPoll) name(ctx context.Context) (string, error) {
	if p.folderName != "" {
		return p.folderName, nil
	}
	folder, err := p.client.Folder(ctx, p.batch.FolderID)
	if err != nil {
		return "", err
	}
	p.folderName = cmp.Or(folder.Name, p.batch.Name)
	return p.folderName, nil
}

// stateHash is one hash for all that an update is made of.
func (s *Service) stateHash(now profile.Profile, m plan.MemberState, tags []string) string {
	now.Comments = slices.Concat(now.Comments, m.Comments)
	state, err := json.Marshal([]any{plan.Remember(now, nil, tags, s.hash), m.FolderID, m.StatusID, m.SubstatusID})
	if err != nil {
		panic(fmt.Sprintf("encode state: %v", err)) // plain data
	}
	return s.hash(string(state))
}

func (p *folderPoll) enqueue(ctx context.Context, person store.BatchPerson, raw json.RawMessage, now profile.Profile, u update, n int) error {
	a := add{
		RequestID: updateRequest(person.ProfileID, n), Account: p.batch.Account, Profile: raw, Batch: p.batch.ID,
		ProfileBase: p.service.settings.AmazingHiring.URL, Update: &u,
	}
	if err := json.Unmarshal(p.batch.Target, &a.Target); err != nil {
		return fmt.Errorf("read target of batch: %w", err)
	}
	payload, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encode update: %w", err)
	}
	item, _, err := p.service.queue.Enqueue(ctx, queue.Add{
		DedupeKey: dedupeKey(a.Account, a.RequestID), Groups: groups(a.Account, now), Priority: queue.Background, Payload: payload,
	})
	if err != nil {
		return diskProblem("keep update", "a change was not followed", "it is looked at again by itself", err)
	}
	return p.unlessOff(person, item)
}

// unlessOff takes the update back when following was switched off while it was made: whoever switches off stores that first
// and cancels afterwards, so one of the two sees the other.
func (p *folderPoll) unlessOff(person store.BatchPerson, item queue.Item) error {
	b, known, err := p.service.batches.Get(p.batch.ID)
	if err != nil {
		return err
	}
	account, _, err := p.service.accounts.store.Account(p.batch.Account)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(b.People, func(other store.BatchPerson) bool { return other.ProfileID == person.ProfileID })
	if known && b.AutoUpdate && !b.Cancelled && !account.UpdatesOff && i >= 0 && !b.People[i].UpdatesOff {
		return nil
	}
	_, _ = p.service.queue.Cancel(item.ID) // it began meanwhile: it is finished
	return nil
}

// allowedTags are those inside the profile that the settings allow.
func (s *Service) allowedTags(raw json.RawMessage) []string {
	inside, err := amazinghiring.Tags(raw)
	if err != nil {
		return nil // odd tags are none
	}
	allowed, _ := s.settings.Greenhouse.splitTags(inside)
	return allowed
}
