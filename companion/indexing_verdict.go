package companion

import (
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/index"
	"github.com/greenhouse-companion/greenhouse-companion/companion/match"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// maxKnownPeople is how many people a verdict names.
const maxKnownPeople = 5

// noIndexAccount is why there is no index before connect, in the words of the protocol.
const noIndexAccount = "not_connected"

// verdict says, without network, whether the person seems to be in Greenhouse already: our own receipts first, as in a
// delivery, then the index.
func (s *Service) verdict(name string, p profile.Profile) (extension.Verdict, error) {
	account, connected, err := s.accounts.store.Account(name)
	if err != nil {
		return extension.Verdict{}, err
	}
	if !connected {
		return extension.Verdict{Level: match.None.String(), Off: noIndexAccount}, nil
	}
	found, stats := s.holders(account, p.Identifiers())
	reply := extension.Verdict{
		Level: match.None.String(), Off: s.withoutIndex(account), Known: stats.People, Complete: stats.Complete, AsOf: stats.FreshTo,
	}
	page := pageOf(p)
	if id, err := s.receivedAs(account, page, stats); err != nil || id != 0 {
		reply.Level, reply.Reasons = match.Certain.String(), []string{"added before with this program"}
		reply.People = s.knownPeople(id)
		return reply, err
	}
	others, err := s.notSame(name, page)
	found = slices.DeleteFunc(found, func(h index.Holder) bool { return others[h.ID] })
	s.judge(&reply, p, found)
	return reply, err
}

// judge compares the profile with the people that the index has found.
func (s *Service) judge(reply *extension.Verdict, p profile.Profile, found []index.Holder) {
	v := match.Decide(p, sharers(p, found))
	v.Level = min(v.Level, surest(v))
	reply.Level, reply.Reasons = v.Level.String(), append(reasonWords(v.Reasons), doubtPhrases(v.Doubts)...)
	if v.Level != match.None {
		reply.People = s.knownPeople(append([]int64{v.PersonID}, v.Others...)...)
	}
	if reply.Off == "" {
		reply.Caveat = v.Caveat(false)
	}
}

// surest is what can be said of somebody whose name may speak against it: the index does not know it unless it is the same.
func surest(v match.Verdict) match.Level {
	proof := []profile.Kind{profile.KindName, profile.KindProfileURL, profile.KindLinkedIn}
	if slices.ContainsFunc(v.Reasons, func(k profile.Kind) bool { return slices.Contains(proof, k) }) {
		return match.Certain
	}
	return match.Likely
}

// receivedAs is the person that an earlier add of the profile came to, or 0. A later index that does not know them has seen
// them go.
func (s *Service) receivedAs(a store.Account, page string, stats index.Stats) (int64, error) {
	if page == "" {
		return 0, nil
	}
	list, err := s.receiptsOf(a.Name, page)
	i := slices.IndexFunc(list, func(r receipt) bool { return r.Person != 0 })
	if err != nil || i < 0 {
		return 0, err
	}
	id := int64(list[i].Person)
	if stats.Complete && stats.FreshTo.After(list[i].doneAt) && !s.knows(a, id) {
		return 0, nil
	}
	return id, nil
}

// knows says whether the person is in the account's index.
func (s *Service) knows(a store.Account, id int64) bool {
	people, err := s.indexes.of(a)
	if err != nil {
		return false
	}
	ids, err := people.IDs(id-1, 1)
	return err == nil && slices.Contains(ids, id)
}

func (s *Service) knownPeople(ids ...int64) []extension.KnownPerson {
	var out []extension.KnownPerson
	for _, id := range ids[:min(len(ids), maxKnownPeople)] {
		out = append(out, extension.KnownPerson{CandidateID: extension.ID(id), Link: s.personLink(harvest.CandidateID(id))})
	}
	return out
}

// doubtPhrases are the words for what makes a match worth less.
func doubtPhrases(doubts []match.Doubt) []string {
	words := map[match.Doubt]string{
		match.NameDiffers:    "but another name",
		match.NameUnsure:     "but the name may be another",
		match.SharedMailbox:  "but a mailbox for several people",
		match.CompanyPerhaps: "but they may be a company’s",
		match.SeveralPeople:  "but several people have it",
	}
	var out []string
	for _, d := range doubts {
		if !slices.Contains(out, words[d]) {
			out = append(out, words[d])
		}
	}
	return out
}
