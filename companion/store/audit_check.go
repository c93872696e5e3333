package store

import (
	"errors"
	"fmt"
	"os"
)

// maxAuditFindings is how many findings AuditLog.Check tells: after many the exact number matters no more.
const maxAuditFindings = 20

// errEnough ends a walk through the lines.
var errEnough = errors.New("enough lines")

// AuditReport is what AuditLog.Check found.
type AuditReport struct {
	// Entries is how many lines there are, and Unkept how many of them came after the head that was kept elsewhere.
	Entries int
	Unkept  int
	// Findings are what is wrong, each in words; none is good.
	Findings []string
}

// Check reads every line: whether it was made with the key, unchanged, and follows the one before; and whether the line at
// the kept head is the one that was there when the head was kept. The first findings are told; an error means that the file
// cannot be read.
func (l *AuditLog) Check(kept AuditHead) (AuditReport, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := checker{log: l, kept: kept}
	if err := l.eachLine(c.line); err != nil {
		return AuditReport{}, err
	}
	if info, err := os.Stat(l.path); err == nil && info.Size() != c.size {
		c.find("The end of the file is half a line, as after a crash; the next entry replaces it.")
	}
	if missing := kept.Count - c.report.Entries; missing > 0 {
		c.find(fmt.Sprintf("%d entries are missing at the end: %d are there and %d were written.", missing, c.report.Entries, kept.Count))
	}
	c.report.Unkept = max(0, c.report.Entries-kept.Count)
	return c.report, nil
}

type checker struct {
	log    *AuditLog
	kept   AuditHead
	report AuditReport
	before string
	size   int64
}

func (c *checker) line(n int, text []byte) error {
	c.report.Entries = n
	c.size += int64(len(text)) + 1
	e, err := parse(text)
	if err != nil {
		c.find(fmt.Sprintf("Line %d is not an entry as this program writes it.", n))
		c.before = ""
		return nil
	}
	bare := e
	bare.Hash = ""
	switch {
	case c.log.seal(bare) != e.Hash:
		c.find(fmt.Sprintf("Line %d was changed, or was not made with the key of this data folder.", n))
	case e.N != n || e.Prev != c.before:
		c.find(fmt.Sprintf("Line %d is out of its place: it was written as entry %d, after another line than the one before it.", n, e.N))
	case n == c.kept.Count && e.Hash != c.kept.Hash:
		c.find(fmt.Sprintf("Line %d is another entry than the one that was written there.", n))
	}
	if e.Intent == AuditDiscovery {
		c.find(fmt.Sprintf("Entry %d says that the log had been changed before: %s.", n, e.Outcome))
	}
	c.before = e.Hash
	return nil
}

// AuditDiscovery is the intent of the entry that says: the log was not as it had been left. From then on the chain goes on
// from what was there, so that the discovery itself cannot vanish unnoticed.
const AuditDiscovery = "found_changed"

func (c *checker) find(text string) {
	if len(c.report.Findings) < maxAuditFindings {
		c.report.Findings = append(c.report.Findings, text)
	}
}

// Lines returns at most limit whole lines as they are in the file, from the line with this number on, counted from 1.
func (l *AuditLog) Lines(from, limit int) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []string
	err := l.eachLine(func(n int, text []byte) error {
		if len(lines) == limit {
			return errEnough
		}
		if n >= from {
			lines = append(lines, string(text))
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return lines, err
}

// Of returns the entries about the people with these pseudonyms. Lines that cannot be read are left out.
func (l *AuditLog) Of(pseudonyms []string) ([]AuditEntry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wanted := map[string]bool{}
	for _, p := range pseudonyms {
		wanted[p] = true
	}
	var entries []AuditEntry
	err := l.eachLine(func(_ int, text []byte) error {
		if e, err := parse(text); err == nil && e.Person != "" && wanted[e.Person] {
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}
