package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestJobInterviewStageQuery(t *testing.T) {
	q := harvest.JobInterviewStageQuery{JobIDs: []harvest.JobID{11}, Active: true}
	requireQuery(t, (*harvest.Client).JobInterviewStages, q, "/v3/job_interview_stages", "job_ids=11&active=true")
}

func TestJobInterviewStageRow(t *testing.T) {
	got := rowOf(t, `{"id":71,"job_id":11,"name":"Onsite","sort_order":2,"active":true}`, (*harvest.Client).JobInterviewStages)
	require.Equal(t, harvest.JobInterviewStage{ID: 71, JobID: 11, Name: "Onsite", SortOrder: 2, Active: true}, got)
}

func TestJobInterviewStagesOfTheSandbox(t *testing.T) {
	client := permitted(t)
	job := openJobs(t, client)[0].ID
	stages := collect(t, client, (*harvest.Client).JobInterviewStages, harvest.JobInterviewStageQuery{JobIDs: []harvest.JobID{job}, Active: true})
	require.NotEmpty(t, stages)
	for i, stage := range stages {
		require.Equal(t, job, stage.JobID)
		require.Equal(t, len(stages)-1-i, stage.SortOrder)
	}
}
