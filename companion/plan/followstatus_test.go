package plan_test

import (
	"maps"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// inStatus is a member of folder 7, whom the base knows in status 30.
func inStatus(rules ...plan.StatusRule) plan.FollowInput {
	in := following(harvest.Candidate{}, profile.Profile{}, profile.Profile{})
	in.Base.Status = map[string]string{"7": "30/0"}
	in.Policy.Statuses = rules
	in.Member = plan.MemberState{FolderID: 7, FolderName: "Go platform", StatusID: 31, SubstatusID: 40, Status: "Contacted", Substatus: "Replied"}
	in.Existing.Applications = []harvest.Application{{ID: 90, Prospect: true, Status: "in_process"}}
	in.Details = map[harvest.ApplicationID]harvest.ProspectDetail{90: {ApplicationID: 90, PoolID: 35, PoolStageID: 1}}
	in.Existing.FieldsKept = true
	in.Definitions = []harvest.CustomField{field("single_select")}
	in.Choices = choices
	return in
}

func tagging(status, tag string) plan.StatusRule { return plan.StatusRule{Status: status, Tag: tag} }

// TestStatusRules: the most specific rule counts, by name or id.
func TestStatusRules(t *testing.T) {
	note := []string{"status/7/31/40/0"}
	tests := map[string]struct {
		rules []plan.StatusRule
		keys  []string
	}{
		"no rule":                   {nil, note},
		"a rule for another":        {[]plan.StatusRule{tagging("Interested", "a"), tagging("31x", "b"), tagging("Contacted/No answer", "c")}, note},
		"by name, folded":           {[]plan.StatusRule{tagging(" CONTACTED", "a")}, []string{"tag/a"}},
		"by id":                     {[]plan.StatusRule{tagging("31", "a")}, []string{"tag/a"}},
		"by name and substatus":     {[]plan.StatusRule{tagging("Contacted", "a"), tagging("contacted / replied", "b")}, []string{"tag/b"}},
		"by the substatus' id":      {[]plan.StatusRule{tagging("Contacted", "a"), tagging("40", "b")}, []string{"tag/b"}},
		"by both ids":               {[]plan.StatusRule{tagging("31", "a"), tagging("31/40", "b")}, []string{"tag/b"}},
		"the first of two":          {[]plan.StatusRule{tagging("Contacted", "a"), tagging("contacted", "b")}, []string{"tag/a"}},
		"a substatus is no status":  {[]plan.StatusRule{tagging("Replied", "a")}, note},
		"ignored":                   {[]plan.StatusRule{{Status: "Contacted", Ignore: true}}, nil},
		"several things, and noted": {[]plan.StatusRule{{Status: "Contacted", Tag: "a", Pool: 35, Stage: 2, Note: true}}, []string{"pool", "tag/a", "status/7/31/40/0"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := inStatus(test.rules...)
			in.TagIDs = map[string]harvest.TagID{"a": 1, "b": 2}
			p := plan.Follow(in)
			require.Equal(t, test.keys, keys(p.Steps))
			require.Equal(t, map[string]string{"7": "31/40"}, p.Base.Status)
			in.Base = p.Base
			require.Empty(t, plan.Follow(in).Steps, "no echo")
		})
	}
}

// TestStatusThatDidNotChange, and the first one seen is no change.
func TestStatusThatDidNotChange(t *testing.T) {
	tests := map[string]struct {
		was map[string]string
		now plan.MemberState
		is  map[string]string
	}{
		"renamed":        {map[string]string{"7": "31/0"}, plan.MemberState{FolderID: 7, StatusID: 31, Status: "Called"}, map[string]string{"7": "31/0"}},
		"deleted":        {map[string]string{"7": "31/40"}, plan.MemberState{FolderID: 7}, map[string]string{"7": "31/40"}},
		"first seen":     {nil, plan.MemberState{FolderID: 7, StatusID: 31}, map[string]string{"7": "31/0"}},
		"another folder": {map[string]string{"8": "30/0"}, plan.MemberState{FolderID: 7, StatusID: 31}, map[string]string{"7": "31/0", "8": "30/0"}},
		"no folder":      {map[string]string{}, plan.MemberState{StatusID: 31}, map[string]string{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := inStatus()
			in.Base.Status, in.Member = test.was, test.now
			require.False(t, plan.Changed(in.Base, in.Profile, in.Member, nil, hashed))
			p := plan.Follow(in)
			require.Empty(t, p.Steps)
			require.Equal(t, test.is, p.Base.Status)
		})
	}
	in := inStatus()
	require.True(t, plan.Changed(in.Base, in.Profile, in.Member, nil, hashed))
}

func TestStatusNote(t *testing.T) {
	text := func(change func(*plan.MemberState)) string {
		in := inStatus()
		change(&in.Member)
		return plan.Follow(in).Steps[0].Note.Body
	}
	require.Equal(t, "Folder status in AmazingHiring, Go platform: → Contacted / Replied", text(func(*plan.MemberState) {}))
	require.Equal(t, "Folder status in AmazingHiring, Go platform, as of 2026-11-24T10:00:00+03:00: → Contacted / Replied",
		text(func(m *plan.MemberState) { m.UpdatedAt = "2026-11-24T10:00:00+03:00" }))
	require.Equal(t, "Folder status in AmazingHiring: → status 31",
		text(func(m *plan.MemberState) { m.FolderName, m.Status, m.Substatus = "", "", "" }))
	in := inStatus()
	in.Can.Notes = false
	require.Equal(t, dropped(profile.ReasonNoPermission, "folder_status"), plan.Follow(in).Dropped)
}

// TestStatusTag: what somebody took off stays off, and what could not be put on is not remembered as given.
func TestStatusTag(t *testing.T) {
	in := inStatus(tagging("Contacted", "Called"))
	in.Can.NewTags = false
	p := plan.Follow(in)
	require.Equal(t, dropped(profile.ReasonNoPermission, "tags.Called"), p.Dropped)
	require.Empty(t, p.Base.Values["tags"])

	in.TagIDs = map[string]harvest.TagID{"Called": 14}
	p = plan.Follow(in)
	require.Equal(t, []plan.Step{{Key: "tag/called", Kind: plan.ApplyTag, CandidateID: 42, TagID: 14, TagName: "Called"}}, p.Steps)
	in.Base.Values = p.Base.Values
	p = plan.Follow(in)
	require.Empty(t, p.Steps)
	require.Equal(t, dropped(profile.ReasonPolicy, "tags.Called"), p.Dropped)
	in.Existing.Candidate.Tags = []string{"called"}
	require.Empty(t, plan.Follow(in).Dropped)
}

// TestStatusField: the field belongs to the status, so whatever else is in it is somebody's change.
func TestStatusField(t *testing.T) {
	senior, junior := harvest.CustomFieldInput{NameKey: "key", Value: harvest.OptionID(42)}, harvest.CustomFieldInput{NameKey: "key", Value: harvest.OptionID(41)}
	rule := plan.StatusRule{Status: "Contacted", Field: "key", Value: "senior"}
	tests := map[string]struct {
		rule      plan.StatusRule
		was       map[string]string
		theirs    []harvest.CustomFieldInput
		decision  string
		written   []harvest.CustomFieldInput
		conflicts []plan.Conflict
		dropped   []profile.Dropped
	}{
		"empty there":      {rule: rule, written: []harvest.CustomFieldInput{senior}},
		"set by us before": {rule: rule, was: map[string]string{"field:key": "#41"}, theirs: []harvest.CustomFieldInput{junior}, written: []harvest.CustomFieldInput{senior}},
		"set by somebody":  {rule: rule, theirs: []harvest.CustomFieldInput{junior}, conflicts: conflicts("field:key")},
		"changed there":    {rule: rule, was: map[string]string{"field:key": "#45"}, theirs: []harvest.CustomFieldInput{junior}, conflicts: conflicts("field:key")},
		"ours is taken":    {rule: rule, was: map[string]string{"field:key": "#45"}, theirs: []harvest.CustomFieldInput{junior}, decision: "overwrite", written: []harvest.CustomFieldInput{senior}},
		"theirs is kept":   {rule: rule, was: map[string]string{"field:key": "#45"}, theirs: []harvest.CustomFieldInput{junior}, decision: "keep", dropped: dropped(profile.ReasonPolicy, "field:key")},
		"there already":    {rule: rule, theirs: []harvest.CustomFieldInput{senior}},
		"no such choice":   {rule: plan.StatusRule{Status: "Contacted", Field: "key", Value: "Middle"}, dropped: dropped(profile.ReasonInvalid, "field:key")},
		"not the own name": {rule: plan.StatusRule{Status: "Contacted", Field: "key"}, dropped: dropped(profile.ReasonInvalid, "field:key")},
		"no such field":    {rule: plan.StatusRule{Status: "Contacted", Field: "gone"}, dropped: dropped(profile.ReasonUnmapped, "field:gone")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := inStatus(test.rule)
			maps.Copy(in.Base.Parts, test.was)
			in.Existing.Fields = test.theirs
			in.Decisions = map[string]string{"field:key": test.decision}
			p := plan.Follow(in)
			var written []harvest.CustomFieldInput
			for _, change := range changes(p.Steps) {
				written = append(written, change.CustomFields...)
			}
			require.Equal(t, test.written, written)
			require.Equal(t, test.conflicts, p.Conflicts)
			require.Equal(t, test.dropped, p.Dropped)
		})
	}
}

