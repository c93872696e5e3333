package sheet

import (
	"bufio"
	"io"
	"strings"
)

// quoted reads what follows an opening quotation mark.
func (s *scanner) quoted() (ending, bool, error) {
	for s.text.Len() <= maxCell {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, false, err
		}
		if c != '"' {
			s.text.WriteByte(c)
			continue
		}
		next, err := s.in.Peek(1)
		if string(next) != `"` {
			if ignoreEOF(err) != nil {
				return 0, false, err
			}
			return s.afterQuote()
		}
		_, _ = s.in.Discard(1) // it was there a moment ago
		s.text.WriteByte('"')
	}
	return s.reopen()
}

// afterQuote reads what follows a closing quotation mark: blanks at most.
func (s *scanner) afterQuote() (ending, bool, error) {
	blanks, err := s.skipBlanks()
	if err != nil {
		return 0, false, err
	}
	c, err := s.in.ReadByte()
	if err == io.EOF {
		return fileEnds, true, nil
	}
	if err != nil {
		return 0, false, err
	}
	if end, ok, err := s.endsAt(c); ok || err != nil {
		return end, true, err
	}
	inside := s.text.String()
	s.text.Reset()
	s.text.WriteString(`"` + inside + `"` + blanks)
	if err := s.in.UnreadByte(); err != nil {
		return 0, false, err
	}
	end, err := s.plain()
	return end, false, err
}

// reopen handles a quotation mark that nobody closes: it is taken literally and
// what followed is read again, so that one typing error does not swallow all
// the rows after it. Nothing in there is read a third time: no mark that could
// close this cell means none that could open another and leave it open.
func (s *scanner) reopen() (ending, bool, error) {
	again := strings.ReplaceAll(s.text.String(), `"`, `""`)
	s.in = bufio.NewReader(io.MultiReader(strings.NewReader(again), s.in))
	s.text.Reset()
	s.text.WriteByte('"')
	end, err := s.plain()
	return end, false, err
}
