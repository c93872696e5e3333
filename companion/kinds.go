package companion

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// recordKind is all the companion must know to write one kind of record exactly once: how to write it, how to find it by
// its content, how to show that such a look-up works, and how to read back what a person has.
type recordKind struct {
	// create writes the record and returns its id.
	create func(ctx context.Context, d *delivery, step plan.Step) (int64, error)
	// find returns the id of a record with the step's content that no other step of this add wrote, or 0.
	find func(ctx context.Context, d *delivery, step plan.Step) (int64, error)
	// filterWorks says whether the look-up shows a record that is known to exist. Without any record it is true.
	filterWorks func(ctx context.Context, d *delivery) (bool, error)
	// listed has the ids of the person's records; nil where reading back happens elsewhere.
	listed func(ctx context.Context, d *delivery) (map[int64]bool, error)
}

// recordKinds has every kind of step beside the person and the application.
var recordKinds = map[plan.StepKind]recordKind{
	plan.AddNote:         noteKind.recordKind(),
	plan.AddEmployment:   employmentKind.recordKind(),
	plan.AddEducation:    educationKind.recordKind(),
	plan.AddAttachment:   attachmentKind.recordKind(),
	plan.ApplyTag:        appliedTagKind.recordKind(),
	plan.CreateTag:       {create: createTag, find: findTag, filterWorks: always},
	plan.UpdateCandidate: {create: updatePerson, find: never, filterWorks: always},
	plan.MoveInPool:      {create: moveInPool, find: findInPool, filterWorks: always},
}

// collection describes records that belong to people and are listed by person.
type collection[T any] struct {
	// list lists the records of the people, or without any the newest of all.
	list   func(ctx context.Context, c *harvest.Client, people []harvest.CandidateID) iter.Seq2[T, error]
	create func(ctx context.Context, d *delivery, step plan.Step) (T, error)
	id     func(T) int64
	owner  func(T) harvest.CandidateID
	same   func(d *delivery, row T, step plan.Step) bool
}

func (k collection[T]) recordKind() recordKind {
	return recordKind{create: k.write, find: k.find, filterWorks: k.showsNewest, listed: k.listed}
}

func (k collection[T]) write(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	row, err := k.create(ctx, d, step)
	return k.id(row), err
}

func (k collection[T]) find(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	for row, err := range k.list(ctx, d.conn.client, []harvest.CandidateID{step.CandidateID}) {
		if err != nil {
			return 0, err
		}
		if k.same(d, row, step) && !d.claimed(step.Kind, k.id(row)) {
			return k.id(row), nil
		}
	}
	return 0, nil
}

func (k collection[T]) showsNewest(ctx context.Context, d *delivery) (bool, error) {
	newest, some, err := harvest.First(k.list(ctx, d.conn.client, nil))
	if err != nil || !some {
		return true, err
	}
	_, shown, err := harvest.First(k.list(ctx, d.conn.client, []harvest.CandidateID{k.owner(newest)}))
	return shown, err
}

func (k collection[T]) listed(ctx context.Context, d *delivery) (map[int64]bool, error) {
	ids := map[int64]bool{}
	for row, err := range k.list(ctx, d.conn.client, []harvest.CandidateID{d.journal.Person}) {
		if err != nil {
			return nil, err
		}
		ids[k.id(row)] = true
	}
	return ids, nil
}

var noteKind = collection[harvest.Note]{
	list: func(ctx context.Context, c *harvest.Client, people []harvest.CandidateID) iter.Seq2[harvest.Note, error] {
		return c.Notes(ctx, harvest.NoteQuery{CandidateIDs: people})
	},
	create: func(ctx context.Context, d *delivery, step plan.Step) (harvest.Note, error) {
		body := *step.Note
		body.CandidateID = step.CandidateID
		return d.conn.client.CreateNote(ctx, body)
	},
	id:    func(n harvest.Note) int64 { return int64(n.ID) },
	owner: func(n harvest.Note) harvest.CandidateID { return n.CandidateID },
	same:  func(_ *delivery, n harvest.Note, step plan.Step) bool { return sameText(n.Body, step.Note.Body) },
}

