package sandbox

// users are the people who work with the organisation's Greenhouse, and the service user of the
// credential, which lists hide unless asked.
func users() *resource {
	return &resource{
		name: "users", thing: "User", firstID: 12044518001,
		columns: `id first_name last_name name primary_email emails job_title deactivated site_admin
			employee_id agency_id linked_candidate_ids office_ids department_ids interviewer_tags
			custom_fields created_at updated_at`,
		defaults: object{
			"deactivated": false, "site_admin": false, "linked_candidate_ids": []any{},
			"office_ids": []any{}, "department_ids": []any{}, "interviewer_tags": []any{},
		},
		computed: map[string]func(*state, *record) any{
			"emails":        func(st *state, rec *record) any { return st.emailsOf(rec.id) },
			"custom_fields": func(st *state, rec *record) any { return st.customFieldsOf(rec, "user_attribute") },
		},
		filters: map[string]filter{
			"primary_email":          exactly("primary_email"),
			"deactivated":            flagged("deactivated"),
			"employee_ids":           anyText("employee_id", false),
			"office_ids":             ids("office_ids"),
			"department_ids":         ids("department_ids"),
			"agency_ids":             ids("agency_id"),
			"linked_candidate_ids":   ids("linked_candidate_ids"),
			"interviewer_tag_ids":    ids("interviewer_tags"),
			"external_office_id":     exactly("external_office_id"),
			"external_department_id": exactly("external_department_id"),
			"show_service_accounts":  truth(func(rec *record, want bool) bool { return want || !rec.flag("service") }),
			"custom_field_option_id": customOption(),
		},
		assumed: map[string]string{"show_service_accounts": "false"},
	}
}

// userEmails are all addresses of users, the primary ones too.
func userEmails() *resource {
	return &resource{
		name: "user_emails", thing: "User email", firstID: 13377920001,
		columns:  "id user_id email verified created_at updated_at",
		defaults: object{"verified": true},
		filters: map[string]filter{
			"email":    anyText("email", true),
			"user_ids": ids("user_id"),
			"verified": flagged("verified"),
		},
	}
}

func (st *state) emailsOf(userID int64) []string {
	emails := []string{}
	for each := range st.where("user_emails", "user_id", userID) {
		emails = append(emails, each.text("email"))
	}
	return emails
}
