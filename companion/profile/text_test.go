package profile

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCleanText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Go and SQL", "Go and SQL"},
		{"line ends", " one\r\ntwo\rthree\u2028four\tfive ", "one\ntwo\nthree\nfour\tfive"},
		{"controls", "a\x00b\x1b[31mc\u0085", "ab[31mc"},
		{"bidi", "\u202eabc\u2069", "abc"},
		{"invisible", "\ufeffa\u200bb\u00adc\U000E0041", "abc"},
		{"composed", "e\u0301", "é"},
		{"persian joiner stays", "می\u200cخواهم", "می\u200cخواهم"},
		{"not UTF-8", "a\xffb", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, CleanText(tt.in))
		})
	}
}

func TestCleanLineIsOneLine(t *testing.T) {
	require.Equal(t, "a b c d", CleanLine("\n a\r\nb \t c\u00a0d"))
}

func TestCleanTextTwiceIsCleanTextOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := CleanText(rapid.String().Draw(t, "text"))
		assert.Equal(t, once, CleanText(once))
		assert.True(t, utf8.ValidString(once))
	})
}
