package companion

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// send records "about to send", writes, and records what came back. An answer that leaves the outcome open is no error
// here: the doubt stands in the journal and is resolved before anything else is written.
func (d *delivery) send(ctx context.Context, step plan.Step) error {
	if step.Kind != plan.CreateCandidate {
		if err := d.personStillThere(ctx); err != nil {
			return err
		}
	}
	if present, err := d.alreadyThere(ctx, step); err != nil || present {
		return err
	}
	d.journal.Phase = phaseSending
	d.journal.Doubt = &doubt{Kind: step.Kind, Key: step.Key, SentAt: d.serverNow()}
	d.journal.tell(moment{What: hSent, Step: step.Key})
	if err := d.checkpoint(); err != nil {
		d.journal.Doubt = nil // nothing was sent
		return err
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	err := d.write(ctx, step)
	var ambiguous *harvest.AmbiguousError
	if errors.As(err, &ambiguous) {
		d.log().Warn("answer unclear", "step", step.Kind, "status", ambiguous.Status)
		d.journal.tell(moment{What: hUnclear, Step: step.Key, Status: ambiguous.Status})
		return nil
	}
	if err != nil {
		d.journal.tell(moment{What: hRefused, Step: step.Key, Status: statusOf(err)})
		d.journal.Doubt = nil
		return err
	}
	d.journal.Failures, d.journal.Phase = 0, phaseVerifying
	return d.checkpoint()
}

// statusOf is the HTTP status of an answer that says the write was not done; 0 when it never got there.
func statusOf(err error) int {
	var (
		permission *harvest.PermissionError
		invalid    *harvest.ValidationError
		missing    *harvest.NotFoundError
		limited    *harvest.RateLimitError
		auth       *harvest.AuthError
	)
	switch {
	case errors.As(err, &permission):
		return http.StatusForbidden
	case errors.As(err, &invalid):
		return invalid.Status
	case errors.As(err, &missing):
		return http.StatusNotFound
	case errors.As(err, &limited):
		return http.StatusTooManyRequests
	case errors.As(err, &auth):
		return auth.Status
	}
	return 0
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
		d.applicationWritten(application, hConfirmed)
		return nil
	}
	d.sending = step.Key
	id, err := recordKinds[step.Kind].create(ctx, d, step)
	if err != nil {
		return err
	}
	d.sending = ""
	d.journal.tell(moment{What: hConfirmed, Step: step.Key, ID: id})
	d.journal.wrote(step.Key, id)
	return nil
}

func (d *delivery) createPerson(ctx context.Context, step plan.Step) error {
	created, err := d.conn.client.CreateCandidate(ctx, *step.Candidate)
	if err != nil {
		return err
	}
	d.personCreated(created.Candidate.ID, hConfirmed)
	if created.Application != nil {
		d.applicationWritten(*created.Application, hConfirmed)
	}
	return nil
}

func (d *delivery) applicationWritten(a harvest.Application, how happening) {
	d.journal.tell(moment{What: how, Step: "application", ID: int64(a.ID)})
	d.journal.Applications = append(d.journal.Applications, a)
	d.journal.Doubt = nil
}

// personCreated notes the person and keeps the doubt, now about the application that was to come with them: a person can
// be created while the application is refused.
func (d *delivery) personCreated(id harvest.CandidateID, how happening) {
	d.journal.tell(moment{What: how, Step: "person", ID: int64(id)})
	d.journal.Person, d.journal.Created, d.seen = id, true, false
	d.journal.Doubt = &doubt{Kind: plan.AddApplication, Key: "application", SentAt: d.journal.Doubt.SentAt}
}
