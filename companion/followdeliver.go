package companion

import (
	"context"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// update is what makes an add an update of somebody whom an earlier add brought to Greenhouse. It creates nobody.
type update struct {
	Member place `json:"member"`
	// First is what stood in the folder when it was read first, which is no change.
	First plan.Base `json:"first"`
}

// place is how the person stands in the folder, as plan.MemberState has it.
type place struct {
	FolderID    int64             `json:"folder_id,omitempty"`
	FolderName  string            `json:"folder_name,omitempty"`
	StatusID    int64             `json:"status_id,omitempty"`
	SubstatusID int64             `json:"substatus_id,omitempty"`
	Status      string            `json:"status,omitempty"`
	Substatus   string            `json:"substatus,omitempty"`
	UpdatedAt   string            `json:"updated_at,omitempty"`
	Comments    []profile.Comment `json:"comments,omitempty"`
}

// following is what one attempt at an update knows.
type following struct {
	// receipts are those of the profile, newest first; known is the one that tells who the person is.
	receipts []receipt
	known    receipt
	// in and plan are what was planned last.
	in   plan.FollowInput
	plan plan.FollowPlan
}

// recall finds the person that earlier adds of the profile came to.
func (d *delivery) recall() (err error) {
	d.journal.Update = true
	if d.following.receipts, err = d.service.receiptsOf(d.add.Account, d.profileKey()); err != nil {
		return err
	}
	i := slices.IndexFunc(d.following.receipts, func(r receipt) bool { return r.Person != 0 })
	if i < 0 {
		return &ask{question{Code: CauseUpdateGone}}
	}
	d.following.known = d.following.receipts[i]
	if d.journal.Person == 0 {
		d.journal.Person = d.following.known.Person
	}
	return nil
}

// nextUpdate plans; nil means that nothing is left to write. What changed on both sides is asked before anything is written.
func (d *delivery) nextUpdate(ctx context.Context) (*plan.Step, error) {
	p, err := d.plan(ctx)
	if err != nil {
		return nil, err
	}
	if conflicts := d.following.plan.Conflicts; len(conflicts) > 0 {
		q := question{Code: CauseUpdateConflict, Person: d.journal.Person}
		for _, c := range conflicts {
			q.Reasons = append(q.Reasons, c.Part)
		}
		return nil, &ask{q}
	}
	d.journal.Steps = d.journal.done() + len(p.Steps)
	if len(p.Steps) == 0 {
		return nil, nil
	}
	d.journal.VerifyingSince = time.Time{} // reading back has not begun
	return &p.Steps[0], nil
}

func (d *delivery) planUpdate(ctx context.Context) (plan.Plan, error) {
	in, err := d.followInput(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	d.following.in, d.following.plan = in, plan.Follow(in)
	d.base = &d.following.plan.Base
	d.journal.LeftOut = d.following.plan.Dropped
	return plan.Plan{Steps: d.following.plan.Steps, Dropped: d.following.plan.Dropped}, nil
}

// followInput gathers all that an update depends on.
func (d *delivery) followInput(ctx context.Context) (plan.FollowInput, error) {
	in := plan.FollowInput{
		Input: d.baseInput(), Policy: d.service.settings.Updates.policy(d.add.Account),
		Base: baseOf(d.following.receipts).Join(d.add.Update.First), Member: plan.MemberState(d.add.Update.Member),
		Hash: d.service.hash, Decisions: d.journal.Decisions,
	}
	parts := []func(context.Context, *plan.FollowInput) error{
		d.followAbilities, d.followTags, d.followPerson, d.followFields, d.followPool, d.leaveExisting, d.followRecords,
	}
	for _, part := range parts {
		if err := part(ctx, &in); err != nil {
			return plan.FollowInput{}, err
		}
	}
	return in, nil
}

func (d *delivery) followAbilities(ctx context.Context, in *plan.FollowInput) (err error) {
	in.Can, err = d.conn.abilities(ctx)
	in.Can.NewTags = in.Can.NewTags && d.service.settings.Greenhouse.NewTags
	return err
}

func (d *delivery) followTags(ctx context.Context, in *plan.FollowInput) (err error) {
	if err = d.inputTags(ctx, &in.Input); err != nil || !in.Can.Tags {
		return err
	}
	if slices.ContainsFunc(in.Policy.Statuses, func(r plan.StatusRule) bool { return r.Tag != "" }) {
		in.TagIDs, err = d.conn.tagIDs(ctx)
	}
	return err
}

// followPerson waits when the person is not to be seen, or goes over to the one they were merged into.
func (d *delivery) followPerson(ctx context.Context, in *plan.FollowInput) error {
	if err := d.inputExisting(ctx, &in.Input); err != nil {
		return err
	}
	if in.Existing.Candidate == nil {
		return d.notYetVisible(ctx)
	}
	return d.inputSchools(ctx, &in.Input)
}

// leaveExisting keeps everything as it is that a person has who was in Greenhouse before, where the settings ask for it.
func (d *delivery) leaveExisting(_ context.Context, in *plan.FollowInput) error {
	if !d.service.settings.Greenhouse.LeaveExisting || d.wasCreatedHere() {
		return nil
	}
	in.Policy.Fields = map[string]string{}
	for part := range plan.DefaultFollow().Fields {
		in.Policy.Fields[part] = "never"
	}
	for _, field := range in.Fields {
		in.Policy.Fields["field:"+field.NameKey] = "never"
	}
	return nil
}

// wasCreatedHere says whether an add of the profile created the person.
func (d *delivery) wasCreatedHere() bool {
	return slices.ContainsFunc(d.following.receipts, func(r receipt) bool {
		return r.Person == d.following.known.Person && r.Outcome == outcomeCreated
	})
}

func (d *delivery) followFields(ctx context.Context, in *plan.FollowInput) error {
	rules := slices.ContainsFunc(in.Policy.Statuses, func(r plan.StatusRule) bool { return r.Field != "" })
	if len(d.service.settings.Greenhouse.CustomFields) == 0 && !rules {
		return nil
	}
	resolved, catalogue, err := d.resolveFields(ctx)
	if err != nil {
		return err
	}
	in.Fields, in.Definitions, in.Choices = resolved.Fields, catalogue.fields, catalogue.options
	in.Existing.Fields, in.Existing.FieldsKept = plan.KeepFields(in.Existing.Candidate.CustomFields, catalogue.fields, catalogue.options)
	return nil
}

func (d *delivery) followRecords(ctx context.Context, in *plan.FollowInput) (err error) {
	people := []harvest.CandidateID{d.journal.Person}
	employments, educations := in.NeedsRecords()
	if employments {
		in.Employments, err = harvest.Collect(d.conn.client.Employments(ctx, harvest.EmploymentQuery{CandidateIDs: people}))
	}
	if err == nil && educations {
		in.EducationsThere, err = harvest.Collect(d.conn.client.Educations(ctx, harvest.EducationQuery{CandidateIDs: people}))
	}
	return err
}
