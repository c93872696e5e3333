package companion

import (
	"context"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
)

// verifyUpdate reads back what was written; only then is the update done.
func (d *delivery) verifyUpdate(ctx context.Context) error {
	d.journal.Phase = phaseVerifying
	d.applications = d.following.known.Applications
	all, err := d.recordsVisible(ctx)
	if err != nil {
		return err
	}
	if !all {
		return d.notYetVisible(ctx)
	}
	if parts := d.notTaken(); len(parts) > 0 && !d.journal.AcceptDifference {
		return d.awaitVisible(question{Code: CauseDiffers, Person: d.journal.Person, Reasons: parts})
	}
	return nil
}

// notTaken names what was changed in the person and would have to be changed again: the next comparison would take it for
// somebody's own change.
func (d *delivery) notTaken() []string {
	in := d.following.in
	in.Written = slices.DeleteFunc(slices.Clone(in.Written), d.journal.changedPerson)
	var parts []string
	for _, step := range plan.Follow(in).Steps {
		if d.journal.changedPerson(step.Key) {
			parts = append(parts, changeWords[step.Kind])
		}
	}
	return parts
}

var changeWords = map[plan.StepKind]string{plan.UpdateCandidate: "the person's fields", plan.MoveInPool: "the pool stage"}

// changedPerson says whether the step with the key was written and is a change rather than a record of its own.
func (j *journal) changedPerson(key string) bool {
	return changeWords[plan.KindOf(key)] != "" && j.Written[key] != 0
}

// undecided says that steps of the plan wait for a decision.
func (d *delivery) undecided() bool { return len(d.following.plan.Conflicts) > 0 }

// claimed says whether another step has written this very record, of this item or, for an update, of an earlier one: a second
// note with the same words is a second note.
func (d *delivery) claimed(kind plan.StepKind, id int64) bool {
	return d.journal.claimed(kind, id) ||
		slices.ContainsFunc(d.following.receipts, func(r receipt) bool { return r.claimed(kind, id) })
}
