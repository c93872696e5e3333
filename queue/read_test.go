package queue

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func ids(items []Item) []ItemID {
	var ids []ItemID
	for _, it := range items {
		ids = append(ids, it.ID)
	}
	return ids
}

// makeOneOfEach leaves items 1 done, 2 cancelled, 3 needs_you, 4 waiting, 5 leased, 6 and 7 ready.
func makeOneOfEach(t *testing.T, q *Queue) {
	t.Helper()
	for i := 1; i <= 7; i++ {
		add(t, q, fmt.Sprint(i), Group{byte(i % 2)}, Group{100, byte(i)})
	}
	require.NoError(t, q.Complete(lease(t, q), nil))
	_, err := q.Cancel(2)
	require.NoError(t, err)
	require.NoError(t, q.NeedsYou(lease(t, q), "which", nil))
	require.NoError(t, q.WaitUntil(lease(t, q), Wait{Cause: "offline"}, nil))
	require.Equal(t, ItemID(5), lease(t, q).Item.ID)
}

func TestList(t *testing.T) {
	q := openAt(t, t.TempDir())
	makeOneOfEach(t, q)
	table := []struct {
		filter Filter
		want   []ItemID
	}{
		{Filter{}, []ItemID{1, 2, 3, 4, 5, 6, 7}},
		{Filter{Newest: true}, []ItemID{7, 6, 5, 4, 3, 2, 1}},
		{Filter{Limit: 2}, []ItemID{1, 2}},
		{Filter{Limit: 2, Newest: true}, []ItemID{7, 6}},
		{Filter{States: []State{Ready}}, []ItemID{6, 7}},
		{Filter{States: []State{Ready}, Limit: 1, Newest: true}, []ItemID{7}},
		{Filter{States: []State{Done, NeedsYou}}, []ItemID{1, 3}},
		{Filter{States: []State{Waiting, NeedsYou}, Newest: true}, []ItemID{4, 3}},
		{Filter{States: []State{Cancelled}, Newest: true}, []ItemID{2}},
	}
	for _, test := range table {
		items, err := q.List(test.filter)
		require.NoError(t, err)
		require.Equal(t, test.want, ids(items), "%+v", test.filter)
	}
}

func TestByGroupAndByDedupeKey(t *testing.T) {
	q := openAt(t, t.TempDir())
	makeOneOfEach(t, q)
	items, err := q.ByGroup(Group{1})
	require.NoError(t, err)
	require.Equal(t, []ItemID{7, 5, 3, 1}, ids(items))
	require.Equal(t, Done, items[3].State)

	items, err = q.ByGroup(Group{99})
	require.NoError(t, err)
	require.Empty(t, items)

	it, err := q.ByDedupeKey("3")
	require.NoError(t, err)
	require.Equal(t, ItemID(3), it.ID)
	require.Nil(t, it.Payload)
}

func TestStatsAgreeBeforeAndAfterARestart(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	require.Equal(t, Stats{Counts: map[State]int{Ready: 0, Leased: 0, Waiting: 0, NeedsYou: 0, Done: 0, Cancelled: 0}}, q.Stats())
	makeOneOfEach(t, q)
	sixth, err := q.Get(6)
	require.NoError(t, err)
	require.Equal(t, Stats{
		Counts:      map[State]int{Ready: 2, Leased: 1, Waiting: 1, NeedsYou: 1, Done: 1, Cancelled: 1},
		OldestReady: sixth.EnqueuedAt,
	}, q.Stats())
	require.NoError(t, q.Close())

	q = openAt(t, dir)
	fifth, err := q.Get(5)
	require.NoError(t, err)
	require.Equal(t, Stats{
		Counts:      map[State]int{Ready: 3, Leased: 0, Waiting: 1, NeedsYou: 1, Done: 1, Cancelled: 1},
		OldestReady: fifth.EnqueuedAt,
	}, q.Stats())
	require.Equal(t, ItemID(3), q.published.Load().low, "the next start scans from the oldest unfinished item")
}

func TestEraseDone(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	large := make([]byte, 200<<10) // goes to the value log
	for i := range 150 {           // more than one operation erases
		_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: fmt.Sprint("many", i), Groups: []Group{{1}}, Payload: large[:i]})
		require.NoError(t, err)
		require.NoError(t, q.Complete(lease(t, q), []byte("receipt")))
	}
	_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: "large", Payload: large})
	require.NoError(t, err)
	l := lease(t, q)
	require.NoError(t, q.NeedsYou(l, "name", []byte("personal data")))
	_, err = q.Cancel(151)
	require.NoError(t, err)
	open := add(t, q, "open")

	erased, err := q.EraseDone(time.Now().Add(-time.Hour))
	require.NoError(t, err)
	require.Zero(t, erased)
	erased, err = q.EraseDone(time.Now().Add(time.Second))
	require.NoError(t, err)
	require.Equal(t, 151, erased)
	erased, err = q.EraseDone(time.Now().Add(time.Second))
	require.NoError(t, err)
	require.Zero(t, erased)
	require.NoError(t, q.Close())

	q = openAt(t, dir)
	it := requireState(t, q, 7, Done)
	require.Nil(t, it.Payload)
	require.Equal(t, []byte("receipt"), it.Progress)
	require.Empty(t, requireState(t, q, 151, Cancelled).Progress)
	require.NotNil(t, requireState(t, q, open.ID, Ready).Payload)
	_, created, err := q.Enqueue(t.Context(), Add{DedupeKey: "many7"})
	require.NoError(t, err)
	require.False(t, created)
}
