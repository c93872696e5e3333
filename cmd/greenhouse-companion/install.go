package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/spf13/cobra"
)

// hostProgram is the native messaging host; it lies beside this program.
const hostProgram = "greenhouse-companion-host"

// systemBrowsers is the flag of install and uninstall that makes them about the browsers of all users.
const systemBrowsers = "system-browsers"

func (a *app) installCommand() *cobra.Command {
	var (
		planOnly, allUsers bool
		wanted             companion.NetworkSettings
	)
	cmd := &cobra.Command{
		Use: "install", Short: "Start the service at login, and let browsers find it", Args: cobra.NoArgs,
		Long: "Set up the service for your user: it starts at login and again after a crash, and the browsers that are\nhere can reach it. The plan is shown before it is carried out. Doing it twice is harmless.\n\nWith --proxy and --ca-file the service gets HTTPS_PROXY and SSL_CERT_FILE in its environment, until the next install without\nthem. What config.toml says under [network] lasts, and comes first: then nothing is put into the environment.\n\nWith --system-browsers only browsers are told, for every user of this computer. That needs an administrator (on Linux and\nmacOS: sudo) and a program in a folder that all users can read; each user then installs the service without it.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.install(cmd.Context(), wanted, planOnly, allUsers)
		},
	}
	cmd.Flags().StringVar(&wanted.Proxy, "proxy", "", "proxy for the service, as http://host:port")
	cmd.Flags().StringVar(&wanted.CAFile, "ca-file", "", "file of PEM certificates for the service to trust")
	cmd.Flags().BoolVar(&planOnly, "plan", false, "show what would be done, and do nothing")
	cmd.Flags().BoolVar(&allUsers, systemBrowsers, false, "only tell the browsers, for every user of this computer")
	for _, network := range []string{"proxy", "ca-file"} {
		cmd.MarkFlagsMutuallyExclusive(systemBrowsers, network)
	}
	return cmd
}

func (a *app) install(ctx context.Context, wanted companion.NetworkSettings, planOnly, allUsers bool) error {
	cfg, err := a.installation()
	if err != nil {
		return err
	}
	cfg.AllUsers = allUsers
	if cfg.Browsers, err = installer.Found(cfg); err != nil {
		return err
	}
	if cfg.Environment, err = a.serviceEnvironment(wanted); err != nil {
		return err
	}
	plan, err := installer.NewPlan(cfg)
	if err != nil {
		return installProblem(err)
	}
	if planOnly {
		return a.out.result(plan, strings.TrimSpace(plan.String()))
	}
	a.out.step("This is what will be done:\n\n%s", plan)
	return a.carryOut(ctx, cfg)
}

// carryOut installs. An administrator who tells the browsers of all users has no use for a data folder.
func (a *app) carryOut(ctx context.Context, cfg installer.Config) error {
	done := "Browsers of every user find the companion. Each user starts the service with: greenhouse-companion install"
	if !cfg.AllUsers {
		done = "The service is running, and starts by itself at every login."
		if err := companion.PrepareDataDir(a.dataDir); err != nil {
			return err
		}
	}
	report, err := installer.Install(ctx, cfg)
	if err != nil {
		return installProblem(err)
	}
	return a.out.result(report, report.String()+done)
}

// serviceEnvironment is what the service needs to hear of the wanted network settings. What config.toml says already would
// be used instead, so it is left out, and told.
func (a *app) serviceEnvironment(wanted companion.NetworkSettings) (map[string]string, error) {
	if wanted == (companion.NetworkSettings{}) {
		return nil, nil
	}
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	if wanted.CAFile != "" {
		if wanted.CAFile, err = filepath.Abs(wanted.CAFile); err != nil {
			return nil, err
		}
	}
	if err := wanted.Validate(); err != nil {
		return nil, err
	}
	env := map[string]string{}
	a.environ(env, "HTTPS_PROXY", wanted.Proxy, settings.Network.Proxy)
	a.environ(env, "SSL_CERT_FILE", wanted.CAFile, settings.Network.CAFile)
	return env, nil
}

