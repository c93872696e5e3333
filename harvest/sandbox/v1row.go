package sandbox

import (
	"maps"
	"slices"
	"strings"
)

// v1Row copies columns that both versions call the same.
func v1Row(rec *record, columns string) object {
	row := object{}
	for column := range strings.FieldsSeq(columns) {
		row[column] = rec.value(column)
	}
	return row
}

// v1CandidateRow shows a person with everything that belongs to it.
func v1CandidateRow(c *v1Call, rec *record) object {
	row := v1Row(rec, `id first_name last_name company title created_at updated_at can_email linked_user_ids
		phone_numbers addresses email_addresses website_addresses social_media_addresses`)
	applications := c.v1Applications(rec.id)
	ids, rows, files := []int64{}, []object{}, []object{}
	for _, each := range applications {
		shown := v1ApplicationRow(c, each)
		ids, rows = append(ids, each.id), append(rows, shown)
		files = append(files, shown["attachments"].([]object)...)
	}
	maps.Copy(row, object{
		"last_activity": rec.value("last_activity_at"), "is_private": rec.flag("private"), "photo_url": nil,
		"application_ids": ids, "applications": rows, "attachments": files,
		"recruiter": c.v1User(rec.number("recruiter_id")), "coordinator": c.v1User(rec.number("coordinator_id")),
		"tags": c.state.tagNames(rec.id), "educations": c.v1Educations(rec.id), "employments": c.v1Employments(rec.id),
	})
	c.addV1Fields(row, rec, "candidate")
	return row
}

// v1Applications are the applications of a person that /v1 shows, newest first.
func (c *v1Call) v1Applications(candidateID int64) []*record {
	all := slices.Collect(c.state.where("applications", "candidate_id", candidateID))
	return slices.DeleteFunc(all, func(rec *record) bool { return !c.ready(rec) })
}

// v1ApplicationRow shows an application. What a page for applicants would add, the organisation has none of.
func v1ApplicationRow(c *v1Call, rec *record) object {
	row := v1Row(rec, "id candidate_id prospect rejected_at last_activity_at job_post_id answers")
	maps.Copy(row, object{
		"applied_at": rec.value("created_at"), "status": v1Status(rec.text("status")), "location": nil,
		"source": c.v1Source(rec.number("source_id")), "credited_to": c.v1Credit(rec.number("referrer_id")),
		"recruiter": c.v1User(rec.number("recruiter_id")), "coordinator": c.v1User(rec.number("coordinator_id")),
		"jobs": c.v1JobsOf(rec), "current_stage": c.v1Stage(rec), "prospect_detail": c.v1ProspectDetail(rec.id),
		"prospective_office": nil, "prospective_department": nil, "attachments": c.v1Attachments(rec.id),
	})
	row["rejection_reason"], row["rejection_details"] = c.v1Rejection(rec.id)
	c.addV1Fields(row, rec, "application")
	return row
}

// v1Status is the word of a row; version 3 renamed one of them.
func v1Status(status string) string {
	if status == "in_process" {
		return "active"
	}
	return status
}

func (c *v1Call) v1JobsOf(rec *record) []object {
	ids := rec.numbers("job_id")
	if rec.flag("prospect") {
		ids = rec.numbers("prospective_job_ids")
	}
	jobs := []object{}
	for _, id := range ids {
		jobs = append(jobs, object{"id": id, "name": c.state.nameOf("jobs", id)})
	}
	return jobs
}

func (c *v1Call) v1Stage(rec *record) any {
	if rec.flag("prospect") {
		return nil
	}
	return c.v1Named("job_interview_stages", rec.number("job_interview_stage_id"))
}

func (c *v1Call) v1ProspectDetail(applicationID int64) object {
	shown := object{"prospect_pool": nil, "prospect_stage": nil, "prospect_owner": nil}
	for detail := range c.state.where("prospect_details", "application_id", applicationID) {
		shown["prospect_pool"] = c.v1Named("prospect_pools", detail.number("pool_id"))
		shown["prospect_stage"] = c.v1Named("prospect_pool_stages", detail.number("pool_stage_id"))
		shown["prospect_owner"] = c.v1Named("users", detail.number("prospect_owner_id"))
	}
	return shown
}

func (c *v1Call) v1Attachments(applicationID int64) []object {
	files := []object{}
	for each := range c.state.where("attachments", "application_id", applicationID) {
		files = append(files, v1Row(each, "filename url type created_at"))
	}
	return files
}

func (c *v1Call) v1Educations(candidateID int64) []object {
	rows := []object{}
	for each := range c.state.where("candidate_educations", "candidate_id", candidateID) {
		option := func(column string) any {
			return c.v1Name("custom_field_options", each.number(column+"_custom_field_option_id"))
		}
		rows = append(rows, object{
			"id": each.id, "school_name": option("school_name"), "degree": option("degree"), "discipline": option("discipline"),
			"start_date": each.value("start_at"), "end_date": each.value("end_at"),
		})
	}
	return rows
}

func (c *v1Call) v1Employments(candidateID int64) []object {
	rows := []object{}
	for each := range c.state.where("candidate_employments", "candidate_id", candidateID) {
		row := v1Row(each, "id company_name title")
		row["start_date"], row["end_date"] = v1Midnight(each.text("start_date")), v1Midnight(each.text("end_date"))
		rows = append(rows, row)
	}
	return rows
}

// addV1Fields adds the custom fields in both of their forms.
func (c *v1Call) addV1Fields(row object, rec *record, fieldType string) {
	plain, keyed := object{}, object{}
	for key, field := range c.state.customFieldsOf(rec, fieldType) {
		shown := maps.Clone(field.(object))
		if shown["type"] == "yes_no" {
			shown["type"] = "boolean" // the one type whose word differs between definition and value
		}
		plain[key], keyed[key] = shown["value"], shown
	}
	row["custom_fields"], row["keyed_custom_fields"] = plain, keyed
}
