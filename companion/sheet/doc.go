// Package sheet reads and writes spreadsheets as delimited text, the form that
// every spreadsheet program can save: CSV.
//
// Reading is tolerant of what such programs produce. [Read] finds out the
// encoding and the delimiter, [Table.Rows] gives one row at a time, so that
// memory does not grow with the file, and [Detect] finds out which column holds
// what. [Person] makes a profile of a row, [Key] the identity by which the same
// row is known when the file comes again.
//
//	table, err := sheet.Read(file, sheet.Options{})
//	mapping := sheet.Detect(table.Header)
//	for row, err := range table.Rows() {
//		raw, first, last, problem := sheet.Person(row, mapping)
//	}
//
// A row that cannot be used has a [RowError], which says where and why without
// repeating the cell. [WriteRejects] writes such rows to a file that can be
// corrected and read again. A [Writer] exports people.
//
// Rows are numbered from 1 and columns lettered from A as spreadsheet programs
// show them; the header is usually row 1.
//
// Cells that a spreadsheet program would take for a formula are written with an
// apostrophe before them, which such programs take as "this is text" and Rows
// takes off again. That includes phone numbers with a leading plus, which would
// otherwise lose it or be added up. The one exception is a plain phone number
// in the [ProspectImport] sheet: Greenhouse reads that file itself, and nothing
// says that it would take the apostrophe off.
//
// Everything here is pure: readers and writers in, values out, no network,
// files or clock.
package sheet
