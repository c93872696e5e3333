package companion

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

// benchPeople is how many people the batch has that is looked at.
const benchPeople = 10_000

// BenchmarkBatchInfo measures one refresh of the figures of a batch of 10,000 people, file and all: when nobody was sent yet,
// when half are done, and when all are. It prints a JSON line for each.
func BenchmarkBatchInfo(b *testing.B) {
	s, err := New(Config{DataDir: filepath.Join(b.TempDir(), "data"), SecretStore: StoreFile})
	require.NoError(b, err)
	defer s.close()
	batch := enqueuedBatch(b, s, "big", benchPeople)
	for _, stage := range []struct {
		name string
		ends int
	}{{"nobody done", 0}, {"half done", benchPeople / 2}, {"all done", benchPeople / 2}} {
		endSome(b, s, batch, stage.ends)
		b.Run(stage.name, func(b *testing.B) {
			counts := extension.BatchesQuery{BatchID: batch.ID, Offset: benchPeople}
			first := time.Now()
			_, err := s.listBatches(b.Context(), counts)
			require.NoError(b, err)
			tell(b, stage.name+", first refresh", time.Since(first))
			for b.Loop() {
				_, err := s.listBatches(b.Context(), counts)
				require.NoError(b, err)
			}
			tell(b, stage.name, b.Elapsed()/time.Duration(b.N))
		})
	}
}

func tell(b *testing.B, stage string, took time.Duration) {
	line, err := json.Marshal(map[string]any{
		"figure": "one refresh of a batch of 10,000 people", "stage": stage, "value": float64(took.Microseconds()) / 1000, "unit": "ms", "floor": "below 50",
	})
	require.NoError(b, err)
	fmt.Println(string(line))
}

// enqueuedBatch enqueues the people of a folder as the batch message does.
func enqueuedBatch(t testing.TB, s *Service, id string, people int) store.Batch {
	req := extension.Batch{BatchID: id, Kind: extension.BatchFolder, Target: extension.Target{Kind: extension.TargetProspect}, MaxFirst: people}
	for i := range people {
		req.People = append(req.People, extension.BatchPerson{ProfileID: extension.ID(1 + i)})
	}
	_, err := s.batch(t.Context(), req)
	require.NoError(t, err)
	batch, known, err := s.batches.Get(req.BatchID)
	require.NoError(t, err)
	require.True(t, known)
	return batch
}

// endSome does what delivering does to the queue for some of the people: the fetch hands over to another item, and that one
// is done with a receipt.
func endSome(t testing.TB, s *Service, batch store.Batch, count int) {
	fetches := leaseSome(t, s, count, queue.Export)
	require.NoError(t, inParallel(t.Context(), fetches, func(ctx context.Context, fetch queue.Lease) error {
		a, _, _, err := decodeAdd(fetch.Item.Payload)
		if err != nil {
			return err
		}
		key := dedupeKey(batch.Account, fetchedRequest(a.RequestID))
		profile, _, err := s.queue.Enqueue(ctx, queue.Add{DedupeKey: key, Priority: queue.Click, Payload: []byte("{}")})
		if err != nil {
			return err
		}
		return s.queue.Complete(fetch, (&journal{HandedTo: profile.ID, FirstFetch: true}).encode())
	}))
	receipt := journal{Person: 1, Outcome: outcomeCreated, Steps: 2, Story: []moment{{What: hSent}, {What: hConfirmed}, {What: hSent}, {What: hConfirmed}}}
	require.NoError(t, inParallel(t.Context(), leaseSome(t, s, count, queue.Click), func(_ context.Context, profile queue.Lease) error {
		return s.queue.Complete(profile, receipt.encode())
	}))
}

func leaseSome(t testing.TB, s *Service, count int, least queue.Priority) []queue.Lease {
	leases := make(chan queue.Lease, count)
	require.NoError(t, inParallel(t.Context(), make([]struct{}, count), func(ctx context.Context, _ struct{}) error {
		lease, err := s.queue.LeaseUrgent(ctx, least)
		leases <- lease
		return err
	}))
	close(leases)
	return slices.Collect(func(yield func(queue.Lease) bool) {
		for lease := range leases {
			if !yield(lease) {
				return
			}
		}
	})
}
