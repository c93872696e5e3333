package companion

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

func TestDecide(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		err   error
		state queue.State
		cause string
		due   time.Time
	}{
		"done":             {nil, queue.Done, "", time.Time{}},
		"cancelled":        {fmt.Errorf("checkpoint: %w", queue.ErrCancelled), queue.Cancelled, "", time.Time{}},
		"waiting":          {&wait{cause: CauseInDoubt, after: time.Minute}, queue.Waiting, CauseInDoubt, now.Add(time.Minute)},
		"waiting for news": {&wait{cause: CauseNotConnected}, queue.Waiting, CauseNotConnected, time.Time{}},
		"asking":           {&ask{question{Code: CauseName}}, queue.NeedsYou, CauseName, time.Time{}},
		"damaged":          {fmt.Errorf("read: %w", errDamaged), queue.NeedsYou, CauseDamaged, time.Time{}},
		"offline":          {&harvest.UnavailableError{Offline: true}, queue.Waiting, CauseOffline, time.Time{}},
		"connection reset": {&harvest.UnavailableError{Err: errors.New("reset")}, queue.Waiting, CauseOffline, time.Time{}},
		"rate limited":     {&harvest.RateLimitError{RetryAfter: 9 * time.Second}, queue.Waiting, CauseRateLimited, now.Add(9 * time.Second)},
		"revoked":          {&harvest.AuthError{Status: 401}, queue.Waiting, CauseConnectAgain, time.Time{}},
		"key store locked": {newProblem(CodeKeyStoreUnusable, "Locked.", "Unlock it."), queue.Waiting, CauseKeyStoreLocked, now.Add(keyStorePause)},
		"not permitted":    {&harvest.PermissionError{Scope: "s"}, queue.NeedsYou, CausePermission, time.Time{}},
		"refused":          {&harvest.ValidationError{Status: 422}, queue.NeedsYou, CauseRefused, time.Time{}},
		"not found":        {&harvest.NotFoundError{}, queue.NeedsYou, CauseRefused, time.Time{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := decide(test.err, 0, now)
			require.Equal(t, test.state, d.state)
			require.Equal(t, test.cause, d.cause)
			require.Equal(t, test.due, d.due)
			require.Equal(t, d.state == queue.NeedsYou, d.question != nil)
			require.False(t, d.failed)
		})
	}
}

// TestUnforeseenErrorsAreTriedAgain: dropping an add is never the answer, and neither is hammering.
func TestUnforeseenErrorsAreTriedAgain(t *testing.T) {
	now := time.Now()
	for _, err := range []error{errors.New("what"), &harvest.UnavailableError{Status: 503}, &harvest.AmbiguousError{}, context.DeadlineExceeded} {
		d := decide(err, 2, now)
		require.Equal(t, queue.Waiting, d.state)
		require.True(t, d.failed)
		require.WithinRange(t, d.due, now.Add(4*time.Second), now.Add(5*time.Second))
	}
	require.LessOrEqual(t, backoff(1000), maxBackoff*5/4)
}

// TestEveryQuestionCanBeAskedAndAnswered: each question has words, and each of its choices a label.
func TestEveryQuestionCanBeAskedAndAnswered(t *testing.T) {
	link := func(id harvest.CandidateID) string { return fmt.Sprintf("link to %d", id) }
	for code, p := range posers {
		t.Run(code, func(t *testing.T) {
			require.NotEmpty(t, p.text(question{Code: code, Reasons: []string{"same name"}}, link))
			for _, c := range p.choices {
				require.NotEmpty(t, c.label)
				j := &journal{Question: &question{Code: code, First: "Ada", Last: "Example", Person: 1, Step: "profile/0", Readable: true}}
				require.NoError(t, j.answer(c.value, map[string]string{"first_name": "Ada", "last_name": "Example"}))
				require.Nil(t, j.Question)
			}
		})
	}
}

func TestAbsenceIsProvenOnlyOverTheWholeSettleTime(t *testing.T) {
	const settle = 2 * time.Minute
	sent := time.Now()
	at := func(seconds ...int) *doubt {
		d := &doubt{SentAt: sent}
		for _, s := range seconds {
			d.LookUps = append(d.LookUps, sent.Add(time.Duration(s)*time.Second))
		}
		return d
	}
	require.False(t, at().provenAbsent(settle))
	require.False(t, at(0, 130).provenAbsent(settle), "two look-ups are too few")
	require.False(t, at(0, 15, 60, 119).provenAbsent(settle), "the settle time is not over")
	require.False(t, at(118, 119, 121).provenAbsent(settle), "all at the end, as after sleep, are one look")
	require.True(t, at(0, 15, 120).provenAbsent(settle))
}

// TestDoubtIsLookedUpUntilItIsSettled: following the waits leads to a proof, soon after the settle time, in few look-ups.
func TestDoubtIsLookedUpUntilItIsSettled(t *testing.T) {
	const settle = 2 * time.Minute
	sent := time.Now()
	d := &doubt{SentAt: sent}
	now := sent
	for !d.provenAbsent(settle) {
		d.LookUps = append(d.LookUps, now)
		require.Less(t, len(d.LookUps), 8)
		now = now.Add(d.nextLookUp(settle, now))
	}
	require.WithinRange(t, d.LookUps[len(d.LookUps)-1], sent.Add(settle), sent.Add(settle+settle/4))
}
