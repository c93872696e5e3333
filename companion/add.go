package companion

import (
	"encoding/json"
	"fmt"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// add is an accepted add request as the queue keeps it: immutable, and whole enough to be delivered without the client.
type add struct {
	RequestID string           `json:"request_id"`
	Account   string           `json:"account"`
	Profile   json.RawMessage  `json:"profile"`
	First     string           `json:"first_name,omitempty"`
	Last      string           `json:"last_name,omitempty"`
	Target    extension.Target `json:"target"`
	// ProfileBase is AmazingHiring's address at the time of the click; the profile's own address is made from it.
	ProfileBase string `json:"profile_base"`
}

// decodeAdd reads a payload back. A payload that cannot be read is damaged, not merely invalid: intake checked it.
func decodeAdd(payload []byte) (add, profile.Profile, error) {
	var a add
	if err := json.Unmarshal(payload, &a); err != nil {
		return add{}, profile.Profile{}, fmt.Errorf("read add: %w", errDamaged)
	}
	person, _, err := amazinghiring.Decode(a.Profile, a.ProfileBase)
	if err != nil {
		return add{}, profile.Profile{}, fmt.Errorf("read profile: %w", errDamaged)
	}
	return a, person, nil
}

func (a add) target() plan.Target {
	return planTarget(a.Target)
}

func planTarget(t extension.Target) plan.Target {
	out := plan.Target{Kind: plan.TargetKind(t.Kind)}
	for _, id := range t.JobIDs {
		out.Jobs = append(out.Jobs, harvest.JobID(id))
	}
	return out
}
