package extension

import (
	"encoding/json"
	"time"
)

// Kinds of a Batch.
const (
	// BatchFolder is people of an AmazingHiring folder, whose profiles the service fetches itself.
	BatchFolder = "folder"
	// BatchSheet is the rows of a spreadsheet, which the client sends as adds of their own.
	BatchSheet = "sheet"
)

// FoldersQuery asks for the folders in AmazingHiring that the service's token may see.
type FoldersQuery struct{}

// Folders answers FoldersQuery.
type Folders struct {
	Folders []Folder `json:"folders"`
}

// Folder is a working list in AmazingHiring.
type Folder struct {
	ID     ID     `json:"id"`
	Name   string `json:"name"`
	People int    `json:"people"`
}

// MembersQuery asks for the people of a folder, or of the folder page with this address.
type MembersQuery struct {
	FolderID ID     `json:"folder_id,omitempty"`
	Address  string `json:"address,omitempty"`
	// Offset and Limit choose a part of a long list; the service gives at most 1,000 at a time.
	Offset int `json:"offset,omitempty"`
	Limit  int `json:"limit,omitempty"`
}

// Members answers MembersQuery. More says that the list goes on behind these.
type Members struct {
	FolderID ID       `json:"folder_id"`
	Members  []Member `json:"members"`
	More     bool     `json:"more,omitempty"`
}

// Member is one person of a folder.
type Member struct {
	ProfileID ID     `json:"profile_id"`
	Name      string `json:"name,omitempty"`
	Status    string `json:"status,omitempty"`
	// Fetched says that this service has fetched the profile before, so that fetching it again costs no contact credit.
	Fetched bool `json:"fetched"`
}

