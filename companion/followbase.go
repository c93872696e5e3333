package companion

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// newHash is the keyed hash of what is remembered of profiles. Its key is made from the queue's and is kept nowhere.
func newHash(queueKey []byte) plan.Hash {
	key := hmacOf(queueKey, "what Greenhouse was last given")
	return func(text string) string {
		return base64.RawURLEncoding.EncodeToString(hmacOf(key, text)[:16])
	}
}

func hmacOf(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// remember is what the add leaves for later comparisons, once all of it was dealt with. Without a profile's page nothing
// could ever find it.
func (d *delivery) remember(ctx context.Context, in plan.Input) (*plan.Base, error) {
	if d.profileKey() == "" {
		return nil, nil
	}
	if rules := len(d.service.settings.Greenhouse.CustomFields); d.journal.Created && rules+len(d.journal.Fields) > 0 {
		// The plan leaves out the fields of somebody whom this add gave them all.
		resolved, _, err := d.resolveFields(ctx)
		if err != nil {
			return nil, err
		}
		in.Fields = resolved.Fields
	}
	base := plan.Remember(d.person, in.Fields, tagNames(in.Tags), d.service.hash)
	return &base, nil
}

func tagNames(tags []plan.Tag) []string {
	var names []string
	for _, tag := range tags {
		names = append(names, tag.Name)
	}
	return names
}

// receiptsOf are those of everything that was done for the profile in the account, newest first.
func (s *Service) receiptsOf(account, page string) ([]receipt, error) {
	return s.receipts(pageGroup(account, page))
}

// baseOf joins what the receipts remember, newest first.
func baseOf(receipts []receipt) plan.Base {
	var base plan.Base
	for _, r := range receipts {
		if r.Base != nil {
			base = base.Join(*r.Base)
		}
	}
	return base
}

// memberState is how the member stands in the folder.
func memberState(m amazinghiring.FolderMember, folderID int64, folderName string) plan.MemberState {
	return plan.MemberState{
		FolderID: folderID, FolderName: folderName,
		StatusID: m.Status.ID, Status: m.Status.Name, SubstatusID: m.Status.SubstatusID, Substatus: m.Status.SubstatusName,
		UpdatedAt: asWritten(m.UpdatedAt),
		Comments:  comments(m.Comments, func(amazinghiring.Comment) bool { return true }),
	}
}

func comments(list []amazinghiring.Comment, which func(amazinghiring.Comment) bool) []profile.Comment {
	var out []profile.Comment
	for _, c := range list {
		if which(c) {
			out = append(out, profile.Comment{ID: c.ID, Author: c.Author, Body: c.Body, CreatedAt: asWritten(c.CreatedAt)})
		}
	}
	return out
}

// asWritten keeps the zone that the time was written in.
func asWritten(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

// lastChange is zero when AmazingHiring does not say.
func lastChange(c amazinghiring.Comment) time.Time {
	if c.ModifiedAt.After(c.CreatedAt) {
		return c.ModifiedAt
	}
	return c.CreatedAt
}

// seenFirst is the base of what stood in the folder when it was read first: no change, and nothing that Greenhouse was given.
func (s *Service) seenFirst(b store.Batch, p store.BatchPerson, m amazinghiring.FolderMember) plan.Base {
	before := comments(m.Comments, func(c amazinghiring.Comment) bool {
		return !lastChange(c).IsZero() && !lastChange(c).After(b.Since)
	})
	base := plan.Base{Comments: plan.Remember(profile.Profile{Comments: before}, nil, nil, s.hash).Comments}
	if p.Status != "" {
		base.Status = map[string]string{strconv.FormatInt(b.FolderID, 10): p.Status}
	}
	return base
}

// receipts are those of what is done in the groups, newest first within each.
func (s *Service) receipts(groups ...queue.Group) ([]receipt, error) {
	var list []receipt
	for _, g := range groups {
		items, err := s.queue.ByGroup(g)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			if item.State != queue.Done {
				continue
			}
			if j, err := decodeJournal(item.Progress); err == nil {
				list = append(list, receipt{j, item.UpdatedAt})
			}
		}
	}
	return list, nil
}
