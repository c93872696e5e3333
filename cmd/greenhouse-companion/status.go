package main

import (
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
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
	lines := []string{"The service is running, version " + s.Version + ".", accountLine(s)}
	for _, state := range []string{"ready", "leased", "waiting", "needs_you", "done", "cancelled"} {
		lines = append(lines, fmt.Sprintf("  %-10s %d", strings.ReplaceAll(state, "_", " "), s.Counts[state]))
	}
	return strings.Join(append(lines, "Data folder: "+s.DataDir), "\n")
}

func accountLine(s extension.Status) string {
	switch {
	case !s.Account.Connected:
		return "No Greenhouse account is connected: run greenhouse-companion connect."
	case s.Account.Paused != "":
		return "Sending is paused (" + strings.ReplaceAll(s.Account.Paused, "_", " ") + "): run greenhouse-companion connect again."
	case !s.Online:
		return "Connected to " + s.Account.Organization + " as " + s.Account.User + "; Greenhouse cannot be reached at the moment."
	}
	return "Connected to " + s.Account.Organization + " as " + s.Account.User + "."
}
