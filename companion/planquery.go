package companion

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// planQuery answers what an add would write now. It only reads: the delivery it plans with has no item and is never run.
func (s *Service) planQuery(ctx context.Context, q extension.PlanQuery) (extension.Plan, error) {
	q.RequestID = cmp.Or(q.RequestID, "plan")
	a, person, err := s.check(q.Add)
	if err != nil {
		return extension.Plan{}, err
	}
	d := &delivery{
		service: s, add: a, person: person,
		lease: queue.Lease{Item: queue.Item{EnqueuedAt: time.Now()}},
	}
	steps, err := d.preview(ctx)
	var asked *ask
	if err != nil && !errors.As(err, &asked) {
		return extension.Plan{}, planProblem(err)
	}
	reply := extension.Plan{Steps: steps, LeftOut: leftOut(d.journal.LeftOut), CandidateID: extension.ID(d.journal.Person)}
	if asked != nil {
		reply.Question = s.present(asked.question)
	}
	if d.journal.Person != 0 {
		reply.Link = s.personLink(d.journal.Person)
	}
	return reply, nil
}

// preview goes as far as a delivery goes before its first write.
func (d *delivery) preview(ctx context.Context) ([]extension.PlanStep, error) {
	if err := d.settleName(); err != nil {
		return nil, err
	}
	if err := d.connect(ctx); err != nil {
		return nil, err
	}
	if err := d.settlePerson(ctx); err != nil {
		return nil, err
	}
	p, err := d.plan(ctx)
	if err != nil {
		return nil, err
	}
	var steps []extension.PlanStep
	for _, step := range p.Steps {
		steps = append(steps, extension.PlanStep{Kind: string(step.Kind), Text: step.Describe()})
	}
	return steps, nil
}

// planProblem says why there is no plan now: what an item would wait for is an answer here.
func planProblem(err error) error {
	dec := decide(err, 0, time.Now())
	if text, ok := waitingText[dec.cause]; ok {
		return newProblem(dec.cause, "The plan cannot be made now. "+strings.TrimPrefix(text, "Saved. "), "Add the person all the same: it is sent by itself as soon as that is possible.")
	}
	return err
}
