package main

import (
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) updatesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "updates", Short: "Switch automatic updates on or off", Args: cobra.NoArgs,
		Long: `Switch automatic updates on or off: of a whole account, of one export, or of one person in it. Off, what waits is cancelled
and what was sent stays. On again, everything that changed in AmazingHiring meanwhile follows.`,
		RunE: func(*cobra.Command, []string) error { return usageError{"Say on or off."} },
	}
	cmd.AddCommand(a.updatesSwitch("on", "Let later changes in AmazingHiring follow to Greenhouse", true),
		a.updatesSwitch("off", "Keep later changes in AmazingHiring back", false))
	return cmd
}

func (a *app) updatesSwitch(word, short string, on bool) *cobra.Command {
	var person int64
	cmd := &cobra.Command{
		Use: word + " [EXPORT]", Short: short, Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			change := extension.UpdatesChange{Account: a.account, ProfileID: extension.ID(person), On: on}
			switch {
			case len(args) == 1:
				change.BatchID = args[0]
			case person != 0:
				return usageError{"Say of which export: its id comes before --person."}
			}
			state, err := ask[extension.UpdatesState](cmd.Context(), a, change)
			if err != nil {
				return err
			}
			return a.out.result(state, updatesText(change, state))
		},
	}
	cmd.Flags().Int64Var(&person, "person", 0, "only this person of the export, by profile id")
	return cmd
}

func updatesText(change extension.UpdatesChange, state extension.UpdatesState) string {
	switch {
	case state.On:
		return "On. What changed meanwhile follows by itself."
	case change.On:
		return "The person may be updated again, but automatic updates of the export are off."
	}
	return "Off. What was sent stays."
}
