package companion

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// UpdateSettings concern later changes in AmazingHiring that follow to Greenhouse.
type UpdateSettings struct {
	// Disabled stops looking for changes, whatever exports say.
	Disabled bool `toml:"disabled"`
	// EveryMinutes is how often folders are looked at. Default 15.
	EveryMinutes float64 `toml:"every_minutes"`
	// SweepHours is how often everybody's profile is fetched and compared, also of those whose folder shows no change.
	// Default 24.
	SweepHours float64 `toml:"sweep_hours"`
	// Fields say how a part of the profile is followed: see plan.FollowPolicy. What is not there is as in plan.DefaultFollow.
	Fields map[string]string `toml:"fields"`
	// Comments and Tags say whether those are followed. Default true.
	Comments *bool `toml:"comments"`
	Tags     *bool `toml:"tags"`
	// Statuses say what a change of the folder status does. A status without a rule makes a note.
	Statuses []UpdateStatusRule `toml:"status"`
}

// UpdateStatusRule says what a change to a folder status does in Greenhouse.
type UpdateStatusRule struct {
	// Account limits the rule to one account, where it comes before the rules for all. Pools are an account's own.
	Account string `toml:"account"`
	// Status is the status' name, its name and its substatus' as "Contacted/Replied", or the id of either.
	Status string `toml:"status"`
	// Pool and Stage are the ids of where the person's prospect application goes.
	Pool  int64 `toml:"pool"`
	Stage int64 `toml:"stage"`
	// Tag is put on the person.
	Tag string `toml:"tag"`
	// CustomField gets Value, or without one the status' name.
	CustomField string `toml:"custom_field"`
	Value       string `toml:"value"`
	// Note writes a note as well; Ignore does nothing at all.
	Note   bool `toml:"note"`
	Ignore bool `toml:"ignore"`
}

func (u UpdateSettings) withDefaults() UpdateSettings {
	u.EveryMinutes = cmp.Or(u.EveryMinutes, 15)
	u.SweepHours = cmp.Or(u.SweepHours, 24)
	return u
}

func (u UpdateSettings) every() time.Duration { return seconds(u.EveryMinutes * 60) }

func (u UpdateSettings) sweep() time.Duration { return seconds(u.SweepHours * 3600) }

// validate says in words what is wrong, and nothing when all is well.
func (u UpdateSettings) validate() string {
	if u.EveryMinutes < 0 || u.SweepHours < 0 {
		return "a negative number"
	}
	accounts := map[string]bool{"": true}
	for _, rule := range u.Statuses {
		if rule.Pool < 0 || rule.Stage < 0 {
			return "a status rule whose pool or stage is not a positive number"
		}
		accounts[rule.Account] = true
	}
	for _, account := range slices.Sorted(maps.Keys(accounts)) {
		if wrong := u.policy(account).Validate(); wrong != "" {
			return "an unusable rule: " + wrong
		}
	}
	return ""
}

// policy is what holds for the account.
func (u UpdateSettings) policy(account string) plan.FollowPolicy {
	p := plan.FollowPolicy{
		Fields: maps.Clone(u.Fields), Comments: u.Comments == nil || *u.Comments, Tags: u.Tags == nil || *u.Tags,
	}
	for _, rule := range u.Statuses {
		if rule.Account != "" && rule.Account == account {
			p.Statuses = append(p.Statuses, rule.plan())
		}
	}
	for _, rule := range u.Statuses {
		if rule.Account == "" {
			p.Statuses = append(p.Statuses, rule.plan())
		}
	}
	return p
}

func (r UpdateStatusRule) plan() plan.StatusRule {
	return plan.StatusRule{
		Status: r.Status, Pool: harvest.PoolID(r.Pool), Stage: harvest.PoolStageID(r.Stage), Tag: strings.TrimSpace(r.Tag),
		Field: r.CustomField, Value: r.Value, Note: r.Note, Ignore: r.Ignore,
	}
}
