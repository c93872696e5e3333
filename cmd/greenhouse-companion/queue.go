package main

import (
	"context"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) queueCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "queue", Short: "See and steer what is on its way", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usageError{"Say what to do: list, show, retry, answer or cancel."}
		}}
	cmd.AddCommand(a.queueListCommand(), a.queueShowCommand(), a.queueAnswerCommand(),
		a.queueItemCommand("retry ID", "Try an item again now", func(id string) extension.Message { return extension.Retry{ItemID: id} }),
		a.queueItemCommand("cancel ID", "Stop an item for good", func(id string) extension.Message { return extension.Cancel{ItemID: id} }))
	return cmd
}

func (a *app) queueListCommand() *cobra.Command {
	query := extension.ItemsQuery{}
	cmd := &cobra.Command{
		Use: "list", Short: "List items, newest first", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			items, err := ask[extension.Items](cmd.Context(), a, query)
			if err != nil {
				return err
			}
			return a.out.result(items, listText(items.Items))
		},
	}
	cmd.Flags().StringSliceVar(&query.States, "state", nil, "only these states: ready, leased, waiting, needs_you, done, cancelled")
	cmd.Flags().IntVar(&query.Limit, "limit", 100, "how many at most")
	return cmd
}

func listText(items []extension.Item) string {
	if len(items) == 0 {
		return "Nothing in the queue."
	}
	var lines []string
	for _, item := range items {
		lines = append(lines, itemLine(item))
	}
	return strings.Join(lines, "\n")
}

func (a *app) queueShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: "Show one item", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			items, err := ask[extension.Items](cmd.Context(), a, extension.ItemsQuery{ItemID: args[0]})
			if err != nil {
				return err
			}
			return a.out.result(items.Items[0], itemText(items.Items[0]))
		},
	}
}

func (a *app) queueAnswerCommand() *cobra.Command {
	var values map[string]string
	cmd := &cobra.Command{
		Use: "answer ID CHOICE", Short: "Answer the question of an item that needs you", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.changeItem(cmd.Context(), extension.Answer{ItemID: args[0], Choice: args[1], Values: values})
		},
	}
	cmd.Flags().StringToStringVar(&values, "value", nil, "a field of the choice, as NAME=TEXT (may be repeated)")
	return cmd
}

func (a *app) queueItemCommand(use, short string, message func(id string) extension.Message) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.changeItem(cmd.Context(), message(args[0])) },
	}
}

func (a *app) changeItem(ctx context.Context, message extension.Message) error {
	reply, err := ask[extension.ItemReply](ctx, a, message)
	if err != nil {
		return err
	}
	return a.out.result(reply.Item, itemText(reply.Item))
}

// ask puts one question to the running service.
func ask[Resp extension.Message](ctx context.Context, a *app, message extension.Message) (Resp, error) {
	client, err := a.dial(ctx)
	if err != nil {
		var none Resp
		return none, err
	}
	defer client.Close()
	return extension.Call[Resp](ctx, client, message)
}
