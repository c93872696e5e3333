package companion

import (
	"context"
	"slices"
	"time"

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
	list, err := d.receipts(group(d.add.Account, profile.Identifier{Kind: profile.KindProfileURL, Value: d.profileKey()}))
	for _, r := range slices.Backward(list) {
		if r.Person != 0 {
			return r, nil
		}
	}
	return receipt{}, err
}

// receipt is what an add that is done has left.
type receipt struct {
	journal
	doneAt time.Time
}

// receipts are those of the adds in the groups that are done, oldest first.
func (d *delivery) receipts(groups ...queue.Group) ([]receipt, error) {
	var list []receipt
	for _, g := range groups {
		items, err := d.service.queue.ByGroup(g)
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

// lately adds the applications that other adds gave this person within the settle time to those a list showed: it may lag.
func (d *delivery) lately(listed []harvest.Application) ([]harvest.Application, error) {
	list, err := d.receipts(groups(d.add.Account, d.person)...)
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
