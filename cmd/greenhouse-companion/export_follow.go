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
	held, err := a.watchBatch(ctx, client, id)
	if err != nil {
		return err
	}
	batch, err := readBatch(ctx, client, id)
	if err != nil {
		return err
	}
	if held != "" {
		a.out.step("Waiting ends, because you are needed. The rest goes on by itself after that. %s", held)
	}
	if err := a.out.result(batch, reportText(batch, toTell(batch.Results, held))); err != nil {
		return err
	}
	if held != "" {
		return exitCode(exitNeedsYou)
	}
	if code := batchCode(batch); code != exitOK {
		return exitCode(code)
	}
	return nil
}

// toTell leaves out who is in Greenhouse and, while the whole batch is held up, who waits for the same as everybody.
func toTell(results []extension.BatchResult, held string) []extension.BatchResult {
	return slices.DeleteFunc(slices.Clone(results), func(r extension.BatchResult) bool {
		return r.State == "done" || r.State == "already_there" || held != "" && r.State == "waiting"
	})
}

// watchBatch tells each change on standard error until waiting is over: because the service can do no more, or because it
// waits for the user, who is told in the words of held what to do.
func (a *app) watchBatch(ctx context.Context, client *extension.Client, id string) (held string, err error) {
	m := a.newMeter()
	defer m.end()
	var (
		told  string
		still standstill
	)
	for {
		batch, err := readCounts(ctx, client, id)
		if err != nil {
			return "", err
		}
		m.show(settled(batch.Counts), batch.Counts.Total, batchNote(batch), timeLeft(batch))
		if told, err = a.tellChange(batch, told); err != nil || batchEnded(batch) {
			return "", err
		}
		if still.longer(batch) {
			if held, err := heldUp(ctx, client, id); err != nil || held != "" {
				return held, err
			}
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
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
