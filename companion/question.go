package companion

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
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
	// Readable says of a damaged item that it can still be read.
	Readable bool `json:"readable,omitempty"`
	// Step is the key of the record that is asked about.
	Step string `json:"step,omitempty"`
	// Fields are the custom fields that are asked for.
	Fields []plan.FieldQuestion `json:"fields,omitempty"`
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
	choiceLeaveOut  = "leave_out"
	choiceFields    = "fields"
	choiceKeep      = "keep"
	choiceOverwrite = "overwrite"
)

// poser is the words and the choices of one kind of question, and what each choice does to the journal.
type poser struct {
	text    func(q question, link func(harvest.CandidateID) string) string
	choices []choice
}

// choice is one possible answer. apply reports a problem when the values given with it do not do.
type choice struct {
	value, label string
	// when says whether the choice is one for this question; nil is always.
	when   func(q question) bool
	fields func(q question) []extension.Field
	apply  func(j *journal, q question, values map[string]string) error
}

// tryAgain clears the question and lets the add go on from where it stands.
var tryAgain = choice{value: choiceRetry, label: "Try again", apply: func(*journal, question, map[string]string) error { return nil }}

var changeName = choice{
	value: choiceName, label: "Change the name", fields: nameFields,
	apply: func(j *journal, _ question, v map[string]string) error {
		return j.setName(v["first_name"], v["last_name"])
	},
}

// leaveOut goes on without the record that is asked about; the person and their application are never left out.
var leaveOut = choice{
	value: choiceLeaveOut, label: "Leave this part out", when: func(q question) bool { return q.Step != "" },
	apply: func(j *journal, q question, _ map[string]string) error {
		j.wrote(q.Step, 0)
		return nil
	},
}

// choicesFor are the possible answers to the question.
func choicesFor(q question) []choice {
	return slices.DeleteFunc(slices.Clone(posers[q.Code].choices), func(c choice) bool { return c.when != nil && !c.when(q) })
}

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
			changeName,
		},
	},
	CauseOneWordName: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "Greenhouse needs a first and a last name, and " + strconv.Quote(q.First) + " is one word. What is the person called?"
		},
		choices: []choice{changeName},
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
			{value: choiceNew, label: "Somebody else", apply: somebodyElse},
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
			return strings.TrimSpace("Greenhouse refused " + part(q) + ". " + strings.Join(q.Messages, " "))
		},
		choices: []choice{tryAgain, leaveOut},
	},
	CausePermission: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "You or your credential may not do this in Greenhouse (" + q.Scope + "). Ask a Greenhouse admin for the permission, then try again."
		},
		choices: []choice{tryAgain, leaveOut},
	},
	CauseFieldsMissing: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "Your Greenhouse asks for more than the profile tells: " + strings.Join(fieldNames(q), ", ") + "."
		},
		choices: []choice{
			{value: choiceFields, label: "Fill in", fields: customFields, apply: setCustomFields},
			{value: choiceLeaveOut, label: "Leave empty", apply: func(j *journal, _ question, _ map[string]string) error {
				j.LeaveEmpty = true
				return nil
			}},
		},
	},
	CauseProfileGone: {
		text:    plainText("AmazingHiring has no such profile any more, or shows it to nobody with this token."),
		choices: []choice{tryAgain},
	},
	CauseProfileUnusable: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			return "The profile cannot be added as it is. " + strings.Join(q.Messages, " ")
		},
		choices: []choice{tryAgain},
	},
	CauseFileLost: {
		text:    plainText("A file that came with this add can no longer be read on this computer. Attach it in Greenhouse by hand."),
		choices: []choice{leaveOut, tryAgain},
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
	CauseUpdateConflict: {
		text: func(q question, link func(harvest.CandidateID) string) string {
			return "This changed in AmazingHiring and was changed in Greenhouse too (" + strings.ReplaceAll(strings.Join(q.Reasons, ", "), "field:", "custom field ") +
				"): " + link(q.Person) + " Which one is right?"
		},
		choices: []choice{
			{value: choiceKeep, label: "Keep Greenhouse's", apply: takeSide(choiceKeep)},
			{value: choiceOverwrite, label: "Take AmazingHiring's", apply: takeSide(choiceOverwrite)},
		},
	},
	CauseUpdateGone: {
		text: func(q question, link func(harvest.CandidateID) string) string {
			return "Something changed in AmazingHiring, and Greenhouse does not show the person any more (" + link(q.Person) +
				"): deleted, hidden or made private. Nobody is added again. Try again when they are back, or cancel."
		},
		choices: []choice{{value: choiceRetry, label: "Look again", apply: resetVerify}},
	},
	CauseDamaged: {
		text: func(q question, _ func(harvest.CandidateID) string) string {
			if !q.Readable {
				return "What was saved for this person can no longer be read. Cancel this and add the person again."
			}
			return "Files of the companion were damaged, so it is not sure how much of this person was sent. Try again: " +
				"Greenhouse is looked at before anything is sent a second time."
		},
		choices: []choice{{value: choiceRetry, label: "Look and go on", when: func(q question) bool { return q.Readable }, apply: tryAgain.apply}},
	},
}

func nameFields(q question) []extension.Field {
	return []extension.Field{
		{Name: "first_name", Label: "First name", Value: q.First},
		{Name: "last_name", Label: "Last name", Value: q.Last},
	}
}

// part says what of an add was refused.
func part(q question) string {
	if q.Step == "" {
		return "this add"
	}
	if words := changeWords[plan.KindOf(q.Step)]; words != "" {
		return words
	}
	kind, _, _ := strings.Cut(q.Step, "/")
	return "a part of this add (" + strings.ReplaceAll(kind, "_", " ") + ")"
}

func fieldNames(q question) []string {
	var names []string
	for _, f := range q.Fields {
		names = append(names, f.Name)
	}
	return names
}

func customFields(q question) []extension.Field {
	var out []extension.Field
	for _, f := range q.Fields {
		out = append(out, extension.Field{Name: f.Key, Label: f.Name, Options: f.Options})
	}
	return out
}

func setCustomFields(j *journal, q question, values map[string]string) error {
	for _, f := range q.Fields {
		if err := plan.CheckAnswer(f, values[f.Key]); err != nil {
			return newProblem(extension.CodeBadRequest, f.Name+": "+err.Error()+".", "Correct the field and send the answer again.")
		}
	}
	if j.Fields == nil {
		j.Fields = map[string]string{}
	}
	for _, f := range q.Fields {
		j.Fields[f.Key] = values[f.Key]
	}
	return nil
}

func createNew(j *journal, _ question, _ map[string]string) error {
	j.Person, j.CreateNew = 0, true
	return nil
}

// somebodyElse is remembered of the pair, so that it is not asked again.
func somebodyElse(j *journal, q question, v map[string]string) error {
	j.NotSame = append(j.NotSame, q.Person)
	return createNew(j, q, v)
}

// takeSide decides about all parts that the question names.
func takeSide(side string) func(*journal, question, map[string]string) error {
	return func(j *journal, q question, _ map[string]string) error {
		if j.Decisions == nil {
			j.Decisions = map[string]string{}
		}
		for _, part := range q.Reasons {
			j.Decisions[part] = side
		}
		return nil
	}
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
