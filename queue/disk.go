package queue

import (
	"fmt"
	"time"
)

// What must be free before a write, in bytes. Work that was accepted gets the lower floor, so that it can still be carried out and
// recorded while new work is refused.
const (
	// AcceptFloor is what must be free to open a queue and to accept something new.
	AcceptFloor = 64 << 20
	changeFloor = 16 << 20
)

// measureEvery bounds how old a measurement may be.
const measureEvery = time.Second

// diskSpace knows how much space is free. Used by Open and then by the committer only.
type diskSpace struct {
	dir      string
	measure  func(dir string) (uint64, error)
	measured time.Time
	free     uint64
}

func newDiskSpace(cfg Config) *diskSpace {
	d := &diskSpace{dir: cfg.Dir, measure: cfg.freeSpace}
	if d.measure == nil {
		d.measure = FreeSpace
	}
	return d
}

// require answers *DiskFullError when less than need is free.
func (d *diskSpace) require(need uint64, now time.Time) error {
	age := now.Sub(d.measured)
	if age < 0 || age >= measureEvery {
		free, err := d.measure(d.dir)
		if err != nil {
			return fmt.Errorf("measure free disk space: %w", err)
		}
		d.free, d.measured = free, now
	}
	if d.free < need {
		return &DiskFullError{Free: d.free, Need: need}
	}
	return nil
}
