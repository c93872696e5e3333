package companion

import (
	"context"
	"errors"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// send records "about to send", writes, and records what came back. An answer that leaves the outcome open is no error
// here: the doubt stands in the journal and is resolved before anything else is written.
func (d *delivery) send(ctx context.Context, step plan.Step) error {
	if present, err := d.alreadyThere(ctx, step); err != nil || present {
		return err
	}
	d.journal.Phase = phaseSending
	d.journal.Doubt = &doubt{Kind: step.Kind, Key: step.Key, SentAt: d.serverNow()}
	if err := d.checkpoint(); err != nil {
		return err
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	err := d.write(ctx, step)
	var ambiguous *harvest.AmbiguousError
	if errors.As(err, &ambiguous) {
		d.log().Warn("answer unclear", "step", step.Kind, "status", ambiguous.Status)
		return nil
	}
	if err != nil {
		d.journal.Doubt = nil
		return err
	}
	d.journal.Failures, d.journal.Phase = 0, phaseVerifying
	return d.checkpoint()
}

// stopPatience is how long a stopping service waits for the answer to a write: it is worth more than a quick exit, but a
// write that still waits for its turn must not keep the service up for a whole rate window.
const stopPatience = 15 * time.Second

// patient returns a context that outlives ctx by stopPatience.
func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stopPatience, cancel) })
	return longer, func() {
		stop()
		cancel()
	}
}

// write carries out the step and moves what came back into the journal.
func (d *delivery) write(ctx context.Context, step plan.Step) error {
	switch step.Kind {
	case plan.CreateCandidate:
		return d.createPerson(ctx, step)
	case plan.AddApplication:
		application, err := d.conn.client.CreateApplication(ctx, step.CandidateID, *step.Application)
		if err != nil {
			return err
		}
		d.journal.Applications = append(d.journal.Applications, application)
		d.journal.Doubt = nil
		return nil
	}
	id, err := d.writeRecord(ctx, step)
	if err != nil {
		return err
	}
	d.journal.wrote(step.Key, id)
	return nil
}

func (d *delivery) createPerson(ctx context.Context, step plan.Step) error {
	created, err := d.conn.client.CreateCandidate(ctx, *step.Candidate)
	if err != nil {
		return err
	}
	d.personCreated(created.Candidate.ID)
	if created.Application != nil {
		d.journal.Applications = append(d.journal.Applications, *created.Application)
		d.journal.Doubt = nil
	}
	return nil
}

// personCreated notes the person and keeps the doubt, now about the application that was to come with them: a person can
// be created while the application is refused.
func (d *delivery) personCreated(id harvest.CandidateID) {
	d.journal.Person, d.journal.Created = id, true
	d.journal.Doubt = &doubt{Kind: plan.AddApplication, Key: "application", SentAt: d.journal.Doubt.SentAt}
}
