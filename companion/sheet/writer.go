package sheet

import (
	"cmp"
	"encoding/csv"
	"io"
	"regexp"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Line is one person to export.
type Line struct {
	Profile profile.Profile
	// First and Last are the confirmed halves of the name. When both are empty,
	// the proposal of profile.SplitName is written; FullSchema writes it only
	// when it is sure.
	First, Last string
	// The others are as Greenhouse shows them and may be empty. FullSchema
	// leaves them out: they are no part of the person.
	Source, Credit, Job, Department, Office, ProspectPool, ProspectStage string
}

// name returns the halves of the name, as confirmed or as proposed.
func (l Line) name() profile.Split {
	if l.First+l.Last == "" {
		return profile.SplitName(l.Profile.Name)
	}
	return profile.Split{First: l.First, Last: l.Last, Sure: true}
}

// sureName leaves a doubtful proposal out: a sheet that is read again would
// pass it off as confirmed.
func (l Line) sureName() profile.Split {
	if split := l.name(); split.Sure {
		return split
	}
	return profile.Split{}
}

// Schema is the columns of an export.
type Schema struct {
	columns []column
	// plain matches cells that need no protection.
	plain *regexp.Regexp
}

type column struct {
	heading string
	cell    func(Line) string
}

// Header returns the headings, which do not change between versions except for
// new ones at the end.
func (s Schema) Header() []string {
	header := make([]string, len(s.columns))
	for i, c := range s.columns {
		header[i] = c.heading
	}
	return header
}

// Writer writes people to a comma-separated file in UTF-8 with a byte order
// mark, without which spreadsheet programs spoil accents.
type Writer struct {
	schema Schema
	out    *csv.Writer
}

// NewWriter writes the header of schema to w. The error is one of w.
func NewWriter(w io.Writer, schema Schema) (*Writer, error) {
	out, err := newCSV(w, ",")
	if err != nil {
		return nil, err
	}
	if err := out.Write(schema.Header()); err != nil {
		return nil, wrapWrite(err)
	}
	return &Writer{schema: schema, out: out}, nil
}

// Write adds a person. The error is one of the underlying writer; what is
// written may stay in memory until Flush.
func (w *Writer) Write(line Line) error {
	cells := make([]string, len(w.schema.columns))
	for i, c := range w.schema.columns {
		cells[i] = w.schema.protect(c.cell(line))
	}
	return wrapWrite(w.out.Write(cells))
}

// Flush writes what is still in memory and returns the first error of all
// writes.
func (w *Writer) Flush() error {
	w.out.Flush()
	return wrapWrite(w.out.Error())
}

func (s Schema) protect(cell string) string {
	if s.plain != nil && s.plain.MatchString(cell) {
		return cell
	}
	return protect(cell)
}

// currentTitle is the headline, or else the title of the current position.
func currentTitle(l Line) string {
	current, _ := l.Profile.CurrentPosition()
	return cmp.Or(l.Profile.Title, current.Title)
}

// currentCompany is the company as the profile shows it, or else that of the
// current position.
func currentCompany(l Line) string {
	current, _ := l.Profile.CurrentPosition()
	return cmp.Or(l.Profile.Company, current.Company)
}
