package main

import (
	"context"
	"math"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// endedByUser are the causes that only the user can end, for everybody of an account at once.
var endedByUser = []string{
	companion.CauseNotConnected, companion.CauseConnectAgain, companion.CauseReadsRefused, companion.CauseKeyStoreLocked,
	companion.CauseAmazingHiringAgain,
}

const (
	// firstDoubt is after how many looks without any change it is asked what the batch waits for; then after twice as many.
	firstDoubt = 4
	// heldSample is how many of those who wait are asked about: the service works on as many at once by default.
	heldSample = 4
)

// standstill notices that nothing changes any more.
type standstill struct {
	counts extension.BatchCounts
	looks  int
}

// longer says whether the batch has stood still for so long that it should be asked why.
func (s *standstill) longer(b extension.BatchInfo) bool {
	if b.Counts != s.counts || b.Counts.Working > 0 || b.State != "running" {
		*s = standstill{counts: b.Counts}
	}
	s.looks++
	return s.looks >= firstDoubt && s.looks&(s.looks-1) == 0
}

// heldUp is what the user has to do before anything of the batch goes on, or "". It asks a few of those who wait.
func heldUp(ctx context.Context, client *extension.Client, id string) (string, error) {
	batch, err := readBatch(ctx, client, id)
	if err != nil {
		return "", err
	}
	waiting := slices.DeleteFunc(batch.Results, func(r extension.BatchResult) bool { return r.State != "waiting" })
	held := ""
	for _, r := range waiting[:min(len(waiting), heldSample)] {
		found, err := extension.Call[extension.Items](ctx, client, extension.ItemsQuery{ItemID: r.ItemID})
		if err != nil || len(found.Items) == 0 || !slices.Contains(endedByUser, found.Items[0].Cause) {
			return "", err
		}
		held = found.Items[0].Message
	}
	return held, nil
}

// readCounts asks how far the batch has come, without its people: their part begins behind the last one.
func readCounts(ctx context.Context, client *extension.Client, id string) (extension.BatchInfo, error) {
	reply, err := extension.Call[extension.Batches](ctx, client, extension.BatchesQuery{BatchID: id, Offset: math.MaxInt32})
	if err != nil {
		return extension.BatchInfo{}, err
	}
	if len(reply.Batches) == 0 {
		return readBatch(ctx, client, id) // which says that there is none
	}
	return reply.Batches[0], nil
}
