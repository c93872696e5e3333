package companion

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// subject is one person, and all that the queue holds about them.
type subject struct {
	// ids are their profiles in AmazingHiring, identifiers what they were asked for by and the pages of the profiles.
	ids         map[int64]bool
	identifiers []profile.Identifier
	items       []heldItem
	// related are items of people who share an e-mail address, a phone or a page with them: the same person or not.
	related []queue.ItemID
}

// subject finds a person by the number or page of the profile, another page, or an e-mail address.
func (s *Service) subject(text string) (subject, error) {
	found := subject{ids: map[int64]bool{}}
	if err := s.identify(&found, strings.TrimSpace(text)); err != nil {
		return subject{}, err
	}
	all, err := s.heldItems()
	if err != nil {
		return subject{}, err
	}
	for s.gather(&found, all) {
	}
	found.relate(all)
	return found, nil
}

func (s *Service) identify(of *subject, text string) error {
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
		s.addProfile(of, id)
		return nil
	}
	of.identifiers = profile.Identify("", "", []string{text}, nil, []string{text})
	if id := profileAt(text); id != 0 {
		s.addProfile(of, id)
	}
	if len(of.identifiers) == 0 {
		return newProblem(extension.CodeBadRequest, "That is neither the number nor the address of a profile, nor an e-mail address.",
			"Give the number from the profile's address in AmazingHiring, that address, or the person's e-mail address.")
	}
	return nil
}

// profileAt is the number of the profile whose page has the address, 0 for any other address. The host is not looked at: only
// one AmazingHiring is known here.
func profileAt(address string) int64 {
	page, kind, ok := profile.CanonicalLink(address)
	if !ok || kind != profile.LinkAmazingHiring {
		return 0
	}
	id, err := strconv.ParseInt(path.Base(page), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func (s *Service) addProfile(of *subject, id int64) {
	of.ids[id] = true
	of.identifiers = append(of.identifiers, s.pageOf(id)...)
}

// pageOf is the profile's page as adds of it are grouped by.
func (s *Service) pageOf(id int64) []profile.Identifier {
	raw := fmt.Appendf(nil, `{"id":%d,"name":"x"}`, id)
	person, _, err := amazinghiring.Decode(raw, s.settings.AmazingHiring.URL)
	if err != nil {
		return nil
	}
	ids := person.Identifiers()
	return slices.DeleteFunc(ids, func(i profile.Identifier) bool { return i.Kind != profile.KindProfileURL })
}

// gather adds what belongs to the person and is not among their items yet. It says whether that has shown another profile of
// theirs, by which more may be found.
func (s *Service) gather(of *subject, all []heldItem) (more bool) {
	of.items = nil
	for _, item := range all {
		if !of.ids[item.profile] && !item.sharesAny(of.identifiers) {
			continue
		}
		of.items = append(of.items, item)
		if item.profile != 0 && !of.ids[item.profile] {
			s.addProfile(of, item.profile)
			more = true
		}
	}
	return more
}

func (i heldItem) sharesAny(ids []profile.Identifier) bool {
	return slices.ContainsFunc(ids, func(id profile.Identifier) bool { return slices.Contains(i.Groups, group(i.account, id)) })
}

func (of *subject) relate(all []heldItem) {
	own, groups := map[queue.ItemID]bool{}, map[queue.Group]bool{}
	for _, item := range of.items {
		own[item.ID] = true
		for _, g := range item.Groups {
			groups[g] = true
		}
	}
	for _, item := range all {
		if !own[item.ID] && slices.ContainsFunc(item.Groups, func(g queue.Group) bool { return groups[g] }) {
			of.related = append(of.related, item.ID)
		}
	}
}

// people are the person as the audit log knows them.
func (of *subject) people() []string {
	var people []string
	for id := range of.ids {
		people = append(people, personOf(id, nil))
	}
	for _, item := range of.items {
		people = append(people, personOf(item.profile, item.Groups))
	}
	people = slices.DeleteFunc(people, func(person string) bool { return person == "" })
	slices.Sort(people)
	return slices.Compact(people)
}

// unfinished are the items that are still under way.
func (of *subject) unfinished() []heldItem {
	return slices.DeleteFunc(slices.Clone(of.items), func(i heldItem) bool { return finished(i.State) })
}
