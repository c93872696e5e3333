package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// followPause is how often a batch is asked about.
const followPause = 500 * time.Millisecond

// followBatch waits until the service can do no more for the batch by itself, and ends with it as the result.
func (a *app) followBatch(ctx context.Context, client *extension.Client, id string) error {
	batch, err := a.watchBatch(ctx, client, id)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(slices.Clone(batch.Results), func(r extension.BatchResult) bool {
		return r.State == "done" || r.State == "already_there"
	})
	if err := a.out.result(batch, reportText(batch, open)); err != nil {
		return err
	}
	if code := batchCode(batch); code != exitOK {
		return exitCode(code)
	}
	return nil
}

// watchBatch tells each change on standard error until waiting is over, and returns the last state.
func (a *app) watchBatch(ctx context.Context, client *extension.Client, id string) (extension.BatchInfo, error) {
	m := a.newMeter()
	defer m.end()
	var told string
	for {
		batch, err := readBatch(ctx, client, id)
		if err != nil {
			return batch, err
		}
		m.show(settled(batch.Counts), batch.Counts.Total, batchNote(batch), timeLeft(batch))
		if told, err = a.tellChange(batch, told); err != nil || batchEnded(batch) {
			return batch, err
		}
		select {
		case <-ctx.Done():
			return batch, ctx.Err()
		case <-time.After(followPause):
		}
	}
}

// tellChange is one line of JSON for a script, unless it is the one told last. The people are in the result only.
func (a *app) tellChange(batch extension.BatchInfo, told string) (string, error) {
	if !a.out.json {
		return "", nil
	}
	left := batch.SecondsLeft
	batch.Results, batch.SecondsLeft = nil, 0 // time that passes is no change
	key, err := json.Marshal(batch)
	if err != nil || string(key) == told {
		return told, err
	}
	batch.SecondsLeft = left
	line, err := json.Marshal(batch)
	if err != nil {
		return told, err
	}
	_, err = fmt.Fprintln(a.out.stderr, string(line))
	return string(key), err
}

// batchNote is what stands behind the bar.
func batchNote(b extension.BatchInfo) string {
	note := ""
	if b.Counts.NeedsYou > 0 {
		note = fmt.Sprintf(", %d need you", b.Counts.NeedsYou)
	}
	if b.State == "paused" {
		note += ", paused"
	}
	return note
}

func timeLeft(b extension.BatchInfo) string {
	if b.SecondsLeft == 0 || b.State != "running" {
		return ""
	}
	return ", about " + (time.Duration(b.SecondsLeft) * time.Second).String() + " left"
}

// batchEnded says whether the service can do no more by itself. Who is missing will not come: whoever waits has sent all.
func batchEnded(b extension.BatchInfo) bool {
	return b.Counts.Working == 0 && (b.State == "cancelled" || b.Counts.Waiting == 0)
}

func batchCode(b extension.BatchInfo) int {
	switch c := b.Counts; {
	case c.NeedsYou > 0:
		return exitNeedsYou
	case c.Stopped > 0, c.Missing > 0, b.State == "cancelled":
		return exitFailed
	}
	return exitOK
}
