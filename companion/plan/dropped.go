package plan

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// NotSent lists everything of the input that no step of its plan sends, each with its reason. Before a target is chosen, a
// profile and the abilities are enough.
func NotSent(in Input) []profile.Dropped {
	var out []profile.Dropped
	if len(in.Profile.Resumes) > 0 {
		// Their links lead into AmazingHiring, where Greenhouse cannot fetch them.
		out = append(out, profile.Dropped{Field: "resumes", Reason: profile.ReasonUnmapped})
	}
	return slices.Concat(out, untold(in), untagged(in), unattached(in), unfilled(in))
}

// untold: what is beyond a candidate's fields and records goes as notes, or, where those are not granted, as a file.
func untold(in Input) []profile.Dropped {
	if in.Can.Notes || in.Can.Attachments {
		return nil
	}
	p := in.Profile
	var out []profile.Dropped
	for _, part := range []struct {
		field string
		count int
	}{
		{"other_contacts", len(p.OtherContacts)},
		{"positions", len(in.positionsToTell())},
		{"educations", len(in.educationsToTell())},
		{"languages", len(p.Languages)},
		{"skills", len(p.SkillGroups)},
		{"certificates", len(p.Certificates)},
		{"general_info", len(p.About)},
		{"comments", len(p.Comments)},
	} {
		if part.count > 0 {
			out = append(out, profile.Dropped{Field: part.field, Reason: profile.ReasonNoPermission})
		}
	}
	return out
}

func untagged(in Input) []profile.Dropped {
	var out []profile.Dropped
	for _, tag := range in.missingTags() {
		if !in.mayApply(tag) {
			out = append(out, profile.Dropped{Field: "tags." + tag.Name, Reason: profile.ReasonNoPermission})
		}
	}
	return out
}

func unattached(in Input) []profile.Dropped {
	var out []profile.Dropped
	seen := map[string]bool{}
	for i, f := range in.Files {
		field := fmt.Sprintf("files[%d]", i)
		switch key := fileKey(f); {
		case seen[key]:
			out = append(out, profile.Dropped{Field: field, Reason: profile.ReasonDuplicate})
		case !in.Can.Attachments:
			out = append(out, profile.Dropped{Field: field, Reason: profile.ReasonNoPermission})
		}
		seen[fileKey(f)] = true
	}
	if in.Snapshot != "" && !in.Can.Attachments {
		out = append(out, profile.Dropped{Field: keySnapshot, Reason: profile.ReasonNoPermission})
	}
	return out
}

// unfilled is what somebody who is in Greenhouse already does not get: what they have otherwise stays (policy), and what
// they lack may need the right to update them.
func unfilled(in Input) []profile.Dropped {
	if in.Existing == nil || in.Existing.Candidate == nil {
		return nil
	}
	var out []profile.Dropped
	for _, field := range in.theirsStays() {
		out = append(out, profile.Dropped{Field: field, Reason: profile.ReasonPolicy})
	}
	if !in.Can.Update {
		for _, field := range changed(in.change()) {
			out = append(out, profile.Dropped{Field: field, Reason: profile.ReasonNoPermission})
		}
	}
	return append(out, in.unfilledFields()...)
}

// theirsStays names what Greenhouse holds in another way than the profile. Nothing of it is overwritten.
func (in Input) theirsStays() []string {
	theirs, ours := in.Existing.Candidate, in.Profile
	var fields []string
	for _, text := range []struct{ field, theirs, ours string }{
		{"name", profile.FoldName(theirs.FirstName, theirs.LastName), profile.FoldName(in.First, in.Last)},
		{"title", Folded(theirs.Title), Folded(ours.Title)},
		{"company", Folded(theirs.Company), Folded(ours.Company)},
	} {
		if text.theirs != "" && text.ours != "" && text.theirs != text.ours {
			fields = append(fields, text.field)
		}
	}
	if len(theirs.Addresses) > 0 && union(theirs.Addresses, places(ours.Locations), Folded) != nil {
		fields = append(fields, "locations")
	}
	return fields
}

func (in Input) unfilledFields() []profile.Dropped {
	var out []profile.Dropped
	for _, field := range in.Fields {
		switch {
		case in.Existing.holdsField(field):
			if !in.Existing.holdsValue(field) {
				out = append(out, profile.Dropped{Field: fieldName(field), Reason: profile.ReasonPolicy})
			}
		case !in.Can.Update:
			out = append(out, profile.Dropped{Field: fieldName(field), Reason: profile.ReasonNoPermission})
		case !in.Existing.FieldsKept:
			out = append(out, profile.Dropped{Field: fieldName(field), Reason: profile.ReasonPolicy})
		}
	}
	return out
}

// holdsValue says whether what they have in the field is what we would write.
func (e Existing) holdsValue(field harvest.CustomFieldInput) bool {
	ours := asJSON(field.Value)
	return ours == string(e.Candidate.CustomFields[field.NameKey].Value) ||
		slices.ContainsFunc(e.Fields, func(theirs harvest.CustomFieldInput) bool {
			return sameField(theirs, field) && asJSON(theirs.Value) == ours
		})
}

// asJSON is a value as it travels, for comparing; "" for one that cannot.
func asJSON(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(raw)
}
