package harvest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func educate(n harvest.NewEducation) operation { return writes((*harvest.Client).CreateEducation, n) }

func TestEducationQuery(t *testing.T) {
	q := harvest.EducationQuery{CandidateIDs: []harvest.CandidateID{5}}
	requireQuery(t, (*harvest.Client).Educations, q, "/v3/candidate_educations", "candidate_ids=5")
}

func TestEducationRow(t *testing.T) {
	got := rowOf(t, `{"id":27,"candidate_id":5,"school_name_custom_field_option_id":61,"degree_custom_field_option_id":62,
		"discipline_custom_field_option_id":63,"start_at":"2015-09-01T00:00:00Z","end_at":null}`, (*harvest.Client).Educations)
	require.Equal(t, harvest.Education{
		ID: 27, CandidateID: 5, SchoolID: 61, DegreeID: 62, DisciplineID: 63, StartAt: time.Date(2015, 9, 1, 0, 0, 0, 0, time.UTC),
	}, got)
}

func TestCreateEducationOnTheWire(t *testing.T) {
	whole := harvest.NewEducation{CandidateID: 5, SchoolID: 61, DegreeID: 62, DisciplineID: 63, StartDate: "2015-09-01", EndDate: "2019-06-30"}
	requireSent(t, capture(t, 201, `{"id":27}`, educate(whole)), "POST", "/v3/candidate_educations",
		`{"candidate_id":5,"school_name_custom_field_option_id":61,"degree_custom_field_option_id":62,
			"discipline_custom_field_option_id":63,"start_date":"2015-09-01","end_date":"2019-06-30"}`)
	requireSent(t, capture(t, 201, `{"id":27}`, educate(harvest.NewEducation{CandidateID: 5})), "POST", "/v3/candidate_educations",
		`{"candidate_id":5}`)
}

func TestEducationsThatAreNotSent(t *testing.T) {
	requireUnsent(t, educate(harvest.NewEducation{SchoolID: 61}), "candidate_id")
	requireUnsent(t, educate(harvest.NewEducation{CandidateID: 5, StartDate: "2015-09"}), "start_date")
	requireUnsent(t, educate(harvest.NewEducation{CandidateID: 5, EndDate: "2019-02-30"}), "end_date")
}

func TestEducationsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	degrees := harvest.CustomFieldOptionQuery{FieldKey: "degree", Active: true}
	made, err := client.CreateEducation(t.Context(), harvest.NewEducation{
		CandidateID: person,
		SchoolID:    option(t, client, harvest.CustomFieldOptionQuery{FieldKey: "school_name"}, "Example Institute"),
		DegreeID:    option(t, client, degrees, "Master's Degree"),
		StartDate:   "2015-01-01", EndDate: "2019-12-31",
	})
	require.NoError(t, err)
	require.Equal(t, "2015-01-01", made.StartAt.Format(time.DateOnly), "a date must not move with the time zone")
	require.Equal(t, "2019-12-31", made.EndAt.Format(time.DateOnly))
	query := harvest.EducationQuery{CandidateIDs: []harvest.CandidateID{person}}
	require.Equal(t, []harvest.Education{made}, collect(t, client, (*harvest.Client).Educations, query))
}

func TestOptionOfAnotherListIsRefused(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	degree := option(t, client, harvest.CustomFieldOptionQuery{FieldKey: "degree"}, "Master's Degree")
	var refused *harvest.ValidationError
	require.ErrorAs(t, educate(harvest.NewEducation{CandidateID: person, SchoolID: degree})(t.Context(), client), &refused)
	require.Equal(t, []string{"school_name_custom_field_option_id"}, refused.Fields)
}
