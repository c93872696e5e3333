package sheet

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

// delimiters are tried in this order, which decides when nothing else does.
var delimiters = []string{",", ";", "\t", "|"}

// sniffedRows is how many rows decide about the delimiter.
const sniffedRows = 20

// checkDelimiter refuses what cannot separate cells.
func checkDelimiter(s string) error {
	if len(s) != 1 || s[0] >= 0x80 || strings.ContainsAny(s, "\"\r\n\x00 ") {
		return fmt.Errorf("read the spreadsheet: %q cannot be a delimiter", s)
	}
	return nil
}

// announcedDelimiter reads the line "sep=;" with which some programs begin a
// file, and returns how long that line is.
func announcedDelimiter(sample []byte) (delimiter string, length int) {
	const announcement = "sep="
	end := bytes.IndexAny(sample, "\r\n")
	if end != len(announcement)+1 || !strings.EqualFold(string(sample[:len(announcement)]), announcement) {
		return "", 0
	}
	delimiter = string(sample[len(announcement):end])
	if checkDelimiter(delimiter) != nil {
		return "", 0
	}
	if bytes.HasPrefix(sample[end:], []byte("\r\n")) {
		end++
	}
	return delimiter, end + 1
}

// detectDelimiter returns the delimiter by which most rows have as many cells
// as the header. Among equals the one with more columns wins. A file with one
// column has a comma.
func detectDelimiter(sample []byte) string {
	best, bestRows, bestColumns := delimiters[0], 0, 1
	for _, delimiter := range delimiters {
		rows, columns := consistency(sample, delimiter)
		if columns > 1 && (rows > bestRows || rows == bestRows && columns > bestColumns) {
			best, bestRows, bestColumns = delimiter, rows, columns
		}
	}
	return best
}

// consistency counts the rows that agree with the first one about the number of
// columns, empty ones at the end aside.
func consistency(sample []byte, delimiter string) (rows, columns int) {
	s := scanner{in: bufio.NewReader(bytes.NewReader(sample)), delimiter: delimiter[0]}
	for range sniffedRows {
		cells, _, err := s.record()
		if err != nil {
			return rows, columns
		}
		if isBlank(cells) {
			continue
		}
		if columns == 0 {
			columns = len(withoutEmptyEnd(cells, 0))
		}
		if len(withoutEmptyEnd(cells, columns)) == columns {
			rows++
		}
	}
	return rows, columns
}
