package queue

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is what the queue should be, written as plainly as possible.
type model struct {
	dir   string
	queue *Queue
	items []Item // by id, without times
	last  map[ItemID]Lease
	gone  map[ItemID]bool // payload erased
}

func TestQueueAgainstAModel(t *testing.T) {
	parent := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(parent, "")
		require.NoError(t, err)
		m := &model{dir: dir, last: make(map[ItemID]Lease), gone: make(map[ItemID]bool)}
		m.open(t)
		defer func() { require.NoError(t, m.queue.Close()) }()
		t.Repeat(map[string]func(*rapid.T){
			"":             m.compare,
			"enqueue":      m.enqueue,
			"enqueue more": m.enqueue,
			"lease":        m.lease,
			"lease more":   m.lease,
			"checkpoint":   m.checkpoint,
			"complete":     m.complete,
			"wait":         m.wait,
			"needs you":    m.needsYou,
			"stop":         m.cancelLeased,
			"answer":       m.answer,
			"retry":        m.retry,
			"cancel":       m.cancel,
			"wake":         m.wake,
			"erase":        m.erase,
			"rest":         m.rest,
			"reopen":       m.reopen,
			"crash":        m.crash,
		})
	})
}

var (
	drawGroups   = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Group { return Group{rapid.Byte().Draw(t, "group") % 4} }), 0, 2)
	drawCause    = rapid.SampledFrom([]string{"offline", "rate"})
	drawProgress = rapid.SampledFrom([][]byte{nil, []byte("step 1"), []byte("step 2")})
	drawDue      = rapid.SampledFrom([]time.Time{
		{}, time.Unix(1, 0).UTC(), time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC),
	})
)

func (m *model) open(t *rapid.T) {
	q, err := Open(Config{Dir: m.dir})
	require.NoError(t, err)
	m.queue = q
}

func (m *model) reopen(t *rapid.T) {
	require.NoError(t, m.queue.Close())
	m.open(t)
	m.endLeases()
}

func (m *model) endLeases() {
	for i := range m.items {
		it := &m.items[i]
		switch {
		case it.State == Leased && it.CancelRequested && !it.Held:
			it.State = Cancelled
		case it.State == Leased:
			it.State = Ready
		}
	}
}

// rest closes the database under the queue. Leases live on, and the next caller opens it again.
func (m *model) rest(t *rapid.T) {
	m.queue.store.renew()
	require.True(t, m.queue.store.resting())
}

// crash goes on with the folder as it is at this moment, as if the process had been killed.
func (m *model) crash(t *rapid.T) {
	left := m.dir + "'"
	require.NoError(t, copyFolder(m.dir, left))
	require.NoError(t, m.queue.Close())
	m.dir = left
	m.open(t)
	require.Nil(t, m.queue.Damage())
	m.endLeases()
}

// compare checks all items and the counts.
func (m *model) compare(t *rapid.T) {
	items, err := m.queue.List(Filter{})
	require.NoError(t, err)
	require.Len(t, items, len(m.items))
	counts := make(map[State]int)
	for i, it := range items {
		it.EnqueuedAt, it.UpdatedAt, it.FinishedAt = time.Time{}, time.Time{}, time.Time{}
		require.Equal(t, m.items[i], it)
		counts[it.State]++
	}
	for state, n := range m.queue.Stats().Counts {
		require.Equal(t, counts[state], n, "%s", state)
	}
}

// pick draws an item, sometimes one that does not exist.
func (m *model) pick(t *rapid.T) (ItemID, *Item) {
	id := ItemID(rapid.IntRange(1, len(m.items)+1).Draw(t, "item"))
	if int(id) > len(m.items) {
		return id, &Item{}
	}
	return id, &m.items[id-1]
}

func (m *model) enqueue(t *rapid.T) {
	key := fmt.Sprint("key ", rapid.IntRange(0, 30).Draw(t, "key"))
	groups := drawGroups.Draw(t, "groups")
	priority := Priority(rapid.IntRange(0, 2).Draw(t, "priority"))
	it, created, err := m.queue.Enqueue(context.Background(), Add{DedupeKey: key, Groups: groups, Priority: priority, Payload: []byte(key)})
	require.NoError(t, err)
	known := slices.IndexFunc(m.items, func(it Item) bool { return it.DedupeKey == key })
	require.Equal(t, known < 0, created)
	if created {
		known = len(m.items)
		m.items = append(m.items, Item{
			ID: ItemID(known + 1), State: Ready, Priority: priority, DedupeKey: key, Groups: append([]Group(nil), groups...),
		})
	}
	require.Equal(t, m.items[known].ID, it.ID)
}

// best is the item that must be leased next, nil if there is none.
func (m *model) best() *Item {
	var best *Item
	for i := range m.items {
		it := &m.items[i]
		open := it.State == Ready || it.State == Waiting && !it.Due.IsZero() && it.Due.Before(time.Now())
		if open && !m.blocked(it) && (best == nil || it.Priority < best.Priority) {
			best = it
		}
	}
	return best
}

func (m *model) blocked(it *Item) bool {
	return slices.ContainsFunc(m.items, func(other Item) bool {
		return other.ID != it.ID && (other.State == Leased || other.Held) &&
			slices.ContainsFunc(other.Groups, func(g Group) bool { return slices.Contains(it.Groups, g) })
	})
}

