package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/spf13/cobra"
)

func (a *app) connectCommand() *cobra.Command {
	var (
		req       companion.ConnectRequest
		dialect   string
		fromStdin bool
		askAdmin  bool
	)
	cmd := &cobra.Command{
		Use: "connect", Short: "Connect your Greenhouse account", Args: cobra.NoArgs,
		Long: `Connect your Greenhouse account with its e-mail address and a "Harvest V3 (OAuth)" credential of your own.
The client id and client secret are asked for, or read from two lines of standard input with --credentials-stdin.
With --dialect v1 it is one line, a Harvest v1 API key. That is legacy: Greenhouse announced its removal for ` + harvest.V1Retired + `.
With --request nothing is connected: it prints the text for asking a Greenhouse admin for such a credential.
Exits with 3 when the account is connected and the credential lacks a permission it cannot do without.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if askAdmin {
				request := companion.NewKeyRequest(req.Email)
				return a.out.result(request, request.Text)
			}
			req.Dialect = harvest.Dialect(dialect)
			return a.connect(cmd.Context(), req, fromStdin)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&req.Email, "email", "", "e-mail address of your Greenhouse account")
	flags.StringVar(&dialect, "dialect", string(harvest.V3), "what the credential is for: v3, or v1 (legacy)")
	flags.BoolVar(&fromStdin, "credentials-stdin", false, "read client id and client secret from two lines of standard input, a v1 key from one")
	flags.BoolVar(&askAdmin, "request", false, "print the text for a Greenhouse admin, and connect nothing")
	flags.StringVar(&req.HarvestURL, "harvest-url", "", "address of the Harvest API (default: Greenhouse's own)")
	flags.StringVar(&req.AuthURL, "auth-url", "", "address of Greenhouse's sign-in (default: Greenhouse's own)")
	flags.StringVar(&req.SecretStore, "secret-store", companion.StoreOS, "where the secret is kept: os (the system's key store) or file")
	return cmd
}

func (a *app) connect(ctx context.Context, req companion.ConnectRequest, fromStdin bool) error {
	if err := checkConnect(req); err != nil {
		return err
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if err := a.credential(&req, fromStdin); err != nil {
		return err
	}
	req.DataDir, req.Account, req.Version = a.dataDir, a.account, version
	req.ReadSubject, req.Network = settings.Greenhouse.ReadSubject, settings.Network
	account, err := companion.Connect(ctx, req)
	if err != nil {
		return err
	}
	running, err := a.tellService(ctx)
	if err != nil {
		return err
	}
	result := connected{account, running}
	if err := a.out.result(result, result.text()); err != nil {
		return err
	}
	if len(companion.SwitchedOff(account.Permissions)) > 0 {
		return exitCode(exitNeedsYou)
	}
	return nil
}

func checkConnect(req companion.ConnectRequest) error {
	switch {
	case req.Email == "":
		return usageError{"The e-mail address of your Greenhouse account is missing: give it with --email."}
	case prompts[req.Dialect] == nil:
		return usageError{"The dialect must be v3 or v1."}
	}
	return nil
}

// connected is the result of connect.
type connected struct {
	companion.Connected
	ServiceRunning bool `json:"service_running"`
}

func (c connected) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Connected to %s as %s (%s, user %d) with the credential …%s.\n",
		cmp.Or(c.Organization, "Greenhouse"), c.UserName, c.Email, c.UserID, c.KeyTail)
	if c.legacy() {
		b.WriteString("This is Harvest v1, which is legacy: Greenhouse announced its removal for " + harvest.V1Retired +
			". Ask an admin for a Harvest V3 credential: greenhouse-companion connect --request\n")
	}
	if c.ServiceRunning {
		b.WriteString("The running service uses it from now on.\n")
	} else {
		b.WriteString("The service is not running; it uses this account when it starts.\n")
	}
	b.WriteString("\nWhat the credential may do:\n" + permissionLines(c.Permissions))
	if off := companion.SwitchedOff(c.Permissions); len(off) > 0 {
		b.WriteString("\nUntil a Greenhouse admin ticks what is missing, the companion cannot\n" + featureLines(off))
		if !c.legacy() {
			fmt.Fprintf(&b, "The text for the admin: greenhouse-companion connect --request --email %s\n", c.Email)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (c connected) legacy() bool { return harvest.Dialect(c.Dialect) == harvest.V1 }

func permissionLines(table []companion.Permission) string {
	var b strings.Builder
	for _, p := range table {
		state, use := strings.ReplaceAll(string(p.State), "_", " "), p.Feature
		if p.State == companion.PermissionMissing {
			use = fmt.Sprintf("%s (%s)", p.Feature, needWords[p.Need])
		}
		b.WriteString(strings.TrimRight(fmt.Sprintf("  %-16s  %-42s %s", state, p.Scope, use), " ") + "\n")
	}
	return b.String()
}

// needWords say why a permission is asked for.
var needWords = map[harvest.Need]string{
	harvest.Required: "required", harvest.OnUse: "only when used", harvest.Optional: "optional",
}

func featureLines(off []companion.Permission) string {
	var b strings.Builder
	for _, p := range off {
		fmt.Fprintf(&b, "  - %s (%s)\n", p.Feature, p.Scope)
	}
	return b.String()
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
