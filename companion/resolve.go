package companion

import (
	"context"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/match"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// lookBack is how long before the sending a look-up starts, for clocks that differ by less than the Date header shows.
const lookBack = 2 * time.Minute

// resolve looks in Greenhouse whether a doubtful write was applied. Found: the journal goes on from there. Proven absent:
// the doubt is lifted and the step may be sent again. Neither: the item waits for the next look-up.
func (d *delivery) resolve(ctx context.Context) error {
	d.journal.Phase = phaseVerifying
	found, err := d.lookUp(ctx)
	if err != nil {
		return err
	}
	if found {
		return d.checkpoint()
	}
	if err := d.proveAbsence(ctx); err != nil {
		return err
	}
	d.journal.tell(moment{What: hNotFound, Step: d.journal.Doubt.Key})
	settle, now := d.service.settings.settle(), d.serverNow()
	d.journal.Doubt.LookUps = append(d.journal.Doubt.LookUps, now)
	if !d.journal.Doubt.provenAbsent(settle) {
		return &wait{cause: CauseInDoubt, after: d.journal.Doubt.nextLookUp(settle, now)}
	}
	return d.sendAgain()
}

func (d *delivery) sendAgain() error {
	if d.journal.Resends >= maxResends {
		d.journal.Doubt.LookUps = nil
		return &ask{question{Code: CauseUnclear}}
	}
	d.log().Info("absence proven, sending again", "step", d.journal.Doubt.Kind, "look_ups", len(d.journal.Doubt.LookUps))
	d.journal.tell(moment{What: hAbsent, Step: d.journal.Doubt.Key})
	d.journal.Resends++
	d.journal.Doubt = nil
	return d.checkpoint()
}

func (d *delivery) lookUp(ctx context.Context) (found bool, err error) {
	switch d.journal.Doubt.Kind {
	case plan.CreateCandidate:
		return d.lookUpPerson(ctx)
	case plan.AddApplication:
		return d.lookUpApplication(ctx)
	}
	return d.lookUpRecord(ctx)
}

// lookUpPerson searches the people created since the sending, newest first, for the mark that went out with the create.
func (d *delivery) lookUpPerson(ctx context.Context) (bool, error) {
	since := d.journal.Doubt.SentAt.Add(-lookBack)
	for candidate, err := range d.conn.client.Candidates(ctx, harvest.CandidateQuery{CreatedSince: since}) {
		if err != nil {
			return false, err
		}
		if d.isMine(candidate) {
			d.personCreated(candidate.ID, hFound)
			return true, nil
		}
	}
	return false, nil
}

func (d *delivery) lookUpApplication(ctx context.Context) (bool, error) {
	listed, err := d.listApplications(ctx, d.journal.Person)
	if err != nil {
		return false, err
	}
	ids, ok := d.add.target().Satisfied(listed)
	if !ok {
		return false, nil
	}
	for _, a := range listed {
		if slices.Contains(ids, a.ID) {
			d.applicationWritten(a, hFound)
		}
	}
	d.journal.Doubt = nil
	return true, nil
}

// proveAbsence lets an empty look-up count only when the same kind of look-up shows a record known to exist: the newest
// record of all must be found by the filter. With no record at all, the unfiltered list and the proof at the start of
// this connection (connection.proveReads) are what there is.
func (d *delivery) proveAbsence(ctx context.Context) error {
	known, err := d.filterShowsNewest(ctx)
	if err != nil {
		return err
	}
	if !known {
		return &wait{cause: CauseReadsRefused}
	}
	return nil
}

// filterShowsNewest: with no record at all there is nothing to show, and nothing was misread.
func (d *delivery) filterShowsNewest(ctx context.Context) (bool, error) {
	switch d.journal.Doubt.Kind {
	case plan.CreateCandidate:
		return d.candidateFilterWorks(ctx)
	case plan.AddApplication:
		return d.applicationFilterWorks(ctx)
	}
	return recordKinds[d.journal.Doubt.Kind].filterWorks(ctx, d)
}

func (d *delivery) candidateFilterWorks(ctx context.Context) (bool, error) {
	newest, some, err := harvest.First(d.conn.client.Candidates(ctx, harvest.CandidateQuery{PerPage: 1}))
	if err != nil || !some {
		return true, err
	}
	for c, err := range d.conn.client.Candidates(ctx, harvest.CandidateQuery{CreatedSince: newest.CreatedAt}) {
		if err != nil || c.ID == newest.ID {
			return true, err
		}
	}
	return false, nil
}

func (d *delivery) applicationFilterWorks(ctx context.Context) (bool, error) {
	newest, some, err := harvest.First(d.conn.client.Applications(ctx, harvest.ApplicationQuery{}))
	if err != nil || !some {
		return true, err
	}
	listed, err := d.listApplications(ctx, newest.CandidateID)
	return len(listed) > 0, err
}

// verify reads back what was written and compares; only then is the add done.
func (d *delivery) verify(ctx context.Context) error {
	if d.add.Update != nil {
		return d.verifyUpdate(ctx)
	}
	d.journal.Phase = phaseVerifying
	candidate, visible, err := harvest.First(d.conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: []harvest.CandidateID{d.journal.Person}}))
	if err != nil {
		return err
	}
	applications, satisfied := d.add.target().Satisfied(d.listed)
	if !visible || !satisfied {
		return d.notYetVisible(ctx)
	}
	d.notePerson(candidate)
	if all, err := d.recordsVisible(ctx); err != nil {
		return err
	} else if !all {
		return d.notYetVisible(ctx)
	}
	for _, a := range d.listed {
		if slices.Contains(applications, a.ID) {
			d.applications = append(d.applications, a)
		}
	}
	if differences := d.differences(candidate); len(differences) > 0 && !d.journal.AcceptDifference {
		return &ask{question{Code: CauseDiffers, Person: d.journal.Person, Reasons: differences}}
	}
	return nil
}

// notYetVisible waits for lists that lag. Somebody who stays away may have been merged into another person.
func (d *delivery) notYetVisible(ctx context.Context) error {
	if err := d.followMerge(ctx); err != nil {
		return err
	}
	if d.journal.Update {
		return d.awaitVisible(question{Code: CauseUpdateGone, Person: d.journal.Person})
	}
	return d.awaitVisible(question{Code: CauseNotVisible})
}

// awaitVisible waits for lists that lag, and asks when they can no longer lag.
func (d *delivery) awaitVisible(q question) error {
	settle, now := d.service.settings.settle(), d.serverNow()
	if d.journal.VerifyingSince.IsZero() {
		d.journal.VerifyingSince = now
	}
	if now.Sub(d.journal.VerifyingSince) > 2*settle {
		return &ask{q}
	}
	return &wait{cause: CauseVerifying, after: settle / 8}
}

// differences names what Greenhouse shows otherwise than it was sent. Only people this add created are compared: others
// carry what their owners wrote.
func (d *delivery) differences(c harvest.Candidate) []string {
	if !d.journal.Created {
		return nil
	}
	var out []string
	if c.FirstName != d.journal.First || c.LastName != d.journal.Last {
		out = append(out, "name")
	}
	if d.profileKey() != "" && !d.isMine(c) {
		out = append(out, "AmazingHiring link")
	}
	have := match.PersonFrom(0, "", "", values(c.Emails), nil, nil).Identifiers
	for _, id := range d.person.Identifiers() {
		if id.Kind == profile.KindEmail && !slices.Contains(have, id) {
			return append(out, "e-mail")
		}
	}
	return out
}
