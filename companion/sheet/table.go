package sheet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Options say what is known about a file. The zero value finds everything out.
type Options struct {
	// Encoding is UTF8 or another of the encodings; empty finds it out.
	Encoding string
	// Delimiter is one ASCII character; empty finds it out.
	Delimiter string
}

// Layout is how a file is written. It outlives the Table, so that the rows that
// were refused can be written in the same way.
type Layout struct {
	// Header holds the headings, cleaned, without empty columns at the end.
	Header []string `json:"header"`
	// Delimiter is one ASCII character.
	Delimiter string `json:"delimiter"`
	// Encoding is what the file seems to be in.
	Encoding string `json:"encoding"`
}

// Table is a spreadsheet whose header has been read and whose rows follow.
type Table struct {
	Layout
	scanner scanner
	row     int
}

// Row is one row below the header, with a cell for every column.
type Row struct {
	// Number is the row as a spreadsheet program counts it.
	Number int      `json:"number"`
	Cells  []string `json:"cells"`
}

// Read finds out how r is written and reads the header: the first row that is
// not blank. The error is ErrEmpty, a *RowError about the header, one about an
// option that is not usable, or one of r.
func Read(r io.Reader, opts Options) (*Table, error) {
	text, encoding, err := decode(r, opts.Encoding)
	if err != nil {
		return nil, err
	}
	t := &Table{Layout: Layout{Encoding: encoding}, scanner: scanner{in: text}}
	if t.Delimiter, err = findDelimiter(text, opts.Delimiter); err != nil {
		return nil, err
	}
	t.scanner.delimiter = t.Delimiter[0]
	return t, t.readHeader()
}

// findDelimiter leaves text at the header.
func findDelimiter(text *bufio.Reader, wanted string) (string, error) {
	sample, err := peek(text)
	if err != nil {
		return "", err
	}
	announced, length := announcedDelimiter(sample)
	found := detectDelimiter(sample)
	switch {
	case wanted != "":
		found = wanted
	case announced != "":
		found = announced
	}
	if _, err := text.Discard(length); err != nil {
		return "", fmt.Errorf("read the spreadsheet: %w", err)
	}
	return found, checkDelimiter(found)
}

func (t *Table) readHeader() error {
	for {
		cells, err := t.next()
		if errors.Is(err, io.EOF) {
			return ErrEmpty
		}
		if err != nil {
			return err
		}
		if isBlank(cells) {
			continue
		}
		for _, cell := range withoutEmptyEnd(cells, 0) {
			t.Header = append(t.Header, profile.CleanLine(cell))
		}
		return nil
	}
}

// Rows returns the rows that are not blank. It can be used once. A *RowError
// comes with its row and is followed by more rows, unless its reason is
// ReasonTooLong; any other error is the last.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			row, err := t.nextRow()
			if errors.Is(err, io.EOF) || !yield(row, err) || endsTable(err) {
				return
			}
		}
	}
}

func (t *Table) nextRow() (Row, error) {
	for {
		cells, err := t.next()
		if err == nil && isBlank(cells) {
			continue
		}
		row := Row{Number: t.row, Cells: t.fit(cells)}
		if err == nil && len(row.Cells) > len(t.Header) {
			err = &RowError{Row: t.row, Reason: ReasonTooManyCells}
		}
		return row, err
	}
}

// next reads one row and turns what is wrong with it into a *RowError.
func (t *Table) next() ([]string, error) {
	cells, broken, err := t.scanner.record()
	t.row++
	switch {
	case errors.Is(err, errTooLong):
		return nil, &RowError{Row: t.row, Column: columnLetter(len(cells)), Reason: ReasonTooLong}
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	case err != nil:
		return nil, fmt.Errorf("read row %d of the spreadsheet: %w", t.row, err)
	case broken > 0:
		return cells, &RowError{Row: t.row, Column: columnLetter(broken - 1), Reason: ReasonQuote}
	}
	return cells, nil
}

// fit gives a row as many cells as the header has, or more when they say
// something, and takes off what only protects them.
func (t *Table) fit(cells []string) []string {
	cells = withoutEmptyEnd(cells, len(t.Header))
	for i, cell := range cells {
		cells[i] = unprotect(cell)
	}
	for len(cells) < len(t.Header) {
		cells = append(cells, "")
	}
	return cells
}

func endsTable(err error) bool {
	if row, ok := errors.AsType[*RowError](err); ok {
		return row.Reason == ReasonTooLong
	}
	return err != nil
}

// withoutEmptyEnd drops empty cells behind the first keep ones.
func withoutEmptyEnd(cells []string, keep int) []string {
	for len(cells) > keep && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func isBlank(cells []string) bool { return len(withoutEmptyEnd(cells, 0)) == 0 }
