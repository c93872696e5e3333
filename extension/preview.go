package extension

import (
	"encoding/json"
	"time"
)

// JobsQuery asks for open jobs that take applications.
type JobsQuery struct {
	// Account names the Greenhouse account; empty means the only or the default one.
	Account string `json:"account,omitempty"`
	// Query is part of a job's name or requisition id; empty finds all.
	Query string `json:"query,omitempty"`
	// Limit is the largest number of jobs wanted; 0 leaves it to the service.
	Limit int `json:"limit,omitempty"`
}

// Jobs answers JobsQuery from what the service knew at FetchedAt.
type Jobs struct {
	Jobs      []Job     `json:"jobs"`
	FetchedAt time.Time `json:"fetched_at"`
	// Stale says that Greenhouse could not be asked just now.
	Stale bool `json:"stale"`
}

// Job is an open job in Greenhouse.
type Job struct {
	ID            ID     `json:"id"`
	Name          string `json:"name"`
	RequisitionID string `json:"requisition_id,omitempty"`
}

// PreviewQuery asks how a person would arrive in Greenhouse. It has either the id of an AmazingHiring profile or a
// whole profile, as in Add.
type PreviewQuery struct {
	// Account names the Greenhouse account; empty means the only or the default one.
	Account   string          `json:"account,omitempty"`
	ProfileID ID              `json:"profile_id,omitempty"`
	Profile   json.RawMessage `json:"profile,omitempty"`
}

// Preview answers PreviewQuery.
type Preview struct {
	// Source is amazinghiring_api when AmazingHiring was asked, message when the request brought the profile along.
	Source string `json:"source"`
	// Profile is what the client sends back in Add.
	Profile json.RawMessage `json:"profile"`
	Person  Person          `json:"person"`
	Verdict Verdict         `json:"verdict"`
}

// Verdict says whether the person seems to be in Greenhouse already, from what this computer remembers. It is a hint: an add
// looks in Greenhouse itself.
type Verdict struct {
	// Level is certain, likely, possible or none.
	Level string `json:"level"`
	// Reasons are words for what the first of People has in common with the profile, and what makes that worth less.
	Reasons []string `json:"reasons"`
	// People are the best matches, the first one best. There are none at the level none.
	People []KnownPerson `json:"people"`
	// Known is how many people of the organisation are remembered, and Complete that nobody is missing as of AsOf.
	Known    int       `json:"known"`
	Complete bool      `json:"complete"`
	AsOf     time.Time `json:"as_of,omitzero"`
	// Off says why nobody is remembered: disabled, not_in_version or not_connected.
	Off string `json:"off,omitempty"`
	// Caveat is what to tell beside it, in words.
	Caveat string `json:"caveat,omitempty"`
}

// KnownPerson is somebody in Greenhouse.
type KnownPerson struct {
	CandidateID ID     `json:"candidate_id"`
	Link        string `json:"link"`
}

// Person is a profile as the service understands it: cleaned, without what Greenhouse would not take.
type Person struct {
	ProfileID ID `json:"profile_id,omitempty"`
	// URL is the person's page in AmazingHiring.
	URL       string `json:"url,omitempty"`
	Name      string `json:"name"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	// NameSure is false when the two names are a guess that the recruiter should look at.
	NameSure  bool      `json:"name_sure"`
	Title     string    `json:"title,omitempty"`
	Company   string    `json:"company,omitempty"`
	Emails    []string  `json:"emails"`
	Phones    []string  `json:"phones"`
	Links     []string  `json:"links"`
	Locations []string  `json:"locations"`
	LeftOut   []LeftOut `json:"left_out"`
}

// LeftOut is a part of the profile that will not reach Greenhouse, and why.
type LeftOut struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// MarshalJSON writes a list also when there are no jobs.
func (m Jobs) MarshalJSON() ([]byte, error) {
	type plain Jobs
	m.Jobs = list(m.Jobs)
	return json.Marshal(plain(m))
}

// MarshalJSON writes lists also when nobody matches.
func (v Verdict) MarshalJSON() ([]byte, error) {
	type plain Verdict
	v.Reasons, v.People = list(v.Reasons), list(v.People)
	return json.Marshal(plain(v))
}

// MarshalJSON writes every list, also the empty ones.
func (p Person) MarshalJSON() ([]byte, error) {
	type plain Person
	p.Emails, p.Phones, p.Links, p.Locations = list(p.Emails), list(p.Phones), list(p.Links), list(p.Locations)
	p.LeftOut = list(p.LeftOut)
	return json.Marshal(plain(p))
}

// list makes an empty list of none, because clients go through lists without looking.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}

// MessageType implements Message.
func (JobsQuery) MessageType() string { return "jobs" }

// MessageType implements Message.
func (Jobs) MessageType() string { return "jobs" }

// MessageType implements Message.
func (PreviewQuery) MessageType() string { return "preview" }

// MessageType implements Message.
func (Preview) MessageType() string { return "preview" }