func (m *model) lease(t *rapid.T) {
	want := m.best()
	var got Lease
	require.NoError(t, m.queue.do(context.Background(), 0, func(tx *transaction) (err error) {
		got, err = m.queue.leaseNext(tx, Background)
		return err
	}))
	if want == nil {
		require.Zero(t, got)
		return
	}
	want.State, want.Cause, want.Due = Leased, "", time.Time{}
	want.Attempt++
	require.Equal(t, want.ID, got.Item.ID)
	require.Equal(t, want.DedupeKey, string(got.Item.Payload))
	m.last[want.ID] = got
}

// underLease runs a call with the last lease of some item, current or not, and says what the model must do.
func (m *model) underLease(t *rapid.T, call func(l Lease, progress []byte) error, allowed func(*Item) error, then func(*Item)) {
	id, it := m.pick(t)
	l := m.last[id]
	progress := drawProgress.Draw(t, "progress")
	want := ErrStaleLease
	if it.State == Leased && int(l.Token) == it.Attempt {
		want = allowed(it)
	}
	require.ErrorIs(t, call(l, progress), want)
	if want != nil {
		return
	}
	if progress != nil {
		it.Progress = progress
	}
	then(it)
}

func unlessCancelled(it *Item) error {
	if it.CancelRequested && !it.Held {
		return ErrCancelled
	}
	return nil
}

func always(*Item) error { return nil }

func (m *model) checkpoint(t *rapid.T) {
	hold := rapid.Bool().Draw(t, "hold")
	m.underLease(t, func(l Lease, progress []byte) error {
		return m.queue.Checkpoint(l, progress, hold)
	}, unlessCancelled, func(it *Item) { it.Held = hold })
}

func (m *model) complete(t *rapid.T) {
	m.underLease(t, m.queue.Complete, always, func(it *Item) { it.State, it.Held = Done, false })
}

func (m *model) wait(t *rapid.T) {
	w := Wait{Due: drawDue.Draw(t, "due"), Cause: drawCause.Draw(t, "cause")}
	m.underLease(t, func(l Lease, progress []byte) error {
		return m.queue.WaitUntil(l, w, progress)
	}, unlessCancelled, func(it *Item) { it.State, it.Cause, it.Due = Waiting, w.Cause, w.Due })
}

func (m *model) needsYou(t *rapid.T) {
	m.underLease(t, func(l Lease, progress []byte) error {
		return m.queue.NeedsYou(l, "which", progress)
	}, unlessCancelled, func(it *Item) { it.State, it.Cause = NeedsYou, "which" })
}

func (m *model) cancelLeased(t *rapid.T) {
	m.underLease(t, m.queue.CancelLeased, func(it *Item) error {
		if !it.CancelRequested {
			return ErrBadState
		}
		return nil
	}, func(it *Item) { it.State, it.Held = Cancelled, false })
}

// change runs a call on some item that is allowed in some states.
func (m *model) change(t *rapid.T, call func(ItemID) (Item, error), states []State, then func(*Item)) {
	id, it := m.pick(t)
	_, err := call(id)
	switch {
	case it.ID == 0:
		require.ErrorIs(t, err, ErrNotFound)
	case !slices.Contains(states, it.State):
		require.ErrorIs(t, err, ErrBadState)
	default:
		require.NoError(t, err)
		then(it)
	}
}

func (it *Item) becomes(s State) {
	it.State, it.Cause, it.Due = s, "", time.Time{}
	it.Held = it.Held && s == Ready
}

func (m *model) answer(t *rapid.T) {
	m.change(t, func(id ItemID) (Item, error) {
		return m.queue.Answer(id, func([]byte) ([]byte, error) { return []byte("answer"), nil })
	}, []State{NeedsYou}, func(it *Item) {
		it.becomes(Ready)
		it.Progress = []byte("answer")
	})
}

func (m *model) retry(t *rapid.T) {
	m.change(t, m.queue.Retry, []State{Waiting, NeedsYou}, func(it *Item) { it.becomes(Ready) })
}

func (m *model) cancel(t *rapid.T) {
	m.change(t, m.queue.Cancel, []State{Ready, Leased, Waiting, NeedsYou}, func(it *Item) {
		if it.State == Leased {
			it.CancelRequested = true
			return
		}
		it.becomes(Cancelled)
	})
}

func (m *model) wake(t *rapid.T) {
	cause := drawCause.Draw(t, "cause")
	want := 0
	for i := range m.items {
		if m.items[i].State == Waiting && m.items[i].Cause == cause {
			m.items[i].becomes(Ready)
			want++
		}
	}
	woken, err := m.queue.Wake(cause)
	require.NoError(t, err)
	require.Equal(t, want, woken)
}

func (m *model) erase(t *rapid.T) {
	want := 0
	for i, it := range m.items {
		if it.State.finished() && !m.gone[it.ID] {
			m.gone[it.ID] = true
			want++
		}
		if it.State == Cancelled {
			m.items[i].Progress = nil
		}
	}
	erased, err := m.queue.EraseDone(time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, want, erased)
	for _, it := range m.items {
		got, err := m.queue.Get(it.ID)
		require.NoError(t, err)
		require.Equal(t, m.gone[it.ID], got.Payload == nil)
	}
}
