package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// updates fill what is empty of somebody who is in Greenhouse already. What they have stays as it is, their name always.
func updates(in Input) []Step {
	if in.Existing.Candidate == nil || !in.Can.Update {
		return nil
	}
	change := in.change()
	if len(changed(change)) == 0 && change.CustomFields == nil {
		return nil
	}
	return []Step{{Key: keyUpdate, Kind: UpdateCandidate, Change: &change}}
}

// change is what would have to be written to fill the person up. A list that gains something is written whole, theirs
// first and untouched, because Greenhouse replaces it.
func (in Input) change() harvest.CandidateChange {
	theirs, ours := in.Existing.Candidate, candidateBody(in)
	change := harvest.CandidateChange{
		Title:    fill(theirs.Title, ours.Title),
		Company:  fill(theirs.Company, ours.Company),
		Emails:   union(theirs.Emails, ours.Emails, emailKey),
		Phones:   union(theirs.Phones, ours.Phones, phoneKey),
		Websites: union(theirs.Websites, ours.Websites, linkKey, theirs.SocialMedia...),
	}
	change.SocialMedia = union(theirs.SocialMedia, ours.SocialMedia, linkKey, slices.Concat(theirs.Websites, ours.Websites)...)
	if len(theirs.Addresses) == 0 {
		change.Addresses = ours.Addresses
	}
	if missing := in.fieldsToFill(); in.Existing.FieldsKept && len(missing) > 0 {
		change.CustomFields = slices.Concat(in.Existing.Fields, missing)
	}
	return change
}

// changed names the parts of the profile that the change sends, custom fields aside.
func changed(c harvest.CandidateChange) []string {
	var parts []string
	for _, part := range []struct {
		field string
		sent  bool
	}{
		{"title", c.Title != nil},
		{"company", c.Company != nil},
		{"emails", c.Emails != nil},
		{"phones", c.Phones != nil},
		{"locations", c.Addresses != nil},
		{"links", c.Websites != nil || c.SocialMedia != nil},
	} {
		if part.sent {
			parts = append(parts, part.field)
		}
	}
	return parts
}

func fill(theirs, ours string) *string {
	if strings.TrimSpace(theirs) != "" || strings.TrimSpace(ours) == "" {
		return nil
	}
	return &ours
}

// union adds to theirs what of ours is neither there nor elsewhere; nil when that is nothing.
func union(theirs, ours []harvest.Address, key func(string) string, elsewhere ...harvest.Address) []harvest.Address {
	seen := map[string]bool{"": true}
	for _, a := range slices.Concat(theirs, elsewhere) {
		seen[key(a.Value)] = true
	}
	all := slices.Clone(theirs)
	for _, a := range ours {
		if !seen[key(a.Value)] {
			seen[key(a.Value)] = true
			all = append(all, a)
		}
	}
	if len(all) == len(theirs) {
		return nil
	}
	return all
}

// The keys by which two spellings are the same. What is not valid is compared as it is written.

func emailKey(s string) string {
	address, _ := profile.ParseEmail(s)
	return strings.ToLower(cmp.Or(address, profile.CleanLine(s)))
}

func phoneKey(s string) string {
	digits, _ := profile.PhoneDigits(s)
	return cmp.Or(digits, profile.CleanLine(s))
}

func linkKey(s string) string {
	page, _, _ := profile.CanonicalLink(s)
	return cmp.Or(page, profile.CleanLine(s))
}
