package companion

import (
	"context"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
)

// alreadyThere finds a record that an earlier add or a colleague has written with the same content. Somebody this add
// created cannot have one yet.
func (d *delivery) alreadyThere(ctx context.Context, step plan.Step) (bool, error) {
	if d.journal.Created && !d.journal.mistrusted() || step.Kind == plan.CreateCandidate || step.Kind == plan.AddApplication {
		return false, nil
	}
	id, err := recordKinds[step.Kind].find(ctx, d, step)
	if err != nil || id == 0 {
		return false, err
	}
	d.recordFound(step.Key, id)
	return true, d.checkpoint()
}

// lookUpRecord looks whether the record in doubt is there. Its content comes from the plan: what is in doubt is not written,
// so it is still in it.
func (d *delivery) lookUpRecord(ctx context.Context) (bool, error) {
	p, err := d.plan(ctx)
	if err != nil {
		return false, err
	}
	for _, step := range p.Steps {
		if step.Key != d.journal.Doubt.Key {
			continue
		}
		id, err := recordKinds[step.Kind].find(ctx, d, step)
		if err == nil && id != 0 {
			d.recordFound(step.Key, id)
		}
		return id != 0, err
	}
	if d.undecided() {
		return false, nil // the step may only wait for a decision
	}
	// The step is no longer part of the plan: whatever became of it, nothing is to be sent again.
	d.recordFound(d.journal.Doubt.Key, 0)
	return true, nil
}

func (d *delivery) recordFound(key string, id int64) {
	d.journal.tell(moment{What: hFound, Step: key, ID: id})
	d.journal.wrote(key, id)
}

// recordsVisible reads back the records this add wrote, by their ids.
func (d *delivery) recordsVisible(ctx context.Context) (bool, error) {
	written := map[plan.StepKind][]int64{}
	for key, id := range d.journal.Written {
		if kind := plan.KindOf(key); id != 0 && recordKinds[kind].listed != nil {
			written[kind] = append(written[kind], id)
		}
	}
	for kind, ids := range written {
		listed, err := recordKinds[kind].listed(ctx, d)
		if err != nil || !containsAll(listed, ids) {
			return false, err
		}
	}
	return true, nil
}
