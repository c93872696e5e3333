package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/spf13/cobra"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Check everything the companion needs, and say what to do", Args: cobra.NoArgs,
		Long: "Check this computer, the service, your account, and what its credential may do in Greenhouse. Each line says what was\nchecked, what was found, and what to do. Nothing is changed, neither here nor in Greenhouse. Exits with 3 when a person must act.",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	}
}

// diagnosis is the result of doctor.
type diagnosis struct {
	// NeedsYou says that a person must act on one of the checks.
	NeedsYou bool                `json:"needs_you"`
	Checks   []companion.Finding `json:"checks"`
}

func (a *app) doctor(ctx context.Context) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	findings := companion.Examine(ctx, companion.Examination{
		DataDir: a.dataDir, Account: a.account, Settings: settings, Version: version,
	})
	findings = append(findings, a.examineComputer(ctx)...)
	if err := ctx.Err(); err != nil {
		return err // what was found after Ctrl-C means nothing
	}
	d := diagnosis{companion.NeedsAct(findings), findings}
	if err := a.out.result(d, d.text()); err != nil {
		return err
	}
	if d.NeedsYou {
		return exitCode(exitNeedsYou)
	}
	return nil
}

func (d diagnosis) text() string {
	var b strings.Builder
	counts := map[companion.FindingState]int{}
	for _, f := range d.Checks {
		counts[f.State]++
		fmt.Fprintf(&b, "%-8s %s: %s\n", f.State, f.Subject, f.Meaning)
		if f.Remedy != "" {
			fmt.Fprintf(&b, "         → %s\n", f.Remedy)
		}
	}
	fmt.Fprintf(&b, "\n%d need you, %d warnings, %d cannot be told, %d in order.",
		counts[companion.FindingAct], counts[companion.FindingWarn], counts[companion.FindingUnknown], counts[companion.FindingOK])
	return b.String()
}
