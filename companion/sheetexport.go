package companion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/companion/sheet"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

const (
	// maxSheetPeople is how many people one part may ask for.
	maxSheetPeople = 100
	// sheetPatience is after how long a part ends with what there is, well before a client stops waiting.
	sheetPatience = 10 * time.Second
	// maxSheetText is how long a part's text may be as JSON: a message is at most 1 MiB.
	maxSheetText = 900 << 10
)

var sheetFormats = map[string]sheet.Schema{extension.SheetFull: sheet.FullSchema, extension.SheetProspects: sheet.ProspectImport}

// sheetPart is a part of a CSV file in the making.
type sheetPart struct {
	service *Service
	left    int // how many may still be fetched for the first time
	text    bytes.Buffer
	size    int // of the text, as JSON
	out     *sheet.Writer
	reply   extension.SheetPart
}

// sheet answers with people as lines of a CSV file. What was fetched before an error is answered first; the error meets
// the client when it asks for the rest.
func (s *Service) sheet(ctx context.Context, q extension.SheetQuery) (extension.SheetPart, error) {
	schema, known := sheetFormats[q.Format]
	if !known || len(q.ProfileIDs) > maxSheetPeople {
		return extension.SheetPart{}, newProblem(extension.CodeBadRequest, "That is no part of a CSV file.",
			fmt.Sprintf("Send a format of full or prospect-import, and at most %d profile_ids.", maxSheetPeople))
	}
	p, err := s.newSheetPart(schema, q)
	if err != nil {
		return extension.SheetPart{}, err
	}
	err = p.people(ctx, q.ProfileIDs)
	if err != nil && p.reply.Done == 0 {
		return extension.SheetPart{}, err
	}
	p.reply.Text = p.text.String()
	return p.reply, nil
}

func (s *Service) newSheetPart(schema sheet.Schema, q extension.SheetQuery) (p *sheetPart, err error) {
	p = &sheetPart{service: s, left: q.MaxFirst}
	if p.out, err = sheet.NewWriter(&p.text, schema); err != nil {
		return nil, err
	}
	if err = p.out.Flush(); !q.Header {
		p.text.Reset()
	}
	p.size = p.text.Len()
	return p, err
}

// people goes on until the part is large enough or took long enough. An error is one that would meet the others as well.
func (p *sheetPart) people(ctx context.Context, ids []extension.ID) error {
	until := time.Now().Add(sheetPatience)
	for _, id := range ids {
		full, err := p.person(ctx, id)
		if full || err != nil {
			return err
		}
		p.reply.Done++
		if time.Now().After(until) {
			return nil
		}
	}
	return nil
}

// person adds one person, or says that the part is full.
func (p *sheetPart) person(ctx context.Context, id extension.ID) (full bool, err error) {
	if !p.service.opened.Has(int64(id)) {
		if p.left <= 0 {
			p.reply.LeftOut = append(p.reply.LeftOut, id)
			return false, nil
		}
		p.left--
	}
	person, err := p.fetch(ctx, id)
	if problem, ok := extension.OfOnePerson(err); ok {
		p.failed(id, problem.Code, problem.Message)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return p.line(id, sheet.Line{Profile: person, Source: p.service.settings.Greenhouse.Source})
}

// fetch gets a profile and remembers that it was opened.
func (p *sheetPart) fetch(ctx context.Context, id extension.ID) (profile.Profile, error) {
	raw, err := p.service.fetchProfile(ctx, int64(id))
	if err != nil {
		return profile.Profile{}, amazingHiringProblem(err)
	}
	first, err := p.service.opened.Add(int64(id))
	if err != nil {
		return profile.Profile{}, err
	}
	if first {
		p.reply.FirstFetched++
	}
	person, _, err := amazinghiring.Decode(raw, p.service.settings.AmazingHiring.URL)
	if err != nil {
		return profile.Profile{}, profileProblem(err)
	}
	return person, nil
}

// line writes a person where there is room. Somebody for whom no part has room is not written.
func (p *sheetPart) line(id extension.ID, line sheet.Line) (full bool, err error) {
	before := p.text.Len()
	if err := errors.Join(p.out.Write(line), p.out.Flush()); err != nil {
		return false, err
	}
	size, err := json.Marshal(string(p.text.Bytes()[before:]))
	if err != nil {
		return false, fmt.Errorf("measure a line of the sheet: %w", err)
	}
	if p.size+len(size) <= maxSheetText {
		p.size += len(size)
		p.reply.Written++
		return false, nil
	}
	p.text.Truncate(before)
	if p.reply.Written > 0 {
		return true, nil
	}
	p.failed(id, extension.CodeMessageTooLarge, "The profile is too large for a line of a spreadsheet.")
	return false, nil
}

func (p *sheetPart) failed(id extension.ID, code, message string) {
	p.reply.Failed = append(p.reply.Failed, extension.SheetFailure{ProfileID: id, Code: code, Message: message})
}
