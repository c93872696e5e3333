package queue

import (
	"fmt"
	"slices"
	"time"
)

// State is where an item is in its life. The diagram is in the package documentation.
type State string

const (
	// Ready items may be leased as soon as no other item holds one of their groups. Lease moves them on, Cancel ends them.
	Ready State = "ready"
	// Leased items are being worked on. The lease holder moves them on; a restart makes them ready again.
	Leased State = "leased"
	// Waiting items are leased again when due, or made ready by Wake or Retry. Cancel ends them.
	Waiting State = "waiting"
	// NeedsYou items wait for a person. Answer or Retry moves them on, Cancel ends them; no time limit applies.
	NeedsYou State = "needs_you"
	// Done items stay as receipts. EraseDone removes their payload.
	Done State = "done"
	// Cancelled items were ended by a person and stay as receipts. EraseDone removes their payload.
	Cancelled State = "cancelled"
)

// CauseDamaged is the cause of a needs_you item that damage may have touched. Without a dedupe key its record, with progress and groups,
// is lost; a nil payload is lost as well; otherwise only later changes may be missing.
const CauseDamaged = "damaged"

// allowedMoves is the one table of state changes. Leased → ready happens only at a restart.
var allowedMoves = map[State][]State{
	Ready:     {Leased, Cancelled},
	Leased:    {Ready, Waiting, NeedsYou, Done, Cancelled},
	Waiting:   {Ready, Leased, Cancelled},
	NeedsYou:  {Ready, Cancelled},
	Done:      {},
	Cancelled: {},
}

// move is the only place that changes the state of a stored item. What described the state that is left goes with it.
func (it *Item) move(to State, now time.Time) error {
	if !slices.Contains(allowedMoves[it.State], to) {
		return fmt.Errorf("move item %v from %s to %s: %w", it.ID, it.State, to, ErrBadState)
	}
	it.State = to
	it.Cause = ""
	it.Due = time.Time{}
	it.UpdatedAt = now
	if to.finished() {
		it.Held = false
		it.FinishedAt = now
	}
	return nil
}

func (s State) finished() bool {
	return s == Done || s == Cancelled
}

// busy says whether the item keeps the others of its groups out.
func (it *Item) busy() bool {
	return it.State == Leased || it.Held
}
