package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// exportFlags are what the command line says about an export. Those of an add say where the people go.
type exportFlags struct {
	addFlags
	folder, name string
	csv, format  string
	chosen       []int64
	maxCredits   int
	yes          bool
	autoUpdate   bool
}

// noLimit is the number of first fetches when the user names none: as many as there are.
const noLimit = -1

func (a *app) exportCommand() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use: "export", Short: "Bring the people of an AmazingHiring folder to Greenhouse, or into a CSV file", Args: cobra.NoArgs,
		Long: `Bring the people of an AmazingHiring folder to Greenhouse, or into a CSV file. Before anything starts it says how many profiles
would be opened for the first time, which may cost contact credits, and asks; without a terminal give --yes.

With --wait it ends with 0 when everybody is in Greenhouse, 3 when somebody needs you, and 1 when somebody was stopped.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.export(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	f.addTargetFlags(flags)
	flags.StringVar(&f.folder, "folder", "", "id of the folder, or the address of its page")
	flags.Int64SliceVar(&f.chosen, "select", nil, "only these people, by profile id")
	flags.StringVar(&f.csv, "csv", "", "write a CSV file instead of sending to Greenhouse; replaces the file")
	flags.StringVar(&f.format, "format", formatFull, "columns of the CSV file: full, or prospect-import for Greenhouse's own import")
	flags.StringVar(&f.name, "name", "", "name of the export (default: the folder's)")
	flags.IntVar(&f.maxCredits, "max-credits", noLimit, "open at most so many profiles for the first time (default: the number confirmed)")
	flags.BoolVar(&f.autoUpdate, "auto-update", false, "let their later changes in AmazingHiring follow")
	flags.BoolVar(&f.yes, "yes", false, "start without asking")
	flags.BoolVar(&f.plan, "plan", false, "only print who is chosen and what may be opened")
	flags.BoolVar(&f.wait, "wait", false, "wait until everybody is in Greenhouse or you are needed")
	cmd.AddCommand(a.exportListCommand(), a.exportShowCommand(),
		a.exportChangeCommand("pause ID", "Hold an export back; what was sent stays", extension.BatchPause),
		a.exportChangeCommand("resume ID", "Let a paused export go on", extension.BatchResume),
		a.exportChangeCommand("cancel ID", "Stop an export for good; what was sent stays", extension.BatchCancel))
	return cmd
}

// addTargetFlags are the flags that say where many people go.
func (f *addFlags) addTargetFlags(flags *pflag.FlagSet) {
	flags.Int64SliceVar(&f.jobs, "job", nil, "id of the job (several with --prospect)")
	flags.BoolVar(&f.prospect, "prospect", false, "add as prospects; without --job to the base, on no job")
	flags.Int64Var(&f.pool, "pool", 0, "id of the prospect pool (with --prospect)")
	flags.Int64Var(&f.stage, "pool-stage", 0, "id of the pool's stage (with --pool)")
}

func (f exportFlags) check() error {
	_, format := formats[f.format]
	toGreenhouse := f.prospect || len(f.jobs) > 0 || f.pool != 0 || f.stage != 0
	switch {
	case f.folder == "":
		return usageError{"Say which folder: --folder with its id or the address of its page."}
	case f.maxCredits < noLimit:
		return usageError{"--max-credits cannot be negative."}
	case !format:
		return usageError{"--format is full or prospect-import."}
	case f.csv != "" && toGreenhouse:
		return usageError{"Say either --csv, or where the people go in Greenhouse."}
	case f.csv != "" && f.autoUpdate:
		return usageError{"--auto-update is for Greenhouse; a CSV file stays as it is."}
	case f.csv != "" && f.wait:
		return usageError{"--wait is for Greenhouse; a CSV file is complete when the program ends."}
	case f.csv != "":
		return nil
	}
	_, err := f.target()
	return err
}

func (a *app) export(ctx context.Context, f exportFlags) error {
	client, err := a.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	from, err := readFolder(ctx, client, f.folder)
	if err != nil {
		return err
	}
	s, err := choose(from, f)
	if err != nil {
		return err
	}
	if f.plan {
		return a.out.result(s, s.text()+"\n"+s.names())
	}
	if err := a.confirm(s, f.yes); err != nil {
		return err
	}
	if f.csv != "" {
		return a.exportCSV(ctx, client, s, f)
	}
	return a.exportBatch(ctx, client, s, f)
}

// exportBatch hands the selection over. The service fetches the profiles by itself, also when this program is gone.
func (a *app) exportBatch(ctx context.Context, client *extension.Client, s selection, f exportFlags) error {
	target, err := f.target()
	if err != nil {
		return err
	}
	batch := extension.Batch{
		BatchID: uuid.NewString(), Account: a.account, Kind: extension.BatchFolder, Name: cmp.Or(f.name, s.Name),
		Target: target, MaxFirst: s.MaxFirst, FolderID: s.FolderID, AutoUpdate: f.autoUpdate,
	}
	for _, m := range s.Members {
		batch.People = append(batch.People, extension.BatchPerson{ProfileID: m.ProfileID})
	}
	reply, err := extension.Call[extension.BatchReply](ctx, client, batch)
	if err != nil {
		return err
	}
	if f.wait {
		a.out.step("Received as export %s.", batch.BatchID)
		return a.followBatch(ctx, client, batch.BatchID)
	}
	return a.out.result(reply.Batch, fmt.Sprintf("Received as export %s: %d people. It goes on by itself; look with: greenhouse-companion export show %s",
		batch.BatchID, reply.Batch.Counts.Total, batch.BatchID))
}
