package amazinghiring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"
)

// A page has to fit into maxBody: a short member is a few kilobytes, a whole
// profile can be hundreds.
const (
	shortPerPage = 500
	wholePerPage = 20
)

// FolderMember is a profile in a folder; the API calls it a candidate. The same
// profile in two folders is two members.
type FolderMember struct {
	ID        int64
	ProfileID int64
	// Name is known only when the profile is there.
	Name   string
	Status MemberStatus
	// Comments are those on the member; those on the profile are in it. They
	// are empty when the token's user may not open the folder.
	Comments []Comment
	// CreatedAt and UpdatedAt are zero when AmazingHiring does not say.
	CreatedAt time.Time
	UpdatedAt time.Time
	// Profile is as AmazingHiring sends it, nil unless it was asked for.
	Profile json.RawMessage
}

// MemberStatus is where a member stands. IDs are 0 when there is no status, or
// no substatus.
type MemberStatus struct {
	ID            int64
	Name          string
	SubstatusID   int64
	SubstatusName string
}

// MembersQuery says which members to list, and how much of each.
type MembersQuery struct {
	// UpdatedSince leaves out members that did not change since then. The API
	// has no such filter: all pages are read all the same. Zero means everybody.
	UpdatedSince time.Time
	// Whole asks for the profiles as well. It is much slower, and may spend a
	// contact credit for each.
	Whole bool
}

// FolderMembers lists the members of a folder. A *FieldError is about one
// member and the list goes on after it; any other error ends the list and is
// one of those of [Client.Profile]. A list waits by itself when AmazingHiring
// asks for a pause of at most two minutes. Somebody who is taken out of the
// folder meanwhile can make the list miss somebody else.
func (c *Client) FolderMembers(ctx context.Context, folderID int64, q MembersQuery) iter.Seq2[FolderMember, error] {
	members := c.memberList(folderID, q).all(ctx)
	return func(yield func(FolderMember, error) bool) {
		for m, err := range members {
			if err == nil && m.unchangedSince(q.UpdatedSince) {
				continue
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

func (c *Client) memberList(folderID int64, q MembersQuery) list[FolderMember] {
	return list[FolderMember]{
		fetch: func(ctx context.Context, offset int) (page, error) { return c.memberPage(ctx, folderID, q, offset) },
		read:  readMember, id: func(m FolderMember) int64 { return m.ID },
	}
}

// MemberReader reads the members of a folder page by page, for those who show a
// long list part by part. It is not safe for concurrent use.
type MemberReader struct{ walk *walk[FolderMember] }

// ReadMembers returns a reader of the folder's members in their short form,
// which opens nobody's contacts. Nothing is asked yet.
func (c *Client) ReadMembers(folderID int64) *MemberReader {
	return &MemberReader{c.memberList(folderID, MembersQuery{}).begin()}
}

// Next asks for the next page and returns the members who were on none before;
// those that cannot be read are left out. The error is [io.EOF] behind the last
// page, and otherwise as for [Client.FolderMembers]; after such an error Next
// asks for the same page again.
func (r *MemberReader) Next(ctx context.Context) ([]FolderMember, error) {
	if r.walk.over {
		return nil, io.EOF
	}
	rows, err := r.walk.next(ctx)
	var members []FolderMember
	for _, one := range rows {
		if one.problem == nil {
			members = append(members, one.value)
		}
	}
	return members, err
}

// unchangedSince counts members without a time as changed.
func (m FolderMember) unchangedSince(at time.Time) bool {
	return !m.UpdatedAt.IsZero() && m.UpdatedAt.Before(at)
}

// memberPage does not follow the address of the next page, it only looks
// whether there is one.
func (c *Client) memberPage(ctx context.Context, folderID int64, q MembersQuery, offset int) (page, error) {
	size := fmt.Sprintf("limit=%d&short=true", shortPerPage)
	if q.Whole {
		size = fmt.Sprintf("limit=%d", wholePerPage)
	}
	got, err := c.get(ctx, fmt.Sprintf("%scandidates/?%s&offset=%d", folderPath(folderID), size, offset))
	if err != nil {
		return page{}, fmt.Errorf("list folder members: %w", err)
	}
	var wrapped struct {
		Next    any               `json:"next"`
		Results []json.RawMessage `json:"results"`
	}
	if err := json.Unmarshal(got.body, &wrapped); err != nil || wrapped.Results == nil {
		return page{}, errors.New("list folder members: the answer has no results")
	}
	p := page{rows: wrapped.Results}
	if !isEmpty(wrapped.Next) && len(p.rows) > 0 {
		p.next = offset + len(p.rows)
	}
	return p, nil
}

func readMember(raw json.RawMessage) (FolderMember, error) {
	fields, err := fieldsOf(ofMember, raw)
	if err != nil {
		return FolderMember{}, err
	}
	id, err := requiredID(ofMember, "id", fields["id"])
	if err != nil {
		return FolderMember{}, err
	}
	d := &decoder{}
	m := FolderMember{
		ID: id, Status: d.memberStatus(fields["status"]), Comments: d.commentList("comments", fields["comments"]),
		CreatedAt: d.moment("created_at", fields["created_at"]), UpdatedAt: d.moment("updated_at", fields["updated_at"]),
	}
	return m, m.readProfile(raw, fields["profile"])
}

// readProfile reads a bare id as well as a whole profile.
func (m *FolderMember) readProfile(raw json.RawMessage, value any) error {
	whole, inlined := value.(map[string]any)
	if inlined {
		value = whole["id"]
		m.Name = (&decoder{}).line("name", whole["name"])
		m.Profile = inlinedProfile(raw)
	}
	var err error
	m.ProfileID, err = requiredID(ofMember, "profile", value)
	return err
}

// inlinedProfile copies, so that a kept member does not keep its whole page.
func inlinedProfile(raw json.RawMessage) json.RawMessage {
	var member struct {
		Profile json.RawMessage `json:"profile"`
	}
	_ = json.Unmarshal(raw, &member) // it was read before
	return member.Profile
}

// memberStatus reads a bare id as well as the usual object.
func (d *decoder) memberStatus(value any) MemberStatus {
	id, name, fields := d.reference("status", value)
	s := MemberStatus{ID: id, Name: name}
	s.SubstatusID, s.SubstatusName, _ = d.reference("substatus", fields["substatus"])
	return s
}

func (d *decoder) reference(field string, value any) (id int64, name string, fields map[string]any) {
	fields, ok := value.(map[string]any)
	if !ok {
		id, _ = parseID(value)
		return id, "", nil
	}
	id, _ = parseID(fields["id"])
	return id, d.line(field+".name", fields["name"]), fields
}
