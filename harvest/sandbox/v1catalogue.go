package sandbox

import "maps"

func listV1Jobs(c *v1Call) (answer, *problem) {
	return c.list(v1List{row: v1JobRow, filters: v1Times(map[string]filter{
		"status":                 named("status", words("open", "closed", "draft")),
		"requisition_id":         exactly("requisition_id"),
		"opening_id":             v1None(),
		"department_id":          v1None(),
		"external_department_id": v1None(),
		"office_id":              v1None(),
		"external_office_id":     v1None(),
		"custom_field_option_id": customOption(),
	})})
}

func retrieveV1Job(c *v1Call) (answer, *problem) { return c.retrieve(v1JobRow) }

// v1JobRow shows a job. The organisation has no departments, offices, hiring teams or openings.
func v1JobRow(c *v1Call, rec *record) object {
	row := v1Row(rec, `id name requisition_id notes confidential status created_at opened_at closed_at
		updated_at is_template copied_from_id`)
	maps.Copy(row, object{
		"departments": []any{}, "offices": []any{}, "openings": []any{},
		"hiring_team": object{
			"hiring_managers": []any{}, "recruiters": []any{}, "coordinators": []any{}, "sourcers": []any{},
		},
	})
	c.addV1Fields(row, rec, "job")
	return row
}

// listV1Users leaves out the integration itself, which has no key of its own.
func listV1Users(c *v1Call) (answer, *problem) {
	l := v1List{row: v1UserRow, includes: v1Human, filters: v1Times(map[string]filter{
		"email":           c.v1Email(func(st *state, rec *record) []string { return st.emailsOf(rec.id) }),
		"employee_id":     exactly("employee_id"),
		"user_attributes": {read: func(string) (match, error) { return anyRecord, nil }},
	})}
	if c.query.Has("email") && c.behaviour.v1.unknownUserEmail == "404" && c.nobodyHas(c.query.Get("email"), l) {
		return answer{}, notFoundRoute()
	}
	return c.list(l)
}

func (c *v1Call) nobodyHas(email string, l v1List) bool {
	has, _ := l.filters["email"].read(email) // any text is an address here
	for range c.matching([]match{l.includes, has}) {
		return false
	}
	return true
}

func retrieveV1User(c *v1Call) (answer, *problem) {
	if user := c.state.find("users", c.id); user != nil && !v1Human(c.state, user) {
		return answer{}, notFoundRoute()
	}
	return c.retrieve(v1UserRow)
}

// v1UserRow shows the custom attributes of a single user always, and in a list when asked.
func v1UserRow(c *v1Call, rec *record) object {
	row := v1Row(rec, `id name first_name last_name employee_id site_admin linked_candidate_ids created_at updated_at`)
	maps.Copy(row, object{
		"primary_email_address": rec.value("primary_email"), "disabled": rec.flag("deactivated"),
		"emails": c.state.emailsOf(rec.id), "offices": []any{}, "departments": []any{},
	})
	if c.id != 0 || c.query.Get("user_attributes") == "true" {
		c.addV1Fields(row, rec, "user_attribute")
	}
	return row
}

func listV1Sources(c *v1Call) (answer, *problem) {
	return c.list(v1List{row: func(_ *v1Call, rec *record) object { return v1Row(rec, "id name type") }})
}

// v1None is a filter by something that the organisation has none of.
func v1None() filter {
	return filter{read: func(string) (match, error) {
		return func(*state, *record) bool { return false }, nil
	}}
}

func v1Human(_ *state, rec *record) bool { return !rec.flag("service") }
func anyRecord(*state, *record) bool     { return true }
