package sandbox

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
			"note_type":      oneOf("NOTE", "ACTIVITY", "EMAIL").must(),
			"visibility":     oneOf("admin_only", "private", "public").must(),
			"user_id":        ref("users"),
			"application_id": ref("applications"),
			"subject":        text(), "email_to": text(), "email_from": text(), "email_cc": text(),
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
	body["type"] = body["note_type"]
	delete(body, "note_type")
	body["visibility"] = readVisibility[textIn(body, "visibility")]
	if _, given := body["user_id"]; !given {
		body["user_id"] = c.user.id
	}
	c.state.touch(numberIn(body, "candidate_id"), c.now)
	return showInserted(c, nil, body)
}
