package companion

import (
	"cmp"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/index"
	"github.com/greenhouse-companion/greenhouse-companion/companion/match"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// holders are the people of whom the account's index knows that they share identifiers with the profile, and how the index
// is. Without an index there is nobody. What goes wrong with it is told and keeps nothing up: it is filled again.
func (s *Service) holders(a store.Account, ids []profile.Identifier) ([]index.Holder, index.Stats) {
	if s.withoutIndex(a) != "" {
		return nil, index.Stats{}
	}
	people, err := s.indexes.of(a)
	if err == nil {
		var found []index.Holder
		if found, err = people.Find(ids); err == nil {
			return found, people.Stats()
		}
	}
	s.logger.Warn("ask the index", "account", a.Name, "error", err)
	return nil, index.Stats{}
}

// indexedIDs are the people to look at beside those already known: who shares an identifier other than the name. Of too many
// for one request those with the strongest come first. An index that is not complete names nobody: how many hold a page
// tells what it proves.
func (s *Service) indexedIDs(a store.Account, p profile.Profile, known []match.Person) []harvest.CandidateID {
	ids := slices.DeleteFunc(p.Identifiers(), func(id profile.Identifier) bool { return id.Kind == profile.KindName })
	found, stats := s.holders(a, ids)
	if !stats.Complete {
		return nil
	}
	found = slices.DeleteFunc(found, func(h index.Holder) bool {
		return slices.ContainsFunc(known, func(p match.Person) bool { return p.ID == h.ID })
	})
	slices.SortFunc(found, func(a, b index.Holder) int {
		return cmp.Or(profile.CompareKinds(a.Shared[0].Kind, b.Shared[0].Kind), cmp.Compare(a.ID, b.ID))
	})
	var out []harvest.CandidateID
	for _, h := range found[:min(len(found), idsAsked)] {
		out = append(out, harvest.CandidateID(h.ID))
	}
	return out
}

// sharers are the holders as matching compares them, with nothing but what they share. Somebody who shares the name has it.
func sharers(p profile.Profile, found []index.Holder) []match.Person {
	name := profile.SplitName(p.Name)
	var people []match.Person
	for _, h := range found {
		person := match.Person{ID: h.ID, Identifiers: h.Shared}
		if sharesName(h.Shared) {
			person.FirstName, person.LastName = name.First, name.Last
		}
		people = append(people, person)
	}
	return people
}

func sharesName(ids []profile.Identifier) bool {
	return slices.ContainsFunc(ids, func(id profile.Identifier) bool { return id.Kind == profile.KindName })
}
