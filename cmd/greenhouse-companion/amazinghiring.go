package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/spf13/cobra"
)

func (a *app) amazingHiringCommand() *cobra.Command {
	var where string
	cmd := &cobra.Command{
		Use: "connect-amazinghiring", Short: "Connect AmazingHiring's API, for whole profiles", Args: cobra.NoArgs,
		Long: "Read the API token that AmazingHiring issued to you from standard input. With it the browser extension shows and sends whole\nprofiles; without it you type the person's details into a form.",
		RunE: func(*cobra.Command, []string) error {
			line := bufio.NewScanner(io.LimitReader(a.stdin, 64<<10))
			if !line.Scan() || strings.TrimSpace(line.Text()) == "" {
				return usageError{"Standard input must have the token on its first line."}
			}
			token := harvest.Secret(strings.TrimSpace(line.Text()))
			if err := companion.ConnectAmazingHiring(a.dataDir, token, where); err != nil {
				return err
			}
			return a.out.result(map[string]string{"token_tail": token.Tail()}, fmt.Sprintf("Kept the token …%s.", token.Tail()))
		},
	}
	cmd.Flags().StringVar(&where, "secret-store", companion.StoreOS, "where the token is kept: os (the system's key store) or file")
	return cmd
}
