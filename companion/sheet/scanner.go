package sheet

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// Limits that no spreadsheet program reaches. They keep a file that is none, or
// a quotation mark that nobody closed, from filling the memory.
const (
	maxCell    = 1 << 20
	maxColumns = 16384
)

// errTooLong says that a limit is passed and that reading cannot go on.
var errTooLong = errors.New(ReasonTooLong)

type ending int

const (
	cellEnds ending = iota
	rowEnds
	fileEnds
)

// scanner takes delimited text in UTF-8 apart. Unlike encoding/csv it goes on
// after a broken quotation mark, with the rest of the row taken literally.
type scanner struct {
	in        *bufio.Reader
	delimiter byte
	text      strings.Builder
}

// record reads one row. broken is the number of the first column, from 1, whose
// quotation marks are wrong. The error is io.EOF after the last row, errTooLong
// or one of the reader.
func (s *scanner) record() (cells []string, broken int, err error) {
	for end := cellEnds; end == cellEnds; {
		var ok bool
		end, ok, err = s.cell()
		if err != nil {
			return cells, broken, err
		}
		if end == fileEnds && len(cells) == 0 && s.text.Len() == 0 && ok {
			return nil, 0, io.EOF
		}
		if cells = append(cells, s.text.String()); len(cells) > maxColumns {
			return cells, broken, errTooLong
		}
		if !ok && broken == 0 {
			broken = len(cells)
		}
	}
	return cells, broken, nil
}

// cell reads one cell into text. It is not ok when its quotation marks are
// wrong.
func (s *scanner) cell() (ending, bool, error) {
	s.text.Reset()
	blanks, err := s.skipBlanks()
	if err != nil {
		return 0, false, err
	}
	if next, _ := s.in.Peek(1); string(next) == `"` {
		_, err = s.in.Discard(1)
		if err != nil {
			return 0, false, err
		}
		return s.quoted()
	}
	s.text.WriteString(blanks)
	end, err := s.plain()
	return end, true, err
}

func (s *scanner) skipBlanks() (string, error) {
	var blanks strings.Builder
	for {
		next, err := s.in.Peek(1)
		if err != nil && err != io.EOF {
			return "", err
		}
		if string(next) != " " || blanks.Len() > maxCell {
			return blanks.String(), nil
		}
		blanks.WriteByte(next[0])
		if _, err := s.in.Discard(1); err != nil {
			return "", err
		}
	}
}

// plain reads up to the end of the cell, quotation marks like any character.
func (s *scanner) plain() (ending, error) {
	for s.text.Len() <= maxCell {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			return fileEnds, nil
		}
		if err != nil {
			return 0, err
		}
		if end, ok, err := s.endsAt(c); ok || err != nil {
			return end, err
		}
		s.text.WriteByte(c)
	}
	return 0, errTooLong
}

// endsAt reports whether c ends a cell. A line ends with LF, CR or both.
func (s *scanner) endsAt(c byte) (ending, bool, error) {
	switch c {
	case s.delimiter:
		return cellEnds, true, nil
	case '\n':
		return rowEnds, true, nil
	case '\r':
		err := s.skipLineFeed()
		return rowEnds, true, err
	}
	return 0, false, nil
}

func (s *scanner) skipLineFeed() error {
	next, err := s.in.Peek(1)
	if string(next) != "\n" {
		return ignoreEOF(err)
	}
	_, err = s.in.Discard(1)
	return err
}

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
