package companion

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// journal is what has been decided and written for one add. It is saved with the item before and after every write, so
// that a crash at any point leaves either "nothing sent", "sent, outcome unknown" or "done", and never a guess.
type journal struct {
	// First and Last are the name as it will be written, once it is sure or confirmed.
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
	// Person is the Greenhouse person of this add, once matched, created or named by the recruiter.
	Person harvest.CandidateID `json:"person,omitempty"`
	// Created says that this add created Person.
	Created bool `json:"created,omitempty"`
	// CreateNew is the recruiter's word that a person who looks the same is another one.
	CreateNew bool `json:"create_new,omitempty"`
	// NotSame are the people of whom the recruiter has said so.
	NotSame []harvest.CandidateID `json:"not_same,omitempty"`
	// Applications are those this add has written; lists may not show them yet.
	Applications []harvest.Application `json:"applications,omitempty"`
	// Fields are the recruiter's words for custom fields that Greenhouse insists on, by the field's key.
	Fields map[string]string `json:"fields,omitempty"`
	// LeaveEmpty is the recruiter's word that the fields not filled may stay empty.
	LeaveEmpty bool `json:"leave_empty,omitempty"`
	// NoteBytes is the longest note, as it was set when this add was planned first.
	NoteBytes int `json:"note_bytes,omitempty"`
	// LeftOut names what of the profile is not sent, each with its reason; it holds no values.
	LeftOut []profile.Dropped `json:"left_out,omitempty"`
	// Written has the remote ids of the notes, files and other records this add has written, by the key of their step. A
	// record that was left out by the recruiter's word, or that has no id of its own, has 0.
	Written map[string]int64 `json:"written,omitempty"`
	// Doubt is a write that may or may not have been applied. While it stands nothing else is written.
	Doubt *doubt `json:"doubt,omitempty"`
	// Resends counts writes sent again after their absence was proven.
	Resends int `json:"resends,omitempty"`
	// Failures counts passing errors since the last progress, for the back-off.
	Failures int `json:"failures,omitempty"`
	// VerifyingSince is when all was written and reading back began.
	VerifyingSince time.Time `json:"verifying_since,omitzero"`
	// AcceptDifference is the recruiter's word that a read-back which differs is all right.
	AcceptDifference bool `json:"accept_difference,omitempty"`
	// MistrustedSince is set when the disk was damaged and this journal may lack what was sent since then.
	MistrustedSince time.Time `json:"mistrusted_since,omitzero"`
	// Requests counts the requests to Greenhouse that this add has taken.
	Requests int `json:"requests,omitempty"`
	// Phase is what is happening, for people's eyes.
	Phase phase `json:"phase,omitempty"`
	// Steps is how many writes this add takes, as far as known.
	Steps    int       `json:"steps,omitempty"`
	Question *question `json:"question,omitempty"`
	Outcome  outcome   `json:"outcome,omitempty"`
	// HandedTo is the item that a fetched profile became; FirstFetch says that it was fetched for the first time.
	HandedTo   queue.ItemID `json:"handed_to,omitempty"`
	FirstFetch bool         `json:"first_fetch,omitempty"`
	// Update says that this is a later change of a person; Decisions are the recruiter's word, by part, about what changed on
	// both sides: "keep" or "overwrite".
	Update    bool              `json:"update,omitempty"`
	Decisions map[string]string `json:"decisions,omitempty"`
	// Base is what Greenhouse was given once it was done, as keyed hashes.
	Base *plan.Base `json:"base,omitempty"`
	// Story is what has happened so far, for people's eyes.
	Story []moment `json:"story,omitempty"`
}

// phase is the part of the work an item is in.
type phase string

const (
	phaseChecking  phase = "checking"
	phaseSending   phase = "sending"
	phaseVerifying phase = "verifying"
)

// outcome says what an add came to.
type outcome string

const (
	outcomeCreated          outcome = "created"
	outcomeApplicationAdded outcome = "application_added"
	outcomeAlreadyThere     outcome = "already_there"
	outcomeHandedOver       outcome = "handed_over"
	outcomeUpdated          outcome = "updated"
	outcomeUpToDate         outcome = "up_to_date"
)

