package sheet

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func readAll(t *testing.T, text string, opts Options) (*Table, [][]string) {
	t.Helper()
	table, err := Read(strings.NewReader(text), opts)
	require.NoError(t, err)
	var rows [][]string
	for row, err := range table.Rows() {
		require.NoError(t, err)
		rows = append(rows, row.Cells)
	}
	return table, rows
}

func TestReadLayouts(t *testing.T) {
	tests := []struct {
		name, text, delimiter string
		header                []string
		rows                  [][]string
	}{
		{"comma", "a,b\n1,2\n", ",", []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"semicolon with commas inside", "Name;Place\nOkafor, Marta;Lisbon, PT\n", ";",
			[]string{"Name", "Place"}, [][]string{{"Okafor, Marta", "Lisbon, PT"}}},
		{"comma with semicolons inside", "Name,Emails\nMarta,a@example.com; b@example.com\nLee,c@example.com; d@example.com\n", ",",
			[]string{"Name", "Emails"}, [][]string{{"Marta", "a@example.com; b@example.com"}, {"Lee", "c@example.com; d@example.com"}}},
		{"delimiter in the headings", "Name;Mail (work, home);Firma\nA;b;c\nD;e;f\n", ";",
			[]string{"Name", "Mail (work, home)", "Firma"}, [][]string{{"A", "b", "c"}, {"D", "e", "f"}}},
		{"more columns win", "a;b,c;d\n1;2,3;4\n", ";", []string{"a", "b,c", "d"}, [][]string{{"1", "2,3", "4"}}},
		{"comma before semicolon", "a,b;c\n1,2;3\n", ",", []string{"a", "b;c"}, [][]string{{"1", "2;3"}}},
		{"consistency before columns", "Name,Note\nMarta,a|b|c\nLee,d\n", ",", []string{"Name", "Note"}, [][]string{{"Marta", "a|b|c"}, {"Lee", "d"}}},
		{"tab", "a\tb\n1\t2,3\n", "\t", []string{"a", "b"}, [][]string{{"1", "2,3"}}},
		{"pipe", "a|b\n1|2\n", "|", []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"one column", "Name\nMarta Okafor\n", ",", []string{"Name"}, [][]string{{"Marta Okafor"}}},
		{"announced", "sep=|\r\na,b|c\r\n1,2|3\r\n", "|", []string{"a,b", "c"}, [][]string{{"1,2", "3"}}},
		{"old mac line ends", "a,b\r1,2\r3,4", ",", []string{"a", "b"}, [][]string{{"1", "2"}, {"3", "4"}}},
		{"mixed line ends", "a,b\r\n1,2\n3,4\r5,6", ",", []string{"a", "b"}, [][]string{{"1", "2"}, {"3", "4"}, {"5", "6"}}},
		{"line end in a cell", "a,b\r\n\"1\r\n2\",3\r\n", ",", []string{"a", "b"}, [][]string{{"1\r\n2", "3"}}},
		{"quotes", `"a" , "b"` + "\n" + `"say ""hi""", 5" screen`, ",", []string{"a", "b"}, [][]string{{`say "hi"`, ` 5" screen`}}},
		{"empty columns at the end", "a,b,,\n1,2,,\n3,,,\n,4,,\n", ",", []string{"a", "b"}, [][]string{{"1", "2"}, {"3", ""}, {"", "4"}}},
		{"short rows", "a,b,c\n1\n1,2,3\n", ",", []string{"a", "b", "c"}, [][]string{{"1", "", ""}, {"1", "2", "3"}}},
		{"blank rows", "\n,,\na,b\n\n , \n1,2\n\n", ",", []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"text formulas", "a,b\n=\"0049\",'+44\n", ",", []string{"a", "b"}, [][]string{{"0049", "+44"}}},
		{"header only", "a;b", ";", []string{"a", "b"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, rows := readAll(t, tt.text, Options{})
			require.Equal(t, tt.delimiter, table.Delimiter)
			require.Equal(t, tt.header, table.Header)
			require.Equal(t, tt.rows, rows)
		})
	}
}

func TestHeadingsAreCleaned(t *testing.T) {
	table, _ := readAll(t, "\"First\n Name \",\u200bEmail\nMarta,m@example.com\n", Options{})
	require.Equal(t, []string{"First Name", "Email"}, table.Header)
}

func TestDelimiterCanBeSaid(t *testing.T) {
	table, rows := readAll(t, "a,b;c,d\n1,2;3,4\n", Options{Delimiter: ";"})
	require.Equal(t, []string{"a,b", "c,d"}, table.Header)
	require.Equal(t, [][]string{{"1,2", "3,4"}}, rows)
}

func TestReadRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		opts       Options
	}{
		{"unknown encoding", "a,b", Options{Encoding: "ebcdic"}},
		{"long delimiter", "a,b", Options{Delimiter: "::"}},
		{"quote as delimiter", "a,b", Options{Delimiter: `"`}},
		{"broken heading", `a,"b"c`, Options{}},
		{"one endless cell", strings.Repeat("a", maxCell+2), Options{}},
		{"endless columns", strings.Repeat(",", maxColumns+1), Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.text), tt.opts)
			require.Error(t, err)
		})
	}
	for _, empty := range []string{"", "\n\n", bomUTF8, " , ,\n"} {
		_, err := Read(strings.NewReader(empty), Options{})
		require.ErrorIs(t, err, ErrEmpty, "%q", empty)
	}
}

func TestErrorsOfTheReaderArePassedOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Read(iotest.ErrReader(broken), Options{})
	require.ErrorIs(t, err, broken)

	long := "a,b\n" + strings.Repeat("1,2\n", 100_000)
	table, err := Read(io.MultiReader(strings.NewReader(long), iotest.ErrReader(broken)), Options{})
	require.NoError(t, err)
	var last error
	for _, err := range table.Rows() {
		last = err
	}
	require.ErrorIs(t, last, broken)
}
