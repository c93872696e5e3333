package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func position(person harvest.CandidateID) harvest.NewEmployment {
	return harvest.NewEmployment{CandidateID: person, CompanyName: "Engines", Title: "Analyst", StartDate: "2019-09-01"}
}

func employ(n harvest.NewEmployment) operation {
	return writes((*harvest.Client).CreateEmployment, n)
}

func TestEmploymentQuery(t *testing.T) {
	q := harvest.EmploymentQuery{CandidateIDs: []harvest.CandidateID{5}}
	requireQuery(t, (*harvest.Client).Employments, q, "/v3/candidate_employments", "candidate_ids=5")
}

func TestEmploymentRow(t *testing.T) {
	got := rowOf(t, `{"id":28,"candidate_id":5,"company_name":"Engines","title":"Analyst","start_date":"2019-09-01","end_date":null,"latest":true}`,
		(*harvest.Client).Employments)
	require.Equal(t, harvest.Employment{ID: 28, CandidateID: 5, CompanyName: "Engines", Title: "Analyst", StartDate: "2019-09-01"}, got)
}

func TestCreateEmploymentOnTheWire(t *testing.T) {
	held := position(5)
	requireSent(t, capture(t, 201, `{"id":28}`, employ(held)), "POST", "/v3/candidate_employments",
		`{"candidate_id":5,"company_name":"Engines","title":"Analyst","start_date":"2019-09-01"}`)
	held.EndDate = "2024-02-29"
	requireSent(t, capture(t, 201, `{"id":28}`, employ(held)), "POST", "/v3/candidate_employments",
		`{"candidate_id":5,"company_name":"Engines","title":"Analyst","start_date":"2019-09-01","end_date":"2024-02-29"}`)
}

func TestEmploymentsThatAreNotSent(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*harvest.NewEmployment)
		field  string
	}{
		"nobody":         {func(n *harvest.NewEmployment) { n.CandidateID = 0 }, "candidate_id"},
		"no company":     {func(n *harvest.NewEmployment) { n.CompanyName = " " }, "company_name"},
		"no title":       {func(n *harvest.NewEmployment) { n.Title = "" }, "title"},
		"no start":       {func(n *harvest.NewEmployment) { n.StartDate = "" }, "start_date"},
		"month only":     {func(n *harvest.NewEmployment) { n.StartDate = "2019-09" }, "start_date"},
		"with a time":    {func(n *harvest.NewEmployment) { n.StartDate = "2019-09-01T00:00:00Z" }, "start_date"},
		"no such day":    {func(n *harvest.NewEmployment) { n.EndDate = "2023-02-29" }, "end_date"},
		"words as a day": {func(n *harvest.NewEmployment) { n.EndDate = "today" }, "end_date"},
	} {
		t.Run(name, func(t *testing.T) {
			held := position(5)
			test.change(&held)
			requireUnsent(t, employ(held), test.field)
		})
	}
}

func TestEmploymentsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	made, err := client.CreateEmployment(t.Context(), position(person))
	require.NoError(t, err)
	require.Equal(t, "2019-09-01", made.StartDate)
	query := harvest.EmploymentQuery{CandidateIDs: []harvest.CandidateID{person}}
	require.Equal(t, []harvest.Employment{made}, collect(t, client, (*harvest.Client).Employments, query))
	require.ErrorAs(t, employ(position(1))(t.Context(), client), new(*harvest.ValidationError))
}
