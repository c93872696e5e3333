package companion

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

const (
	// maxMembers is how many people of a folder one answer has, so that it stays below the size of a message.
	maxMembers = 1000
	// listFresh is how long after its last part a list that is read part by part can be continued.
	listFresh = 5 * time.Minute
	// maxLists is how many of them are kept.
	maxLists = 4
)

// members lists people of a folder. Only the short form is asked for, which opens nobody's contacts. Whoever begins at the
// start gets the folder as it is now; the parts behind it go on from there, so that AmazingHiring is asked for each page once.
func (s *Service) members(ctx context.Context, q extension.MembersQuery) (extension.Members, error) {
	if err := s.findFolder(&q); err != nil {
		return extension.Members{}, err
	}
	client, err := s.amazingHiring()
	if err != nil {
		return extension.Members{}, err
	}
	list := s.source.lists.take(client, q, time.Now())
	limit := maxMembers
	if q.Limit > 0 {
		limit = min(limit, q.Limit)
	}
	// One more than wanted tells whether there are more.
	err = list.readTo(ctx, q.Offset+limit+1)
	s.source.lists.keep(list, time.Now())
	if err != nil {
		return extension.Members{}, amazingHiringProblem(err)
	}
	return s.membersReply(list, q.Offset, limit), nil
}

// findFolder reads the folder's id from the address of its page when only that is given.
func (s *Service) findFolder(q *extension.MembersQuery) error {
	if q.Offset = max(q.Offset, 0); q.FolderID != 0 {
		return nil
	}
	id, ok := s.settings.AmazingHiring.FolderPattern.FolderID(q.Address)
	if !ok {
		return newProblem(extension.CodeBadRequest, "That is not the address of a folder.",
			"Give the folder's id, or correct folder_pattern under [amazinghiring] in config.toml.")
	}
	q.FolderID = extension.ID(id)
	return nil
}

func (s *Service) membersReply(list *memberList, offset, limit int) extension.Members {
	part := list.members[min(offset, len(list.members)):]
	reply := extension.Members{FolderID: list.folder, More: len(part) > limit}
	for _, m := range part[:min(limit, len(part))] {
		m.Fetched = s.opened.Has(int64(m.ProfileID))
		reply.Members = append(reply.Members, m)
	}
	return reply
}

// memberList is a folder as far as it was read. Another client's token may see another folder.
type memberList struct {
	client  *amazinghiring.Client
	folder  extension.ID
	reader  *amazinghiring.MemberReader
	members []extension.Member
	used    time.Time
}

// readTo reads pages until so many members are known or there are no more.
func (l *memberList) readTo(ctx context.Context, count int) error {
	for len(l.members) < count {
		page, err := l.reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, m := range page {
			l.members = append(l.members, extension.Member{ProfileID: extension.ID(m.ProfileID), Name: m.Name, Status: m.Status.Name})
		}
	}
	return nil
}

// memberLists are the lists that may be continued, the one used last at the end. While a list is read it is nobody else's:
// a second reader at the same moment reads the folder anew.
type memberLists struct {
	mu   sync.Mutex
	kept []*memberList
}

// take takes out the list that the query goes on with, or begins a new one. Old ones are forgotten.
func (l *memberLists) take(client *amazinghiring.Client, q extension.MembersQuery, now time.Time) *memberList {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = slices.DeleteFunc(l.kept, func(list *memberList) bool { return list.client != client || now.Sub(list.used) > listFresh })
	i := slices.IndexFunc(l.kept, func(list *memberList) bool { return list.folder == q.FolderID })
	if i < 0 || q.Offset == 0 {
		return &memberList{client: client, folder: q.FolderID, reader: client.ReadMembers(int64(q.FolderID))}
	}
	list := l.kept[i]
	l.kept = slices.Delete(l.kept, i, i+1)
	return list
}

// keep keeps the list in place of an earlier one of its folder.
func (l *memberLists) keep(list *memberList, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list.used = now
	l.kept = slices.DeleteFunc(l.kept, func(other *memberList) bool { return other.folder == list.folder })
	l.kept = append(l.kept, list)
	l.kept = l.kept[max(0, len(l.kept)-maxLists):]
}
