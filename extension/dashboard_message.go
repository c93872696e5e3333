package extension

import (
	"encoding/json"
	"time"
)

// OpenDashboard asks for a way into the dashboard. It belongs on the command socket alone: whoever has the link is the user.
type OpenDashboard struct{}

// DashboardLink answers OpenDashboard.
type DashboardLink struct {
	// URL leads into the dashboard, once.
	URL          string `json:"url"`
	ValidSeconds int    `json:"valid_seconds"`
}

// OverviewQuery asks what is happening.
type OverviewQuery struct{}

// Overview answers OverviewQuery.
type Overview struct {
	Version  string       `json:"version"`
	Accounts []AccountNow `json:"accounts"`
	// AmazingHiring says whether the service has a token for AmazingHiring's API.
	AmazingHiring bool `json:"amazinghiring"`
	// Counts holds the number of items by state.
	Counts map[string]int `json:"counts"`
	// Working are the first items that are under way now.
	Working []Item `json:"working"`
	// Waiting says why items wait, the most frequent reason first.
	Waiting []WaitingFor `json:"waiting"`
	DataDir string       `json:"data_dir"`
	Notice  string       `json:"notice,omitempty"`
}

// AccountNow is a Greenhouse account and how it is doing.
type AccountNow struct {
	AccountInfo
	// Online says whether Greenhouse could be reached lately.
	Online bool `json:"online"`
	// Rate is the rate limit as Greenhouse told it last; nil before the first answer and when that window is over.
	Rate *RateWindow `json:"rate,omitempty"`
}

// RateWindow is one window of Greenhouse's rate limit.
type RateWindow struct {
	Limit     int       `json:"limit"`
	Remaining int       `json:"remaining"`
	ResetsAt  time.Time `json:"resets_at"`
}

// WaitingFor is one reason for which items wait.
type WaitingFor struct {
	Cause string `json:"cause"`
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// HistoryQuery asks for a part of all items, the newest first. All conditions must hold; an empty one holds always.
type HistoryQuery struct {
	// Before continues after an earlier answer: its Next.
	Before string   `json:"before,omitempty"`
	States []string `json:"states,omitempty"`
	Cause  string   `json:"cause,omitempty"`
	// Search is words that must all be in the name, or the id of the item, the profile or the person in Greenhouse. Names are
	// known only as long as the item's content is kept.
	Search string `json:"search,omitempty"`
	// Limit is the largest number of items wanted; 0 leaves it to the service.
	Limit int `json:"limit,omitempty"`
}

// History answers HistoryQuery. One answer looks at a limited number of items, so it may have none and still have a Next.
type History struct {
	Items []Item `json:"items"`
	// Next is where the next query goes on; empty at the end.
	Next string `json:"next,omitempty"`
}

// DoctorQuery asks for an examination. It takes a while, and only reads.
type DoctorQuery struct {
	// Account is the account to examine; empty means the default one.
	Account string `json:"account,omitempty"`
}

// Doctor answers DoctorQuery.
type Doctor struct {
	Findings []Finding `json:"findings"`
}

// Finding is one thing that was looked at.
type Finding struct {
	Check string `json:"check"`
	// State is ok, act, warn or unknown.
	State   string `json:"state"`
	Subject string `json:"subject"`
	Meaning string `json:"meaning"`
	Remedy  string `json:"remedy,omitempty"`
}

// SettingsQuery asks for the settings that are in force.
type SettingsQuery struct{}

// SettingsInForce answers SettingsQuery.
type SettingsInForce struct {
	// Text is how a settings file would say it, defaults included.
	Text string `json:"text"`
}

// MarshalJSON writes lists also when there is nothing in them.
func (m Overview) MarshalJSON() ([]byte, error) {
	type plain Overview
	m.Accounts, m.Working, m.Waiting = list(m.Accounts), list(m.Working), list(m.Waiting)
	return json.Marshal(plain(m))
}

// MarshalJSON writes a list also when there are no items.
func (m History) MarshalJSON() ([]byte, error) {
	type plain History
	m.Items = list(m.Items)
	return json.Marshal(plain(m))
}

// MarshalJSON writes a list also when nothing was looked at.
func (m Doctor) MarshalJSON() ([]byte, error) {
	type plain Doctor
	m.Findings = list(m.Findings)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (OpenDashboard) MessageType() string { return "open_dashboard" }

// MessageType implements Message.
func (DashboardLink) MessageType() string { return "dashboard_link" }

// MessageType implements Message.
func (OverviewQuery) MessageType() string { return "overview" }

// MessageType implements Message.
func (Overview) MessageType() string { return "overview" }

// MessageType implements Message.
func (HistoryQuery) MessageType() string { return "history" }

// MessageType implements Message.
func (History) MessageType() string { return "history" }

// MessageType implements Message.
func (DoctorQuery) MessageType() string { return "doctor" }

// MessageType implements Message.
func (Doctor) MessageType() string { return "doctor" }

// MessageType implements Message.
func (SettingsQuery) MessageType() string { return "settings" }

// MessageType implements Message.
func (SettingsInForce) MessageType() string { return "settings" }
