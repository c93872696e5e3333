package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// candidateEducations are schools attended; school, degree and discipline are options, never free text.
func candidateEducations() *resource {
	latest := isLatest("candidate_educations", "start_at")
	return &resource{
		name: "candidate_educations", thing: "Candidate education", firstID: 27604113001,
		columns: `id candidate_id school_name_custom_field_option_id degree_custom_field_option_id
			discipline_custom_field_option_id start_at end_at latest created_at updated_at`,
		computed: map[string]func(*state, *record) any{"latest": latest},
		filters: map[string]filter{
			"candidate_ids": ids("candidate_id"),
			"latest":        computedFlag(latest),
			"start_at":      dates("start_at"),
			"end_at":        dates("end_at"),
		},
		destroy: removeRecord,
		create: &operation{apply: createEducation, body: schema{
			"candidate_id":                       ref("candidates").must(),
			"school_name_custom_field_option_id": ref("custom_field_options"),
			"degree_custom_field_option_id":      ref("custom_field_options"),
			"discipline_custom_field_option_id":  ref("custom_field_options"),
			"start_date":                         day(),
			"start_date_month":                   within(1, 12),
			"start_date_year":                    within(1900, 2100),
			"end_date":                           day(),
			"end_date_month":                     within(1, 12),
			"end_date_year":                      within(1900, 2100),
		}},
	}
}

// candidateEmployments are positions held.
func candidateEmployments() *resource {
	latest := isLatest("candidate_employments", "start_date")
	return &resource{
		name: "candidate_employments", thing: "Candidate employment", firstID: 28815902001,
		columns:  "id candidate_id company_name title start_date end_date latest created_at updated_at",
		computed: map[string]func(*state, *record) any{"latest": latest},
		filters: map[string]filter{
			"candidate_ids": ids("candidate_id"),
			"latest":        computedFlag(latest),
		},
		destroy: removeRecord,
		create: &operation{apply: showInserted, body: schema{
			"candidate_id": ref("candidates").must(),
			"company_name": filled().must(),
			"title":        filled().must(),
			"start_date":   day().must(),
			"end_date":     day(),
		}},
	}
}

func createEducation(c *call, _ *record, body object) (any, *problem) {
	findings := c.state.wrongOptions(body)
	for _, end := range []string{"start", "end"} {
		at, finding := readDate(body, end+"_date")
		findings = append(findings, finding...)
		body[end+"_at"] = at
	}
	if refusal := invalid(findings...); refusal != nil {
		return nil, refusal
	}
	return showInserted(c, nil, body)
}

// wrongOptions finds options given for another list than their own.
func (st *state) wrongOptions(body object) []fieldError {
	var findings []fieldError
	for key, value := range body {
		list, isOption := strings.CutSuffix(key, "_custom_field_option_id")
		if !isOption {
			continue
		}
		id, _ := value.(int64)
		if st.find("custom_field_options", id).text("custom_field_key") != list {
			findings = append(findings, fieldError{"is not an option of " + list, key})
		}
	}
	return findings
}

// readDate takes a whole date, or a month with its year.
func readDate(body object, key string) (any, []fieldError) {
	month, year := numberIn(body, key+"_month"), numberIn(body, key+"_year")
	whole := textIn(body, key)
	switch {
	case whole != "" && (month != 0 || year != 0):
		return nil, []fieldError{{"cannot be combined with month and year", key}}
	case month != 0 && year == 0:
		return nil, []fieldError{{"needs a year", key + "_month"}}
	case year != 0 && month == 0:
		return nil, []fieldError{{"needs a month", key + "_year"}}
	case whole == "" && year == 0:
		return nil, nil
	case whole == "":
		whole = fmt.Sprintf("%04d-%02d-01", year, month)
	}
	at, err := time.Parse(time.DateOnly, whole)
	if err != nil {
		return nil, []fieldError{{"must be a date", key}}
	}
	return at, nil
}

// isLatest tells whether no other record of the same candidate starts later.
func isLatest(name, column string) func(*state, *record) any {
	return func(st *state, rec *record) any {
		start := fmt.Sprint(rec.value(column)) // ISO dates sort as text
		for other := range st.where(name, "candidate_id", rec.number("candidate_id")) {
			if fmt.Sprint(other.value(column)) > start {
				return false
			}
		}
		return true
	}
}

func computedFlag(compute func(*state, *record) any) filter {
	return filter{read: func(value string) (match, error) {
		if value != "true" && value != "false" {
			return nil, fmt.Errorf("must be true or false")
		}
		return func(st *state, rec *record) bool { return compute(st, rec) == (value == "true") }, nil
	}}
}
