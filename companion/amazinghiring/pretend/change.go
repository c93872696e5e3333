package pretend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Members returns the members of a folder in the order of the API, nil when
// there is no such folder.
func (s *Server) Members(folderID int64) []Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.folderLocked(folderID)
	if !ok {
		return nil
	}
	members := make([]Member, f.size)
	for i := range members {
		members[i] = f.member(i)
	}
	return members
}

// SetStatus moves a member to the status or substatus of that name.
func (s *Server) SetStatus(folderID, memberID int64, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, i, err := s.memberLocked(folderID, memberID)
	if err != nil {
		return err
	}
	to, err := s.statusNamedLocked(name)
	if err != nil {
		return err
	}
	s.changeLocked(f, i).status = s.statuses[to].id
	return nil
}

// AddComment writes a comment on a member and returns its id.
func (s *Server) AddComment(folderID, memberID int64, body string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, i, err := s.memberLocked(folderID, memberID)
	if err != nil {
		return 0, err
	}
	s.lastComment++
	member := s.changeLocked(f, i)
	member.comments = append(member.comments, comment{
		ID: s.lastComment, Body: body, CreatedAt: member.updated, ModifiedAt: member.updated, User: recruiter,
	})
	return s.lastComment, nil
}

// EditComment changes what a comment says.
func (s *Server) EditComment(folderID, memberID, commentID int64, body string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, i, err := s.memberLocked(folderID, memberID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(f.state(i).comments, func(c comment) bool { return c.ID == commentID })
	if at < 0 {
		return fmt.Errorf("no comment %d on member %d", commentID, memberID)
	}
	member := s.changeLocked(f, i)
	member.comments[at].Body, member.comments[at].ModifiedAt = body, member.updated
	return nil
}

// EditProfile changes the fields of a profile as the API sends them; numbers
// are json.Number. It moves updated_at of the profile's members, unless
// [Faults.QuietEdits] is set.
func (s *Server) EditProfile(id int64, change func(fields map[string]any)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.profileLocked(id)
	if !ok {
		return fmt.Errorf("no profile %d", id)
	}
	var fields map[string]any
	numbers := json.NewDecoder(bytes.NewReader(raw))
	numbers.UseNumber()
	if err := numbers.Decode(&fields); err != nil {
		return fmt.Errorf("read profile %d: %w", id, err)
	}
	change(fields)
	edited, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("write profile %d: %w", id, err)
	}
	s.edited[id] = edited
	s.touchProfileLocked(id)
	return nil
}

func (s *Server) touchProfileLocked(id int64) {
	if s.faults.QuietEdits {
		return
	}
	for _, f := range s.folders {
		for i := range f.size {
			if f.profile(i) == id {
				s.changeLocked(f, i)
			}
		}
	}
}

// RevokeToken makes the token unknown and issues another one.
func (s *Server) RevokeToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = newToken()
}

// changeLocked returns the member to be changed, with its updated_at moved.
func (s *Server) changeLocked(f *folder, i int) *memberState {
	state := f.state(i)
	state.updated = s.nowLocked()
	f.changed[i] = &state
	return &state
}

// nowLocked never says the same time twice, so that each change shows.
func (s *Server) nowLocked() time.Time {
	now := time.Now().In(beginning.Location()).Truncate(time.Microsecond)
	if !now.After(s.lastNow) {
		now = s.lastNow.Add(time.Microsecond)
	}
	s.lastNow = now
	return now
}
