package sandbox

import "slices"

// candidateTags are the organisation's labels, unique by name, case included.
func candidateTags() *resource {
	return &resource{
		name: "candidate_tags", thing: "Candidate tag", firstID: 19260417001,
		columns: "id name created_at updated_at",
		create:  &operation{body: schema{"name": filled().must()}, apply: createTag},
		destroy: destroyTag,
	}
}

// appliedCandidateTags tie tags to candidates.
func appliedCandidateTags() *resource {
	return &resource{
		name: "applied_candidate_tags", thing: "Applied candidate tag", firstID: 20573389001,
		columns: "id candidate_id candidate_tag_id created_at updated_at",
		filters: map[string]filter{
			"candidate_ids":     ids("candidate_id"),
			"candidate_tag_ids": ids("candidate_tag_id"),
		},
		create: &operation{apply: applyTag, body: schema{
			"candidate_id":     ref("candidates").must(),
			"candidate_tag_id": ref("candidate_tags").must(),
		}},
		destroy: removeRecord,
	}
}

func createTag(c *call, _ *record, body object) (any, *problem) {
	if c.state.tag(textIn(body, "name")) != nil {
		return nil, badQuery("Name has already been taken")
	}
	return showInserted(c, nil, body)
}

// destroyTag takes the tag from everybody who has it.
func destroyTag(c *call, rec *record) *problem {
	c.state.removeWhere("applied_candidate_tags", "candidate_tag_id", rec.id)
	return removeRecord(c, rec)
}

func applyTag(c *call, _ *record, body object) (any, *problem) {
	tagID := numberIn(body, "candidate_tag_id")
	if slices.Contains(c.state.tagIDs(numberIn(body, "candidate_id")), tagID) {
		return nil, badQuery("Candidate tag has already been applied")
	}
	return showInserted(c, nil, body)
}

func (st *state) tag(name string) *record {
	for tag := range st.newestFirst("candidate_tags") {
		if tag.text("name") == name {
			return tag
		}
	}
	return nil
}

// tagIDs lists the tags of a candidate in the order they were applied.
func (st *state) tagIDs(candidateID int64) []int64 {
	var ids []int64
	for applied := range st.where("applied_candidate_tags", "candidate_id", candidateID) {
		ids = append(ids, applied.number("candidate_tag_id"))
	}
	slices.Reverse(ids)
	return ids
}

func (st *state) tagNames(candidateID int64) []string {
	names := []string{}
	for _, id := range st.tagIDs(candidateID) {
		names = append(names, st.find("candidate_tags", id).text("name"))
	}
	return names
}

// checkTags refuses names without a tag where the organisation's list is locked.
func (c *call) checkTags(names []any) *problem {
	if c.behaviour.unknownTags != "refuse" {
		return nil
	}
	for _, name := range names {
		if text, _ := name.(string); c.state.tag(text) == nil {
			return invalid(fieldError{"holds an unknown tag", "tags"})
		}
	}
	return nil
}

// applyTags makes these names the tags of a candidate, creating what does not exist.
func (c *call) applyTags(candidateID int64, names []any) {
	var wanted []int64
	for _, name := range names {
		text, _ := name.(string)
		tag := c.state.tag(text)
		if tag == nil {
			tag = c.state.insert("candidate_tags", c.now, object{"name": text})
		}
		wanted = append(wanted, tag.id)
	}
	c.dropTagsExcept(candidateID, wanted)
	for _, id := range wanted {
		if !slices.Contains(c.state.tagIDs(candidateID), id) {
			c.state.insert("applied_candidate_tags", c.now, object{"candidate_id": candidateID, "candidate_tag_id": id})
		}
	}
}

func (c *call) dropTagsExcept(candidateID int64, wanted []int64) {
	for _, applied := range slices.Collect(c.state.where("applied_candidate_tags", "candidate_id", candidateID)) {
		if !slices.Contains(wanted, applied.number("candidate_tag_id")) {
			c.state.remove("applied_candidate_tags", applied.id)
		}
	}
}

func byTag(value string) (match, error) {
	return func(st *state, rec *record) bool {
		return slices.Contains(st.tagNames(rec.id), value)
	}, nil
}
