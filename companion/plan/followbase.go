package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Hash is a keyed hash of a text, so that what is remembered tells nothing without the key.
type Hash func(text string) string

// of is empty for nothing.
func (h Hash) of(text string) string {
	if text == "" {
		return ""
	}
	return h(text)
}

// Base is what Greenhouse was last given of a profile, as keyed hashes. The zero Base is that of an add nothing is
// remembered of.
type Base struct {
	// Parts has "title", "company" and custom fields as "field:<key>", empty where the profile had nothing, and "profile"
	// for all that a custom field can be filled from.
	Parts map[string]string `json:"parts,omitempty"`
	// Values has "emails", "phones", "locations", "links", "employments", "educations" and "tags", by the keys that make
	// two spellings one.
	Values map[string][]string `json:"values,omitempty"`
	// Comments has the bodies by the comment's id.
	Comments map[string]string `json:"comments,omitempty"`
	// Status has "<status id>/<substatus id>" by the folder's id, as decimals.
	Status map[string]string `json:"status,omitempty"`
	// Stage is the pool stage that an update has set last, 0 for none.
	Stage harvest.PoolStageID `json:"stage,omitempty"`
}

// Remember is the base after all of the profile was dealt with, sent or left out on purpose.
func Remember(p profile.Profile, fields []harvest.CustomFieldInput, tags []string, hash Hash) Base {
	b := Base{
		Parts: map[string]string{
			partTitle: hash.of(profile.CleanLine(p.Title)), partCompany: hash.of(profile.CleanLine(p.Company)), partProfile: hash.of(sources(p)),
		},
		Values:   map[string][]string{partTags: hash.all(tags, Folded)},
		Comments: commentHashes(hash, p.Comments),
	}
	for _, field := range fields {
		b.Parts[fieldPart(field)] = hash.of(valueText(field.Value))
	}
	for part, keys := range listKeys(p) {
		b.Values[part] = hash.all(keys, strings.Clone)
	}
	return b
}

// all are the hashes of the texts' keys, each once; what has no key is not remembered.
func (h Hash) all(texts []string, key func(string) string) []string {
	hashes := []string{}
	for _, text := range texts {
		if k := key(text); k != "" {
			hashes = append(hashes, h(k))
		}
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// sources are all parts of the profile that a custom field can be filled from, as one text.
func sources(p profile.Profile) string {
	var b strings.Builder
	for _, name := range Parts() {
		texts := slices.Sorted(slices.Values(parts[name](p)))
		b.WriteString(name + "\x1f" + strings.Join(texts, "\x1f") + "\x1e")
	}
	return b.String()
}

// listKeys are the keys of a profile's lists.
func listKeys(p profile.Profile) map[string][]string {
	body := candidateBody(Input{Profile: p})
	keys := map[string][]string{
		partEmails: addressKeys(body.Emails, emailKey), partPhones: addressKeys(body.Phones, phoneKey),
		partLocations: addressKeys(body.Addresses, Folded),
		partLinks:     addressKeys(slices.Concat(body.Websites, body.SocialMedia), linkKey),
		partPositions: nil, partEducations: nil,
	}
	for _, position := range p.Positions {
		keys[partPositions] = append(keys[partPositions], positionKey(position))
	}
	for _, education := range p.Educations {
		keys[partEducations] = append(keys[partEducations], educationKey(education))
	}
	return keys
}

func addressKeys(list []harvest.Address, key func(string) string) []string {
	var keys []string
	for _, a := range list {
		keys = append(keys, key(a.Value))
	}
	return keys
}

// Join unites two bases of one person, for somebody whom two exports know. Where both know a part the newer one wins, but
// for a part that it gave Greenhouse nothing of.
func (b Base) Join(older Base) Base {
	joined := Base{
		Parts: joinTexts(b.Parts, older.Parts), Values: map[string][]string{}, Comments: joinTexts(b.Comments, older.Comments),
		Status: joinTexts(b.Status, older.Status), Stage: cmp.Or(b.Stage, older.Stage),
	}
	for _, values := range []map[string][]string{b.Values, older.Values} {
		for part, hashes := range values {
			all := append(append([]string{}, joined.Values[part]...), hashes...)
			slices.Sort(all)
			joined.Values[part] = slices.Compact(all)
		}
	}
	return joined
}

func joinTexts(newer, older map[string]string) map[string]string {
	joined := map[string]string{}
	maps.Copy(joined, older)
	for key, text := range newer {
		joined[key] = cmp.Or(text, older[key])
	}
	return joined
}

// isUnknown is true of an add from before bases were kept.
func (b Base) isUnknown() bool { return len(b.Parts) == 0 }

// Changed says whether anything of the profile or the folder differs from the base, in a way that is followed: without,
// nobody needs to be asked and nothing is written. What is gone from the profile is no difference, and neither is the first
// status seen in a folder.
func Changed(base Base, p profile.Profile, m MemberState, tags []string, hash Hash) bool {
	now := Remember(p, nil, tags, hash)
	now.Comments = commentHashes(hash, p.Comments, m.Comments)
	return !base.holds(now) || base.statusChanged(m)
}

// holds says whether the base has all of the other.
func (b Base) holds(now Base) bool {
	for part, hashes := range now.Values {
		if slices.ContainsFunc(hashes, func(h string) bool { return !slices.Contains(b.Values[part], h) }) {
			return false
		}
	}
	return holdsTexts(b.Parts, now.Parts) && holdsTexts(b.Comments, now.Comments)
}

func holdsTexts(base, now map[string]string) bool {
	for key, hash := range now {
		if hash != "" && base[key] != hash {
			return false
		}
	}
	return true
}
