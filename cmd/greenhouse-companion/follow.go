package main

import (
	"context"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// follow waits until the item is done, stopped, or waits for a person, and ends with it as the result.
func (a *app) follow(ctx context.Context, client *extension.Client, id string) error {
	if _, err := extension.Call[extension.Subscribed](ctx, client, extension.Subscribe{}); err != nil {
		return err
	}
	items, err := a.watch(ctx, client, id)
	if err != nil {
		return err
	}
	code, _ := ending(items[id])
	return a.endWith(items[id], code)
}

// watch tells each change of the items until waiting is over for all of them, and returns their last states. The client
// must have subscribed.
func (a *app) watch(ctx context.Context, client *extension.Client, ids ...string) (map[string]extension.Item, error) {
	items := map[string]extension.Item{}
	for _, id := range ids {
		now, err := extension.Call[extension.Items](ctx, client, extension.ItemsQuery{ItemID: id})
		if err != nil {
			return nil, err
		}
		items[id] = now.Items[0]
		a.out.step("%s", itemLine(items[id]))
	}
	for !allEnded(items) {
		item, err := next(ctx, client)
		if err != nil {
			return nil, err
		}
		before, watched := items[item.ItemID]
		if !watched || item.UpdatedAt.Before(before.UpdatedAt) {
			continue // another item, or news from before we asked
		}
		items[item.ItemID] = item
		if itemLine(item) != itemLine(before) {
			a.out.step("%s", itemLine(item))
		}
	}
	return items, nil
}

func allEnded(items map[string]extension.Item) bool {
	for _, item := range items {
		if _, ended := ending(item); !ended {
			return false
		}
	}
	return true
}

// next is the next change of any item.
func next(ctx context.Context, client *extension.Client) (extension.Item, error) {
	select {
	case <-ctx.Done():
		return extension.Item{}, ctx.Err()
	case item, ok := <-client.Events():
		if !ok {
			return extension.Item{}, &extension.Error{Code: extension.CodeClosing, Message: "The service stopped meanwhile.",
				Remedy: "What was received is safe in its queue: start the service and look with queue list."}
		}
		return item, nil
	}
}
