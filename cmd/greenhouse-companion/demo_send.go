package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

// targets are where the plain people of the pretend AmazingHiring go, in their order.
func (d *demo) targets() []extension.Target {
	jobs := slices.DeleteFunc(d.systems.greenhouse.Jobs(), func(j sandbox.Job) bool { return j.Status != "open" })
	job := func(i int) []extension.ID { return []extension.ID{extension.ID(jobs[i].ID)} }
	return []extension.Target{
		{Kind: extension.TargetCandidate, JobIDs: job(0)},
		{Kind: extension.TargetProspect, JobIDs: job(1)},
		{Kind: extension.TargetProspect},
	}
}

// sendAll sends the plain people through the WebSocket door and returns the ids of their items.
func (d *demo) sendAll(ctx context.Context) ([]string, error) {
	if _, err := extension.Call[extension.Subscribed](ctx, d.client, extension.Subscribe{}); err != nil {
		return nil, err
	}
	targets := d.targets()
	var ids []string
	for i, profileID := range d.systems.amazingHiring.Plain() {
		receipt, err := d.send(ctx, profileID, targets[i])
		if err != nil {
			return nil, err
		}
		d.app.out.step("Received: profile %d is on disk as item %s.", profileID, receipt.ItemID)
		ids = append(ids, receipt.ItemID)
	}
	return ids, nil
}

func (d *demo) send(ctx context.Context, profileID int64, target extension.Target) (extension.Receipt, error) {
	api, err := d.api()
	if err != nil {
		return extension.Receipt{}, err
	}
	raw, err := api.Profile(ctx, profileID)
	if err != nil {
		return extension.Receipt{}, err
	}
	return extension.Call[extension.Receipt](ctx, d.client, extension.Add{
		RequestID: uuid.NewString(), Profile: raw, Target: target, Priority: extension.PriorityClick,
	})
}

func (d *demo) api() (*amazinghiring.Client, error) {
	return amazinghiring.New(amazinghiring.Config{
		BaseURL: d.systems.amazingHiring.URL(), Token: amazinghiring.Token(d.systems.amazingHiring.Token()),
	})
}

// awaitAll follows the items until all are done, telling each change as it happens.
func (d *demo) awaitAll(ctx context.Context, ids []string) error {
	items, err := d.app.watch(ctx, d.client, ids...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if items[id].Status != "done" {
			return fmt.Errorf("item %s ended as %s instead of done", id, items[id].Status)
		}
		d.app.out.step("Item %s is %s", id, items[id].Link)
	}
	return nil
}
