package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/sheet"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

const formatFull = "full"

var formats = map[string]sheet.Schema{formatFull: sheet.FullSchema, "prospect-import": sheet.ProspectImport}

// csvReport is what became of an export to a file.
type csvReport struct {
	File    string `json:"file"`
	Written int    `json:"written"`
	// FirstFetched is how many profiles were fetched for the first time.
	FirstFetched int `json:"first_fetched"`
	// LeftOut were beyond the confirmed number; Failed are profiles that AmazingHiring does not show, or that are no people.
	LeftOut []extension.ID `json:"left_out"`
	Failed  []csvFailure   `json:"failed"`
}

type csvFailure struct {
	ProfileID extension.ID `json:"profile_id"`
	Code      string       `json:"code"`
	Message   string       `json:"message"`
}

// csvExport is one export to a file under way.
type csvExport struct {
	client *extension.Client
	out    *sheet.Writer
	source string
	report csvReport
}

// exportCSV writes beside the file first, so that it is replaced by a whole one only. When it stops halfway, what was
// fetched stays beside it: it may have cost credits.
func (a *app) exportCSV(ctx context.Context, client *extension.Client, s selection, f exportFlags) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	partial := f.csv + ".partial"
	file, err := os.OpenFile(partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("begin the CSV file: %w", err)
	}
	defer file.Close()
	out, err := sheet.NewWriter(file, formats[f.format])
	if err != nil {
		return err
	}
	e := &csvExport{client: client, out: out, source: settings.Greenhouse.Source,
		report: csvReport{File: f.csv, LeftOut: []extension.ID{}, Failed: []csvFailure{}}}
	stopped := e.run(ctx, s, a.newMeter())
	if err := errors.Join(out.Flush(), file.Sync(), file.Close()); err != nil {
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

// run fetches the people one after the other, first-time ones only as far as was confirmed.
func (e *csvExport) run(ctx context.Context, s selection, m *meter) error {
	defer m.end()
	left := s.MaxFirst
	for i, member := range s.Members {
		m.show(i, s.Chosen, "", "")
		switch {
		case !member.Fetched && left <= 0:
			e.report.LeftOut = append(e.report.LeftOut, member.ProfileID)
			continue
		case !member.Fetched:
			left--
		}
		if err := e.person(ctx, member); err != nil {
			return err
		}
	}
	m.show(s.Chosen, s.Chosen, "", "")
	return nil
}

// person writes one person. The error is one that would meet the others as well.
func (e *csvExport) person(ctx context.Context, member extension.Member) error {
	preview, err := extension.Call[extension.Preview](ctx, e.client, extension.PreviewQuery{ProfileID: member.ProfileID})
	if failure, ok := ofThisPerson(err); ok {
		failure.ProfileID = member.ProfileID
		e.report.Failed = append(e.report.Failed, failure)
		return nil
	}
	if err != nil {
		return err
	}
	person, _, err := amazinghiring.Decode(preview.Profile, "")
	if err != nil {
		return err
	}
	person.URL = preview.Person.URL
	if !member.Fetched {
		e.report.FirstFetched++
	}
	e.report.Written++
	return e.out.Write(sheet.Line{Profile: person, Source: e.source})
}

// ofThisPerson says whether an error is about the one person only.
func ofThisPerson(err error) (csvFailure, bool) {
	var known *extension.Error
	if !errors.As(err, &known) {
		return csvFailure{}, false
	}
	switch known.Code {
	case extension.CodeProfileUnknown, extension.CodeBadProfile, extension.CodeNameMissing:
		return csvFailure{Code: known.Code, Message: known.Message}, true
	}
	return csvFailure{}, false
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
