package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/sheet"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

// importFlags are what the command line says about an import. Those of an add say where the people go.
type importFlags struct {
	addFlags
	columns            []string
	preset, savePreset string
	rejects            string
}

func (a *app) importCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use: "import FILE.csv", Short: "Add the people of a spreadsheet to Greenhouse", Args: cobra.ExactArgs(1),
		Long: `Add the people of a spreadsheet, saved as CSV, to Greenhouse. Delimiter, encoding and what each column holds are found out and
shown. Rows that cannot be used go to a file of their own, to be corrected and imported; the program then ends with 3. The same
file again adds nobody twice.

Fields, for --map: ` + fieldNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, err := f.target()
			if err != nil {
				return err
			}
			return a.importFile(cmd.Context(), args[0], target, f)
		},
	}
	flags := cmd.Flags()
	f.addTargetFlags(flags)
	flags.StringArrayVar(&f.columns, "map", nil, "what a column holds, as COLUMN=FIELD with its heading or letter; empty FIELD leaves it out (may be repeated)")
	flags.StringVar(&f.preset, "preset", "", "use a saved mapping")
	flags.StringVar(&f.savePreset, "save-preset", "", "save the mapping under this name")
	flags.StringVar(&f.rejects, "rejects", "", "file for rows that cannot be used (default: FILE.rejected.csv)")
	flags.BoolVar(&f.plan, "plan", false, "only print what would be written to Greenhouse")
	flags.BoolVar(&f.wait, "wait", false, "wait until everybody is in Greenhouse or you are needed")
	return cmd
}

func fieldNames() string {
	var names []string
	for _, f := range sheet.Fields() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func (a *app) importFile(ctx context.Context, path string, target extension.Target, f importFlags) error {
	list, err := a.readSheet(path, f)
	if err != nil {
		return err
	}
	list.name(a.account, target)
	a.out.step("%s", list.text())
	client, err := a.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	if f.plan {
		return a.planSheet(ctx, client, list)
	}
	if f.savePreset != "" {
		if err := a.savePreset(f.savePreset, list.Mapping); err != nil {
			return err
		}
	}
	if err := a.writeRejects(path, f.rejects, list); err != nil {
		return err
	}
	return a.sendSheet(ctx, client, list, f.wait)
}

// sendSheet announces the rows, sends them, and ends with what became of them; with 3 when there are rows to correct.
func (a *app) sendSheet(ctx context.Context, client *extension.Client, list *sheetList, wait bool) error {
	if len(list.people) == 0 {
		return &extension.Error{Code: codeBadSheet, Message: "No row of the spreadsheet can be used.", Remedy: "Correct the rows and import them again."}
	}
	if _, err := extension.Call[extension.BatchReply](ctx, client, list.batch()); err != nil {
		return err
	}
	if err := a.sendRows(ctx, client, list); err != nil {
		return err
	}
	id := list.batchID()
	if wait {
		a.out.step("Received as import %s.", id)
		return worse(a.followBatch(ctx, client, id), list)
	}
	batch, err := readBatch(ctx, client, id)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Received as import %s: %d people. It goes on by itself; look with: greenhouse-companion export show %s", id, len(list.people), id)
	batch.Results = nil
	return worse(a.out.result(batch, text), list)
}

// worse is 3 where rows must be corrected and all else went well.
func worse(err error, list *sheetList) error {
	if err == nil && len(list.Rejects)+list.refused > 0 {
		return exitCode(exitNeedsYou)
	}
	return err
}
