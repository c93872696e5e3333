package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// FieldQuestion asks for a custom field that is required and that nothing fills.
type FieldQuestion struct {
	Key, Name, ValueType string
	// Options are the choices of a select field, by name.
	Options []string
}

// AnswerError is an answer that the field cannot hold. It does not repeat the answer.
type AnswerError struct {
	// Name is the field's as people know it.
	Name string
	// Wanted says what would do, such as "a number, such as 30".
	Wanted string
}

// Error implements error.
func (e *AnswerError) Error() string {
	return fmt.Sprintf("the field %q takes %s", e.Name, e.Wanted)
}

// CheckAnswer says whether the answer can be the field's value; the error is an *AnswerError with what would do. Several
// choices of a multi_select field are separated by commas, semicolons or line ends.
func CheckAnswer(q FieldQuestion, answer string) error {
	c := choices{}
	for i, name := range q.Options {
		c[Folded(name)] = harvest.OptionID(i + 1)
	}
	_, err := readAnswer(q, c, answer)
	return err
}

// readAnswer is stricter than what is read from a profile: each choice must be one, because somebody chose it.
func readAnswer(q FieldQuestion, c choices, answer string) (any, error) {
	refused := &AnswerError{Name: q.Name, Wanted: q.wanted()}
	answer = strings.TrimSpace(answer)
	if answer == "" {
		return nil, refused
	}
	texts := []string{answer}
	if q.ValueType == multiSelect {
		texts = c.separate(answer)
	}
	if q.selects() && slices.ContainsFunc(texts, func(text string) bool { return !c.has(text) }) {
		return nil, refused
	}
	value, reason := readValue(q.ValueType, c, texts)
	if reason != "" {
		return nil, refused
	}
	return value, nil
}

// wantedTypes are the types of value that an answer can be, beside choices.
var wantedTypes = map[string]string{
	shortText: fmt.Sprintf("a text of at most %d characters", maxShortText),
	longText:  "a text",
	webLink:   "a web address that starts with https://",
	numeric:   "a number, such as 30",
	date:      "a date, such as 2026-11-24",
	yesNo:     "yes or no",
}

// wanted says what an answer must be; it is empty where no answer can do.
func (q FieldQuestion) wanted() string {
	if !q.selects() {
		return wantedTypes[q.ValueType]
	}
	if len(q.Options) == 0 {
		return ""
	}
	one := "one of: "
	if q.ValueType == multiSelect {
		one = "one or more of: "
	}
	return one + strings.Join(q.Options, ", ")
}

func (q FieldQuestion) selects() bool {
	return q.ValueType == singleSelect || q.ValueType == multiSelect
}
