package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/spf13/cobra"
)

// app is what every subcommand shares.
type app struct {
	stdin io.Reader
	out   output

	dataDir, configFile, account string
	// begun says that a subcommand was found and its flags were right; an error before that is wrong usage.
	begun bool
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "greenhouse-companion",
		Short:         "Brings people from AmazingHiring into Greenhouse: safely, once, also offline",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			a.begun = true
			return a.settleDataDir()
		},
	}
	root.SetOut(a.out.stdout)
	root.SetErr(a.out.stderr)
	flags := root.PersistentFlags()
	flags.StringVar(&a.dataDir, "data-dir", "", "folder everything is kept in (default: the system's place for it)")
	flags.StringVar(&a.configFile, "config", "", "settings file (default: config.toml in the data folder)")
	flags.StringVar(&a.account, "account", companion.DefaultAccount, "Greenhouse account to use")
	flags.BoolVar(&a.out.json, "json", false, "print the result as one JSON object on one line")
	root.AddCommand(a.demoCommand(), a.sandboxCommand(), a.runCommand(), a.connectCommand(), a.addCommand(),
		a.queueCommand(), a.statusCommand(), a.versionCommand(), a.pairCommand(), a.amazingHiringCommand(),
		a.installCommand(), a.uninstallCommand(), a.doctorCommand(), a.foldersCommand(), a.exportCommand(), a.updatesCommand(), a.importCommand(), a.openCommand(),
		a.auditCommand(), a.forgetCommand(), a.exportDataCommand(),
		a.serviceCommand("start", "Start the service", "Started.", installer.Start),
		a.serviceCommand("stop", "Stop the service until the next login", "Stopped. It starts again at the next login.", installer.Stop),
		a.serviceCommand("restart", "Restart the service", "Restarted.", installer.Restart))
	return root
}

func (a *app) settleDataDir() error {
	if a.dataDir == "" {
		dir, err := native.DefaultDataDir()
		if err != nil {
			return err
		}
		a.dataDir = dir
	}
	abs, err := filepath.Abs(a.dataDir)
	a.dataDir = abs
	return err
}

func (a *app) settings() (companion.Settings, error) {
	if a.configFile != "" {
		return companion.LoadSettings(a.configFile, false)
	}
	return companion.LoadSettings(filepath.Join(a.dataDir, "config.toml"), true)
}

// dial connects to the running service.
func (a *app) dial(ctx context.Context) (*extension.Client, error) {
	info := extension.ClientInfo{Name: "command line", Version: version}
	return extension.DialSocket(ctx, native.SocketPath(a.dataDir, companion.AdminSocket), info)
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.out.result(map[string]any{"version": version, "protocol": extension.ProtocolVersion},
				fmt.Sprintf("greenhouse-companion %s, protocol %d", version, extension.ProtocolVersion))
		},
	}
}