// doubt is a write whose answer never came or could not be read. Times are the server's, as far as its Date header tells,
// so that a jump of this laptop's clock proves nothing.
type doubt struct {
	Kind    plan.StepKind `json:"kind"`
	Key     string        `json:"key,omitempty"`
	SentAt  time.Time     `json:"sent_at"`
	LookUps []time.Time   `json:"look_ups,omitempty"`
}

// minLookUps is how many empty look-ups prove an absence, given that they span the settle time.
const minLookUps = 3

// provenAbsent says whether the write is known not to have been applied: reads may lag behind writes, so only empty
// look-ups spread over the whole settle time count.
func (d *doubt) provenAbsent(settle time.Duration) bool {
	if len(d.LookUps) < minLookUps {
		return false
	}
	first, last := d.LookUps[0], d.LookUps[len(d.LookUps)-1]
	return last.Sub(d.SentAt) >= settle && last.Sub(first) >= settle/2
}

// nextLookUp is how long to wait before looking again: soon at first, since most answers are lost after the write was
// applied, then at the middle and the end of the settle time.
func (d *doubt) nextLookUp(settle time.Duration, now time.Time) time.Duration {
	marks := []time.Duration{settle / 8, settle / 2, settle}
	target := marks[min(len(d.LookUps), len(marks)-1)]
	wait := d.SentAt.Add(target).Sub(now)
	return min(max(wait, settle/8), settle)
}

// begun says whether anything of this add may be in Greenhouse without being finished. Until it is, no other add of the
// same person may start.
func (j *journal) begun() bool {
	return j.Doubt != nil || j.Created || len(j.Applications) > 0 || len(j.Written) > 0
}

// wrote notes a record.
func (j *journal) wrote(key string, id int64) {
	if j.Written == nil {
		j.Written = map[string]int64{}
	}
	j.Written[key] = id
	j.Doubt = nil
}

// done is how many writes are behind this add; the person and the application that comes with them are one.
func (j *journal) done() int {
	n := len(j.Applications) + len(j.Written)
	if j.Created && len(j.Applications) == 0 {
		n++
	}
	return n
}

// encode never fails: a journal is plain data.
func (j *journal) encode() []byte {
	data, err := json.Marshal(j)
	if err != nil {
		panic(fmt.Sprintf("encode journal: %v", err))
	}
	return data
}

func decodeJournal(data []byte) (journal, error) {
	var j journal
	if len(data) == 0 {
		return j, nil
	}
	if err := json.Unmarshal(data, &j); err != nil {
		return journal{}, fmt.Errorf("read journal: %w", errDamaged)
	}
	return j, nil
}

// receipt is what stays of a journal when the add is done: ids, outcome and story, no personal data. The applications are
// those that give the person what was asked for.
func (j *journal) receipt(applications []harvest.Application) journal {
	r := journal{
		Requests: j.Requests, HandedTo: j.HandedTo, FirstFetch: j.FirstFetch, Person: j.Person, Outcome: j.outcomeNow(), Steps: j.Steps,
		LeftOut: j.LeftOut, Written: j.Written, Update: j.Update, Base: j.Base, Story: j.Story, NotSame: j.NotSame,
	}
	for _, a := range applications {
		r.Applications = append(r.Applications, harvest.Application{
			ID: a.ID, CandidateID: a.CandidateID, JobID: a.JobID, Prospect: a.Prospect, ProspectiveJobIDs: a.ProspectiveJobIDs, Status: a.Status,
		})
	}
	return r
}

func (j *journal) outcomeNow() outcome {
	switch {
	case j.HandedTo != 0:
		return outcomeHandedOver
	case j.Update && len(j.Written) > 0:
		return outcomeUpdated
	case j.Update:
		return outcomeUpToDate
	case j.Created:
		return outcomeCreated
	case len(j.Applications) > 0:
		return outcomeApplicationAdded
	}
	return outcomeAlreadyThere
}

// withWritten adds the applications this add wrote to those a list showed: the list may lag.
func (j *journal) withWritten(listed []harvest.Application) []harvest.Application {
	all := slices.Clone(listed)
	for _, own := range j.Applications {
		if !slices.ContainsFunc(all, func(a harvest.Application) bool { return a.ID == own.ID }) {
			all = append(all, own)
		}
	}
	return all
}
