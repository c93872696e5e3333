package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
)

// ProblemHeading heads the column that WriteRejects adds. No field has it, so
// reading the file again leaves it out.
const ProblemHeading = "Problem"

// Reject is a row that cannot be used.
type Reject struct {
	Row     Row       `json:"row"`
	Problem *RowError `json:"problem"`
}

// WriteRejects writes rows for correction, with the columns and the delimiter
// they came with, in UTF-8 with a byte order mark, and why each was refused in
// a last column. When the file is such a file itself, that column is replaced.
// The error is one of w.
func WriteRejects(w io.Writer, layout Layout, rejects []Reject) error {
	columns := len(layout.Header)
	if columns > 1 && layout.Header[columns-1] == ProblemHeading {
		columns--
	}
	out, err := newCSV(w, layout.Delimiter)
	if err != nil {
		return err
	}
	heading := rejectLine(layout.Header[:columns], columns, ProblemHeading, nil)
	if err := out.Write(heading); err != nil {
		return wrapWrite(err)
	}
	for _, reject := range rejects {
		cells := reject.Row.Cells
		beyond := cells[min(len(layout.Header), len(cells)):]
		if err := out.Write(rejectLine(cells, columns, reject.Problem.Problem(), beyond)); err != nil {
			return wrapWrite(err)
		}
	}
	out.Flush()
	return wrapWrite(out.Error())
}

// rejectLine puts the problem behind the columns of the header. Cells beyond
// them, one of the things to correct, come after it.
func rejectLine(cells []string, columns int, problem string, beyond []string) []string {
	line := make([]string, columns)
	copy(line, cells)
	line = append(append(line, problem), beyond...)
	for i, cell := range line {
		line[i] = protect(cell)
	}
	return line
}

// newCSV starts a file that spreadsheet programs take for UTF-8.
func newCSV(w io.Writer, delimiter string) (*csv.Writer, error) {
	if err := checkDelimiter(delimiter); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, bomUTF8); err != nil {
		return nil, wrapWrite(err)
	}
	out := csv.NewWriter(w)
	out.Comma = rune(delimiter[0])
	return out, nil
}

func wrapWrite(err error) error {
	if err != nil {
		return fmt.Errorf("write the spreadsheet: %w", err)
	}
	return nil
}