// TestStatusFieldIsTheStatus: its own name by default, and a rule that fills it from the profile does not meddle.
func TestStatusFieldIsTheStatus(t *testing.T) {
	in := inStatus(plan.StatusRule{Status: "Contacted", Field: "key"})
	in.Definitions = []harvest.CustomField{field("short_text")}
	in.Fields = []harvest.CustomFieldInput{{NameKey: "key", Value: "Engineer"}}
	p := plan.Follow(in)
	require.Equal(t, []harvest.CustomFieldInput{{NameKey: "key", Value: "Contacted"}}, changes(p.Steps)[0].CustomFields)
	require.Equal(t, "#Contacted", p.Base.Parts["field:key"])
	in.Base, in.Existing.Fields = p.Base, changes(p.Steps)[0].CustomFields
	require.Equal(t, "#Contacted", plan.Follow(in).Base.Parts["field:key"])
	require.Empty(t, plan.Follow(in).Steps)
}

func TestPoolStage(t *testing.T) {
	rule := plan.StatusRule{Status: "Contacted", Pool: 35, Stage: 2}
	detail := func(pool harvest.PoolID, stage harvest.PoolStageID) map[harvest.ApplicationID]harvest.ProspectDetail {
		return map[harvest.ApplicationID]harvest.ProspectDetail{90: {ApplicationID: 90, PoolID: pool, PoolStageID: stage}}
	}
	tests := map[string]struct {
		was       harvest.PoolStageID
		now       map[harvest.ApplicationID]harvest.ProspectDetail
		status    string
		decision  string
		written   string
		moves     int
		conflicts []plan.Conflict
		dropped   []profile.Dropped
		stage     harvest.PoolStageID
	}{
		"as the export left it": {now: detail(35, 1), moves: 1, stage: 2},
		"in no pool":            {now: map[harvest.ApplicationID]harvest.ProspectDetail{}, moves: 1, stage: 2},
		"in another pool":       {now: detail(36, 9), conflicts: conflicts("pool stage")},
		"where we put them":     {was: 1, now: detail(35, 1), moves: 1, stage: 2},
		"there already":         {was: 1, now: detail(35, 2), stage: 2},
		"moved by somebody":     {was: 1, now: detail(35, 3), conflicts: conflicts("pool stage"), stage: 1},
		"taken out by somebody": {was: 1, now: detail(0, 0), conflicts: conflicts("pool stage"), stage: 1},
		"theirs is kept":        {was: 1, now: detail(35, 3), decision: "keep", dropped: dropped(profile.ReasonPolicy, "pool stage"), stage: 1},
		"ours is taken":         {was: 1, now: detail(35, 3), decision: "overwrite", moves: 1, stage: 2},
		"moved after we did":    {was: 1, now: detail(35, 3), written: "pool", stage: 1},
		"not to be read":        {was: 1, dropped: dropped(profile.ReasonNoPermission, "pool stage"), stage: 1},
		"rejected meanwhile":    {now: detail(35, 1), status: "rejected", dropped: dropped(profile.ReasonUnmapped, "pool stage")},
		"a candidate by now":    {now: detail(35, 1), status: "converted", dropped: dropped(profile.ReasonUnmapped, "pool stage")},
		"hired":                 {now: detail(35, 1), status: "hired", dropped: dropped(profile.ReasonUnmapped, "pool stage")},
		"active, another word":  {now: detail(35, 1), status: "active", moves: 1, stage: 2},
		"without a status":      {now: detail(35, 1), moves: 1, stage: 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := inStatus(rule)
			in.Base.Stage, in.Details, in.Written = test.was, test.now, []string{test.written}
			in.Existing.Applications[0].Status = test.status
			in.Decisions = map[string]string{"pool stage": test.decision}
			p := plan.Follow(in)
			require.Len(t, p.Steps, test.moves)
			for _, step := range p.Steps {
				require.Equal(t, plan.Step{
					Key: "pool", Kind: plan.MoveInPool, CandidateID: 42, ApplicationID: 90,
					Move: &harvest.ApplicationChange{ProspectPoolID: 35, ProspectPoolStageID: 2},
				}, step)
				require.Equal(t, plan.MoveInPool, plan.KindOf(step.Key))
				require.Equal(t, "move the prospect application 90 to stage 2 of pool 35", step.Describe())
			}
			require.Equal(t, test.conflicts, p.Conflicts)
			require.Equal(t, test.dropped, p.Dropped)
			require.Equal(t, test.stage, p.Base.Stage)
		})
	}
}