// Batch hands many people over at once: an export of a folder, or the rows of a spreadsheet. The same batch_id again gives
// the same batch. It is answered once all of it is on disk.
type Batch struct {
	BatchID string `json:"batch_id"`
	Account string `json:"account,omitempty"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Target  Target `json:"target"`
	// People in their order. A folder's have a ProfileID; those of a sheet only the request_id of the add that follows.
	People []BatchPerson `json:"people"`
	// MaxFirst is how many profiles may be fetched for the first time, each of which may cost a contact credit: the number
	// that the recruiter has confirmed. People beyond it are left out, and listed.
	MaxFirst int `json:"max_first,omitempty"`
	// AutoUpdate lets later changes of these people in AmazingHiring follow to Greenhouse. Only for a folder, with its FolderID.
	AutoUpdate bool `json:"auto_update,omitempty"`
	FolderID   ID   `json:"folder_id,omitempty"`
}

// BatchPerson is one person of a Batch.
type BatchPerson struct {
	RequestID string `json:"request_id,omitempty"`
	ProfileID ID     `json:"profile_id,omitempty"`
	// Target is another one than the batch's, for this person only.
	Target *Target `json:"target,omitempty"`
}

// BatchesQuery asks for batches, the latest first; with BatchID for that one and its people, of whom Offset are passed over.
type BatchesQuery struct {
	BatchID string `json:"batch_id,omitempty"`
	Offset  int    `json:"offset,omitempty"`
}

// Batches answers BatchesQuery.
type Batches struct {
	Batches []BatchInfo `json:"batches"`
}

// BatchInfo is a batch and how far it has come.
type BatchInfo struct {
	BatchID string    `json:"batch_id"`
	Account string    `json:"account"`
	Kind    string    `json:"kind"`
	Name    string    `json:"name"`
	Target  Target    `json:"target"`
	Created time.Time `json:"created_at"`
	// State is running, paused, cancelled or finished.
	State  string      `json:"state"`
	Counts BatchCounts `json:"counts"`
	// SecondsLeft is how long the rest takes at the pace of late; 0 while that is not known.
	SecondsLeft int `json:"seconds_left,omitempty"`
	// FirstFetched is how many profiles were fetched for the first time.
	FirstFetched int `json:"first_fetched,omitempty"`
	// RequestsPerPerson is how many requests to Greenhouse those took who are done or were already there, on average.
	RequestsPerPerson float64 `json:"requests_per_person,omitempty"`
	// AutoUpdate says that later changes follow; Updates counts those that were found so far.
	AutoUpdate bool         `json:"auto_update,omitempty"`
	Updates    UpdateCounts `json:"updates,omitzero"`
	// Results are those of each person, where one batch was asked for. More says that others follow: ask again with an Offset.
	Results []BatchResult `json:"results,omitempty"`
	More    bool          `json:"more,omitempty"`
}

// BatchCounts add up to Total.
type BatchCounts struct {
	Total int `json:"total"`
	// Waiting are received and not begun; Working are under way.
	Waiting int `json:"waiting"`
	Working int `json:"working"`
	// Done were created or given what was asked for, AlreadyThere had it.
	Done         int `json:"done"`
	AlreadyThere int `json:"already_there"`
	NeedsYou     int `json:"needs_you"`
	Stopped      int `json:"stopped"`
	// LeftOut were not sent because the confirmed number of first fetches was spent.
	LeftOut int `json:"left_out"`
	// Missing were announced and have not been received yet.
	Missing int `json:"missing"`
}

// UpdateCounts are the later changes of a batch's people: those that have not reached Greenhouse yet, those that have, and
// those that need a person.
type UpdateCounts struct {
	Waiting  int `json:"waiting"`
	Done     int `json:"done"`
	NeedsYou int `json:"needs_you"`
}

// BatchResult is what a batch came to for one person.
type BatchResult struct {
	ProfileID ID     `json:"profile_id,omitempty"`
	RequestID string `json:"request_id"`
	ItemID    string `json:"item_id,omitempty"`
	// State is waiting, working, done, already_there, needs_you, stopped, left_out or missing.
	State   string `json:"state"`
	Message string `json:"message,omitempty"`
	Name    string `json:"name,omitempty"`
	Link    string `json:"link,omitempty"`
	// UpdatesOff says that later changes of this person do not follow although those of the batch do.
	UpdatesOff bool `json:"updates_off,omitempty"`
}

// Actions of a BatchChange.
const (
	BatchPause  = "pause"
	BatchResume = "resume"
	BatchCancel = "cancel"
)

// BatchChange pauses, resumes or cancels a batch. What was sent stays.
type BatchChange struct {
	BatchID string `json:"batch_id"`
	Action  string `json:"action"`
}

// BatchReply answers Batch and BatchChange.
type BatchReply struct {
	Batch BatchInfo `json:"batch"`
}

// UpdatesChange switches automatic updates off or on: for one person of a batch (BatchID and ProfileID), for a batch, or
// for a whole account (Account alone). What was sent stays.
type UpdatesChange struct {
	Account   string `json:"account,omitempty"`
	BatchID   string `json:"batch_id,omitempty"`
	ProfileID ID     `json:"profile_id,omitempty"`
	On        bool   `json:"on"`
}

// UpdatesState answers UpdatesChange with what is in force now.
type UpdatesState struct {
	On bool `json:"on"`
}

// MarshalJSON writes a list also when there are no folders.
func (m Folders) MarshalJSON() ([]byte, error) {
	type plain Folders
	m.Folders = list(m.Folders)
	return json.Marshal(plain(m))
}

// MarshalJSON writes a list also when there is nobody.
func (m Members) MarshalJSON() ([]byte, error) {
	type plain Members
	m.Members = list(m.Members)
	return json.Marshal(plain(m))
}

// MarshalJSON writes a list also when there are no batches.
func (m Batches) MarshalJSON() ([]byte, error) {
	type plain Batches
	m.Batches = list(m.Batches)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (FoldersQuery) MessageType() string { return "folders" }

// MessageType implements Message.
func (Folders) MessageType() string { return "folders" }

// MessageType implements Message.
func (MembersQuery) MessageType() string { return "members" }

// MessageType implements Message.
func (Members) MessageType() string { return "members" }

// MessageType implements Message.
func (Batch) MessageType() string { return "batch" }

// MessageType implements Message.
func (BatchesQuery) MessageType() string { return "batches" }

// MessageType implements Message.
func (Batches) MessageType() string { return "batches" }

// MessageType implements Message.
func (BatchChange) MessageType() string { return "batch_change" }

// MessageType implements Message.
func (BatchReply) MessageType() string { return "batch" }

// MessageType implements Message.
func (UpdatesChange) MessageType() string { return "updates_change" }

// MessageType implements Message.
func (UpdatesState) MessageType() string { return "updates" }
