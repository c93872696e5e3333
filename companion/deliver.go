package companion

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// delivery is one attempt to bring one add to Greenhouse.
type delivery struct {
	service *Service
	lease   queue.Lease
	add     add
	person  profile.Profile
	journal journal
	conn    *connection
	// held says that the queue keeps others of the same person out.
	held bool
	// unread are the parts of the profile that could not be understood; leftOut those that will not be sent, these included.
	unread, leftOut []profile.Dropped
	// requests counts those to Greenhouse that are not in the journal yet.
	requests atomic.Int64
	// seen says that Greenhouse has shown the person in this attempt.
	seen bool
	// sending is the key of the record that was sent last.
	sending string
	// listed are the applications of listedOf as Greenhouse showed them after the last application was written.
	listed   []harvest.Application
	listedOf harvest.CandidateID
	// applications are those that give the person what the target asks for, once read back.
	applications []harvest.Application
	// base is what Greenhouse was given by then, and following what an update knows beside the journal.
	base      *plan.Base
	following following
}

// maxResends is how often a write is sent again by itself after its absence was proven; then a person is asked.
const maxResends = 3

// run carries the add as far as it gets. nil means: everything is in Greenhouse and was read back.
func (d *delivery) run(ctx context.Context) error {
	if err := d.heldBack(); err != nil {
		return err
	}
	if d.add.Fetch != 0 {
		return d.fetch(ctx)
	}
	if err := d.settleWho(); err != nil {
		return err
	}
	if err := d.connect(ctx); err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.journal.Doubt != nil {
			if err := d.resolve(ctx); err != nil {
				return err
			}
			continue
		}
		step, err := d.nextStep(ctx)
		if err != nil {
			return err
		}
		if step == nil {
			return d.verify(ctx)
		}
		if err := d.send(ctx, *step); err != nil {
			return err
		}
	}
}

func (d *delivery) settleWho() error {
	if d.add.Update != nil {
		return d.recall()
	}
	return d.settleName()
}

// settleName fixes first and last name: as the recruiter confirmed them, or split when the split is sure.
func (d *delivery) settleName() error {
	if d.journal.First != "" {
		return nil
	}
	if d.add.First != "" {
		return d.journal.setName(d.add.First, d.add.Last)
	}
	split := profile.SplitName(d.person.Name)
	if split.Last == "" {
		return &ask{question{Code: CauseOneWordName, First: split.First}}
	}
	if !split.Sure {
		return &ask{question{Code: CauseName, First: split.First, Last: split.Last}}
	}
	return d.journal.setName(split.First, split.Last)
}

func (d *delivery) connect(ctx context.Context) error {
	conn, err := d.service.accounts.get(d.add.Account)
	if err != nil {
		return err
	}
	d.conn = conn
	if cause := conn.blocked(); cause != "" {
		return &wait{cause: cause}
	}
	return conn.proveReads(ctx)
}

// nextStep finds out who the person is and plans; nil means that nothing is left to write.
func (d *delivery) nextStep(ctx context.Context) (*plan.Step, error) {
	d.journal.Phase = phaseChecking
	if d.add.Update != nil {
		return d.nextUpdate(ctx)
	}
	if err := d.settlePerson(ctx); err != nil {
		return nil, err
	}
	p, err := d.plan(ctx)
	if err != nil {
		return nil, err
	}
	d.journal.Steps = d.journal.done() + len(p.Steps)
	if len(p.Steps) == 0 {
		return nil, nil
	}
	return &p.Steps[0], d.checkJobs(ctx, p.Steps[0])
}

// plan makes the plan of what is left to write, and notes what of the profile no step sends.
func (d *delivery) plan(ctx context.Context) (plan.Plan, error) {
	if d.add.Update != nil {
		return d.planUpdate(ctx)
	}
	in, err := d.input(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	p := plan.Make(in)
	d.journal.LeftOut = append(d.leftOut, p.Dropped...)
	if len(p.Steps) == 0 {
		d.base, err = d.remember(ctx, in)
	}
	return p, err
}

func (d *delivery) listApplications(ctx context.Context, person harvest.CandidateID) ([]harvest.Application, error) {
	return harvest.Collect(d.conn.client.Applications(ctx, harvest.ApplicationQuery{CandidateIDs: []harvest.CandidateID{person}}))
}

// checkJobs asks about the jobs right before the write, because a job can close between the click and the sending.
func (d *delivery) checkJobs(ctx context.Context, step plan.Step) error {
	wanted := stepJobs(step)
	if len(wanted) == 0 {
		return nil
	}
	open := map[harvest.JobID]bool{}
	for job, err := range d.conn.client.Jobs(ctx, harvest.JobQuery{IDs: wanted}) {
		if err != nil {
			return err
		}
		open[job.ID] = job.Status == "open" && !job.IsTemplate
	}
	for _, id := range wanted {
		if isOpen, known := open[id]; !known {
			return &ask{question{Code: CauseJobUnknown, Job: id}}
		} else if !isOpen {
			return &ask{question{Code: CauseJobClosed, Job: id}}
		}
	}
	return nil
}

func stepJobs(step plan.Step) []harvest.JobID {
	application := step.Application
	if step.Kind == plan.CreateCandidate {
		application = step.Candidate.Application
	}
	if application == nil {
		return nil
	}
	if application.Prospect {
		return application.JobIDs
	}
	return []harvest.JobID{application.JobID}
}

// checkpoint saves the journal, synced. From the first write on, nobody else of the same person is worked on.
func (d *delivery) checkpoint() error {
	d.noteRequests()
	d.held = d.journal.begun()
	return d.service.queue.Checkpoint(d.lease, d.journal.encode(), d.held)
}

// serverNow is the time by Greenhouse's clock, by which waiting out a doubt is measured: this laptop's clock may jump. The
// Date header has whole seconds, so a smaller difference than two is no difference.
func (d *delivery) serverNow() time.Time {
	skew := d.conn.client.ClockSkew()
	if skew.Abs() < 2*time.Second {
		skew = 0
	}
	return time.Now().Add(skew)
}
