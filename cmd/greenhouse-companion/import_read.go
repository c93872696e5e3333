package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/sheet"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// codeBadSheet is the error of a file that cannot be read as a spreadsheet at all.
const codeBadSheet = "bad_sheet"

// sheetList is a spreadsheet as it was read: people to send, and rows that cannot be used.
type sheetList struct {
	Layout  sheet.Layout   `json:"layout"`
	Mapping sheet.Mapping  `json:"mapping"`
	Rejects []sheet.Reject `json:"rejects"`
	// Repeated are rows with somebody who stands further up already.
	Repeated []int `json:"repeated"`

	file    string
	account string
	target  extension.Target
	people  []sheetPerson
	refused int // rows that the service did not take
}

type sheetPerson struct {
	row         int
	key         string
	profile     json.RawMessage
	first, last string
	requestID   string
}

// readSheet reads the whole file, each row as the mapping says.
func (a *app) readSheet(path string, f importFlags) (*sheetList, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	table, err := sheet.Read(file, sheet.Options{})
	if err != nil {
		return nil, badSheet(err)
	}
	list := &sheetList{Layout: table.Layout, Rejects: []sheet.Reject{}, Repeated: []int{}, file: filepath.Base(path)}
	if list.Mapping, err = a.mapping(table.Header, f); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for row, err := range table.Rows() {
		var problem *sheet.RowError
		if err != nil && !errors.As(err, &problem) {
			return nil, fmt.Errorf("read the spreadsheet: %w", err)
		}
		list.take(row, problem, seen)
	}
	return list, nil
}

func badSheet(err error) error {
	var row *sheet.RowError
	if errors.Is(err, sheet.ErrEmpty) || errors.As(err, &row) {
		return &extension.Error{Code: codeBadSheet, Message: "The spreadsheet cannot be read: " + err.Error() + ".",
			Remedy: "Save it again as CSV, with the headings in its first row."}
	}
	return fmt.Errorf("read the spreadsheet: %w", err)
}

// take sorts one row.
func (l *sheetList) take(row sheet.Row, problem *sheet.RowError, seen map[string]bool) {
	p := sheetPerson{row: row.Number}
	if problem == nil {
		p.profile, p.first, p.last, problem = sheet.Person(row, l.Mapping)
	}
	if problem != nil {
		l.Rejects = append(l.Rejects, sheet.Reject{Row: row, Problem: problem})
		return
	}
	p.key = sheet.Key(row, l.Mapping)
	if seen[p.key] {
		l.Repeated = append(l.Repeated, row.Number)
		return
	}
	seen[p.key] = true
	l.people = append(l.people, p)
}

// name gives every person the id that the same person gets from the same file, for the same target and account, every time.
func (l *sheetList) name(account string, target extension.Target) {
	l.account, l.target = account, target
	where := shortHash(l.destination(), 12)
	for i, p := range l.people {
		l.people[i].requestID = "sheet/" + p.key + "/" + where
	}
}

// destination is account and target as text that is the same for the same ones.
func (l *sheetList) destination() string {
	t := l.target
	return fmt.Sprint(l.account, "\x00", t.Kind, t.JobIDs, int64(t.PoolID), " ", int64(t.PoolStageID))
}

// batchID is the same for the same people in the same order.
func (l *sheetList) batchID() string {
	var b strings.Builder
	b.WriteString(l.destination())
	for _, p := range l.people {
		b.WriteString("\x00" + p.requestID)
	}
	return "sheet/" + shortHash(b.String(), 32)
}

// shortHash is the beginning of the text's hash, of so many hexadecimal digits.
func shortHash(text string, digits int) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:digits]
}

// text shows what was found out, and what is wrong.
func (l *sheetList) text() string {
	lines := []string{fmt.Sprintf("%s: %d people, %d rows that cannot be used (%s, delimiter %q).",
		l.file, len(l.people), len(l.Rejects), l.Layout.Encoding, l.Layout.Delimiter)}
	for _, c := range l.Mapping.Columns {
		lines = append(lines, fmt.Sprintf("  %-30s %s", clip(c.Heading, 30), fieldText(c.Field)))
	}
	if len(l.Repeated) > 0 {
		lines = append(lines, fmt.Sprintf("%d rows name somebody who stands further up already; the first row counts.", len(l.Repeated)))
	}
	var bad []string
	for _, r := range l.Rejects[:min(len(l.Rejects), shownAtMost)] {
		bad = append(bad, "  "+r.Problem.Error())
	}
	return strings.Join(append(lines, andMore(bad, len(l.Rejects))...), "\n")
}

// fieldText names the field of a column; where people go is said by flags, never by the file.
func fieldText(f sheet.Field) string {
	switch f {
	case "":
		return "-"
	case sheet.FieldSource, sheet.FieldCredit, sheet.FieldJob, sheet.FieldDepartment, sheet.FieldOffice, sheet.FieldProspectPool, sheet.FieldProspectStage:
		return string(f) + " (not used)"
	}
	return string(f)
}

// writeRejects puts the rows that cannot be used into a file that can be corrected and imported.
func (a *app) writeRejects(path, into string, l *sheetList) error {
	if len(l.Rejects) == 0 {
		return nil
	}
	if into == "" {
		into = strings.TrimSuffix(path, filepath.Ext(path)) + ".rejected.csv"
	}
	var b strings.Builder
	if err := sheet.WriteRejects(&b, l.Layout, l.Rejects); err != nil {
		return err
	}
	if err := store.WriteFile(into, []byte(b.String())); err != nil {
		return err
	}
	a.out.step("Rows to correct are in %s.", into)
	return nil
}
