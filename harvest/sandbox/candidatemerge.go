package sandbox

import (
	"maps"
	"slices"
	"strings"
)

// contactColumns are the lists of a candidate that a merge joins.
var contactColumns = []string{
	"phone_numbers", "addresses", "email_addresses", "website_addresses", "social_media_addresses",
}

// mergeCandidate keeps the candidate of the path; the other one ceases to exist.
// See https://support.greenhouse.io/hc/en-us/articles/115004506466.
func mergeCandidate(c *call, rec *record, body object) (any, *problem) {
	gone := c.state.find("candidates", numberIn(body, "secondary_candidate_id"))
	if refusal := unmergeable(rec, gone); refusal != nil {
		return nil, refusal
	}
	c.merge(rec, gone)
	if c.behaviour.mergeAnswer == "message" {
		return object{"message": "Candidates were merged"}, nil
	}
	return c.state.show("candidates", rec), nil
}

func unmergeable(keep, gone *record) *problem {
	switch {
	case keep == gone:
		return invalid(fieldError{"must be another candidate", "secondary_candidate_id"})
	case keep.flag("anonymized") || gone.flag("anonymized"):
		return refused("An anonymized candidate cannot be merged")
	}
	return nil
}

// merge moves everything to one candidate and removes the other.
func (c *call) merge(keep, gone *record) {
	for _, name := range []string{"applications", "attachments", "notes", "candidate_educations", "candidate_employments"} {
		for _, each := range slices.Collect(c.state.where(name, "candidate_id", gone.id)) {
			each.update(c.now, object{"candidate_id": keep.id})
		}
	}
	for _, tag := range c.state.tagIDs(gone.id) {
		if !slices.Contains(c.state.tagIDs(keep.id), tag) {
			c.state.insert("applied_candidate_tags", c.now, object{"candidate_id": keep.id, "candidate_tag_id": tag})
		}
	}
	keep.update(c.now, joined(keep, gone))
	c.state.touch(keep.id, c.now)
	c.state.removeCandidate(gone.id)
	c.state.merged[gone.id] = keep.id
}

// joined is what the kept candidate holds afterwards: its own values first.
func joined(keep, gone *record) object {
	values := object{}
	for _, column := range contactColumns {
		values[column] = union(listIn(keep.values, column), listIn(gone.values, column))
	}
	for _, column := range []string{"preferred_name", "company", "title", "time_zone"} {
		values[column] = keep.values[column]
		if values[column] == nil {
			values[column] = gone.values[column]
		}
	}
	fields := maps.Clone(objectIn(gone.values, "custom_fields"))
	if fields == nil {
		fields = object{}
	}
	for key, value := range objectIn(keep.values, "custom_fields") {
		if value != nil {
			fields[key] = value
		}
	}
	values["custom_fields"] = fields
	return values
}

// union joins two lists of addresses; the same value is kept once.
func union(own, other []any) []any {
	all := slices.Clone(own)
	for _, item := range other {
		if !slices.ContainsFunc(all, func(held any) bool { return sameAddress(held, item) }) {
			all = append(all, item)
		}
	}
	return all
}

func sameAddress(a, b any) bool {
	first, _ := a.(object)
	second, _ := b.(object)
	return strings.EqualFold(textIn(first, "value"), textIn(second, "value"))
}

// mergeIntoTwin is what an organisation with automatic merging does to a new candidate whose e-mail
// address an older one has. It is not documented whether candidates of the API are among them.
func (c *call) mergeIntoTwin(candidate *record) {
	if c.behaviour.autoMerge != "on" {
		return
	}
	for _, older := range c.state.tables["candidates"].records {
		if older.id < candidate.id && unmergeable(older, candidate) == nil && shareEmail(older, candidate) {
			c.merge(older, candidate)
			return
		}
	}
}

func shareEmail(a, b *record) bool {
	for _, item := range listIn(a.values, "email_addresses") {
		if slices.ContainsFunc(listIn(b.values, "email_addresses"), func(other any) bool { return sameAddress(item, other) }) {
			return true
		}
	}
	return false
}

// survivors adds to ids those into which they were merged, where lists follow a merge.
func (st *state) survivors(ids []int64) []int64 {
	if st.behaviour.mergedIDs != "survivor" {
		return ids
	}
	all := slices.Clone(ids)
	for _, id := range ids {
		for st.merged[id] != 0 {
			id = st.merged[id]
			all = append(all, id)
		}
	}
	return all
}
