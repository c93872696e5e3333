package plan

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// The types of a custom field's value that a text can be read as.
const (
	shortText    = "short_text"
	longText     = "long_text"
	webLink      = "url"
	numeric      = "number"
	date         = "date"
	yesNo        = "yes_no"
	singleSelect = "single_select"
	multiSelect  = "multi_select"
)

// maxShortText is the longest value of a short text, in characters.
const maxShortText = 255

var yesWords = map[string]bool{"yes": true, "true": true, "no": false, "false": false}

// readValue makes the value of a custom field from texts. The types that are not here cannot be filled. The reason says why
// nothing came of it; it is empty when the value is good.
func readValue(valueType string, c choices, texts []string) (value any, reason string) {
	text := plainText(strings.Join(texts, ", "))
	switch valueType {
	case shortText:
		return oneLine(text)
	case longText:
		return text, ""
	case webLink:
		return checked(text, isWebAddress(text))
	case numeric:
		return checked(json.Number(text), decimal.MatchString(text))
	case date:
		return checked(text, isDay(text))
	case yesNo:
		yes, known := yesWords[Folded(text)]
		return checked(yes, known)
	}
	return readChoice(valueType, c.matching(texts))
}

func readChoice(valueType string, ids []harvest.OptionID) (any, string) {
	switch {
	case len(ids) == 0:
	case valueType == singleSelect:
		return ids[0], ""
	case valueType == multiSelect:
		return ids, ""
	}
	return nil, profile.ReasonInvalid
}

func checked(value any, good bool) (any, string) {
	if !good {
		return nil, profile.ReasonInvalid
	}
	return value, ""
}

// oneLine is what a short text can hold.
func oneLine(text string) (any, string) {
	line := strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(line) > maxShortText {
		return nil, profile.ReasonTooLong
	}
	return line, ""
}

// isWebAddress wants the scheme written: a bare word with a period, such as the name of a product, is no address.
func isWebAddress(text string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(text), "://")
	_, valid := profile.WebAddress(text)
	return valid && (scheme == "http" || scheme == "https")
}

// choices are the options of a select field by folded name. Of two that fold alike the first counts.
type choices map[string]harvest.OptionID

func choicesOf(options []harvest.CustomFieldOption) choices {
	c := choices{}
	for _, option := range options {
		if folded := Folded(option.Name); c[folded] == 0 {
			c[folded] = option.ID
		}
	}
	return c
}

func (c choices) has(name string) bool { return c[Folded(name)] != 0 }

// matching are the ids of the options that the texts name, each once, in the order of the texts.
func (c choices) matching(texts []string) []harvest.OptionID {
	var ids []harvest.OptionID
	for _, text := range texts {
		if id := c[Folded(text)]; id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// separate takes a list in one text apart, unless all of it is the name of one option.
func (c choices) separate(text string) []string {
	if c.has(text) {
		return []string{text}
	}
	var items []string
	for item := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;\n", r) }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

var dayForm = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)

// isDay says whether the text is a day of the calendar, such as 2024-02-29.
func isDay(text string) bool {
	parts := dayForm.FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	year, month, day := number(parts[1]), number(parts[2]), number(parts[3])
	return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

// number reads digits that a pattern has found.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

func daysIn(year, month int) int {
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	switch {
	case month == 2 && leap:
		return 29
	case month == 2:
		return 28
	case month == 4, month == 6, month == 9, month == 11:
		return 30
	}
	return 31
}
