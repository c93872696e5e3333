package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

const formatFull = extension.SheetFull

var formats = map[string]bool{formatFull: true, extension.SheetProspects: true}

// csvAtOnce is how many people are asked for at a time.
const csvAtOnce = 20

// csvReport is what became of an export to a file.
type csvReport struct {
	File    string `json:"file"`
	Written int    `json:"written"`
	// FirstFetched is how many profiles were fetched for the first time.
	FirstFetched int `json:"first_fetched"`
	// LeftOut were beyond the confirmed number; Failed are profiles that AmazingHiring does not show, or that are no people.
	LeftOut []extension.ID           `json:"left_out"`
	Failed  []extension.SheetFailure `json:"failed"`
}

// csvExport is one export to a file under way.
type csvExport struct {
	client *extension.Client
	out    io.Writer
	format string
	report csvReport
}

// exportCSV writes beside the file first, so that it is replaced by a whole one only. When it stops halfway, what was
// fetched stays beside it: it may have cost credits.
func (a *app) exportCSV(ctx context.Context, client *extension.Client, s selection, f exportFlags) error {
	partial := f.csv + ".partial"
	file, err := os.OpenFile(partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("begin the CSV file: %w", err)
	}
	defer file.Close()
	e := &csvExport{client: client, out: file, format: f.format,
		report: csvReport{File: f.csv, LeftOut: []extension.ID{}, Failed: []extension.SheetFailure{}}}
	stopped := e.run(ctx, s, a.newMeter())
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write the CSV file: %w", err)
	}
	if stopped != nil {
		a.out.step("Stopped after %d of %d people. They are kept in %s; fetching them again costs nothing.", e.report.Written, s.Chosen, partial)
		return stopped
	}
	if err := os.Rename(partial, f.csv); err != nil {
		return fmt.Errorf("finish the CSV file: %w", err)
	}
	return a.out.result(e.report, e.report.text())
}

// run asks for the people part by part. A file of nobody has its headings all the same.
func (e *csvExport) run(ctx context.Context, s selection, m *meter) error {
	defer m.end()
	people := e.confirmed(s)
	at := 0
	for first := true; first || at < len(people); first = false {
		m.show(at, s.Chosen, "", "")
		done, err := e.part(ctx, people[at:min(at+csvAtOnce, len(people))], first)
		if err != nil {
			return err
		}
		at += done
	}
	m.show(s.Chosen, s.Chosen, "", "")
	return nil
}

// confirmed are the people who were fetched before or may be fetched for the first time. The others are left out.
func (e *csvExport) confirmed(s selection) []extension.Member {
	var out []extension.Member
	left := s.MaxFirst
	for _, member := range s.Members {
		switch {
		case !member.Fetched && left <= 0:
			e.report.LeftOut = append(e.report.LeftOut, member.ProfileID)
			continue
		case !member.Fetched:
			left--
		}
		out = append(out, member)
	}
	return out
}

// part writes some people and says how many the answer dealt with.
func (e *csvExport) part(ctx context.Context, people []extension.Member, first bool) (done int, err error) {
	query := extension.SheetQuery{Format: e.format, Header: first}
	for _, member := range people {
		query.ProfileIDs = append(query.ProfileIDs, member.ProfileID)
		if !member.Fetched {
			query.MaxFirst++
		}
	}
	part, err := extension.Call[extension.SheetPart](ctx, e.client, query)
	if err != nil {
		return 0, err
	}
	e.report.Written += part.Written
	e.report.FirstFetched += part.FirstFetched
	e.report.LeftOut = append(e.report.LeftOut, part.LeftOut...)
	e.report.Failed = append(e.report.Failed, part.Failed...)
	if _, err := io.WriteString(e.out, part.Text); err != nil {
		return 0, fmt.Errorf("write the CSV file: %w", err)
	}
	return part.Done, nil
}

func (r csvReport) text() string {
	lines := []string{fmt.Sprintf("Wrote %d people to %s; %d profiles were fetched for the first time.", r.Written, r.File, r.FirstFetched)}
	if len(r.LeftOut) > 0 {
		lines = append(lines, fmt.Sprintf("Left out, because the confirmed number was spent: %d", len(r.LeftOut)))
	}
	for _, id := range r.LeftOut[:min(len(r.LeftOut), shownAtMost)] {
		lines = append(lines, fmt.Sprintf("%20d", id))
	}
	for _, f := range r.Failed {
		lines = append(lines, fmt.Sprintf("%20d  not written: %s", f.ProfileID, f.Message))
	}
	return strings.Join(lines, "\n")
}
