package extension

import "encoding/json"

// AuditQuery asks for a part of the audit log.
type AuditQuery struct {
	// From is the number of the first entry wanted; 0 is the same as 1.
	From int `json:"from,omitempty"`
}

// Audit answers AuditQuery.
type Audit struct {
	// Lines are entries as they are in the log, each a JSON object: every byte counts for the hash.
	Lines []string `json:"lines"`
	// Next is where the next query goes on; 0 at the end.
	Next int `json:"next,omitempty"`
}

// AuditCheck asks whether the audit log is as it was written.
type AuditCheck struct{}

// AuditChecked answers AuditCheck.
type AuditChecked struct {
	// Entries is how many there are, and Unkept how many of them are newer than the head that is kept beside the secrets.
	Entries int `json:"entries"`
	Unkept  int `json:"unkept"`
	// Findings are what is wrong, in words; none is good.
	Findings []string `json:"findings"`
	// Limits are what such a check cannot find.
	Limits []string `json:"limits"`
}

// ForgetPerson erases one person from this computer.
type ForgetPerson struct {
	// Profile is the number or the page of the profile in AmazingHiring, another page of the person, or an e-mail address.
	Profile string `json:"profile"`
	// Cancel cancels what is under way for the person; otherwise nothing is erased while there is something.
	Cancel bool `json:"cancel,omitempty"`
}

// Forgotten answers ForgetPerson.
type Forgotten struct {
	// Erased is false when something is under way, as UnderWay says, and it was not to be cancelled.
	Erased   bool `json:"erased"`
	UnderWay int  `json:"under_way"`
	// Items, Files and Batches count what held the person.
	Items   int `json:"items"`
	Files   int `json:"files"`
	Batches int `json:"batches"`
	// Remains says what was not erased, in words.
	Remains []string `json:"remains"`
}

// DataQuery asks for everything that is held about one person, as a JSON document that comes in parts.
type DataQuery struct {
	// Profile as in ForgetPerson.
	Profile string `json:"profile"`
	// Offset is where in the document the part begins.
	Offset int64 `json:"offset,omitempty"`
}

// DataPart answers DataQuery. Parts belong together only when they have the same SHA256, which is that of the whole document.
type DataPart struct {
	Data   []byte `json:"data"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// MarshalJSON writes a list also when there are no entries.
func (m Audit) MarshalJSON() ([]byte, error) {
	type plain Audit
	m.Lines = list(m.Lines)
	return json.Marshal(plain(m))
}

// MarshalJSON writes lists also when there is nothing in them.
func (m AuditChecked) MarshalJSON() ([]byte, error) {
	type plain AuditChecked
	m.Findings, m.Limits = list(m.Findings), list(m.Limits)
	return json.Marshal(plain(m))
}

// MarshalJSON writes a list also when nothing remains.
func (m Forgotten) MarshalJSON() ([]byte, error) {
	type plain Forgotten
	m.Remains = list(m.Remains)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (AuditQuery) MessageType() string { return "audit" }

// MessageType implements Message.
func (Audit) MessageType() string { return "audit" }

// MessageType implements Message.
func (AuditCheck) MessageType() string { return "audit_check" }

// MessageType implements Message.
func (AuditChecked) MessageType() string { return "audit_check" }

// MessageType implements Message.
func (ForgetPerson) MessageType() string { return "forget_person" }

// MessageType implements Message.
func (Forgotten) MessageType() string { return "forgotten" }

// MessageType implements Message.
func (DataQuery) MessageType() string { return "export_data" }

// MessageType implements Message.
func (DataPart) MessageType() string { return "export_data" }