// environ sets the variable, unless nobody wants it or the settings have it.
func (a *app) environ(env map[string]string, name, wanted, inSettings string) {
	switch {
	case wanted == "":
	case inSettings != "":
		a.out.step("%s is not put into the service's environment: config.toml says it under [network], and that comes first.", name)
	default:
		env[name] = wanted
	}
}

// installation is what belongs to this program and this user.
func (a *app) installation() (installer.Config, error) {
	program, err := os.Executable()
	if err != nil {
		return installer.Config{}, fmt.Errorf("find this program: %w", err)
	}
	standard, err := native.DefaultDataDir()
	if err != nil {
		return installer.Config{}, err
	}
	return installer.Config{
		Program: program, Host: filepath.Join(filepath.Dir(program), hostProgram+filepath.Ext(program)),
		DataDir: a.dataDir, DefaultDataDir: standard,
		ExtensionIDs: []string{extension.ChromiumID}, FirefoxIDs: []string{extension.FirefoxID},
	}, nil
}

// installProblem adds what to do to what the installer found.
func installProblem(err error) error {
	var manager *installer.NoManagerError
	if errors.As(err, &manager) {
		return &extension.Error{Code: "no_service_manager", Message: "There is " + manager.Error() + "."}
	}
	if errors.Is(err, fs.ErrPermission) {
		return &extension.Error{Code: "not_permitted", Message: "This may not be written: " + err.Error() + ".",
			Remedy: "What is for every user of this computer needs an administrator: on Linux and macOS run the same with sudo."}
	}
	return err
}

func (a *app) uninstallCommand() *cobra.Command {
	var purge, allUsers bool
	cmd := &cobra.Command{
		Use: "uninstall", Short: "Remove the service and what was set up for browsers", Args: cobra.NoArgs,
		Long: "Stop the service and remove all that install placed, and your data: settings, account, secrets and receipts. People who have\nnot arrived in Greenhouse yet are kept, and you are told; --purge removes them too.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if allUsers {
				return a.uninstallForAll(cmd.Context())
			}
			return a.uninstall(cmd.Context(), purge)
		},
	}
	cmd.Flags().BoolVar(&purge, "purge", false, "remove also people who have not arrived in Greenhouse yet")
	cmd.Flags().BoolVar(&allUsers, systemBrowsers, false, "remove only what install --system-browsers placed")
	cmd.MarkFlagsMutuallyExclusive("purge", systemBrowsers)
	return cmd
}

// uninstalled is the result of uninstall.
type uninstalled struct {
	installer.Report
	Unfinished int    `json:"unfinished"`
	Kept       string `json:"kept,omitempty"`
}

func (a *app) uninstall(ctx context.Context, purge bool) error {
	cfg, err := a.installation()
	if err != nil {
		return err
	}
	report, err := installer.Uninstall(ctx, cfg)
	if err != nil {
		return installProblem(err)
	}
	unfinished, err := companion.Unfinished(a.dataDir)
	if err != nil && !purge {
		return err
	}
	done := uninstalled{Report: report, Unfinished: unfinished}
	if unfinished > 0 && !purge {
		done.Kept = a.dataDir
		return a.out.result(done, report.String()+fmt.Sprintf(
			"%d people have not arrived in Greenhouse yet; they are kept in %s.\nInstall again to send them, or remove them with: greenhouse-companion uninstall --purge", unfinished, a.dataDir))
	}
	if err := companion.Erase(a.dataDir); err != nil {
		return err
	}
	return a.out.result(done, report.String()+"Nothing is left.")
}

// uninstallForAll takes back what was set up for every user; nobody's service and data are touched.
func (a *app) uninstallForAll(ctx context.Context) error {
	cfg, err := a.installation()
	if err != nil {
		return err
	}
	cfg.AllUsers = true
	report, err := installer.Uninstall(ctx, cfg)
	if err != nil {
		return installProblem(err)
	}
	return a.out.result(report, report.String()+"What was set up for every user is gone.")
}

// serviceCommand is start, stop or restart.
func (a *app) serviceCommand(name, short, done string, do func(context.Context, installer.Config) error) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.installation()
			if err != nil {
				return err
			}
			if err := do(cmd.Context(), cfg); err != nil {
				return installProblem(err)
			}
			return a.out.result(map[string]bool{"ok": true}, done)
		},
	}
}
