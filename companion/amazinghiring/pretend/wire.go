package pretend

import (
	"encoding/json"
	"time"
)

// publicHost is in the links of answers. Nothing listens there: whoever follows
// a link instead of asking where it was told to is found out.
const publicHost = "https://amazinghiring.example"

var recruiter = userName{ID: 1, Name: "Sample Recruiter"}

type user struct {
	ID        int64  `json:"id"`
	Email     string `json:"email"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Type      string `json:"type"`
}

// folderFacts are in the list and in a single folder.
type folderFacts struct {
	ID            int64     `json:"id"`
	Name          string    `json:"name"`
	Description   string    `json:"description"`
	Status        string    `json:"status"`
	AccessType    string    `json:"access_type"`
	TargetCompany *string   `json:"target_company"`
	Assignees     []user    `json:"assignees"`
	GrantedUsers  []user    `json:"granted_users"`
	Creator       user      `json:"creator"`
	Candidates    int       `json:"candidates_count"`
	CreatedAt     time.Time `json:"created_at"`
	ModifiedAt    time.Time `json:"modified_at"`
}

type listedFolder struct {
	folderFacts
	Accessible bool    `json:"accessible"`
	ATSType    *string `json:"ats_type"`
}

type wholeFolder struct {
	folderFacts
	Statuses     []folderStatus `json:"candidate_statuses"`
	MailingLists []any          `json:"mailing_lists"`
}

type folderStatus struct {
	ID          int64          `json:"id"`
	Name        string         `json:"name"`
	Color       int            `json:"color"`
	Order       int            `json:"order"`
	Type        string         `json:"type"`
	ParentID    *int64         `json:"parent_id"`
	Substatuses []folderStatus `json:"substatuses"`
	Members     []int64        `json:"candidates"`
	Count       int            `json:"candidates_count"`
}

// member is what the API calls a candidate.
type member struct {
	ID          int64           `json:"id"`
	Profile     json.RawMessage `json:"profile"`
	Folder      listedFolder    `json:"folder"`
	Status      *memberStatus   `json:"status"`
	Comments    []comment       `json:"comments"`
	Creator     int64           `json:"creator"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
	Recipients  int             `json:"recipients_count"`
	SearchQuery *int64          `json:"search_query"`
}

type memberStatus struct {
	ID        int64         `json:"id"`
	Name      string        `json:"name"`
	Color     int           `json:"color"`
	Substatus *memberStatus `json:"substatus"`
}

func folderFactsOf(f *folder) folderFacts {
	owner := user{ID: recruiter.ID, Email: "recruiter@example.com", FirstName: "Sample", LastName: "Recruiter", Type: "employee"}
	return folderFacts{
		ID: f.id, Name: f.name, Status: "active", AccessType: "public", Assignees: []user{owner}, GrantedUsers: []user{},
		Creator: owner, Candidates: f.size, CreatedAt: beginning, ModifiedAt: f.modified,
	}
}

func listedFolderOf(f *folder) listedFolder {
	return listedFolder{folderFacts: folderFactsOf(f), Accessible: true}
}

func (s *Server) wholeFolderLocked(f *folder) wholeFolder {
	in := map[int64][]int64{}
	for i := range f.size {
		at := f.state(i).status
		in[at] = append(in[at], f.member(i).ID)
	}
	return wholeFolder{folderFacts: folderFactsOf(f), Statuses: s.statusesLocked(0, in), MailingLists: []any{}}
}

// statusesLocked are those right below parent; in says who is in which.
func (s *Server) statusesLocked(parent int64, in map[int64][]int64) []folderStatus {
	out := []folderStatus{}
	for i, st := range s.statuses {
		if st.parent != parent {
			continue
		}
		wire := folderStatus{
			ID: st.id, Name: st.name, Color: st.color, Order: 100 * (i + 1), Type: st.kind,
			Members: append([]int64{}, in[st.id]...), Count: len(in[st.id]), Substatuses: []folderStatus{},
		}
		if parent != 0 {
			wire.ParentID = &parent
		} else {
			wire.Substatuses = s.statusesLocked(st.id, in)
		}
		out = append(out, wire)
	}
	return out
}

func (s *Server) memberStatusLocked(id int64) *memberStatus {
	st, ok := s.statusLocked(id)
	if !ok {
		return nil
	}
	wire := &memberStatus{ID: st.id, Name: st.name, Color: st.color}
	if st.parent == 0 {
		return wire
	}
	root := s.memberStatusLocked(st.parent)
	root.Substatus = wire
	return root
}
