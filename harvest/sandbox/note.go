package sandbox

import (
	"cmp"
	"slices"
	"strings"
)

// notes are entries of the activity feed. See https://harvestdocs.greenhouse.io/docs/write-endpoint-migration-guide.
func notes() *resource {
	return &resource{
		name: "notes", thing: "Note", firstID: 41720958001,
		columns: `id candidate_id application_id user_id type visibility body body_with_tags subject
			email_to email_from email_cc import_hash created_at updated_at`,
		computed: map[string]func(*state, *record) any{
			"body_with_tags": func(_ *state, rec *record) any { return rec.value("body") },
		},
		filters: map[string]filter{
			"candidate_ids":   ids("candidate_id"),
			"user_ids":        ids("user_id"),
			"application_ids": ids("application_id"),
			"type": named("type", words("NOTE", "ACTIVITY", "INTERVIEW", "EMAIL", "FOLLOW_UP",
				"TAKE_HOME_TEST", "LINKEDIN_NOTE", "LINKEDIN_INMAIL", "AVAILABILITY_REQUEST",
				"MIGRATION_ERROR", "TOUCHPOINT", "FORM", "FEEDBACK")),
			"visibility": named("visibility", words("admin_only_visible", "privately_visible", "publicly_visible")),
		},
		create: &operation{apply: createNote, body: schema{
			"candidate_id":   integer().must(), // the live service does not check that it exists
			"body":           filled().must(),
			"note_type":      filled().must(),
			"visibility":     oneOf("admin_only", "private", "public"),
			"user_id":        ref("users"),
			"application_id": ref("applications"),
			"subject":        text(), "email_to": texts(), "email_from": texts(), "email_cc": texts(),
		}},
	}
}

// readVisibility maps what a note is written with to what it is read with.
var readVisibility = map[string]string{
	"admin_only": "admin_only_visible",
	"private":    "privately_visible",
	"public":     "publicly_visible",
}

func createNote(c *call, _ *record, body object) (any, *problem) {
	if refusal := invalid(c.noteFindings(body)...); refusal != nil {
		return nil, refusal
	}
	body["type"] = strings.ToUpper(textIn(body, "note_type"))
	delete(body, "note_type")
	body["visibility"] = readVisibility[cmp.Or(textIn(body, "visibility"), "public")]
	if _, given := body["user_id"]; !given {
		body["user_id"] = c.user.id
	}
	c.state.touch(numberIn(body, "candidate_id"), c.now)
	return showInserted(c, nil, body)
}

// noteFindings checks the two keys on which the documentation and the live service disagree. The sentence
// lists the types in lower case, as the live service does although it takes upper case.
func (c *call) noteFindings(body object) []fieldError {
	var findings []fieldError
	kind := textIn(body, "note_type")
	if c.behaviour.noteTypeCase == "any" {
		kind = strings.ToUpper(kind)
	}
	if !slices.Contains([]string{"NOTE", "ACTIVITY", "EMAIL"}, kind) {
		findings = append(findings, fieldError{"must be one of: note, activity, email", "note_type"})
	}
	if _, given := body["visibility"]; !given && c.behaviour.noteVisibility == "required" {
		findings = append(findings, fieldError{"is required", "visibility"})
	}
	return findings
}
