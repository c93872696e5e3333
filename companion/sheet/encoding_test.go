package sheet

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t *testing.T, encode func(string) (string, error), text string) string {
	t.Helper()
	out, err := encode(text)
	require.NoError(t, err)
	return out
}

const people = "Name;E-Mail\r\nJiří Dvořák;jiri@example.com\r\nAna-María;ana@example.org\r\n"

func TestReadEncodings(t *testing.T) {
	const western = "Name;E-Mail\r\nRené Müller – Größe;rene@example.com\r\n"
	utf16 := func(order unicode.Endianness, bom unicode.BOMPolicy) func(string) (string, error) {
		return unicode.UTF16(order, bom).NewEncoder().String
	}
	late := western + strings.Repeat("Ann Example;ann@example.com\r\n", 5000) + "Zoé;zoe@example.com\r\n"
	tests := []struct {
		name, text, want string
		opts             Options
		encoding         string
	}{
		{"plain", people, people, Options{}, UTF8},
		{"marked", bomUTF8 + people, people, Options{}, UTF8},
		{"utf-16 little marked", encoded(t, utf16(unicode.LittleEndian, unicode.UseBOM), people), people, Options{}, UTF16LE},
		{"utf-16 big marked", encoded(t, utf16(unicode.BigEndian, unicode.UseBOM), people), people, Options{}, UTF16BE},
		{"utf-16 little", encoded(t, utf16(unicode.LittleEndian, unicode.IgnoreBOM), people), people, Options{}, UTF16LE},
		{"utf-16 big", encoded(t, utf16(unicode.BigEndian, unicode.IgnoreBOM), people), people, Options{}, UTF16BE},
		{"western", encoded(t, charmap.Windows1252.NewEncoder().String, western), western, Options{}, Windows1252},
		{"western said", encoded(t, charmap.Windows1252.NewEncoder().String, western), western, Options{Encoding: Windows1252}, Windows1252},
		{"central said", encoded(t, charmap.Windows1250.NewEncoder().String, "N;E\nJiří;j\n"), "N;E\nJiří;j\n",
			Options{Encoding: Windows1250}, Windows1250},
		{"cyrillic said", encoded(t, charmap.Windows1251.NewEncoder().String, "ФИО;E\nЮлия;j\n"), "ФИО;E\nЮлия;j\n",
			Options{Encoding: Windows1251}, Windows1251},
		{"accent behind the sample", late[len(western):], late[len(western):], Options{}, UTF8},
		{"western behind the sample",
			"N;E\n" + strings.Repeat("Ann;ann@example.com\n", 5000) + "Zo\xe9;z\n",
			"N;E\n" + strings.Repeat("Ann;ann@example.com\n", 5000) + "Zoé;z\n", Options{}, UTF8},
		{"damaged byte in utf-8", "N;E\nJiří\xff;j\n", "N;E\nJiříÿ;j\n", Options{}, Windows1252},
		{"sample ends in a character", "N;E\n" + strings.Repeat("řř;é\n", 20000), "N;E\n" + strings.Repeat("řř;é\n", 20000), Options{}, UTF8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, rows := readAll(t, tt.text, tt.opts)
			wantTable, want := readAll(t, bomUTF8+tt.want, Options{})
			require.Equal(t, tt.encoding, table.Encoding)
			require.Equal(t, wantTable.Header, table.Header)
			require.Equal(t, want, rows)
		})
	}
}
