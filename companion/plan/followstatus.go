package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// stands is the status as a base has it, and whether there is one: a status that was deleted leaves its members without.
func (m MemberState) stands() (string, bool) {
	return fmt.Sprintf("%d/%d", m.StatusID, m.SubstatusID), m.FolderID != 0 && m.StatusID != 0
}

func (m MemberState) folder() string { return decimalID(m.FolderID) }

// statusChanged goes by ids: a status that is renamed is the same one.
func (b Base) statusChanged(m MemberState) bool {
	now, stands := m.stands()
	was, known := b.Status[m.folder()]
	return stands && known && was != now
}

func (m MemberState) isInStatus(named string) bool { return isNamed(named, m.StatusID, m.Status) }

// isInSubstatus tries every slash: names may have one.
func (m MemberState) isInSubstatus(named string) bool {
	if m.SubstatusID == 0 {
		return false
	}
	for i, r := range named {
		if r == '/' && m.isInStatus(named[:i]) && isNamed(named[i+1:], m.SubstatusID, m.Substatus) {
			return true
		}
	}
	return named == decimalID(m.SubstatusID)
}

func isNamed(text string, id int64, name string) bool {
	folded := Folded(text)
	return folded != "" && (folded == decimalID(id) || folded == Folded(name))
}

// statusNote tells the new status. The old one is not known by name.
func (f *follower) statusNote() []Step {
	switch {
	case !f.rule.Note:
		return nil
	case !f.in.Can.Notes:
		f.drop("folder_status", profile.ReasonNoPermission)
		return nil
	}
	m := f.in.Member
	stands, _ := m.stands()
	name := cmp.Or(join(" / ", m.Status, m.Substatus), "status "+decimalID(m.StatusID))
	text := join(", ", "Folder status in AmazingHiring", m.FolderName, m.asOf()) + ": → " + name
	return noted(f.in.Input, keyStatus+"/"+m.folder()+"/"+stands, plainText(text))
}

func (m MemberState) asOf() string {
	if m.UpdatedAt == "" {
		return ""
	}
	return "as of " + m.UpdatedAt
}

// moves puts the prospect into the stage that the status asks for, unless somebody has moved them meanwhile.
func (f *follower) moves() []Step {
	if f.rule.Pool == 0 {
		return nil
	}
	if f.in.Details == nil {
		f.drop(partPoolStage, profile.ReasonNoPermission)
		return nil
	}
	application, found := f.prospect()
	if !found {
		f.drop(partPoolStage, profile.ReasonUnmapped)
		return nil
	}
	now := f.in.Details[application]
	there := now.PoolID == f.rule.Pool && now.PoolStageID == f.rule.Stage
	if !there && f.movedBySomebody(now) && !f.decided(partPoolStage, keyPool) {
		return nil
	}
	f.base.Stage = f.rule.Stage
	if there {
		return nil
	}
	move := harvest.ApplicationChange{ProspectPoolID: f.rule.Pool, ProspectPoolStageID: f.rule.Stage}
	return []Step{{Key: keyPool, Kind: MoveInPool, ApplicationID: application, Move: &move}}
}

// movedBySomebody: before the first update the stage may be what the export chose, but hardly another pool is.
func (f *follower) movedBySomebody(now harvest.ProspectDetail) bool {
	if f.in.Base.Stage != 0 {
		return now.PoolStageID != f.in.Base.Stage
	}
	return now.PoolID != 0 && now.PoolID != f.rule.Pool
}

// prospect is the active prospect application to move: the one that an update moved last, else one in the pool, else any.
func (f *follower) prospect() (harvest.ApplicationID, bool) {
	active := slices.DeleteFunc(slices.Clone(f.in.Existing.Applications), func(a harvest.Application) bool {
		return !a.Prospect || slices.Contains([]string{"rejected", "hired", "converted"}, a.Status)
	})
	for _, fits := range []func(harvest.ProspectDetail) bool{
		func(d harvest.ProspectDetail) bool { return d.PoolStageID != 0 && d.PoolStageID == f.in.Base.Stage },
		func(d harvest.ProspectDetail) bool { return d.PoolID == f.rule.Pool },
		func(harvest.ProspectDetail) bool { return true },
	} {
		if at := slices.IndexFunc(active, func(a harvest.Application) bool { return fits(f.in.Details[a.ID]) }); at >= 0 {
			return active[at].ID, true
		}
	}
	return 0, false
}
