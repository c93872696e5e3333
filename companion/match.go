package companion

import (
	"context"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/match"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// settlePerson decides whether this add belongs to a person who is already in Greenhouse: our own receipts first, then
// people with one of the profile's e-mail addresses, and those of whom the index knows that they share another identifier.
// What is likely but not certain is asked.
func (d *delivery) settlePerson(ctx context.Context) error {
	if d.journal.Person != 0 || d.journal.CreateNew {
		return nil
	}
	if id, err := d.fromReceipt(ctx); err != nil || id != 0 {
		d.journal.Person = id
		return err
	}
	people, err := d.lookalikes(ctx)
	if err != nil {
		return err
	}
	switch verdict := match.Decide(d.person, people); verdict.Level {
	case match.None, match.Possible:
		return nil
	case match.Certain:
		if len(verdict.Others) == 0 {
			d.journal.Person = harvest.CandidateID(verdict.PersonID)
			return nil
		}
		// Several people who are all certainly this one: somebody added them twice, and only a person can choose.
		fallthrough
	default:
		return &ask{question{Code: CauseSamePerson, Person: harvest.CandidateID(verdict.PersonID), Reasons: reasonWords(verdict.Reasons)}}
	}
}

// fromReceipt returns the person an earlier add of the same profile came to, or 0. Somebody who was there and is gone is
// asked about, since they may have been deleted on purpose; but not while lists may merely lag behind that add.
func (d *delivery) fromReceipt(ctx context.Context) (harvest.CandidateID, error) {
	known, err := d.profileReceipt()
	if err != nil || known.Person == 0 {
		return 0, err
	}
	_, found, err := harvest.First(d.conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: []harvest.CandidateID{known.Person}}))
	switch settle := d.service.settings.settle(); {
	case err != nil:
		return 0, err
	case !found && time.Since(known.doneAt) < settle:
		return 0, &wait{cause: CauseVerifying, after: settle / 8}
	case !found:
		return 0, &ask{question{Code: CausePersonGone, Person: known.Person}}
	}
	return known.Person, nil
}

// profileReceipt is that of the latest add of the same profile which came to a person. Without a profile's page there is
// none: an address may be shared.
func (d *delivery) profileReceipt() (receipt, error) {
	if d.profileKey() == "" {
		return receipt{}, nil
	}
	list, err := d.service.receiptsOf(d.add.Account, d.profileKey())
	if i := slices.IndexFunc(list, func(r receipt) bool { return r.Person != 0 }); err == nil && i >= 0 {
		return list[i], nil
	}
	return receipt{}, err
}

// receipt is what an add that is done has left.
type receipt struct {
	journal
	doneAt time.Time
}

// lately adds the applications that other adds gave this person within the settle time to those a list showed: it may lag.
func (d *delivery) lately(listed []harvest.Application) ([]harvest.Application, error) {
	list, err := d.service.receipts(groups(d.add.Account, d.person)...)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		if r.Person == d.journal.Person && time.Since(r.doneAt) < d.service.settings.settle() {
			listed = r.withWritten(listed)
		}
	}
	return listed, nil
}

func (d *delivery) peopleByEmail(ctx context.Context) ([]match.Person, error) {
	seen := map[harvest.CandidateID]bool{}
	var people []match.Person
	for _, email := range d.person.Emails {
		for candidate, err := range d.conn.client.Candidates(ctx, harvest.CandidateQuery{Email: email.Value}) {
			if err != nil {
				return nil, err
			}
			if !seen[candidate.ID] {
				seen[candidate.ID] = true
				people = append(people, personFrom(candidate))
			}
		}
	}
	return people, nil
}

func personFrom(c harvest.Candidate) match.Person {
	links := append(values(c.Websites), values(c.SocialMedia)...)
	return match.PersonFrom(int64(c.ID), c.FirstName, c.LastName, values(c.Emails), values(c.Phones), links)
}

func values(list []harvest.Address) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Value)
	}
	return out
}

// lookalikes are the people who share an identifier with the profile, as Greenhouse shows them now. The index alone decides
// nothing: it may be old. Whom the recruiter has said to be somebody else is none of them.
func (d *delivery) lookalikes(ctx context.Context) ([]match.Person, error) {
	people, err := d.peopleByEmail(ctx)
	if err != nil {
		return nil, err
	}
	ids := d.service.indexedIDs(d.conn.account, d.person, people)
	if len(ids) > 0 {
		for candidate, err := range d.conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: ids}) {
			if err != nil {
				return nil, err
			}
			people = append(people, personFrom(candidate))
		}
	}
	others, err := d.service.notSame(d.add.Account, d.profileKey())
	return slices.DeleteFunc(people, func(p match.Person) bool { return others[p.ID] }), err
}

// notSame are the people who the recruiter has said are somebody else than the profile with the page, whatever became of
// those adds.
func (s *Service) notSame(account, page string) (map[int64]bool, error) {
	if page == "" {
		return nil, nil
	}
	items, err := s.queue.ByGroup(pageGroup(account, page))
	others := map[int64]bool{}
	for _, item := range items {
		j, err := decodeJournal(item.Progress)
		if err != nil {
			continue // its own item says so
		}
		for _, id := range j.NotSame {
			others[int64(id)] = true
		}
	}
	return others, err
}

// reasonWords are the words for what two records have in common.
func reasonWords(kinds []profile.Kind) []string {
	words := map[profile.Kind]string{
		profile.KindProfileURL: "same AmazingHiring page",
		profile.KindEmail:      "same e-mail address",
		profile.KindLinkedIn:   "same LinkedIn page",
		profile.KindLink:       "same web page",
		profile.KindPhone:      "same phone number",
		profile.KindName:       "same name",
	}
	var out []string
	for _, k := range kinds {
		out = append(out, words[k])
	}
	return out
}
