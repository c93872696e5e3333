package pretend

import (
	"fmt"
	"slices"
	"time"
)

// The folders there are.
const (
	// SmallFolder is "Go platform, Lisbon" with the three plain people.
	SmallFolder int64 = 41001
	// BigFolder is "Big list" with 3,000 generated people.
	BigFolder int64 = 41002
)

// beginning is when everything was as it is at the start.
var beginning = time.Date(2026, 5, 4, 12, 30, 0, 0, time.FixedZone("", 3*60*60))

// Member is a profile in a folder.
type Member struct {
	ID        int64
	ProfileID int64
}

// folder makes its members up as they are asked for, and remembers those that
// changed.
type folder struct {
	id          int64
	name        string
	size        int
	firstMember int64
	profile     func(i int) int64
	status      func(i int) int64
	modified    time.Time
	changed     map[int]*memberState
}

type memberState struct {
	status   int64 // a status or a substatus, 0 for none
	comments []comment
	updated  time.Time
}

type comment struct {
	ID         int64     `json:"id"`
	Body       string    `json:"body"`
	CreatedAt  time.Time `json:"created_at"`
	ModifiedAt time.Time `json:"modified_at"`
	User       userName  `json:"user"`
}

type userName struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func newFolders() []*folder {
	small := &folder{
		id: SmallFolder, name: "Go platform, Lisbon", size: len(plain), firstMember: 700001, modified: beginning,
		profile: func(i int) int64 { return plain[i] },
		status:  func(int) int64 { return statusSourced },
		changed: map[int]*memberState{},
	}
	big := &folder{
		id: BigFolder, name: "Big list", size: bigSize, firstMember: 800001, modified: beginning,
		profile: func(i int) int64 { return bigProfile + int64(i) },
		status:  func(i int) int64 { return statusSourced + int64(i%rootStatuses) },
		changed: map[int]*memberState{},
	}
	return []*folder{small, big}
}

func (f *folder) member(i int) Member {
	return Member{ID: f.firstMember + int64(i), ProfileID: f.profile(i)}
}

// state is a copy; changes go through changeLocked.
func (f *folder) state(i int) memberState {
	if state, ok := f.changed[i]; ok {
		return *state
	}
	return memberState{status: f.status(i), updated: beginning}
}

func (s *Server) folderLocked(id int64) (*folder, bool) {
	i := slices.IndexFunc(s.folders, func(f *folder) bool { return f.id == id })
	if i < 0 {
		return nil, false
	}
	return s.folders[i], true
}

// memberLocked finds a member by its own id.
func (s *Server) memberLocked(folderID, memberID int64) (*folder, int, error) {
	f, ok := s.folderLocked(folderID)
	if !ok {
		return nil, 0, fmt.Errorf("no folder %d", folderID)
	}
	i := memberID - f.firstMember
	if i < 0 || i >= int64(f.size) {
		return nil, 0, fmt.Errorf("no member %d in folder %d", memberID, folderID)
	}
	return f, int(i), nil
}
