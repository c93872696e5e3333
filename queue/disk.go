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

// diskSpace knows how much space is free. Only requireNow may be called by others than Open and then the committer.
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

// require answers *DiskFullError when less than need was free a moment ago.
func (d *diskSpace) require(need uint64, now time.Time) error {
	age := now.Sub(d.measured)
	if age < 0 || age >= measureEvery {
		free, err := d.measure(d.dir)
		if err != nil {
			return fmt.Errorf("measure free disk space: %w", err)
		}
		d.free, d.measured = free, now
	}
	return enough(d.free, need)
}

// requireNow answers *DiskFullError when less than need is free.
func (d *diskSpace) requireNow(need uint64) error {
	free, err := d.measure(d.dir)
	if err != nil {
		return fmt.Errorf("measure free disk space: %w", err)
	}
	return enough(free, need)
}

func enough(free, need uint64) error {
	if free < need {
		return &DiskFullError{Free: free, Need: need}
	}
	return nil
}
