package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func (a *app) connectCommand() *cobra.Command {
	var (
		req       companion.ConnectRequest
		fromStdin bool
	)
	cmd := &cobra.Command{
		Use: "connect", Short: "Connect your Greenhouse account", Args: cobra.NoArgs,
		Long: `Connect your Greenhouse account with its e-mail address and a "Harvest V3 (OAuth)" credential of your own.
The client id and client secret are asked for, or read from two lines of standard input with --credentials-stdin.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.connect(cmd.Context(), req, fromStdin)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&req.Email, "email", "", "e-mail address of your Greenhouse account")
	flags.BoolVar(&fromStdin, "credentials-stdin", false, "read client id and client secret from two lines of standard input")
	flags.StringVar(&req.HarvestURL, "harvest-url", "", "address of the Harvest API (default: Greenhouse's own)")
	flags.StringVar(&req.AuthURL, "auth-url", "", "address of Greenhouse's sign-in (default: Greenhouse's own)")
	flags.StringVar(&req.SecretStore, "secret-store", companion.StoreOS, "where the secret is kept: os (the system's key store) or file")
	return cmd
}

func (a *app) connect(ctx context.Context, req companion.ConnectRequest, fromStdin bool) error {
	if req.Email == "" {
		return usageError{"The e-mail address of your Greenhouse account is missing: give it with --email."}
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if req.ClientID, req.ClientSecret, err = a.credentials(fromStdin); err != nil {
		return err
	}
	req.DataDir, req.Account, req.Version = a.dataDir, a.account, version
	req.ReadSubject = settings.Greenhouse.ReadSubject
	account, err := companion.Connect(ctx, req)
	if err != nil {
		return err
	}
	running, err := a.tellService(ctx)
	if err != nil {
		return err
	}
	return a.out.result(connected{account, running}, connectedText(account, running))
}

// connected is the result of connect.
type connected struct {
	store.Account
	ServiceRunning bool `json:"service_running"`
}

func connectedText(account store.Account, running bool) string {
	text := fmt.Sprintf("Connected to %s as %s (%s, user %d) with the credential …%s.",
		account.Organization, account.UserName, account.Email, account.UserID, account.KeyTail)
	if running {
		return text + "\nThe running service uses it from now on."
	}
	return text + "\nThe service is not running; it uses this account when it starts."
}

// tellService lets a running service pick the account up; none is no error.
func (a *app) tellService(ctx context.Context) (running bool, err error) {
	client, err := a.dial(ctx)
	if errors.Is(err, extension.ErrServiceNotRunning) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer client.Close()
	_, err = extension.Call[extension.Status](ctx, client, companion.Reload{})
	return true, err
}

// credentials never come as flags or variables: those show in process lists.
func (a *app) credentials(fromStdin bool) (id string, secret harvest.Secret, err error) {
	if fromStdin {
		return readCredentials(a.stdin)
	}
	terminal, ok := a.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", "", usageError{"There is no terminal to ask for the credential: use --credentials-stdin."}
	}
	fmt.Fprint(a.out.stderr, "Client id: ")
	if _, err := fmt.Fscanln(terminal, &id); err != nil {
		return "", "", fmt.Errorf("read client id: %w", err)
	}
	fmt.Fprint(a.out.stderr, "Client secret (not shown): ")
	typed, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(a.out.stderr)
	if err != nil {
		return "", "", fmt.Errorf("read client secret: %w", err)
	}
	return id, harvest.Secret(strings.TrimSpace(string(typed))), nil
}

func readCredentials(r io.Reader) (string, harvest.Secret, error) {
	lines := bufio.NewScanner(io.LimitReader(r, 64<<10))
	var got []string
	for len(got) < 2 && lines.Scan() {
		got = append(got, strings.TrimSpace(lines.Text()))
	}
	if len(got) < 2 || got[0] == "" || got[1] == "" {
		return "", "", usageError{"Standard input must have the client id on its first and the client secret on its second line."}
	}
	return got[0], harvest.Secret(got[1]), nil
}
