package main

import (
	"log/slog"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/spf13/cobra"
)

func (a *app) runCommand() *cobra.Command {
	var verbose bool
	cmd := &cobra.Command{
		Use: "run", Short: "Run the service in the foreground", Args: cobra.NoArgs,
		Long: "Run the service in the foreground until Ctrl-C. This is what the operating system starts at login.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := a.settings()
			if err != nil {
				return err
			}
			service, err := companion.New(companion.Config{
				DataDir: a.dataDir, Settings: settings, Version: version, Logger: a.logger(verbose),
			})
			if err != nil {
				return err
			}
			return service.Run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&verbose, "verbose", false, "log every step")
	return cmd
}

// logger writes to standard error, where the operating system's service manager picks it up.
func (a *app) logger(verbose bool) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	options := &slog.HandlerOptions{Level: level}
	if a.out.json {
		return slog.New(slog.NewJSONHandler(a.out.stderr, options))
	}
	return slog.New(slog.NewTextHandler(a.out.stderr, options))
}
