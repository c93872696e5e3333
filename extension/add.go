package extension

import (
	"encoding/json"
	"time"
)

// Kinds of a Target.
const (
	TargetCandidate = "candidate"
	TargetProspect  = "prospect"
)

// Priorities of an Add. A click is delivered before an export.
const (
	PriorityClick  = "click"
	PriorityExport = "export"
)

const (
	// MaxTags is how many tags one Add may name.
	MaxTags = 50
	// MaxTag is the longest name of a tag, in characters.
	MaxTag = 100
)

// Add asks the service to bring one person to Greenhouse.
type Add struct {
	// RequestID is made once, when the button is pressed. The same id again gets the same receipt.
	RequestID string `json:"request_id"`
	// Account names the Greenhouse account; empty means the only or the default one.
	Account string `json:"account,omitempty"`
	// Profile is a person as AmazingHiring's API v6 or its enrichment API describes one. Its 64-bit ids may be strings.
	Profile json.RawMessage `json:"profile"`
	// FirstName and LastName are the names the recruiter confirmed; both or none.
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Target    Target `json:"target"`
	// Files go along; every one must have been uploaded. At most MaxFiles.
	Files []File `json:"files,omitempty"`
	// Tags are names of tags for the person, at most MaxTags of at most MaxTag characters.
	Tags []string `json:"tags,omitempty"`
	// Batch names the Batch that this add belongs to, if any.
	Batch string `json:"batch,omitempty"`
	// Priority is PriorityClick or PriorityExport.
	Priority string `json:"priority"`
}

// Target says what the person becomes: a candidate on exactly one job, or a prospect on none, one or several.
type Target struct {
	Kind   string `json:"kind"`
	JobIDs []ID   `json:"job_ids,omitempty"`
	// PoolID puts a prospect into a pool, and PoolStageID into a stage of it; 0 means none.
	PoolID      ID `json:"pool_id,omitempty"`
	PoolStageID ID `json:"pool_stage_id,omitempty"`
}

// Receipt answers Add once the add request is safe on disk, never before.
type Receipt struct {
	RequestID  string    `json:"request_id"`
	ItemID     string    `json:"item_id"`
	AcceptedAt time.Time `json:"accepted_at"`
	// Duplicate says that this request id had been accepted before; the item is the one made then.
	Duplicate bool `json:"duplicate"`
}

// MessageType implements Message.
func (Add) MessageType() string { return "add" }

// MessageType implements Message.
func (Receipt) MessageType() string { return "receipt" }
