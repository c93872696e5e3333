package queue

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"
)

// A state record, version 1. The decoder refuses what it does not know.
//
//	version 1 | state 1 | priority 1 | flags 1 (1 held, 2 cancel requested)
//	attempt uvarint
//	due, enqueued, updated, finished: varint, microseconds since 1970, 0 = none
//	cause, dedupe key: uvarint length, bytes
//	groups: uvarint count, 16 bytes each
//	progress: uvarint length, bytes
const (
	recordVersion = 1

	flagHeld            = 1
	flagCancelRequested = 2
)

// stateCodes are stored: append only.
var stateCodes = []State{Ready, Leased, Waiting, NeedsYou, Done, Cancelled}

// stateCode is the place of a state among them.
type stateCode uint8

var codeReady, codeWaiting = codeOf(Ready), codeOf(Waiting)

func codeOf(s State) stateCode { return stateCode(slices.Index(stateCodes, s)) }

// State is the state that c stands for.
func (c stateCode) State() State { return stateCodes[c] }

// encodeItem writes everything of an item except id and payload, which have keys of their own.
func encodeItem(it Item) []byte {
	raw := make([]byte, 0, 64+len(it.Cause)+len(it.DedupeKey)+16*len(it.Groups)+len(it.Progress))
	raw = append(raw, recordVersion, byte(codeOf(it.State)), byte(it.Priority), flags(it))
	raw = binary.AppendUvarint(raw, uint64(it.Attempt))
	for _, t := range []time.Time{it.Due, it.EnqueuedAt, it.UpdatedAt, it.FinishedAt} {
		raw = binary.AppendVarint(raw, micros(t))
	}
	raw = appendBytes(raw, []byte(it.Cause))
	raw = appendBytes(raw, []byte(it.DedupeKey))
	raw = binary.AppendUvarint(raw, uint64(len(it.Groups)))
	for _, g := range it.Groups {
		raw = append(raw, g[:]...)
	}
	return appendBytes(raw, it.Progress)
}

// decodeItem reads what encodeItem wrote, or answers ErrDamaged. The progress it returns is a part of raw.
func decodeItem(id ItemID, raw []byte) (Item, error) {
	d := decoder{rest: raw}
	if d.byte() != recordVersion {
		d.bad = true
	}
	it := Item{ID: id, State: d.state(), Priority: Priority(d.byte())}
	d.flags(&it)
	it.Attempt = d.length(math.MaxInt32)
	it.Due, it.EnqueuedAt, it.UpdatedAt, it.FinishedAt = d.time(), d.time(), d.time(), d.time()
	it.Cause, it.DedupeKey = string(d.bytes()), string(d.bytes())
	it.Groups = d.groups()
	it.Progress = d.bytes()
	if d.bad || len(d.rest) > 0 {
		return Item{}, fmt.Errorf("read the state of item %v: %w", id, ErrDamaged)
	}
	return it, nil
}

func flags(it Item) byte {
	var f byte
	if it.Held {
		f |= flagHeld
	}
	if it.CancelRequested {
		f |= flagCancelRequested
	}
	return f
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// stored is the time as it will be read back: in UTC, in microseconds, and without the monotonic part, which stands still while a
// laptop sleeps.
func stored(t time.Time) time.Time {
	return fromMicros(micros(t))
}

func appendBytes(raw, b []byte) []byte {
	return append(binary.AppendUvarint(raw, uint64(len(b))), b...)
}

// decoder reads from the front of rest. After the first mistake it is bad and returns zero values.
type decoder struct {
	rest []byte
	bad  bool
}

// take returns the next n bytes.
func (d *decoder) take(n int) []byte {
	if d.bad || n > len(d.rest) {
		d.bad = true
		return nil
	}
	taken := d.rest[:n:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *decoder) byte() byte {
	b := d.take(1)
	if b == nil {
		return 0
	}
	return b[0]
}

// length reads a number that must not exceed limit.
func (d *decoder) length(limit int) int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || v > uint64(limit) {
		d.bad = true
		return 0
	}
	d.take(n)
	return int(v)
}

func (d *decoder) time() time.Time {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.bad = true
		return time.Time{}
	}
	d.take(n)
	return fromMicros(v)
}

func (d *decoder) bytes() []byte {
	n := d.length(len(d.rest))
	if n == 0 {
		return nil
	}
	return d.take(n)
}

func (d *decoder) state() State {
	code := int(d.byte())
	if code >= len(stateCodes) {
		d.bad = true
		return ""
	}
	return stateCodes[code]
}

func (d *decoder) flags(it *Item) {
	f := d.byte()
	d.bad = d.bad || f&^(flagHeld|flagCancelRequested) != 0
	it.Held = f&flagHeld != 0
	it.CancelRequested = f&flagCancelRequested != 0
}

func (d *decoder) groups() []Group {
	n := d.length(len(d.rest) / len(Group{}))
	if n == 0 {
		return nil
	}
	groups := make([]Group, n)
	for i := range groups {
		copy(groups[i][:], d.take(len(Group{})))
	}
	return groups
}
