package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
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
			logger := a.logger(verbose)
			service, err := a.newService(cmd.Context(), companion.Config{
				DataDir: a.dataDir, Settings: settings, Version: version, Logger: logger,
			})
			if err != nil {
				return err
			}
			a.tellBrowsers(logger)
			return service.Run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&verbose, "verbose", false, "log every step")
	return cmd
}

// unlockPause is how often a locked key store is asked again.
const unlockPause = 3 * time.Second

// newService waits for the key store to be unlocked: at login the service is often up before the user has done that.
func (a *app) newService(ctx context.Context, cfg companion.Config) (*companion.Service, error) {
	for {
		service, err := companion.New(cfg)
		if !companion.IsLocked(err) {
			return service, err
		}
		cfg.Logger.Warn("waiting for the key store to be unlocked", "error", err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(unlockPause):
		}
	}
}

// tellBrowsers puts right what browsers know of the host, at every start: the program may have been updated or moved, and
// a browser may have come. The host looks for the service in the standard data folder only, so a service with another
// one, a test's for example, leaves the browsers alone.
func (a *app) tellBrowsers(logger *slog.Logger) {
	cfg, err := a.installation()
	if err != nil || cfg.DataDir != cfg.DefaultDataDir {
		return
	}
	report, err := installer.Refresh(cfg)
	for _, step := range report.Steps {
		logger.Info("told a browser where the host is", "path", step.Subject)
	}
	if err != nil {
		logger.Warn("a browser could not be told where the host is", "error", err)
	}
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
