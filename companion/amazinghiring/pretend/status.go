package pretend

import (
	"fmt"
	"slices"
)

const (
	statusSourced = 100001
	// rootStatuses is how many statuses are not below another one.
	rootStatuses = 5
)

// status belongs to all folders, as in AmazingHiring, where a company has one
// collection of them.
type status struct {
	id, parent int64 // parent is 0 for a status of its own
	name, kind string
	color      int
}

// newStatuses has the roots first.
func newStatuses() []status {
	return []status{
		{id: statusSourced, name: "Sourced", kind: "default", color: 203},
		{id: 100002, name: "Contacted", kind: "default", color: 248},
		{id: 100003, name: "Interested", kind: "default", color: 135},
		{id: 100004, name: "Not Interested", kind: "default"},
		{id: 100005, name: "Tech screen booked", kind: "custom"},
		{id: 100006, parent: 100002, name: "Replied", kind: "custom"},
		{id: 100007, parent: 100002, name: "No answer", kind: "custom"},
	}
}

// RenameStatus gives a status or substatus another name. No member changes.
func (s *Server) RenameStatus(name, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.statusNamedLocked(name)
	if err != nil {
		return err
	}
	s.statuses[i].name = to
	s.touchFoldersLocked()
	return nil
}

// DeleteStatus removes a status with its substatuses, or one substatus. Whoever
// was in it is without a status afterwards, or in the status above.
func (s *Server) DeleteStatus(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.statusNamedLocked(name)
	if err != nil {
		return err
	}
	gone := s.statuses[i]
	for _, f := range s.folders {
		s.moveOutLocked(f, gone)
	}
	s.statuses = slices.DeleteFunc(s.statuses, gone.covers)
	s.touchFoldersLocked()
	return nil
}

func (st status) covers(other status) bool { return other.id == st.id || other.parent == st.id }

func (s *Server) moveOutLocked(f *folder, gone status) {
	for i := range f.size {
		if at, ok := s.statusLocked(f.state(i).status); ok && gone.covers(at) {
			s.changeLocked(f, i).status = gone.parent
		}
	}
}

func (s *Server) touchFoldersLocked() {
	now := s.nowLocked()
	for _, f := range s.folders {
		f.modified = now
	}
}

func (s *Server) statusNamedLocked(name string) (int, error) {
	i := slices.IndexFunc(s.statuses, func(st status) bool { return st.name == name })
	if i < 0 {
		return 0, fmt.Errorf("no status %q", name)
	}
	return i, nil
}

func (s *Server) statusLocked(id int64) (status, bool) {
	i := slices.IndexFunc(s.statuses, func(st status) bool { return st.id == id })
	if i < 0 {
		return status{}, false
	}
	return s.statuses[i], true
}
