package companion

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// input gathers all that a plan of this add depends on.
func (d *delivery) input(ctx context.Context) (plan.Input, error) {
	settings, me := d.service.settings.Greenhouse, d.conn.account.UserID
	in := d.baseInput()
	in.Target, in.Files = d.add.target(), d.add.files()
	in.Recruiter, in.Coordinator = settings.user(settings.Recruiter, me), settings.user(settings.Coordinator, me)
	if settings.Snapshot {
		in.Snapshot = d.lease.Item.EnqueuedAt.UTC().Format("2006-01-02")
	}
	parts := []func(context.Context, *plan.Input) error{d.inputAccount, d.inputTags, d.inputSchools, d.inputExisting, d.inputFields}
	for _, part := range parts {
		if err := part(ctx, &in); err != nil {
			return plan.Input{}, err
		}
	}
	return in, nil
}

// baseInput is what adds and updates have in common.
func (d *delivery) baseInput() plan.Input {
	settings := d.service.settings.Greenhouse
	d.leftOut = slices.Clone(d.unread)
	// A changed setting must not split the rest of a text in another way than its beginning.
	d.journal.NoteBytes = cmp.Or(d.journal.NoteBytes, settings.NoteBytes)
	return plan.Input{
		Profile: d.person, First: d.journal.First, Last: d.journal.Last, Written: slices.Collect(maps.Keys(d.journal.Written)),
		Author: harvest.UserID(d.conn.account.UserID), Visibility: settings.NoteVisibility, NoteBytes: d.journal.NoteBytes,
	}
}

func (d *delivery) inputAccount(ctx context.Context, in *plan.Input) (err error) {
	if in.Source, err = d.conn.sourceID(ctx, d.service.settings.Greenhouse.Source); err != nil {
		return err
	}
	if in.Can, err = d.conn.abilities(ctx); err != nil {
		return err
	}
	in.Referrer, err = d.conn.creditID(ctx)
	return err
}

// inputTags lets through the tags that the settings allow, and of those Greenhouse does not have only what may be new.
func (d *delivery) inputTags(ctx context.Context, in *plan.Input) error {
	allowed, refused := d.service.settings.Greenhouse.splitTags(d.wantedTags())
	if len(allowed) == 0 || !in.Can.Tags {
		d.leaveOut("tags", allowed, profile.ReasonNoPermission)
		d.leaveOut("tags", refused, profile.ReasonPolicy)
		return nil
	}
	known, err := d.conn.tagIDs(ctx)
	if err != nil {
		return err
	}
	for _, name := range allowed {
		switch id := known[name]; {
		case id != 0 || in.Can.NewTags && d.service.settings.Greenhouse.NewTags:
			in.Tags = append(in.Tags, plan.Tag{Name: name, ID: id})
		default:
			refused = append(refused, name)
		}
	}
	d.leaveOut("tags", refused, profile.ReasonPolicy)
	return nil
}

// wantedTags are those of the add and those that came inside the profile.
func (d *delivery) wantedTags() []string {
	inside, err := amazinghiring.Tags(d.add.Profile)
	if err != nil {
		return d.add.Tags // intake has read the profile; odd tags are none
	}
	return append(slices.Clone(d.add.Tags), inside...)
}

// splitTags compares without regard to case, and gives the spelling of the settings.
func (g GreenhouseSettings) splitTags(names []string) (allowed, refused []string) {
	for _, name := range names {
		i := slices.IndexFunc(g.Tags, func(tag string) bool { return strings.EqualFold(tag, strings.TrimSpace(name)) })
		switch {
		case i < 0:
			refused = append(refused, name)
		case !slices.Contains(allowed, g.Tags[i]):
			allowed = append(allowed, g.Tags[i])
		}
	}
	return allowed, refused
}

// leaveOut lists the field once if anything of it is left out; the values themselves are not told.
func (d *delivery) leaveOut(field string, values []string, reason string) {
	if len(values) > 0 {
		d.leftOut = append(d.leftOut, profile.Dropped{Field: field, Reason: reason})
	}
}

func (d *delivery) inputSchools(ctx context.Context, in *plan.Input) (err error) {
	if in.Can.Educations && len(d.person.Educations) > 0 {
		in.Options, err = d.conn.schoolOptions(ctx)
	}
	return err
}

// inputExisting describes the person of this add, once there is one. Their own fields are looked at, to be filled, only if
// this add did not create them: it gave them all it has.
func (d *delivery) inputExisting(ctx context.Context, in *plan.Input) error {
	id := d.journal.Person
	if id == 0 {
		return nil
	}
	if err := d.listOwn(ctx); err != nil {
		return err
	}
	known, err := d.lately(d.journal.withWritten(d.listed))
	if err != nil {
		return err
	}
	in.Existing = &plan.Existing{ID: id, Applications: known}
	if d.add.Update == nil && (d.journal.Created || d.service.settings.Greenhouse.LeaveExisting) {
		return nil
	}
	candidate, visible, err := harvest.First(d.conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: []harvest.CandidateID{id}}))
	if err != nil {
		return err
	}
	if d.seen = visible; visible {
		in.Existing.Candidate = &candidate
	}
	return nil
}

// listOwn asks for the person's applications once in an attempt, and again until they show what the target asks for: the
// records that follow change nothing of them.
func (d *delivery) listOwn(ctx context.Context) error {
	if _, satisfied := d.add.target().Satisfied(d.listed); satisfied && d.listedOf == d.journal.Person {
		return nil
	}
	listed, err := d.listApplications(ctx, d.journal.Person)
	if err == nil {
		d.listed, d.listedOf = listed, d.journal.Person
	}
	return err
}

// inputFields fills the organisation's own fields by the rules of the settings, and asks for those it insists on when
// somebody new is created.
func (d *delivery) inputFields(ctx context.Context, in *plan.Input) error {
	settings := d.service.settings.Greenhouse
	if d.journal.Created || len(settings.CustomFields) == 0 && !settings.asksRequired() {
		return nil
	}
	resolved, catalogue, err := d.resolveFields(ctx)
	if err != nil {
		return err
	}
	if len(resolved.Missing) > 0 && in.Existing == nil && settings.asksRequired() && !d.journal.LeaveEmpty {
		return &ask{question{Code: CauseFieldsMissing, Fields: resolved.Missing}}
	}
	d.leftOut = append(d.leftOut, resolved.Dropped...)
	in.Fields = resolved.Fields
	if in.Existing != nil && in.Existing.Candidate != nil && len(in.Fields) > 0 {
		in.Existing.Fields, in.Existing.FieldsKept = plan.KeepFields(in.Existing.Candidate.CustomFields, catalogue.fields, catalogue.options)
	}
	return nil
}

// resolveFields finds what the settings and the recruiter say about the organisation's own fields.
func (d *delivery) resolveFields(ctx context.Context) (plan.Resolved, fieldCatalogue, error) {
	rules := d.service.settings.Greenhouse.fieldRules()
	catalogue, err := d.conn.customFields(ctx)
	if err != nil {
		return plan.Resolved{}, fieldCatalogue{}, err
	}
	return plan.ResolveFields(rules, catalogue.fields, catalogue.options, d.person, d.journal.Fields), catalogue, nil
}
