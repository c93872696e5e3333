package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/spf13/cobra"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "Show how the service is doing", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			status, err := ask[extension.Status](cmd.Context(), a, extension.StatusQuery{})
			if err != nil {
				return err
			}
			return a.out.result(status, statusText(status))
		},
	}
}

func statusText(s extension.Status) string {
	lines := append([]string{"The service is running, version " + s.Version + "."}, accountLines(s)...)
	for _, state := range []string{"ready", "leased", "waiting", "needs_you", "done", "cancelled"} {
		lines = append(lines, fmt.Sprintf("  %-10s %d", strings.ReplaceAll(state, "_", " "), s.Counts[state]))
	}
	lines = append(lines, "Data folder: "+s.DataDir)
	if s.Notice != "" {
		lines = append(lines, s.Notice)
	}
	return strings.Join(lines, "\n")
}

// accountLines are one for each account. A service that is older than this program tells of one only.
func accountLines(s extension.Status) []string {
	accounts := s.Accounts
	if len(accounts) == 0 {
		accounts = []extension.AccountInfo{s.Account}
	}
	var lines []string
	for _, account := range accounts {
		lines = append(lines, accountLine(account, s.Online || account.Name != s.Account.Name))
		if account.Index != nil {
			lines = append(lines, "  "+indexText(*account.Index))
		}
	}
	return lines
}

// indexText says how much is remembered of who is in Greenhouse.
func indexText(i extension.IndexInfo) string {
	size := fmt.Sprintf("%d people of Greenhouse are known (%.1f MB)", i.People, float64(i.Bytes)/1e6)
	switch {
	case i.Off == "not_in_version":
		return "Who is in Greenhouse is not remembered: Harvest v1 cannot be read that way."
	case i.Off != "":
		return "Who is in Greenhouse cannot be remembered at the moment: see the log."
	case !i.Complete:
		return size + "; the rest is still being read."
	}
	return size + ", as of " + i.AsOf.Local().Format("2006-01-02 15:04") + "."
}

func accountLine(a extension.AccountInfo, online bool) string {
	if !a.Connected {
		return "No Greenhouse account is connected: run greenhouse-companion connect."
	}
	version := ""
	if harvest.Dialect(a.Dialect) == harvest.V1 {
		version = ", over Harvest v1, which is legacy: its removal was announced for " + harvest.V1Retired
	}
	line := fmt.Sprintf("Connected to %s as %s (account %s%s)", cmp.Or(a.Organization, "Greenhouse"), a.User, a.Name, version)
	switch {
	case !a.PausedUntil.IsZero():
		return line + "; paused because Greenhouse has a problem, trying again at " + a.PausedUntil.Local().Format("15:04") + "."
	case a.Paused != "":
		return line + "; sending is paused (" + strings.ReplaceAll(a.Paused, "_", " ") + "): run greenhouse-companion connect --account " + a.Name + " again."
	case !online:
		return line + "; Greenhouse cannot be reached at the moment."
	}
	return line + "."
}
