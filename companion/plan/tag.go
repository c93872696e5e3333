package plan

import "slices"

// tags create the tags that Greenhouse's list does not have, and put all on the person.
func tags(in Input) []Step {
	var steps []Step
	for _, tag := range in.missingTags() {
		if !in.mayApply(tag) {
			continue
		}
		if tag.ID == 0 {
			steps = append(steps, Step{Key: NewTagKey(tag.Name), Kind: CreateTag, TagName: tag.Name})
		}
		steps = append(steps, Step{Key: keyTag + "/" + Folded(tag.Name), Kind: ApplyTag, TagID: tag.ID, TagName: tag.Name})
	}
	return steps
}

// NewTagKey is the key of the step that makes the tag.
func NewTagKey(name string) string { return keyNewTag + "/" + Folded(name) }

// mayApply also holds for a tag that this add has created while it still could.
func (in Input) mayApply(tag Tag) bool {
	return in.Can.Tags && (tag.ID != 0 || in.Can.NewTags || slices.Contains(in.Written, NewTagKey(tag.Name)))
}

// missingTags are those that the person does not carry, each once: other letters or accents do not make another tag.
func (in Input) missingTags() []Tag {
	seen := map[string]bool{}
	if in.Existing != nil && in.Existing.Candidate != nil {
		for _, name := range in.Existing.Candidate.Tags {
			seen[Folded(name)] = true
		}
	}
	var missing []Tag
	for _, tag := range in.Tags {
		folded := Folded(tag.Name)
		if folded != "" && !seen[folded] {
			missing = append(missing, tag)
		}
		seen[folded] = true
	}
	return missing
}
