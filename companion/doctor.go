package companion

import (
	"context"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// FindingState says whether somebody must do something about a finding.
type FindingState string

// The states of a finding.
const (
	// FindingOK needs nobody: it works, or it is off because nobody asked for it.
	FindingOK FindingState = "ok"
	// FindingAct does not work until a person acts.
	FindingAct FindingState = "act"
	// FindingWarn works, and should be seen to.
	FindingWarn FindingState = "warn"
	// FindingUnknown could not be looked at, or cannot be told from outside Greenhouse.
	FindingUnknown FindingState = "unknown"
)

// Finding is one line of the doctor's report.
type Finding struct {
	// Check is the stable name of what was looked at, Subject the same for a person.
	Check   string       `json:"check"`
	State   FindingState `json:"state"`
	Subject string       `json:"subject"`
	Meaning string       `json:"meaning"`
	// Remedy is what to do, or where to look; empty when there is nothing to do.
	Remedy string `json:"remedy,omitempty"`
}

// Examination says what the doctor examines.
type Examination struct {
	DataDir string
	// Account is the name of the account; "" is DefaultAccount.
	Account  string
	Settings Settings
	Version  string
}

// Examine looks at the data folder, the account and what Greenhouse lets its credential do, and says what it found, in
// the order of the table below. It changes nothing, neither here nor in Greenhouse: there it only signs in and reads.
func Examine(ctx context.Context, e Examination) []Finding {
	d := &doctor{Examination: e}
	d.Settings = e.Settings.withDefaults()
	var findings []Finding
	for _, c := range checks {
		findings = append(findings, d.carryOut(ctx, c)...)
	}
	return findings
}

// doctor is one examination under way: what its checks have learnt so far.
type doctor struct {
	Examination
	reached stage

	stored    store.Account
	conn      *connection
	about     harvest.Introspection
	signInErr error
	apiErr    error
	user      harvest.User
	window    seenWindow
}

// stage is how far an examination has come. A check needs one, and the check that reaches it says why when it does not.
type stage int

const (
	atStart    stage = iota
	hasAccount       // an account is connected
	hasClient        // and its secret could be read
	signedIn         // and Greenhouse accepts it
	canRead          // and lists show what exists
)

// notReached says, for each stage, why a check that needs it was left out.
var notReached = map[stage]string{
	hasAccount: "Not looked at, because no account is connected.",
	hasClient:  "Not looked at, because the credential cannot be used.",
	signedIn:   "Not looked at, because signing in to Greenhouse does not work.",
	canRead:    "Not looked at, because reading from Greenhouse does not work.",
}

// check is one thing the doctor looks at.
type check struct {
	name, subject string
	needs         stage
	look          func(*doctor, context.Context) []Finding
}

// checks are carried out in this order; each may use what those before it have learnt.
var checks = []check{
	{"data_folder", "Data folder", atStart, (*doctor).dataFolder},
	{"disk", "Free space", atStart, (*doctor).disk},
	{"network", "Way to the internet", atStart, (*doctor).network},
	{"account", "Greenhouse account", atStart, (*doctor).account},
	{"dialect", "Version of Greenhouse's API", hasAccount, (*doctor).dialect},
	{"secret_store", "Place of the credential", hasAccount, (*doctor).secretStore},
	{"api_host", "Greenhouse's API", hasClient, (*doctor).apiHost},
	{"clock", "Clock of this computer", hasClient, (*doctor).clock},
	{"sign_in_host", "Greenhouse's sign-in", hasClient, (*doctor).signInHost},
	{"credential", "Credential", hasClient, (*doctor).credential},
	{"permission", "Permissions of the credential", signedIn, (*doctor).permissions},
	{"read_subject", "User whose rights are used for reading", signedIn, (*doctor).readSubject},
	{"reads", "Reading from Greenhouse", signedIn, (*doctor).reads},
	{"user", "Your user in Greenhouse", canRead, (*doctor).userActive},
	{"user_rights", "Your own rights in Greenhouse", hasAccount, (*doctor).userRights},
	{"source", "Source of applications", canRead, (*doctor).source},
	{"custom_fields", "Custom fields that the settings fill", canRead, (*doctor).customFields},
	{"profile_field", "Custom field for the profile link", canRead, (*doctor).profileField},
	{"rate", "Rate limit", hasClient, (*doctor).rate},
}

func (d *doctor) carryOut(ctx context.Context, c check) []Finding {
	if d.reached < c.needs {
		missing := d.reached + 1
		return []Finding{{Check: c.name, State: FindingUnknown, Subject: c.subject, Meaning: notReached[missing]}}
	}
	found := c.look(d, ctx)
	for i := range found {
		found[i].Check = c.name
		if found[i].Subject == "" {
			found[i].Subject = c.subject
		}
	}
	return found
}

func (d *doctor) reach(s stage) { d.reached = max(d.reached, s) }

// NeedsAct says whether a person must act on one of the findings.
func NeedsAct(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.State == FindingAct })
}

// Each of these is a whole answer of a check.

func fine(meaning string) []Finding { return []Finding{{State: FindingOK, Meaning: meaning}} }

func act(meaning, remedy string) []Finding {
	return []Finding{{State: FindingAct, Meaning: meaning, Remedy: remedy}}
}

func warn(meaning, remedy string) []Finding {
	return []Finding{{State: FindingWarn, Meaning: meaning, Remedy: remedy}}
}

func unknown(meaning, remedy string) []Finding {
	return []Finding{{State: FindingUnknown, Meaning: meaning, Remedy: remedy}}
}
