package main

import (
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) pairCommand() *cobra.Command {
	var list, starterKit bool
	var forget, rename, name string
	cmd := &cobra.Command{
		Use: "pair", Short: "Let a browser use the WebSocket door", Args: cobra.NoArgs,
		Long: "Show a one-time key to copy into the browser extension's options. Only needed where the browser's policy forbids native\nmessaging hosts. --list shows which browsers may talk to the service, --forget takes that back.\n\n" +
			"--starter-kit makes a token for AmazingHiring's sample extension, if that route is switched on ([starter_kit] in config.toml).\nEach profile that is saved through it may cost one contact credit.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case list:
				return a.listClients(cmd, extension.ClientsQuery{})
			case forget != "":
				return a.listClients(cmd, extension.Forget{KeyID: forget, Caller: forget})
			case rename != "":
				return a.listClients(cmd, extension.RenameClient{KeyID: rename, Caller: rename, Name: name})
			case starterKit:
				return a.starterKitToken(cmd)
			}
			key, err := ask[extension.PairingKey](cmd.Context(), a, extension.Pair{Name: name})
			if err != nil {
				return err
			}
			return a.out.result(key, fmt.Sprintf("%s\n\nCopy this key into the extension's options. It works once, within %d seconds.", key.Key, key.ValidSeconds))
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "show which browsers may talk to the service")
	cmd.Flags().StringVar(&forget, "forget", "", "id of a browser that may no longer talk to the service")
	cmd.Flags().StringVar(&rename, "rename", "", "id of a browser that gets the name given with --name")
	cmd.Flags().StringVar(&name, "name", "", "what to call the browser in --list")
	cmd.Flags().BoolVar(&starterKit, "starter-kit", false, "make a token for AmazingHiring's sample extension; an earlier one is void")
	return cmd
}

func (a *app) starterKitToken(cmd *cobra.Command) error {
	token, err := ask[extension.StarterKitToken](cmd.Context(), a, extension.MakeStarterKitToken{})
	if err != nil {
		return err
	}
	return a.out.result(token, fmt.Sprintf("%s\n\nLet the extension send it with GET %s, in the header Authorization: Bearer TOKEN.\n"+
		"It is shown this once. Each profile that is saved may cost one contact credit.", token.Token, token.URL))
}

func (a *app) listClients(cmd *cobra.Command, message extension.Message) error {
	reply, err := ask[extension.Clients](cmd.Context(), a, message)
	if err != nil {
		return err
	}
	lines := []string{"No browser may talk to the service yet."}
	for i, c := range reply.Clients {
		lines = append(lines[:i], fmt.Sprintf("%-40s %s, since %s", c.KeyID+c.Caller, c.Name, c.PairedAt.Local().Format("2006-01-02 15:04")))
	}
	return a.out.result(reply, strings.Join(lines, "\n"))
}
