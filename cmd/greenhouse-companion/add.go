package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

// addFlags are what the command line says about an add, beside the profile.
type addFlags struct {
	jobs        []int64
	prospect    bool
	pool, stage int64
	tags        []string
	resume      string
	plan, wait  bool
}

func (a *app) addCommand() *cobra.Command {
	var f addFlags
	cmd := &cobra.Command{
		Use: "add FILE|-", Short: "Add one person to Greenhouse", Args: cobra.ExactArgs(1),
		Long: `Add the person in FILE (or standard input, with -): a profile in the shape of AmazingHiring's API v6, at least "id" and
"name". "first_name" and "last_name" may be given beside them, as you confirmed them.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			target, err := f.target()
			if err != nil {
				return err
			}
			return a.add(cmd.Context(), args[0], target, f)
		},
	}
	flags := cmd.Flags()
	flags.Int64SliceVar(&f.jobs, "job", nil, "id of the job (several with --prospect)")
	flags.BoolVar(&f.prospect, "prospect", false, "add as a prospect; without --job to the base, on no job")
	flags.Int64Var(&f.pool, "pool", 0, "id of the prospect pool (with --prospect)")
	flags.Int64Var(&f.stage, "pool-stage", 0, "id of the pool's stage (with --pool)")
	flags.StringArrayVar(&f.tags, "tag", nil, "tag for the person (may be repeated)")
	flags.StringVar(&f.resume, "resume", "", "résumé to send along")
	flags.BoolVar(&f.plan, "plan", false, "only print what would be written to Greenhouse")
	flags.BoolVar(&f.wait, "wait", false, "wait until the person is in Greenhouse or you are needed")
	return cmd
}

func (f addFlags) target() (extension.Target, error) {
	target := extension.Target{Kind: extension.TargetCandidate, PoolID: extension.ID(f.pool), PoolStageID: extension.ID(f.stage)}
	if f.prospect {
		target.Kind = extension.TargetProspect
	}
	switch {
	case !f.prospect && len(f.jobs) != 1:
		return target, usageError{"Say where the person goes: --job ID, or --prospect with no, one or several --job ID."}
	case !f.prospect && (f.pool != 0 || f.stage != 0):
		return target, usageError{"Only prospects go into a pool: give --prospect as well."}
	case f.pool == 0 && f.stage != 0:
		return target, usageError{"Say which pool the stage belongs to: --pool ID."}
	}
	for _, job := range f.jobs {
		target.JobIDs = append(target.JobIDs, extension.ID(job))
	}
	return target, nil
}

func (a *app) add(ctx context.Context, file string, target extension.Target, f addFlags) error {
	message, err := a.readAdd(file)
	if err != nil {
		return err
	}
	message.RequestID, message.Account, message.Target = uuid.NewString(), a.account, target
	message.Tags, message.Priority = f.tags, extension.PriorityClick
	client, err := a.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	if f.resume != "" {
		resume, err := sendResume(ctx, client, f.resume)
		if err != nil {
			return err
		}
		message.Files = []extension.File{resume}
	}
	if f.plan {
		return a.showPlan(ctx, client, message)
	}
	receipt, err := extension.Call[extension.Receipt](ctx, client, message)
	if err != nil {
		return err
	}
	if f.wait {
		a.out.step("Received as item %s.", receipt.ItemID)
		return a.follow(ctx, client, receipt.ItemID)
	}
	return a.out.result(receipt, fmt.Sprintf("Received as item %s. It is safe on this computer and is sent by itself.", receipt.ItemID))
}

// showPlan prints what the add would write, without adding anybody.
func (a *app) showPlan(ctx context.Context, client *extension.Client, add extension.Add) error {
	plan, err := extension.Call[extension.Plan](ctx, client, extension.PlanQuery{Add: add})
	if err != nil {
		return err
	}
	return a.out.result(plan, planText(plan))
}

func planText(plan extension.Plan) string {
	var b strings.Builder
	if plan.Link != "" {
		b.WriteString("Is in Greenhouse already: " + plan.Link + "\n")
	}
	for i, step := range plan.Steps {
		fmt.Fprintf(&b, "%d. %s\n", i+1, step.Text)
	}
	switch {
	case plan.Question != nil:
		b.WriteString("Would be asked first: " + plan.Question.Text + "\n")
	case len(plan.Steps) == 0:
		b.WriteString("Nothing to write: all of it is in Greenhouse.\n")
	}
	if len(plan.LeftOut) > 0 {
		b.WriteString("Not sent: " + leftOutText(plan.LeftOut) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// sendResume hands the file over to the service, which has it on its disk afterwards.
func sendResume(ctx context.Context, client *extension.Client, path string) (extension.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return extension.File{}, badResume(path, fmt.Sprintf("cannot be read: %v", errors.Unwrap(err)))
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return extension.File{}, err
	case !info.Mode().IsRegular():
		return extension.File{}, badResume(path, "is not a file")
	case info.Size() == 0:
		return extension.File{}, badResume(path, "is empty")
	}
	hash, err := extension.SendFile(ctx, client, file, info.Size())
	return extension.File{SHA256: hash, Filename: filepath.Base(path), Type: extension.FileResume}, err
}

func badResume(path, what string) error {
	return &extension.Error{Code: extension.CodeBadFile, Message: "The résumé " + path + " " + what + ".", Remedy: "Give the right file with --resume."}
}

// readAdd reads the profile, and the confirmed name that may stand beside its fields.
func (a *app) readAdd(file string) (extension.Add, error) {
	data, err := a.readInput(file)
	if err != nil {
		return extension.Add{}, err
	}
	var names struct {
		First string `json:"first_name"`
		Last  string `json:"last_name"`
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, &names); errors.As(err, &syntax) || len(data) == 0 {
		return extension.Add{}, &extension.Error{Code: extension.CodeBadProfile, Message: "The file " + file + " is not JSON.",
			Remedy: "Give one profile in the shape of AmazingHiring's API v6."}
	}
	return extension.Add{Profile: data, FirstName: names.First, LastName: names.Last}, nil
}

func (a *app) readInput(file string) ([]byte, error) {
	r := a.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, extension.MaxMessage+1))
	if err == nil && len(data) > extension.MaxMessage-4096 {
		return nil, &extension.Error{Code: extension.CodeMessageTooLarge, Message: "The profile is larger than 1 MiB.",
			Remedy: "Leave out what Greenhouse does not need, such as long comments."}
	}
	return data, err
}
