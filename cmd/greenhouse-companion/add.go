package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) addCommand() *cobra.Command {
	var (
		jobs     []int64
		prospect bool
		wait     bool
	)
	cmd := &cobra.Command{
		Use: "add FILE|-", Short: "Add one person to Greenhouse", Args: cobra.ExactArgs(1),
		Long: `Add the person in FILE (or standard input, with -): a profile in the shape of AmazingHiring's API v6, at least "id" and
"name". "first_name" and "last_name" may be given beside them, as you confirmed them.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			target, err := targetFrom(jobs, prospect)
			if err != nil {
				return err
			}
			return a.add(cmd.Context(), args[0], target, wait)
		},
	}
	flags := cmd.Flags()
	flags.Int64SliceVar(&jobs, "job", nil, "id of the job (several with --prospect)")
	flags.BoolVar(&prospect, "prospect", false, "add as a prospect; without --job to the base, on no job")
	flags.BoolVar(&wait, "wait", false, "wait until the person is in Greenhouse or you are needed")
	return cmd
}

func targetFrom(jobs []int64, prospect bool) (extension.Target, error) {
	target := extension.Target{Kind: extension.TargetCandidate}
	if prospect {
		target.Kind = extension.TargetProspect
	}
	if !prospect && len(jobs) != 1 {
		return target, usageError{"Say where the person goes: --job ID, or --prospect with no, one or several --job ID."}
	}
	for _, job := range jobs {
		target.JobIDs = append(target.JobIDs, extension.ID(job))
	}
	return target, nil
}

func (a *app) add(ctx context.Context, file string, target extension.Target, wait bool) error {
	message, err := a.readAdd(file)
	if err != nil {
		return err
	}
	message.RequestID, message.Account, message.Target = uuid.NewString(), a.account, target
	message.Priority = extension.PriorityClick
	client, err := a.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	receipt, err := extension.Call[extension.Receipt](ctx, client, message)
	if err != nil {
		return err
	}
	if wait {
		a.out.step("Received as item %s.", receipt.ItemID)
		return a.follow(ctx, client, receipt.ItemID)
	}
	return a.out.result(receipt, fmt.Sprintf("Received as item %s. It is safe on this computer and is sent by itself.", receipt.ItemID))
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
