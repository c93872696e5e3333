package companion

import (
	"context"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	// sweepEvery is how often files that nobody needs are looked for.
	sweepEvery = time.Hour
	// sweepAge is how long a file stays although no add names it: its add may be on the way.
	sweepAge = 24 * time.Hour
)

// sweepFiles removes the files whose adds are erased or were never made.
func (s *Service) sweepFiles(ctx context.Context) error {
	for {
		if removed, err := s.sweep(sweepAge); err != nil {
			s.logger.Error("sweep files", "error", err)
		} else if removed > 0 {
			s.logger.Info("swept files", "count", removed)
		}
		if !sleep(ctx, sweepEvery) {
			return nil
		}
	}
}

func (s *Service) sweep(age time.Duration) (removed int, err error) {
	if some, err := s.files.Any(); err != nil || !some {
		return 0, err
	}
	needed, err := s.neededFiles()
	if err != nil {
		return 0, err
	}
	return s.files.Sweep(func(hash string) bool { return needed[hash] }, age)
}

// neededFiles are those that an add with its payload still names. One that cannot be read keeps nothing, and nothing can be
// sent for it either.
func (s *Service) neededFiles() (map[string]bool, error) {
	listed, err := s.queue.List(queue.Filter{})
	if err != nil {
		return nil, err
	}
	needed := map[string]bool{}
	for _, entry := range listed {
		item, err := s.queue.Get(entry.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if a, _, _, err := decodeAdd(item.Payload); err == nil {
			for _, file := range a.Files {
				needed[file.SHA256] = true
			}
		}
	}
	return needed, nil
}
