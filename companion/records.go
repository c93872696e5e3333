package companion

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// writeRecord carries out a step that adds a note, an employment or a file, and returns the new record's id.
func (d *delivery) writeRecord(ctx context.Context, step plan.Step) (int64, error) {
	client := d.conn.client
	switch step.Kind {
	case plan.AddNote:
		body := *step.Note
		body.CandidateID = step.CandidateID
		note, err := client.CreateNote(ctx, body)
		return int64(note.ID), err
	case plan.AddEmployment:
		body := *step.Employment
		body.CandidateID = step.CandidateID
		employment, err := client.CreateEmployment(ctx, body)
		return int64(employment.ID), err
	}
	body := *step.Attachment
	body.ApplicationID = d.applicationForFiles()
	attachment, err := client.CreateAttachment(ctx, body)
	return int64(attachment.ID), err
}

// applicationForFiles is the person's application that files are attached to: the one this add wrote, else the one the
// target found.
func (d *delivery) applicationForFiles() harvest.ApplicationID {
	if n := len(d.journal.Applications); n > 0 {
		return d.journal.Applications[n-1].ID
	}
	if present, ok := d.add.target().Satisfied(d.listed); ok && len(present) > 0 {
		return present[0]
	}
	return 0
}

// alreadyThere finds a record that an earlier add or a colleague has written with the same content. Somebody this add
// created cannot have one yet.
func (d *delivery) alreadyThere(ctx context.Context, step plan.Step) (bool, error) {
	if d.journal.Created || step.Kind == plan.CreateCandidate || step.Kind == plan.AddApplication {
		return false, nil
	}
	id, err := d.find(ctx, step)
	if err != nil || id == 0 {
		return false, err
	}
	d.journal.wrote(step.Key, id)
	return true, d.checkpoint()
}

// lookUpRecord looks whether the record in doubt is there. Its content comes from the plan: what is in doubt is not written,
// so it is still in it.
func (d *delivery) lookUpRecord(ctx context.Context) (bool, error) {
	p, err := d.plan(ctx)
	if err != nil {
		return false, err
	}
	for _, step := range p.Steps {
		if step.Key != d.journal.Doubt.Key {
			continue
		}
		id, err := d.find(ctx, step)
		if err == nil && id != 0 {
			d.journal.wrote(step.Key, id)
		}
		return id != 0, err
	}
	// The step is no longer part of the plan: whatever became of it, nothing is to be sent again.
	d.journal.wrote(d.journal.Doubt.Key, 0)
	return true, nil
}

// find returns the id of the record with the step's content, or 0.
func (d *delivery) find(ctx context.Context, step plan.Step) (int64, error) {
	client, people := d.conn.client, []harvest.CandidateID{step.CandidateID}
	switch step.Kind {
	case plan.AddNote:
		return findIn(client.Notes(ctx, harvest.NoteQuery{CandidateIDs: people}), func(n harvest.Note) (int64, bool) {
			return int64(n.ID), sameText(n.Body, step.Note.Body)
		})
	case plan.AddEmployment:
		return findIn(client.Employments(ctx, harvest.EmploymentQuery{CandidateIDs: people}), func(e harvest.Employment) (int64, bool) {
			return int64(e.ID), e.CompanyName == step.Employment.CompanyName && e.Title == step.Employment.Title &&
				strings.HasPrefix(e.StartDate, step.Employment.StartDate)
		})
	}
	return findIn(client.Attachments(ctx, harvest.AttachmentQuery{CandidateIDs: people}), func(a harvest.Attachment) (int64, bool) {
		return int64(a.ID), a.Filename == step.Attachment.Filename && a.ApplicationID == d.applicationForFiles()
	})
}

func findIn[T any](list iter.Seq2[T, error], match func(T) (int64, bool)) (int64, error) {
	for row, err := range list {
		if err != nil {
			return 0, err
		}
		if id, ok := match(row); ok {
			return id, nil
		}
	}
	return 0, nil
}

// sameText compares as a reader would: Greenhouse may store line ends and spaces otherwise.
func sameText(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// recordFilterWorks shows that listing a person's records shows one that is known to exist.
func (d *delivery) recordFilterWorks(ctx context.Context, kind plan.StepKind) (bool, error) {
	client := d.conn.client
	switch kind {
	case plan.AddNote:
		newest, some, err := harvest.First(client.Notes(ctx, harvest.NoteQuery{}))
		return shows(some, err, client.Notes(ctx, harvest.NoteQuery{CandidateIDs: []harvest.CandidateID{newest.CandidateID}}))
	case plan.AddEmployment:
		newest, some, err := harvest.First(client.Employments(ctx, harvest.EmploymentQuery{}))
		return shows(some, err, client.Employments(ctx, harvest.EmploymentQuery{CandidateIDs: []harvest.CandidateID{newest.CandidateID}}))
	}
	newest, some, err := harvest.First(client.Attachments(ctx, harvest.AttachmentQuery{}))
	return shows(some, err, client.Attachments(ctx, harvest.AttachmentQuery{CandidateIDs: []harvest.CandidateID{newest.CandidateID}}))
}

// shows asks the filtered list only where a known record can be expected in it.
func shows[T any](some bool, err error, filtered iter.Seq2[T, error]) (bool, error) {
	if err != nil || !some {
		return true, err
	}
	_, shown, err := harvest.First(filtered)
	return shown, err
}

// recordsVisible reads back the notes, employments and files this add wrote, by their ids.
func (d *delivery) recordsVisible(ctx context.Context) (bool, error) {
	written := map[plan.StepKind][]int64{}
	for key, id := range d.journal.Written {
		if id != 0 {
			kind := plan.KindOf(key)
			written[kind] = append(written[kind], id)
		}
	}
	for kind, ids := range written {
		listed, err := d.recordIDs(ctx, kind)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(ids, func(id int64) bool { return !listed[id] }) {
			return false, nil
		}
	}
	return true, nil
}

func (d *delivery) recordIDs(ctx context.Context, kind plan.StepKind) (map[int64]bool, error) {
	client, people := d.conn.client, []harvest.CandidateID{d.journal.Person}
	switch kind {
	case plan.AddNote:
		return ids(client.Notes(ctx, harvest.NoteQuery{CandidateIDs: people}), func(n harvest.Note) int64 { return int64(n.ID) })
	case plan.AddEmployment:
		return ids(client.Employments(ctx, harvest.EmploymentQuery{CandidateIDs: people}), func(e harvest.Employment) int64 { return int64(e.ID) })
	}
	return ids(client.Attachments(ctx, harvest.AttachmentQuery{CandidateIDs: people}), func(a harvest.Attachment) int64 { return int64(a.ID) })
}

func ids[T any](list iter.Seq2[T, error], id func(T) int64) (map[int64]bool, error) {
	all := map[int64]bool{}
	for row, err := range list {
		if err != nil {
			return nil, err
		}
		all[id(row)] = true
	}
	return all, nil
}
