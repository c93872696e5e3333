package plan

import (
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// lists gain what is new of ours, theirs first and untouched. What was given once and is gone was removed by somebody, and
// stays away.
func (f *follower) lists() {
	theirs, ours := f.in.Existing.Candidate, candidateBody(f.in.Input)
	f.change.Emails = f.longer(partEmails, theirs.Emails, ours.Emails, emailKey)
	f.change.Phones = f.longer(partPhones, theirs.Phones, ours.Phones, phoneKey)
	f.change.Addresses = f.longer(partLocations, theirs.Addresses, ours.Addresses, Folded)
	f.links(theirs, f.fresh(partLinks, ours.Websites, linkKey), f.fresh(partLinks, ours.SocialMedia, linkKey))
}

func (f *follower) longer(part string, theirs, ours []harvest.Address, key func(string) string) []harvest.Address {
	all := union(theirs, f.fresh(part, ours, key), key)
	if all == nil || !f.mayGrow(part, part, len(theirs), f.in.Can.Update) {
		return nil
	}
	return all
}

// links are two lists in Greenhouse, and one of ours that is in either of them is there.
func (f *follower) links(theirs *harvest.Candidate, websites, social []harvest.Address) {
	there := slices.Concat(theirs.Websites, theirs.SocialMedia)
	allWebsites := union(theirs.Websites, websites, linkKey, there...)
	allSocial := union(theirs.SocialMedia, social, linkKey, slices.Concat(there, websites)...)
	if (allWebsites != nil || allSocial != nil) && f.mayGrow(partLinks, partLinks, len(there), f.in.Can.Update) {
		f.change.Websites, f.change.SocialMedia = allWebsites, allSocial
	}
}

// fresh are the addresses that Greenhouse was not given yet.
func (f *follower) fresh(part string, ours []harvest.Address, key func(string) string) []harvest.Address {
	return slices.DeleteFunc(slices.Clone(ours), func(a harvest.Address) bool { return f.given(part, key(a.Value)) })
}

func (f *follower) given(part, key string) bool {
	return slices.Contains(f.in.Base.Values[part], f.in.Hash.of(key))
}

// mayGrow says whether something may be added to the part where Greenhouse has so many, and lists the field if not. Where
// it is not known what was given, only what is empty is filled.
func (f *follower) mayGrow(part, field string, theirs int, can bool) bool {
	_, known := f.in.Base.Values[part]
	how := f.in.Policy.how(part)
	switch {
	case how == neverFollow, theirs > 0 && (!known || how == fillOnly):
		f.drop(field, profile.ReasonPolicy)
		return false
	case !can:
		f.drop(field, profile.ReasonNoPermission)
		return false
	}
	return true
}

// tags are those of the profile that Greenhouse was not given yet, and the one of the status.
func (f *follower) tags() []Step {
	in := f.in.Input
	in.Tags = nil
	for _, tag := range f.in.missingTags() {
		switch {
		case f.given(partTags, Folded(tag.Name)):
		case !f.in.Policy.Tags, f.in.Base.isUnknown() && len(f.in.Existing.Candidate.Tags) > 0:
			f.drop("tags."+tag.Name, profile.ReasonPolicy)
		default:
			in.Tags = append(in.Tags, tag)
		}
	}
	in.Tags = append(in.Tags, f.statusTag()...)
	f.dropped = append(f.dropped, untagged(in)...)
	return tags(in)
}

// statusTag is nothing where somebody took the tag off again.
func (f *follower) statusTag() []Tag {
	if f.rule.Tag == "" {
		return nil
	}
	if f.given(partTags, Folded(f.rule.Tag)) {
		in := f.in.Input
		in.Tags = []Tag{{Name: f.rule.Tag}}
		if len(in.missingTags()) > 0 {
			f.drop("tags."+f.rule.Tag, profile.ReasonPolicy)
		}
		return nil
	}
	tag := Tag{Name: f.rule.Tag, ID: f.in.TagIDs[f.rule.Tag]}
	if f.in.mayApply(tag) {
		f.base.Values[partTags] = append(f.base.Values[partTags], f.in.Hash.of(Folded(tag.Name)))
	}
	return []Tag{tag}
}
