package companion_test

import (
	"runtime"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestFolderIsReadOnce: three parts of a thousand cost AmazingHiring six pages, and a refusal between them costs nothing more.
func TestFolderIsReadOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	require.Len(t, members(t, client, pretend.BigFolder), 3000)
	require.Len(t, source.Requests(), 6)

	part := extension.MembersQuery{FolderID: extension.ID(pretend.BigFolder), Limit: 400}
	first, err := extension.Call[extension.Members](t.Context(), client, part)
	require.NoError(t, err)
	require.True(t, first.More)
	source.SetFaults(pretend.Faults{Broken: true, Requests: 1})
	part.Offset = 400
	_, err = extension.Call[extension.Members](t.Context(), client, part)
	requireCode(t, extension.CodeAmazingHiringUnavailable, err)
	second, err := extension.Call[extension.Members](t.Context(), client, part)
	require.NoError(t, err)
	require.NotContains(t, first.Members, second.Members[0])
	require.Len(t, source.Requests(), 6+2+1, "two pages and the refused one")
}

// manyPeople is a batch that is larger than any folder of today.
const manyPeople = 10_000

// TestTenThousandAtOnce: a batch of that size is on disk when it is answered, costs little memory, and whoever presses the
// button meanwhile does not wait for it.
func TestTenThousandAtOnce(t *testing.T) {
	w := newWorld(t, "rate=20/1")
	w.withFolders()
	client := w.command()
	before := heap()
	b := w.folder(nil, manyPeople)
	for i := range manyPeople {
		b.People = append(b.People, extension.BatchPerson{ProfileID: bigProfile(i)})
	}
	require.Equal(t, manyPeople, export(t, client, b).Counts.Total)
	grown := heap() - before
	require.Less(t, grown, int64(manyPeople*heapPerPerson), "bytes for each person: %d", grown/manyPeople)

	click := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	await(t, client, click, "done")
	counts := batchNow(t, client, b.BatchID).Counts
	require.Greater(t, counts.Waiting, manyPeople/2, "the click came before the end: %+v", counts)
}

// heapPerPerson is what a person of a batch may keep of the heap, in bytes: a place in the queue's index, and not their profile.
const heapPerPerson = 3000

// heap is what lives on it, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// bigProfile is the i-th profile of the big folder; behind its end they are unknown to AmazingHiring.
func bigProfile(i int) extension.ID { return extension.ID(900_000_000_100_000 + int64(i)) }
