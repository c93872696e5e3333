package queue

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAWaitEndsWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := openAt(t, t.TempDir())
		for i, wait := range []time.Duration{3 * time.Minute, time.Minute, 2 * time.Minute} {
			add(t, q, fmt.Sprint(i))
			require.NoError(t, q.WaitUntil(lease(t, q), Wait{Due: time.Now().Add(wait), Cause: "rate"}, nil))
		}
		start := time.Now()
		for i, want := range []ItemID{2, 3, 1} {
			l, err := q.Lease(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, l.Item.ID)
			require.InDelta(t, time.Duration(i+1)*time.Minute, time.Since(start), float64(time.Second))
		}
		require.NoError(t, q.Close())
	})
}

func TestAWaitWithoutDueTimeEndsByWakeOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		q := openAt(t, dir)
		for i, cause := range []string{"offline", "paused", "offline"} {
			add(t, q, fmt.Sprint(i))
			require.NoError(t, q.WaitUntil(lease(t, q), Wait{Cause: cause}, nil))
		}
		time.Sleep(5 * time.Minute)
		requireNoLease(t, q)
		require.NoError(t, q.Close())

		q = openAt(t, dir)
		woken, err := q.Wake("offline")
		require.NoError(t, err)
		require.Equal(t, 2, woken)
		require.Equal(t, ItemID(1), lease(t, q).Item.ID)
		require.Equal(t, ItemID(3), lease(t, q).Item.ID)
		requireNoLease(t, q)
		require.NoError(t, q.Close())
	})
}

func TestAnEarlierDueTimeWakesAWaitingLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := openAt(t, t.TempDir())
		add(t, q, "1")
		add(t, q, "2")
		first, second := lease(t, q), lease(t, q)
		require.NoError(t, q.WaitUntil(first, Wait{Due: time.Now().Add(4 * time.Second)}, nil))
		leased := make(chan Lease)
		go func() {
			l, _ := q.Lease(t.Context())
			leased <- l
		}()
		synctest.Wait()
		start := time.Now()
		require.NoError(t, q.WaitUntil(second, Wait{Due: time.Now().Add(time.Second)}, nil))
		require.Equal(t, ItemID(2), (<-leased).Item.ID)
		require.InDelta(t, time.Second, time.Since(start), float64(10*time.Millisecond))
		require.NoError(t, q.Close())
	})
}

func TestWakeOfMoreThanOneTransaction(t *testing.T) {
	q := openAt(t, t.TempDir())
	const n = 40
	for i := range n {
		add(t, q, fmt.Sprint(i))
		require.NoError(t, q.WaitUntil(lease(t, q), Wait{Cause: "offline"}, make([]byte, 60<<10)))
	}
	woken, err := q.Wake("offline")
	require.NoError(t, err)
	require.Equal(t, n, woken)
	require.Equal(t, n, q.Stats().Counts[Ready])
	require.Zero(t, q.Stats().Counts[Waiting])
}

func TestAnswer(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a")
	require.NoError(t, q.NeedsYou(lease(t, q), "which job", []byte("question")))

	refusal := errors.New("not one of the choices")
	_, err := q.Answer(1, func([]byte) ([]byte, error) { return nil, refusal })
	require.ErrorIs(t, err, refusal)
	require.Equal(t, "which job", requireState(t, q, 1, NeedsYou).Cause)

	it, err := q.Answer(1, func(progress []byte) ([]byte, error) { return append(progress, " and answer"...), nil })
	require.NoError(t, err)
	require.Equal(t, Ready, it.State)
	require.Equal(t, []byte("question and answer"), lease(t, q).Item.Progress)
}

func TestAnAnswerToAnEarlierQuestionIsRefused(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a")
	require.NoError(t, q.NeedsYou(lease(t, q), "first", nil))
	_, err := q.Answer(1, func([]byte) ([]byte, error) {
		_, err := q.Retry(1)
		require.NoError(t, err)
		require.NoError(t, q.NeedsYou(lease(t, q), "second", []byte("second question")))
		return []byte("first answer"), nil
	})
	require.ErrorIs(t, err, ErrBadState)
	require.Equal(t, []byte("second question"), requireState(t, q, 1, NeedsYou).Progress)
}
