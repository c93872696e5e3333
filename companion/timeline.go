package companion

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// moment is one thing that happened to an add. It holds no personal data: the journal outlives the profile.
type moment struct {
	At   time.Time `json:"at"`
	What happening `json:"what"`
	// Step is the key of the write it is about, or "".
	Step string `json:"step,omitempty"`
	// ID is what Greenhouse called the record, where it is known.
	ID int64 `json:"id,omitempty"`
	// Status is the HTTP status of an answer; 0 when none came.
	Status int `json:"status,omitempty"`
	// Word is the cause of a wait, the code of a question, or the answer to one.
	Word string `json:"word,omitempty"`
	// Times counts the same thing happening again and again; 0 is once.
	Times int `json:"times,omitempty"`
}

// happening is what a moment is about.
type happening string

const (
	hSent      happening = "sent"
	hConfirmed happening = "confirmed"
	hUnclear   happening = "unclear"
	hRefused   happening = "refused"
	hFound     happening = "found"
	hNotFound  happening = "not_found"
	hAbsent    happening = "absent"
	hMerged    happening = "merged"
	hWaiting   happening = "waiting"
	hAsked     happening = "asked"
	hAnswered  happening = "answered"
	hDone      happening = "done"
	hCancelled happening = "cancelled"
)

// The beginning of a story and its end are kept; a week of failed attempts in between is not.
const (
	keepFirst = 20
	keepLast  = 80
)

// tell adds a moment. The same thing again only counts.
func (j *journal) tell(m moment) {
	m.At = time.Now().UTC().Truncate(time.Millisecond)
	if last := len(j.Story) - 1; last >= 0 && j.Story[last].same(m) {
		j.Story[last].At = m.At
		j.Story[last].Times = max(j.Story[last].Times, 1) + 1
		return
	}
	j.Story = append(j.Story, m)
	if len(j.Story) > keepFirst+keepLast {
		j.Story = slices.Delete(j.Story, keepFirst, keepFirst+1)
	}
}

func (m moment) same(other moment) bool {
	m.At, m.Times, other.At, other.Times = time.Time{}, 0, time.Time{}, 0
	return m == other
}

// storyOf is an item's story in words; a journal that cannot be read has none.
func storyOf(item queue.Item) []extension.Moment {
	j, err := decodeJournal(item.Progress)
	if err != nil {
		return nil
	}
	var out []extension.Moment
	for _, m := range j.Story {
		text := m.text()
		if m.Times > 1 {
			text += " (" + strconv.Itoa(m.Times) + " times)"
		}
		out = append(out, extension.Moment{At: m.At, What: string(m.What), Step: m.Step, Text: text})
	}
	return out
}

func (m moment) text() string {
	switch m.What {
	case hSent:
		return "sending " + m.Step
	case hConfirmed:
		return fmt.Sprintf("%s is in Greenhouse%s", m.Step, idText(m.ID))
	case hUnclear:
		return fmt.Sprintf("the answer to %s did not tell whether it was done%s", m.Step, statusText(m.Status))
	case hRefused:
		return "Greenhouse refused " + m.Step + statusText(m.Status)
	case hFound:
		return fmt.Sprintf("looked in Greenhouse: %s had arrived%s", m.Step, idText(m.ID))
	case hNotFound:
		return "looked in Greenhouse: " + m.Step + " is not to be seen yet"
	case hAbsent:
		return "nothing to be seen during the whole settle time, so " + m.Step + " was not done and may be sent again"
	case hMerged:
		return "the person was merged into another one" + idText(m.ID)
	case hWaiting:
		return "waiting: " + m.Word
	case hAsked:
		return "asked: " + m.Word
	case hAnswered:
		return "answered: " + m.Word
	}
	return string(m.What)
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return " as " + strconv.FormatInt(id, 10)
}

func statusText(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprintf(" (HTTP %d)", status)
}
