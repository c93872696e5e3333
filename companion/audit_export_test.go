package companion

import "time"

// EraseFinished is the hourly erasure of what finished adds hold, for any age.
func (s *Service) EraseFinished(age time.Duration) (int, error) {
	return s.queue.EraseDone(time.Now().Add(-age))
}
