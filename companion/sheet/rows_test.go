package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The row numbers are those of a spreadsheet program: a cell of two lines is
// one row, and a blank row counts.
func TestBrokenRowsAreToldAndTheRestIsRead(t *testing.T) {
	const text = "Name,Note\n" + // 1
		"\"Two\nlines\",x\n" + // 2
		"\n" + // 3
		"\"Ann\" Lee,broken\n" + // 4
		"Marta,a,b\n" + // 5
		"\"Lee,never closed\n" + // 6
		"Kim,fine\n" // 7
	table, err := Read(strings.NewReader(text), Options{})
	require.NoError(t, err)
	type result struct {
		row Row
		err error
	}
	var got []result
	for row, err := range table.Rows() {
		got = append(got, result{row, err})
	}
	require.Equal(t, []result{
		{Row{2, []string{"Two\nlines", "x"}}, nil},
		{Row{4, []string{`"Ann" Lee`, "broken"}}, &RowError{4, "A", ReasonQuote}},
		{Row{5, []string{"Marta", "a", "b"}}, &RowError{5, "", ReasonTooManyCells}},
		{Row{6, []string{`"Lee`, "never closed"}}, &RowError{6, "A", ReasonQuote}},
		{Row{7, []string{"Kim", "fine"}}, nil},
	}, got)
}

func TestEndlessRowEndsTheTable(t *testing.T) {
	table, err := Read(strings.NewReader("a,b\n"+strings.Repeat("x", maxCell+2)+"\n1,2\n"), Options{})
	require.NoError(t, err)
	var got []error
	for _, err := range table.Rows() {
		got = append(got, err)
	}
	require.Equal(t, []error{&RowError{2, "A", ReasonTooLong}}, got)
}

func TestOpenQuoteDoesNotSwallowALongFile(t *testing.T) {
	const after = 50_000
	text := "Name,Email\n\"Marta,m@example.com\n" + strings.Repeat("Ann Example,ann@example.com\n", after)
	require.Greater(t, len(text), maxCell)
	table, err := Read(strings.NewReader(text), Options{})
	require.NoError(t, err)
	rows, problems := 0, []error{}
	for _, err := range table.Rows() {
		rows++
		problems = append(problems, err)
	}
	require.Equal(t, after+1, rows)
	require.Equal(t, &RowError{2, "A", ReasonQuote}, problems[0])
	require.Equal(t, make([]error, after), problems[1:])
}

// countingReader makes rows for ever and counts what was taken.
type countingReader struct{ taken, row int }

func (r *countingReader) Read(p []byte) (int, error) {
	r.row++
	n := copy(p, fmt.Sprintf("Ann Example,ann%d@example.com\n", r.row))
	r.taken += n
	return n, nil
}

func TestRowsAreNotReadAhead(t *testing.T) {
	endless := &countingReader{}
	table, err := Read(io.MultiReader(strings.NewReader("Name,Email\n"), endless), Options{})
	require.NoError(t, err)
	rows := 0
	for _, err := range table.Rows() {
		require.NoError(t, err)
		if rows++; rows == 20_000 {
			break
		}
	}
	used := rows * len("Ann Example,ann1@example.com\n")
	require.Less(t, endless.taken-used, 400_000, "what is ahead does not grow with the rows")
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		people, "\"", "a\n\"b", "sep=;\na;b", "a,b\n\"1\"2,\"3\n", "\xff\xfea\x00,\x00b\x00", "a\x00,\x00", "\"a\"\"\n\"b\"\"\n",
		"'=1,=\"2\"\r\r\n|\t", "\xe9,\xc3",
	} {
		f.Add([]byte(seed), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, delimiter string) {
		table, err := Read(bytes.NewReader(data), Options{Delimiter: delimiter})
		if err != nil {
			return
		}
		last := 0
		mapping := Detect(table.Header)
		for row, err := range table.Rows() {
			require.Greater(t, row.Number, last)
			last = row.Number
			if err == nil {
				require.Len(t, row.Cells, len(table.Header))
				_, _, _, _ = Person(row, mapping)
				Key(row, mapping)
			}
		}
	})
}
