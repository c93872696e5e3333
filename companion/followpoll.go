package companion

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
)

// pollMargin is how far before the last look a change counts as new, because the clocks differ. What was seen before is
// recognised and changes nothing.
const pollMargin = 10 * time.Minute

// folderPoll is one look at the folder of an export.
type folderPoll struct {
	service *Service
	batch   store.Batch
	client  *amazinghiring.Client
	begun   time.Time
	// since is what counts as changed; sweep looks at everybody.
	since time.Time
	sweep bool
	// members has the folder's by profile.
	members map[int64]amazinghiring.FolderMember
	// folderName is asked for when it is first needed.
	folderName string
}

// pollBatch reads the folder, and makes an update for everybody whose profile or place in the folder has changed.
func (s *Service) pollBatch(ctx context.Context, b store.Batch) error {
	client, err := s.amazingHiring()
	if err != nil {
		return err
	}
	p := &folderPoll{service: s, batch: b, client: client, begun: time.Now().UTC(), since: b.Polled.Add(-pollMargin)}
	p.sweep = !b.Swept.IsZero() && p.begun.Sub(b.Swept) >= s.settings.Updates.sweep()
	if err := p.list(ctx); err != nil {
		return err
	}
	if err := p.keepFirst(); err != nil {
		return err
	}
	if err := p.lookAtDue(ctx); err != nil {
		return err
	}
	return p.update(func(now *store.Batch) {
		if !now.Polled.Equal(b.Polled) {
			return // somebody wants it read anew
		}
		now.Polled = p.begun
		if p.sweep || now.Swept.IsZero() {
			now.Swept = p.begun
		}
	})
}

// lookAtDue keeps also what was found before something went wrong.
func (p *folderPoll) lookAtDue(ctx context.Context) error {
	found := map[int]store.BatchPerson{}
	var problem error
	before := p.batch.People
	for i, person := range before {
		if !p.due(person) {
			continue
		}
		var after store.BatchPerson
		if after, problem = p.look(ctx, person); problem != nil {
			break
		}
		if after != person {
			found[i] = after
		}
	}
	if len(found) == 0 {
		return problem
	}
	return cmp.Or(problem, p.update(func(b *store.Batch) {
		for i, after := range found {
			if b.People[i] == before[i] { // not switched meanwhile
				b.People[i] = after
			}
		}
	}))
}

// list reads all members in their short form, which opens nobody's contacts. A member that cannot be read is as good as gone.
func (p *folderPoll) list(ctx context.Context) error {
	p.members = map[int64]amazinghiring.FolderMember{}
	for m, err := range p.client.FolderMembers(ctx, p.batch.FolderID, amazinghiring.MembersQuery{}) {
		if oneRow(err) {
			continue
		}
		if err != nil {
			return err
		}
		p.members[m.ProfileID] = m
	}
	return nil
}

// due says whether the person is to be looked at. At the first reading of a folder nothing has changed yet.
func (p *folderPoll) due(person store.BatchPerson) bool {
	if person.LeftOut || person.UpdatesOff {
		return false
	}
	if person.Behind || p.sweep {
		return true
	}
	m, there := p.members[person.ProfileID]
	return there && !p.batch.Polled.IsZero() && (m.UpdatedAt.IsZero() || !m.UpdatedAt.Before(p.since))
}

// keepFirst notes where people stood when they were seen first.
func (p *folderPoll) keepFirst() error {
	changed := p.batch.Since.IsZero()
	for _, person := range p.batch.People {
		changed = changed || person.Status == "" && p.stands(person) != ""
	}
	if !changed {
		return nil
	}
	return p.update(func(b *store.Batch) {
		if b.Since.IsZero() {
			b.Since = p.latest()
		}
		for i := range b.People {
			if b.People[i].Status == "" {
				b.People[i].Status = p.stands(b.People[i])
			}
		}
	})
}

// stands is the person's place as ids, "" without one.
func (p *folderPoll) stands(person store.BatchPerson) string {
	m, there := p.members[person.ProfileID]
	if !there || m.Status.ID == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", m.Status.ID, m.Status.SubstatusID)
}

// latest is the latest time that the folder tells, by AmazingHiring's clock. Where it tells none, ours must do.
func (p *folderPoll) latest() time.Time {
	var latest time.Time
	for _, m := range p.members {
		times := []time.Time{m.CreatedAt, m.UpdatedAt}
		for _, c := range m.Comments {
			times = append(times, lastChange(c))
		}
		for _, at := range times {
			if at.After(latest) {
				latest = at
			}
		}
	}
	if latest.IsZero() {
		return p.begun
	}
	return latest
}

// update changes the batch as it is on disk, because it may be paused or switched off meanwhile.
func (p *folderPoll) update(change func(*store.Batch)) error {
	b, _, err := p.service.batches.Update(p.batch.ID, change)
	if err == nil {
		p.batch = b
	}
	return err
}
