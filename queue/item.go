package queue

import (
	"fmt"
	"strconv"
	"time"
)

// ItemID identifies an item. IDs are given in the order of enqueueing, from 1.
type ItemID uint64

// String returns the id in decimal.
func (id ItemID) String() string {
	return strconv.FormatUint(uint64(id), 10)
}

// ParseItemID reads what String wrote.
func ParseItemID(s string) (ItemID, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("parse item id %q: want a decimal number from 1", s)
	}
	return ItemID(n), nil
}

// Group is an opaque key. Items that share one are never worked on at the same time.
type Group [16]byte

// Priority orders the items that may be worked on: Click before Export before Background, and older before newer within each.
type Priority uint8

// The priorities, most urgent first.
const (
	Click      Priority = iota // someone is looking at the screen
	Export                     // part of a larger batch that someone asked for
	Background                 // nobody is waiting
)

// Item is one durable entry of the queue. Its slices belong to the queue and must not be modified.
type Item struct {
	ID       ItemID
	State    State
	Priority Priority
	// Attempt is how often the item has been leased so far.
	Attempt int
	// Cause is the short code given to WaitUntil or NeedsYou; empty in every other state.
	Cause string
	// Due is when a waiting item may be worked on again; zero when only Wake or Retry ends the wait.
	Due        time.Time
	EnqueuedAt time.Time
	UpdatedAt  time.Time
	// FinishedAt is when the item became done or cancelled.
	FinishedAt time.Time
	Groups     []Group
	DedupeKey  string
	// Held says that the item keeps its groups also while nobody works on it; see Checkpoint.
	Held bool
	// CancelRequested says that Cancel was called while the item was leased.
	CancelRequested bool
	// Progress is what the lease holder saved last.
	Progress []byte
	// Payload is what was enqueued; set by Get and Lease only, nil when it was erased or cannot be read.
	Payload []byte
}

// Add is what Enqueue accepts.
type Add struct {
	// DedupeKey names this add for ever. Required.
	DedupeKey string
	// Groups keep this item apart from others with a common group. Empty: never blocked.
	Groups []Group
	// Priority is Click unless set.
	Priority Priority
	// Payload is stored as it is. At most 4 MiB.
	Payload []byte
}

// Wait says for what an item waits.
type Wait struct {
	// Due is when the item may be worked on again. Zero: only Wake or Retry ends the wait.
	Due time.Time
	// Cause is a short code, the one that Wake is called with. It must not contain personal data.
	Cause string
}

// Filter chooses what List returns.
type Filter struct {
	// States to include. Empty: all.
	States []State
	// Limit is the largest number of items returned. Zero: no limit.
	Limit int
	// Newest returns the newest items first instead of the oldest.
	Newest bool
}

// Stats are the queue's figures at one moment.
type Stats struct {
	// Counts has the number of items in each of the six states.
	Counts map[State]int
	// OldestReady is when the oldest ready item was enqueued; zero when none is ready.
	OldestReady time.Time
}
