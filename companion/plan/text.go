package plan

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The bounds of Input.NoteBytes. Greenhouse documents no limit of its own.
const (
	DefaultNoteBytes = 10_000
	LeastNoteBytes   = 200
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// plainText drops the control characters that JSON could only carry escaped and no reader shows. Everything else stays,
// markup and writing direction too.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

// split cuts a long text into numbered parts, at paragraphs where it can, else at lines, words, or characters.
func split(text string, limit int) []string {
	text = strings.TrimSpace(text)
	if len(text) <= limit {
		return []string{text}
	}
	room := limit - len("(9999 of 9999)\n")
	var parts []string
	for len(text) > room {
		cut := cutAt(text, room)
		parts = append(parts, strings.TrimSpace(text[:cut]))
		text = strings.TrimSpace(text[cut:])
	}
	if text != "" {
		parts = append(parts, text)
	}
	for i := range parts {
		parts[i] = fmt.Sprintf("(%d of %d)\n%s", i+1, len(parts), parts[i])
	}
	return parts
}

// cutAt finds the last good place to cut within the first room bytes.
func cutAt(text string, room int) int {
	for _, mark := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(text[:room], mark); i > room/2 {
			return i
		}
	}
	for !utf8.RuneStart(text[room]) {
		room--
	}
	return room
}