// TestWhichApplicationMoves: the one that was moved last, else one in the pool; never a candidate's.
func TestWhichApplicationMoves(t *testing.T) {
	in := inStatus(plan.StatusRule{Status: "Contacted", Pool: 35, Stage: 2})
	in.Existing.Applications = []harvest.Application{{ID: 1, JobID: 5}, {ID: 2, Prospect: true}, {ID: 3, Prospect: true}, {ID: 4, Prospect: true}}
	in.Details = map[harvest.ApplicationID]harvest.ProspectDetail{2: {PoolID: 0}, 3: {PoolID: 35, PoolStageID: 1}, 4: {PoolID: 36, PoolStageID: 9}}
	require.Equal(t, harvest.ApplicationID(3), plan.Follow(in).Steps[0].ApplicationID)
	in.Base.Stage = 9
	require.Equal(t, harvest.ApplicationID(4), plan.Follow(in).Steps[0].ApplicationID)
	in.Base.Stage, in.Details = 0, map[harvest.ApplicationID]harvest.ProspectDetail{}
	require.Equal(t, harvest.ApplicationID(2), plan.Follow(in).Steps[0].ApplicationID)
}

func TestUpdateIsDescribed(t *testing.T) {
	in := following(harvest.Candidate{}, profile.Profile{}, profile.Profile{Title: "Lead"})
	step := plan.Follow(in).Steps[0]
	require.Equal(t, "bring person 42 up to date", step.Describe())
	require.Equal(t, plan.UpdateCandidate, plan.KindOf(step.Key))
}
