package companion

import (
	"cmp"
	"strconv"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// view is an item as a person sees it. It is derived, never stored.
func (s *Service) view(item queue.Item) extension.Item {
	v := extension.Item{
		ItemID: item.ID.String(), State: string(item.State), Cause: item.Cause, UpdatedAt: item.UpdatedAt.UTC(),
	}
	j, err := decodeJournal(item.Progress)
	if err != nil {
		v.Cause = CauseDamaged
	}
	s.viewAdd(&v, item)
	v.Status = status(item.State, j.Phase)
	v.Step, v.Steps = min(j.done()+1, j.Steps), j.Steps
	v.CandidateID = extension.ID(j.Person)
	for _, a := range j.Applications {
		v.ApplicationIDs = append(v.ApplicationIDs, extension.ID(a.ID))
	}
	if j.Person != 0 {
		v.Link = s.personLink(j.Person)
	}
	v.LeftOut, v.Outcome, v.Update = leftOut(j.LeftOut), string(j.Outcome), isUpdate(item)
	v.Message, v.Question = s.words(item, j)
	return v
}

// viewAdd fills in what the add itself says; after its payload was erased only ids remain.
func (s *Service) viewAdd(v *extension.Item, item queue.Item) {
	a, person, _, err := decodeAdd(item.Payload)
	if err != nil {
		return
	}
	v.RequestID, v.Account, v.Target = a.RequestID, a.Account, a.Target
	v.ProfileID, v.Name = extension.ID(person.ID), person.Name
}

// status is the word for where an item stands.
func status(state queue.State, p phase) string {
	switch state {
	case queue.Ready:
		return "saved"
	case queue.Leased:
		return string(cmp.Or(p, phaseChecking))
	case queue.Cancelled:
		return "stopped"
	}
	return string(state)
}

// words are the sentence and, when a person must decide, the question.
func (s *Service) words(item queue.Item, j journal) (string, *extension.Question) {
	switch item.State {
	case queue.Ready:
		return "Saved on this computer; it is sent by itself.", nil
	case queue.Waiting:
		return waitingText[item.Cause], nil
	case queue.Done:
		return outcomeText[j.Outcome], nil
	case queue.Cancelled:
		return "Stopped. What was already in Greenhouse stays there.", nil
	case queue.NeedsYou:
		q := s.questionFor(item, j)
		return q.Text, q
	}
	return "Working on it.", nil
}

var outcomeText = map[outcome]string{
	outcomeCreated:          "Added to Greenhouse.",
	outcomeApplicationAdded: "Was in Greenhouse already; the application was added.",
	outcomeAlreadyThere:     "Was in Greenhouse already, just as asked for.",
	outcomeUpdated:          "Changed in AmazingHiring; Greenhouse has followed.",
	outcomeUpToDate:         "Changed in AmazingHiring; nothing had to be changed in Greenhouse.",
	outcomeHandedOver:       "Fetched from AmazingHiring; the person is an item of their own now.",
}

func (s *Service) questionFor(item queue.Item, j journal) *extension.Question {
	q := question{Code: item.Cause, Readable: item.Cause == CauseDamaged && readable(item)}
	if j.Question != nil {
		q = *j.Question
	}
	return s.present(q)
}

// present puts a question into words.
func (s *Service) present(q question) *extension.Question {
	poser := posers[q.Code]
	out := &extension.Question{Code: q.Code, Text: poser.text(q, s.personLink)}
	for _, c := range choicesFor(q) {
		shown := extension.Choice{Value: c.value, Label: c.label}
		if c.fields != nil {
			shown.Fields = c.fields(q)
		}
		out.Choices = append(out.Choices, shown)
	}
	return out
}

// personLink is the person's page in Greenhouse; the host differs between organisations, so it is a setting.
func (s *Service) personLink(id harvest.CandidateID) string {
	return s.settings.Greenhouse.AppURL + "/people/" + strconv.FormatInt(int64(id), 10)
}
