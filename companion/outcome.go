package companion

import (
	"errors"
	"math/rand/v2"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// errDamaged says that what is on disk can no longer be read.
var errDamaged = errors.New("damaged")

// wait ends an attempt that has to go on later. It is not a failure.
type wait struct {
	cause string
	// after is how long to wait; zero waits until somebody wakes the cause.
	after time.Duration
}

func (w *wait) Error() string { return "waiting: " + w.cause }

// ask ends an attempt that a person must decide.
type ask struct{ question question }

func (a *ask) Error() string { return "needs a person: " + a.question.Code }

// decision is what becomes of an item after an attempt.
type decision struct {
	state queue.State
	cause string
	due   time.Time
	// question is set when state is NeedsYou.
	question *question
	// failed says that the attempt counts for the back-off.
	failed bool
}

// decide turns the error an attempt ended with into what becomes of the item. It is pure and total: an error nobody
// foresaw waits and tries again, because dropping an add or repeating a write are the two things that must not happen.
func decide(err error, failures int, now time.Time) decision {
	var (
		w       *wait
		a       *ask
		limited *harvest.RateLimitError
		auth    *harvest.AuthError
	)
	switch {
	case err == nil:
		return decision{state: queue.Done}
	case errors.Is(err, queue.ErrCancelled):
		return decision{state: queue.Cancelled}
	case errors.As(err, &w):
		return waiting(w.cause, w.after, now)
	case errors.As(err, &a):
		return needsYou(a.question)
	case errors.Is(err, errDamaged):
		return needsYou(question{Code: CauseDamaged})
	case unreachable(err):
		return waiting(CauseOffline, 0, now)
	case errors.As(err, &limited):
		return waiting(CauseRateLimited, limited.RetryAfter, now)
	case errors.As(err, &auth):
		return waiting(CauseConnectAgain, 0, now)
	case isKeyStoreProblem(err):
		return waiting(CauseKeyStoreLocked, keyStorePause, now)
	}
	if passing := (*busy)(nil); errors.As(err, &passing) {
		d := waiting(CauseAmazingHiringBusy, backoff(failures), now)
		d.failed = true
		return d
	}
	if q, ok := refusal(err); ok {
		return needsYou(q)
	}
	d := waiting(CauseUnavailable, backoff(failures), now)
	d.failed = true
	return d
}

// moment is the decision in an item's story.
func (d decision) moment() moment {
	switch d.state {
	case queue.Done:
		return moment{What: hDone}
	case queue.NeedsYou:
		return moment{What: hAsked, Word: d.cause}
	case queue.Cancelled:
		return moment{What: hCancelled}
	}
	return moment{What: hWaiting, Word: d.cause}
}

// unreachable says that no answer at all came back, so that knocking is the way to learn when to go on. An answer, even an
// error page, is the server's trouble rather than the network's.
func unreachable(err error) bool {
	var unavailable *harvest.UnavailableError
	return errors.As(err, &unavailable) && unavailable.Status == 0
}

// refusal recognises answers by which Greenhouse refuses this add for good, whoever asks and whenever.
func refusal(err error) (question, bool) {
	var (
		permission *harvest.PermissionError
		invalid    *harvest.ValidationError
		missing    *harvest.NotFoundError
	)
	switch {
	case errors.As(err, &permission):
		return question{Code: CausePermission, Scope: permission.Scope}, true
	case errors.As(err, &invalid):
		return question{Code: CauseRefused, Messages: invalid.Messages}, true
	case errors.As(err, &missing):
		return question{Code: CauseRefused}, true
	case errors.Is(err, harvest.ErrNotInDialect):
		return question{Code: CauseRefused, Messages: []string{"Harvest v1 cannot do this; connect with a v3 credential."}}, true
	}
	return question{}, false
}

func waiting(cause string, after time.Duration, now time.Time) decision {
	d := decision{state: queue.Waiting, cause: cause}
	if after > 0 {
		d.due = now.Add(after)
	}
	return d
}

func needsYou(q question) decision {
	return decision{state: queue.NeedsYou, cause: q.Code, question: &q}
}

// keyStorePause is how often a locked key store is asked again for a credential.
const keyStorePause = 10 * time.Second

const maxBackoff = 5 * time.Minute

// backoff doubles from one second to five minutes, with up to a quarter of jitter so that many items don't come back at once.
func backoff(failures int) time.Duration {
	d := min(time.Second<<min(failures, 10), maxBackoff)
	return d + rand.N(d/4)
}
