package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) exportListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List exports and imports, newest first", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			batches, err := ask[extension.Batches](cmd.Context(), a, extension.BatchesQuery{})
			if err != nil {
				return err
			}
			return a.out.result(batches, batchesText(batches.Batches))
		},
	}
}

func batchesText(batches []extension.BatchInfo) string {
	if len(batches) == 0 {
		return "Nothing was exported or imported yet."
	}
	var lines []string
	for _, b := range batches {
		lines = append(lines, batchLine(b))
	}
	return strings.Join(lines, "\n")
}

func (a *app) exportShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: "Show what became of everybody in an export or import", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := a.dial(cmd.Context())
			if err != nil {
				return err
			}
			defer client.Close()
			batch, err := readBatch(cmd.Context(), client, args[0])
			if err != nil {
				return err
			}
			return a.out.result(batch, reportText(batch, batch.Results))
		},
	}
}

func (a *app) exportChangeCommand(use, short, action string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reply, err := ask[extension.BatchReply](cmd.Context(), a, extension.BatchChange{BatchID: args[0], Action: action})
			if err != nil {
				return err
			}
			return a.out.result(reply.Batch, reportText(reply.Batch, nil))
		},
	}
}

// readBatch asks for one batch and all its people, part by part.
func readBatch(ctx context.Context, client *extension.Client, id string) (batch extension.BatchInfo, err error) {
	for {
		part, err := extension.Call[extension.Batches](ctx, client, extension.BatchesQuery{BatchID: id, Offset: len(batch.Results)})
		if err != nil {
			return extension.BatchInfo{}, err
		}
		if len(part.Batches) == 0 {
			return extension.BatchInfo{}, &extension.Error{Code: extension.CodeUnknownItem, Message: "There is no export " + id + ".",
				Remedy: "See greenhouse-companion export list."}
		}
		results := append(batch.Results, part.Batches[0].Results...)
		batch = part.Batches[0]
		batch.Results = results
		if !batch.More {
			return batch, nil
		}
	}
}

// batchLine is a batch on one line.
func batchLine(b extension.BatchInfo) string {
	return fmt.Sprintf("%s  %-6s  %-9s  %d of %d  %s", b.BatchID, b.Kind, b.State, settled(b.Counts), b.Counts.Total, clip(b.Name, 40))
}

// settled is how many need nothing more from the service.
func settled(c extension.BatchCounts) int { return c.Total - c.Waiting - c.Working - c.Missing }

// reportText is a batch with its counts, and what became of each of the people.
func reportText(b extension.BatchInfo, people []extension.BatchResult) string {
	lines := []string{batchLine(b), "  " + countsText(b.Counts)}
	if b.FirstFetched > 0 {
		lines = append(lines, fmt.Sprintf("  %d profiles were fetched for the first time, which may have cost a contact credit each.", b.FirstFetched))
	}
	if text := followText(b); text != "" {
		lines = append(lines, "  "+text)
	}
	if b.RequestsPerPerson > 0 {
		lines = append(lines, fmt.Sprintf("  %.1f requests to Greenhouse for each person who is done", b.RequestsPerPerson))
	}
	for _, r := range people {
		lines = append(lines, resultText(r))
	}
	return strings.Join(lines, "\n")
}

// countsText names each count that is not zero.
func countsText(c extension.BatchCounts) string {
	return joinCounts([]counted{
		{c.Done, "done"}, {c.AlreadyThere, "already there"}, {c.NeedsYou, "need you"}, {c.Stopped, "stopped"},
		{c.LeftOut, "left out"}, {c.Working, "under way"}, {c.Waiting, "waiting"}, {c.Missing, "not received"},
	})
}

// counted is a number of people or changes, and what became of them.
type counted struct {
	n    int
	what string
}

func joinCounts(list []counted) string {
	var parts []string
	for _, one := range list {
		if one.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", one.n, one.what))
		}
	}
	return strings.Join(parts, ", ")
}

// followText says whether later changes follow, and how many did. It is empty for an export that never followed.
func followText(b extension.BatchInfo) string {
	u := b.Updates
	counts := cmp.Or(joinCounts([]counted{{u.Done, "sent"}, {u.NeedsYou, "need you"}, {u.Waiting, "waiting"}}), "none yet")
	switch {
	case b.AutoUpdate:
		return "Later changes follow: " + counts
	case u != extension.UpdateCounts{}:
		return "Later changes do not follow any more: " + counts
	}
	return ""
}

func resultText(r extension.BatchResult) string {
	who := r.Name
	if who == "" && r.ProfileID != 0 {
		who = fmt.Sprintf("profile %d", r.ProfileID)
	}
	line := strings.TrimRight(fmt.Sprintf("  %-13s  %-24s  %s", strings.ReplaceAll(r.State, "_", " "), clip(who, 24), r.Link), " ")
	if r.Message != "" {
		line += "\n                 " + r.Message
	}
	if r.UpdatesOff {
		line += "\n                 later changes do not follow"
	}
	if r.State == "needs_you" {
		line += "\n                 greenhouse-companion queue show " + r.ItemID
	}
	return line
}
