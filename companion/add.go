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
	// Files came before the add and rest beside the queue; Tags are asked for and subject to the settings.
	Files []extension.File `json:"files,omitempty"`
	Tags  []string         `json:"tags,omitempty"`
	// Batch is the batch it belongs to. Fetch is the id of a profile that is still to be fetched; then Profile is empty.
	Batch string `json:"batch,omitempty"`
	Fetch int64  `json:"fetch,omitempty"`
	// Update makes it a later change of somebody whom an earlier add brought; then there is no name and the target is theirs.
	Update *update `json:"update,omitempty"`
	// ProfileBase is AmazingHiring's address at the time of the click; the profile's own address is made from it.
	ProfileBase string `json:"profile_base"`
}

// decodeAdd reads a payload back, and names the parts of the profile that could not be understood. A payload that cannot be
// read is damaged, not merely invalid: intake checked it.
func decodeAdd(payload []byte) (add, profile.Profile, []profile.Dropped, error) {
	var a add
	if err := json.Unmarshal(payload, &a); err != nil {
		return add{}, profile.Profile{}, nil, fmt.Errorf("read add: %w", errDamaged)
	}
	if a.Fetch != 0 {
		return a, profile.Profile{ID: a.Fetch}, nil, nil
	}
	person, dropped, err := amazinghiring.Decode(a.Profile, a.ProfileBase)
	if err != nil {
		return add{}, profile.Profile{}, nil, fmt.Errorf("read profile: %w", errDamaged)
	}
	return a, person, dropped, nil
}

// target translates where the person goes.
func (a add) target() plan.Target {
	out := plan.Target{
		Kind: plan.TargetKind(a.Target.Kind),
		Pool: harvest.PoolID(a.Target.PoolID), PoolStage: harvest.PoolStageID(a.Target.PoolStageID),
	}
	for _, id := range a.Target.JobIDs {
		out.Jobs = append(out.Jobs, harvest.JobID(id))
	}
	return out
}

func (a add) files() []plan.File {
	var out []plan.File
	for _, f := range a.Files {
		out = append(out, plan.File{Hash: f.SHA256, Filename: f.Filename, Type: f.Type})
	}
	return out
}
