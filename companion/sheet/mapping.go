package sheet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Mapping says what each column holds, in the order of the columns. It is plain
// data and can be kept as a preset for files with the same headings.
type Mapping struct {
	Columns []Column `json:"columns"`
}

// Column is one column of a file. An empty Field is not read.
type Column struct {
	Heading string `json:"heading"`
	Field   Field  `json:"field,omitempty"`
}

// Detect proposes a mapping by the headings, in six languages. Several columns
// may hold the same field.
func Detect(header []string) Mapping {
	m := Mapping{Columns: make([]Column, len(header))}
	for i, heading := range header {
		m.Columns[i] = Column{Heading: heading, Field: fieldOf[foldHeading(heading)]}
	}
	return m.withSurnames()
}

// withSurnames settles columns headed just "Name", "Nom" or "Имя": beside one
// half of the name they are the other half.
func (m Mapping) withSurnames() Mapping {
	half := FieldName
	switch hasFirst, hasLast := m.has(FieldFirstName), m.has(FieldLastName); {
	case hasFirst && !hasLast:
		half = FieldLastName
	case hasLast && !hasFirst:
		half = FieldFirstName
	}
	for i, c := range m.Columns {
		if bareName[foldHeading(c.Heading)] {
			m.Columns[i].Field = half
		}
	}
	return m
}

// Map returns the mapping with another field for a column, counted from 0. An
// empty field leaves the column out. The error says that there is no such
// column or field.
func (m Mapping) Map(column int, field Field) (Mapping, error) {
	if column < 0 || column >= len(m.Columns) {
		return Mapping{}, fmt.Errorf("map column %d of %d: there is no such column", column+1, len(m.Columns))
	}
	if field != "" && !slices.Contains(Fields(), field) {
		return Mapping{}, fmt.Errorf("map column %d: there is no field %q", column+1, field)
	}
	columns := slices.Clone(m.Columns)
	columns[column].Field = field
	return Mapping{Columns: columns}, nil
}

// For uses m as a preset for another file: a column with a heading of the
// preset gets its field, wherever it stands, and the others are detected.
func (m Mapping) For(header []string) Mapping {
	saved := make(map[string]Field, len(m.Columns))
	for _, c := range m.Columns {
		saved[profile.CleanLine(c.Heading)] = c.Field
	}
	out := Detect(header)
	for i, c := range out.Columns {
		if field, ok := saved[profile.CleanLine(c.Heading)]; ok {
			out.Columns[i].Field = field
		}
	}
	return out
}

// Cell returns what a row says about a field, cleaned; with several columns the
// first that is not empty.
func (m Mapping) Cell(row Row, field Field) string {
	for i := range m.columnsOf(field) {
		if cell := cellAt(row, i); cell != "" {
			return cell
		}
	}
	return ""
}

func (m Mapping) has(field Field) bool {
	return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Field == field })
}

// columnsOf yields the indexes of the columns that hold field.
func (m Mapping) columnsOf(field Field) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i, c := range m.Columns {
			if c.Field == field && !yield(i) {
				return
			}
		}
	}
}

// placeholders are what people write into a cell that they leave empty.
var placeholders = map[string]bool{"-": true, "–": true, "—": true, "n/a": true, "none": true, "null": true, "#n/a": true}

// cellAt returns a cell without surrounding space, empty for placeholders and
// columns that the row does not have.
func cellAt(row Row, i int) string {
	if i >= len(row.Cells) {
		return ""
	}
	cell := profile.CleanText(row.Cells[i])
	if placeholders[strings.ToLower(cell)] {
		return ""
	}
	return cell
}
