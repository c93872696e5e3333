package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// What would become of a row.
const (
	rowCreated = "create"
	rowUpdated = "update"
	rowThere   = "already_there"
	rowAsked   = "asked"
	rowRefused = "refused"
)

// sheetPlan is what an import would do, without doing it.
type sheetPlan struct {
	*sheetList
	Counts map[string]int `json:"counts"`
	Rows   []rowPlan      `json:"rows"`
}

type rowPlan struct {
	Row     int            `json:"row"`
	Outcome string         `json:"outcome"`
	Message string         `json:"message,omitempty"`
	Plan    extension.Plan `json:"plan"`
}

// planSheet asks for the plan of every row.
func (a *app) planSheet(ctx context.Context, client *extension.Client, l *sheetList) error {
	adds := l.adds()
	plan := sheetPlan{sheetList: l, Counts: map[string]int{}, Rows: make([]rowPlan, len(adds))}
	err := eachAtOnce(ctx, len(adds), func(ctx context.Context, i int) (err error) {
		plan.Rows[i], err = planRow(ctx, client, l.people[i].row, adds[i])
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range plan.Rows {
		plan.Counts[r.Outcome]++
	}
	return worse(a.out.result(plan, plan.text()), l)
}

func planRow(ctx context.Context, client *extension.Client, row int, add extension.Add) (rowPlan, error) {
	plan, err := extension.Call[extension.Plan](ctx, client, extension.PlanQuery{Add: add})
	if failure, ok := extension.OfOnePerson(err); ok {
		return rowPlan{Row: row, Outcome: rowRefused, Message: failure.Message}, nil
	}
	return rowPlan{Row: row, Outcome: planOutcome(plan), Plan: plan}, err
}

func planOutcome(plan extension.Plan) string {
	switch {
	case plan.Question != nil:
		return rowAsked
	case len(plan.Steps) == 0:
		return rowThere
	case plan.CandidateID != 0:
		return rowUpdated
	}
	return rowCreated
}

func (p sheetPlan) text() string {
	var lines []string
	for _, r := range p.Rows[:min(len(p.Rows), shownAtMost)] {
		text := r.Message
		if text == "" {
			text = planText(r.Plan)
		}
		lines = append(lines, fmt.Sprintf("Row %d\n  %s", r.Row, strings.ReplaceAll(text, "\n", "\n  ")))
	}
	return strings.Join(append(andMore(lines, len(p.Rows)), p.summary()), "\n")
}

func (p sheetPlan) summary() string {
	c := p.Counts
	return fmt.Sprintf("Of %d people %d would be created, %d completed, %d are there already, %d asked about, %d refused.",
		len(p.Rows), c[rowCreated], c[rowUpdated], c[rowThere], c[rowAsked], c[rowRefused])
}
