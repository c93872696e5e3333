package extension

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxClientName is the longest name of a client, in characters; of what it calls itself the rest is cut off.
const MaxClientName = 100

// printable shortens what a stranger calls itself, and takes out what could steer a terminal or start a line of its own.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > MaxClientName {
		text = string(runes[:MaxClientName])
	}
	return text
}

func (c ClientInfo) printable() ClientInfo {
	return ClientInfo{Name: printable(c.Name), Version: printable(c.Version)}
}
