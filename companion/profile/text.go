package profile

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// invisible characters carry no meaning in a profile but make equal texts
// differ, or hide words from the reader. The joiners U+200C and U+200D are not
// among them: Persian and Indic names and many emoji need them.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00AD, Hi: 0x00AD, Stride: 1}, // soft hyphen
		{Lo: 0x200B, Hi: 0x200B, Stride: 1}, // zero width space
		{Lo: 0x2060, Hi: 0x2064, Stride: 1}, // word joiner, invisible operators
		{Lo: 0x206A, Hi: 0x206F, Stride: 1}, // deprecated format characters
		{Lo: 0xFEFF, Hi: 0xFEFF, Stride: 1}, // byte order mark
		{Lo: 0xFFF9, Hi: 0xFFFB, Stride: 1}, // interlinear annotation
	},
	R32:         []unicode.Range32{{Lo: 0xE0000, Hi: 0xE007F, Stride: 1}}, // tags
	LatinOffset: 1,
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// CleanText returns s as valid UTF-8 in Unicode form NFC, with line feeds as
// line ends, without control, bidirectional and invisible characters and
// without space around it. Tabs and line ends inside stay.
func CleanText(s string) string {
	s = lineEnds.Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(visible, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// CleanLine is CleanText for one line: every run of white space becomes one
// space.
func CleanLine(s string) string {
	return strings.Join(strings.Fields(CleanText(s)), " ")
}

func visible(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case unicode.IsControl(r), unicode.In(r, unicode.Bidi_Control, invisible):
		return -1
	}
	return r
}
