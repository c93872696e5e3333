package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "audit", Short: "Check or export the audit log", Args: cobra.NoArgs,
		Long: `Check or export the audit log: who did what, when, in which account and with which outcome. It names people by a random
pseudonym only. Each line is bound to the one before.`,
		RunE: func(*cobra.Command, []string) error { return usageError{"Say verify or export."} },
	}
	cmd.AddCommand(a.auditVerifyCommand(), a.auditExportCommand())
	return cmd
}

func (a *app) auditVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "Prove that the audit log is as it was written", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			checked, err := ask[extension.AuditChecked](cmd.Context(), a, extension.AuditCheck{})
			if err != nil {
				return err
			}
			if err := a.out.result(checked, checkedText(checked)); err != nil {
				return err
			}
			if len(checked.Findings) > 0 {
				return exitCode(exitFailed)
			}
			return nil
		},
	}
}

func checkedText(c extension.AuditChecked) string {
	lines := []string{fmt.Sprintf("%d entries, unchanged, in order and complete.", c.Entries)}
	if len(c.Findings) > 0 {
		lines = append([]string{fmt.Sprintf("%d entries, and the log is not as it was written:", c.Entries)}, indented(c.Findings)...)
	}
	lines = append(lines, "What this cannot find:")
	return strings.Join(append(lines, indented(c.Limits)...), "\n")
}

func indented(texts []string) []string {
	var lines []string
	for _, text := range texts {
		lines = append(lines, "  "+text)
	}
	return lines
}

func (a *app) auditExportCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "export", Short: "Print the audit log", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			writers := map[string]func(io.Writer, []string) error{"jsonl": writeLines, "csv": writeAuditCSV}
			write, known := writers[format]
			if !known {
				return usageError{"The format is jsonl or csv."}
			}
			lines, err := a.auditLines(cmd.Context())
			if err != nil {
				return err
			}
			return write(a.out.stdout, lines)
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl for the lines as they are, or csv")
	return cmd
}

func (a *app) auditLines(ctx context.Context) ([]string, error) {
	client, err := a.dial(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var lines []string
	for query := (extension.AuditQuery{From: 1}); query.From > 0; {
		part, err := extension.Call[extension.Audit](ctx, client, query)
		if err != nil {
			return nil, err
		}
		lines, query.From = append(lines, part.Lines...), part.Next
	}
	return lines, nil
}

func writeLines(w io.Writer, lines []string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// writeAuditCSV leaves out a line that cannot be read: audit verify tells of it.
func writeAuditCSV(w io.Writer, lines []string) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"n", "time", "who", "account", "intent", "outcome", "key", "person", "prev", "hash"}) // Error tells
	for _, line := range lines {
		var e store.AuditEntry
		if json.Unmarshal([]byte(line), &e) != nil {
			continue
		}
		_ = out.Write([]string{
			strconv.Itoa(e.N), e.Time.Format(time.RFC3339Nano), e.Who, e.Account, e.Intent, e.Outcome, e.Key, e.Person, e.Prev, e.Hash,
		})
	}
	out.Flush()
	return out.Error()
}
