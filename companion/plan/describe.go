package plan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Describe says what the step writes in words without personal data, for a printed plan and the item's history.
func (s Step) Describe() string {
	switch s.Kind {
	case CreateCandidate:
		return "create the person with " + describeApplication(s.Candidate.Application)
	case UpdateCandidate:
		return s.describeUpdate()
	case CreateTag:
		return "create the tag " + strconv.Quote(s.TagName)
	case ApplyTag:
		return "apply the tag " + strconv.Quote(s.TagName)
	case AddNote:
		return "add a note (" + s.Key + ")"
	case AddEmployment:
		return "add an employment (" + s.Key + ")"
	case AddEducation:
		return "add an education (" + s.Key + ")"
	case AddAttachment:
		return "attach " + s.describeFile()
	case MoveInPool:
		return s.describeMove()
	}
	return "add to " + person(s.CandidateID) + " " + describeApplication(s.Application)
}

func (s Step) describeUpdate() string {
	if s.Key == keyFollow {
		return "bring " + person(s.CandidateID) + " up to date"
	}
	return "fill what is empty of " + person(s.CandidateID)
}

func (s Step) describeMove() string {
	return fmt.Sprintf("move the prospect application %d to stage %d of pool %d", s.ApplicationID, s.Move.ProspectPoolStageID, s.Move.ProspectPoolID)
}

func person(id harvest.CandidateID) string { return "person " + strconv.FormatInt(int64(id), 10) }

// describeFile names only files that we have named: people put their names into those of theirs.
func (s Step) describeFile() string {
	switch {
	case s.File == nil:
		return s.Attachment.Filename
	case s.File.Type == "resume":
		return "the résumé"
	case s.File.Type == "cover_letter":
		return "the cover letter"
	}
	return "a file"
}

func describeApplication(a *harvest.NewApplication) string {
	if !a.Prospect {
		return "an application to job " + jobList([]harvest.JobID{a.JobID})
	}
	if len(a.JobIDs) == 0 {
		return "a prospect application without a job"
	}
	return "a prospect application for job " + jobList(a.JobIDs)
}

func jobList(jobs []harvest.JobID) string {
	var ids []string
	for _, job := range jobs {
		ids = append(ids, strconv.FormatInt(int64(job), 10))
	}
	return strings.Join(ids, ", ")
}
