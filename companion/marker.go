package companion

import (
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// marker is what a create carries by which the person is found again when the answer was lost: the AmazingHiring page, which
// nobody else writes; without one the strongest identifier there is. ok is false for somebody with nothing but a name.
func (d *delivery) marker() (id profile.Identifier, ok bool) {
	ids := d.person.Identifiers()
	if len(ids) == 0 || ids[0].Kind == profile.KindName {
		return profile.Identifier{}, false
	}
	return ids[0], true
}

// isMine says whether this is the person that this add has created. Without a marker all that was sent must agree.
func (d *delivery) isMine(c harvest.Candidate) bool {
	if mark, ok := d.marker(); ok {
		return slices.Contains(personFrom(c).Identifiers, mark)
	}
	return c.FirstName == d.journal.First && c.LastName == d.journal.Last && c.Title == d.person.Title && c.Company == d.person.Company &&
		len(c.Emails)+len(c.Phones)+len(c.SocialMedia)+len(c.Websites) == 0
}

// profileKey is the profile page as an identifier's value, "" for somebody who does not come from AmazingHiring.
func (d *delivery) profileKey() string { return pageOf(d.person) }
