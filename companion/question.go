package companion

import (
	"strconv"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// question is what a person must decide, as facts; its words are made when it is shown.
type question struct {
	Code     string              `json:"code"`
	First    string              `json:"first,omitempty"`
	Last     string              `json:"last,omitempty"`
	Person   harvest.CandidateID `json:"person,omitempty"`
	Reasons  []string            `json:"reasons,omitempty"`
	Job      harvest.JobID       `json:"job,omitempty"`
	Scope    string              `json:"scope,omitempty"`
	Messages []string            `json:"messages,omitempty"`
	Source   string              `json:"source,omitempty"`
}

// Answers to questions.
const (
	choiceAccept    = "accept"
	choiceName      = "name"
	choiceSame      = "same"
	choiceNew       = "new"
	choiceRetry     = "retry"
	choiceArrived   = "arrived"
	choiceSendAgain = "send_again"
)

// poser is the words and the choices of one kind of question, and what each choice does to the journal.
type poser struct {
	text    func(q question, link func(harvest.CandidateID) string) string
	choices []choice
}

// choice is one possible answer. apply reports a problem when the values given with it do not do.
type choice struct {
	value, label string
	fields       func(q question) []extension.Field
	apply        func(j *journal, q question, values map[string]string) error
}

// tryAgain clears the question and lets the add go on from where it stands.
var tryAgain = choice{value: choiceRetry, label: "Try again", apply: func(*journal, question, map[string]string) error { return nil }}

func plainText(text string) func(question, func(harvest.CandidateID) string) string {
	return func(question, func(harvest.CandidateID) string) string { return text }
}

// posers has every question the service can ask, by code. Cancelling is possible always and is no choice here.
var posers = map[string]poser{
	CauseName: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "Greenhouse needs a first and a last name. Is " + strconv.Quote(q.First) + " the first and " + strconv.Quote(q.Last) + " the last name?"
		},
		choices: []choice{
			{value: choiceAccept, label: "Yes", apply: func(j *journal, q question, _ map[string]string) error {
				return j.setName(q.First, q.Last)
			}},
			{value: choiceName, label: "Change the name", fields: nameFields, apply: func(j *journal, _ question, v map[string]string) error {
				return j.setName(v["first_name"], v["last_name"])
			}},
		},
	},
	CauseSamePerson: {
		text: func(q question, link func(harvest.CandidateID) string) string {
			return "Somebody in Greenhouse looks like this person (" + strings.Join(q.Reasons, ", ") + "): " + link(q.Person) + " Is it the same person?"
		},
		choices: []choice{
			{value: choiceSame, label: "Same person", apply: func(j *journal, q question, _ map[string]string) error {
				j.Person = q.Person
				return nil
			}},
			{value: choiceNew, label: "Somebody else", apply: createNew},
		},
	},
	CausePersonGone: {
		text: func(q question, link func(harvest.CandidateID) string) string {
			return "This person was added before and is no longer in Greenhouse (" + link(q.Person) + "): merged, deleted or hidden. Add them as a new person?"
		},
		choices: []choice{{value: choiceNew, label: "Add as a new person", apply: createNew}, tryAgain},
	},
	CauseJobUnknown: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "Greenhouse shows no job with the id " + strconv.FormatInt(int64(q.Job), 10) + ". If it is confidential, ask to be put on its hiring team; otherwise cancel this and add the person to another job."
		},
		choices: []choice{tryAgain},
	},
	CauseJobClosed: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "The job " + strconv.FormatInt(int64(q.Job), 10) + " takes no people now: it is closed, a draft or a template. Try again when it is open, or cancel this and add the person to another job."
		},
		choices: []choice{tryAgain},
	},
	CauseSourceMissing: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "Greenhouse has no source called " + strconv.Quote(q.Source) + ". A Greenhouse admin can add it under Configure, Sources (strategy Prospecting); then try again."
		},
		choices: []choice{tryAgain},
	},
	CauseRefused: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return strings.TrimSpace("Greenhouse refused this add. " + strings.Join(q.Messages, " "))
		},
		choices: []choice{tryAgain},
	},
	CausePermission: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "You or your credential may not do this in Greenhouse (" + q.Scope + "). Ask a Greenhouse admin for the permission, then try again."
		},
		choices: []choice{tryAgain},
	},
	CauseUnclear: {
		text: plainText("The answer to sending this person was lost again and again, and the person is not to be found. Please look in Greenhouse: is the person there?"),
		choices: []choice{
			{value: choiceArrived, label: "The person is there: look again", apply: func(j *journal, _ question, _ map[string]string) error {
				j.Resends = 0
				return nil
			}},
			{value: choiceSendAgain, label: "Not there: send again", apply: func(j *journal, _ question, _ map[string]string) error {
				j.Doubt, j.Resends = nil, 0
				return nil
			}},
		},
	},
	CauseNotVisible: {
		text:    plainText("Greenhouse confirmed this person but does not show them: they may have been merged, deleted or made private meanwhile. Please look in Greenhouse, then try again or cancel."),
		choices: []choice{{value: choiceRetry, label: "Look again", apply: resetVerify}},
	},
	CauseDiffers: {
		text: func(q question, link func(harvest.CandidateID) string) string {
			return "What Greenhouse shows differs from what was sent (" + strings.Join(q.Reasons, ", ") + "): " + link(q.Person) + " Please look."
		},
		choices: []choice{
			{value: choiceAccept, label: "It is all right", apply: func(j *journal, _ question, _ map[string]string) error {
				j.AcceptDifference = true
				return nil
			}},
			{value: choiceRetry, label: "Look again", apply: resetVerify},
		},
	},
	CauseDamaged: {
		text: plainText("What was saved for this person can no longer be read. Cancel this and add the person again."),
	},
}

func nameFields(q question) []extension.Field {
	return []extension.Field{
		{Name: "first_name", Label: "First name", Value: q.First},
		{Name: "last_name", Label: "Last name", Value: q.Last},
	}
}

func createNew(j *journal, _ question, _ map[string]string) error {
	j.Person, j.CreateNew = 0, true
	return nil
}

func resetVerify(j *journal, _ question, _ map[string]string) error {
	j.VerifyingSince = time.Time{}
	return nil
}

func (j *journal) setName(first, last string) error {
	if err := checkNames(first, last); err != nil {
		return err
	}
	if strings.TrimSpace(first) == "" {
		return newProblem(extension.CodeBadRequest, "The name is missing.", "Send first_name and last_name with the answer.")
	}
	j.First, j.Last = strings.TrimSpace(first), strings.TrimSpace(last)
	return nil
}