// sameText compares as a reader would: Greenhouse may store line ends and spaces otherwise.
func sameText(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

var employmentKind = collection[harvest.Employment]{
	list: func(ctx context.Context, c *harvest.Client, people []harvest.CandidateID) iter.Seq2[harvest.Employment, error] {
		return c.Employments(ctx, harvest.EmploymentQuery{CandidateIDs: people})
	},
	create: func(ctx context.Context, d *delivery, step plan.Step) (harvest.Employment, error) {
		body := *step.Employment
		body.CandidateID = step.CandidateID
		return d.conn.client.CreateEmployment(ctx, body)
	},
	id:    func(e harvest.Employment) int64 { return int64(e.ID) },
	owner: func(e harvest.Employment) harvest.CandidateID { return e.CandidateID },
	same: func(_ *delivery, e harvest.Employment, step plan.Step) bool {
		want := step.Employment
		return e.CompanyName == want.CompanyName && e.Title == want.Title && strings.HasPrefix(e.StartDate, want.StartDate)
	},
}

var educationKind = collection[harvest.Education]{
	list: func(ctx context.Context, c *harvest.Client, people []harvest.CandidateID) iter.Seq2[harvest.Education, error] {
		return c.Educations(ctx, harvest.EducationQuery{CandidateIDs: people})
	},
	create: func(ctx context.Context, d *delivery, step plan.Step) (harvest.Education, error) {
		body := *step.Education
		body.CandidateID = step.CandidateID
		return d.conn.client.CreateEducation(ctx, body)
	},
	id:    func(e harvest.Education) int64 { return int64(e.ID) },
	owner: func(e harvest.Education) harvest.CandidateID { return e.CandidateID },
	same: func(_ *delivery, e harvest.Education, step plan.Step) bool {
		want := step.Education
		return e.SchoolID == want.SchoolID && e.DegreeID == want.DegreeID && e.DisciplineID == want.DisciplineID &&
			(want.StartDate == "" || e.StartAt.UTC().Format(time.DateOnly) == want.StartDate)
	},
}

var attachmentKind = collection[harvest.Attachment]{
	list: func(ctx context.Context, c *harvest.Client, people []harvest.CandidateID) iter.Seq2[harvest.Attachment, error] {
		return c.Attachments(ctx, harvest.AttachmentQuery{CandidateIDs: people})
	},
	create: func(ctx context.Context, d *delivery, step plan.Step) (harvest.Attachment, error) {
		body, err := d.attachment(step)
		if err != nil {
			return harvest.Attachment{}, err
		}
		return d.conn.client.CreateAttachment(ctx, body)
	},
	id:    func(a harvest.Attachment) int64 { return int64(a.ID) },
	owner: func(a harvest.Attachment) harvest.CandidateID { return a.CandidateID },
	same:  (*delivery).sameFile,
}

var appliedTagKind = collection[harvest.AppliedTag]{
	list: func(ctx context.Context, c *harvest.Client, people []harvest.CandidateID) iter.Seq2[harvest.AppliedTag, error] {
		return c.AppliedTags(ctx, harvest.AppliedTagQuery{CandidateIDs: people})
	},
	create: func(ctx context.Context, d *delivery, step plan.Step) (harvest.AppliedTag, error) {
		return d.conn.client.ApplyTag(ctx, step.CandidateID, d.tagID(step))
	},
	id:    func(t harvest.AppliedTag) int64 { return int64(t.ID) },
	owner: func(t harvest.AppliedTag) harvest.CandidateID { return t.CandidateID },
	same:  func(d *delivery, t harvest.AppliedTag, step plan.Step) bool { return t.TagID == d.tagID(step) },
}

// tagID is the tag's id also while the organisation's list does not show yet that this add has made it.
func (d *delivery) tagID(step plan.Step) harvest.TagID {
	if step.TagID != 0 {
		return step.TagID
	}
	return harvest.TagID(d.journal.Written[plan.NewTagKey(step.TagName)])
}

// createTag makes a tag of the organisation's list. Names are unique there, so a refusal may only mean that a colleague
// was faster.
func createTag(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	tag, err := d.conn.client.CreateTag(ctx, step.TagName)
	var refused *harvest.ValidationError
	if errors.As(err, &refused) {
		if id, lookErr := findTag(ctx, d, step); lookErr != nil || id != 0 {
			return id, lookErr
		}
	}
	d.conn.tags.forget()
	return int64(tag.ID), err
}

func findTag(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	d.conn.tags.forget()
	tags, err := d.conn.tagIDs(ctx)
	return int64(tags[step.TagName]), err
}

// updatePerson fills what an existing person lacks, or brings them up to date. Writing it twice changes nothing, and it needs no look-up of its own:
// once it has arrived, the next plan has no such step any more.
func updatePerson(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	changed, err := d.conn.client.UpdateCandidate(ctx, step.CandidateID, *step.Change)
	return int64(changed.ID), err
}

func always(context.Context, *delivery) (bool, error) { return true, nil }

func never(context.Context, *delivery, plan.Step) (int64, error) { return 0, nil }

// claimed says whether another step of the kind has written this very record: two equal files or notes are two records.
func (j *journal) claimed(kind plan.StepKind, id int64) bool {
	for key, written := range j.Written {
		if written == id && plan.KindOf(key) == kind {
			return true
		}
	}
	return false
}

// doubtfulSince says whether the step may have been carried out without our knowing, and since when.
func (j *journal) doubtfulSince(step plan.Step) (time.Time, bool) {
	if j.Doubt != nil && j.Doubt.Key == step.Key {
		return j.Doubt.SentAt, true
	}
	return j.MistrustedSince, j.mistrusted()
}

// containsAll says whether all ids are among those listed.
func containsAll(listed map[int64]bool, ids []int64) bool {
	return !slices.ContainsFunc(ids, func(id int64) bool { return !listed[id] })
}
