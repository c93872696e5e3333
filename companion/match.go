package companion

import (
	"context"

	"github.com/greenhouse-companion/greenhouse-companion/companion/match"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// settlePerson decides whether this add belongs to a person who is already in Greenhouse: our own receipts first, then
// people with one of the profile's e-mail addresses. What is likely but not certain is asked.
func (d *delivery) settlePerson(ctx context.Context) error {
	if d.journal.Person != 0 || d.journal.CreateNew {
		return nil
	}
	if id, err := d.fromReceipt(ctx); err != nil || id != 0 {
		d.journal.Person = id
		return err
	}
	people, err := d.peopleByEmail(ctx)
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
// asked about: they may have been deleted on purpose.
func (d *delivery) fromReceipt(ctx context.Context) (harvest.CandidateID, error) {
	id, err := d.receiptPerson()
	if err != nil || id == 0 {
		return 0, err
	}
	_, found, err := harvest.First(d.conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: []harvest.CandidateID{id}}))
	if err != nil {
		return 0, err
	}
	if !found {
		return 0, &ask{question{Code: CausePersonGone, Person: id}}
	}
	return id, nil
}

func (d *delivery) receiptPerson() (harvest.CandidateID, error) {
	receipts, err := d.receipts()
	for _, receipt := range receipts {
		if receipt.Person != 0 {
			return receipt.Person, nil
		}
	}
	return 0, err
}

// receipts are those of earlier adds of the same profile that are done.
func (d *delivery) receipts() ([]journal, error) {
	page := profile.Identifier{Kind: profile.KindProfileURL, Value: d.profileKey()}
	items, err := d.service.queue.ByGroup(group(d.add.Account, page))
	if err != nil {
		return nil, err
	}
	var receipts []journal
	for _, item := range items {
		if item.State != queue.Done {
			continue
		}
		if receipt, err := decodeJournal(item.Progress); err == nil {
			receipts = append(receipts, receipt)
		}
	}
	return receipts, nil
}

// profileKey is the profile page as an identifier's value.
func (d *delivery) profileKey() string {
	for _, id := range d.person.Identifiers() {
		if id.Kind == profile.KindProfileURL {
			return id.Value
		}
	}
	return ""
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
