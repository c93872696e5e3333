package main

import (
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) forgetCommand() *cobra.Command {
	var req extension.ForgetPerson
	cmd := &cobra.Command{
		Use: "forget PROFILE", Short: "Erase one person from this computer", Args: cobra.ExactArgs(1),
		Long: `Erase one person from this computer, in every account. PROFILE is the number or the address of the profile in AmazingHiring,
another page of the person, or an e-mail address. In Greenhouse nothing is deleted.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Profile = args[0]
			forgotten, err := ask[extension.Forgotten](cmd.Context(), a, req)
			if err != nil {
				return err
			}
			if err := a.out.result(forgotten, forgottenText(forgotten)); err != nil {
				return err
			}
			if !forgotten.Erased {
				return exitCode(exitNeedsYou)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&req.Cancel, "yes", false, "cancel what is under way for the person")
	return cmd
}

func forgottenText(f extension.Forgotten) string {
	if !f.Erased {
		return fmt.Sprintf("Nothing was erased: %d are under way for this person. Add --yes to cancel them and erase everything.", f.UnderWay)
	}
	lines := []string{fmt.Sprintf("Erased. Items: %d, files: %d, exports that had the person: %d.", f.Items, f.Files, f.Batches), "What remains:"}
	return strings.Join(append(lines, indented(f.Remains)...), "\n")
}
