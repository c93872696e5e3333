package queue

import (
	"errors"
	"fmt"
)

// The errors that callers decide by; match them with errors.Is. None of them contains what was enqueued.
var (
	// ErrInUse means that another process, or another Queue, has the folder open.
	ErrInUse = errors.New("the queue folder is in use by another process")
	// ErrWrongKey means that the folder was made with another encryption key, or with none.
	ErrWrongKey = errors.New("the encryption key does not fit the queue folder")
	// ErrNewerFormat means that a newer version of this program wrote the folder.
	ErrNewerFormat = errors.New("the queue folder was written by a newer version")
	// ErrClosed means that Close was called.
	ErrClosed = errors.New("the queue is closed")
	// ErrNotFound means that no such item was ever enqueued.
	ErrNotFound = errors.New("no such item")
	// ErrStaleLease means that the lease is not the item's current one.
	ErrStaleLease = errors.New("the lease has ended")
	// ErrBadState means that the item's state does not allow the change.
	ErrBadState = errors.New("the item's state does not allow this")
	// ErrCancelled means that Cancel was called on the leased item; the holder stops and calls CancelLeased.
	ErrCancelled = errors.New("the item is to be cancelled")
	// ErrDamaged means that a stored record cannot be understood.
	ErrDamaged = errors.New("the stored record is damaged")
	// ErrNoDedupeKey means that an Add has no dedupe key.
	ErrNoDedupeKey = errors.New("a dedupe key is required")
	// ErrTooLarge means that a payload, a progress or the rest of an item exceeds the limits.
	ErrTooLarge = errors.New("too large for the queue")
)

// DiskFullError means that the volume of the queue folder has too little free space. Nothing was written.
type DiskFullError struct {
	Free uint64 // bytes that were free
	Need uint64 // bytes that must be free
}

// Error names both amounts.
func (e *DiskFullError) Error() string {
	return fmt.Sprintf("too little disk space for the queue: %d bytes free, %d needed", e.Free, e.Need)
}
