package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) exportDataCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "export-data PROFILE", Short: "Show everything held about one person, as JSON", Args: cobra.ExactArgs(1),
		Long: `Show everything that this computer holds about one person, in every account, as JSON. PROFILE is the number or the address of
the profile in AmazingHiring, another page of the person, or an e-mail address.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := a.personData(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if file == "" {
				_, err := fmt.Fprintln(a.out.stdout, string(data))
				return err
			}
			if err := store.WriteFile(file, append(data, '\n')); err != nil {
				return err
			}
			return a.out.result(map[string]string{"file": file}, "Written to "+file+", for you only to read.")
		},
	}
	cmd.Flags().StringVar(&file, "file", "", "write it to this file, readable by you only, instead of printing it")
	return cmd
}

// errMoved says that the data changed while it was read.
var errMoved = errors.New("the person's data changes all the time: try again in a moment")

func (a *app) personData(ctx context.Context, who string) ([]byte, error) {
	client, err := a.dial(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	for range 3 {
		data, err := wholeDocument(ctx, client, who)
		if !errors.Is(err, errMoved) {
			return data, err
		}
	}
	return nil, errMoved
}

func wholeDocument(ctx context.Context, client *extension.Client, who string) (data []byte, err error) {
	var first extension.DataPart
	for {
		part, err := extension.Call[extension.DataPart](ctx, client, extension.DataQuery{Profile: who, Offset: int64(len(data))})
		if err != nil {
			return nil, err
		}
		if first.SHA256 == "" {
			first = part
		}
		if part.SHA256 != first.SHA256 || len(part.Data) == 0 {
			return nil, errMoved
		}
		if data = append(data, part.Data...); int64(len(data)) == part.Size {
			return data, nil
		}
	}
}
