package harvest

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/fnv"
	"slices"
	"time"
)

// Legacy dialect: how version 1 shows records.

var errUnfinished = errors.New("the person is still being created")

// v1Candidate holds a person's applications and files as well.
type v1Candidate struct {
	Candidate
	Private        bool                        `json:"is_private"`
	PlainFields    json.RawMessage             `json:"custom_fields"` // hides the other dialect's: the keyed ones say more
	KeyedFields    map[string]CustomFieldValue `json:"keyed_custom_fields"`
	ApplicationIDs []ApplicationID             `json:"application_ids"`
	Applications   []v1Application             `json:"applications"`
	Files          []v1File                    `json:"attachments"`
}

func (r v1Candidate) complete() bool {
	return r.ID > 0 && !slices.ContainsFunc(r.Applications, func(a v1Application) bool { return !a.complete() })
}

func (r v1Candidate) candidate() Candidate {
	c := r.Candidate
	c.Private, c.CustomFields = r.Private, r.KeyedFields
	return c
}

// applications fails when the row names more of them than it shows: one that is overlooked would be made again.
func (r v1Candidate) applications() ([]Application, error) {
	shown := make([]Application, len(r.Applications))
	for i, a := range r.Applications {
		shown[i] = a.application(r.ID)
	}
	for _, id := range r.ApplicationIDs {
		if !slices.ContainsFunc(shown, func(a Application) bool { return a.ID == id }) {
			return nil, errUnfinished
		}
	}
	return shown, nil
}

// attachments are the person's files. Version 1 does not say of which application a file of a person is, so
// each one stands for every application, and with none where there are none.
func (r v1Candidate) attachments() []Attachment {
	files, owners := r.Files, []ApplicationID{}
	for _, a := range r.Applications {
		files, owners = slices.Concat(files, a.Files), append(owners, a.ID)
	}
	if len(owners) == 0 {
		owners = append(owners, 0)
	}
	var all []Attachment
	for _, f := range files {
		if slices.ContainsFunc(all, func(a Attachment) bool { return a.Filename == f.Filename }) {
			continue
		}
		for _, owner := range owners {
			all = append(all, f.attachment(r.ID, owner))
		}
	}
	return all
}

// v1Application is where a person is or may be considered.
type v1Application struct {
	ID             ApplicationID `json:"id"`
	CandidateID    CandidateID   `json:"candidate_id"`
	Prospect       bool          `json:"prospect"`
	Status         string        `json:"status"`
	AppliedAt      time.Time     `json:"applied_at"`
	LastActivityAt time.Time     `json:"last_activity_at"`
	Source         v1Reference   `json:"source"`
	Recruiter      v1Reference   `json:"recruiter"`
	Coordinator    v1Reference   `json:"coordinator"`
	Stage          v1Reference   `json:"current_stage"`
	Jobs           []v1Reference `json:"jobs"`
	Files          []v1File      `json:"attachments"`
}

type v1Reference struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func (r v1Application) complete() bool { return r.ID > 0 }

func (r v1Application) application(candidate CandidateID) Application {
	a := Application{
		ID: r.ID, CandidateID: cmp.Or(r.CandidateID, candidate), Prospect: r.Prospect, Status: r.Status,
		StageName: r.Stage.Name, StageID: StageID(r.Stage.ID), SourceID: SourceID(r.Source.ID),
		RecruiterID: UserID(r.Recruiter.ID), CoordinatorID: UserID(r.Coordinator.ID),
		CreatedAt: r.AppliedAt, UpdatedAt: r.LastActivityAt,
	}
	if a.Status == "active" {
		a.Status = "in_process"
	}
	for _, job := range r.Jobs {
		a.addJob(JobID(job.ID))
	}
	return a
}

func (a *Application) addJob(id JobID) {
	if a.Prospect {
		a.ProspectiveJobIDs = append(a.ProspectiveJobIDs, id)
		return
	}
	a.JobID = cmp.Or(a.JobID, id)
}

// made is the application of an answer to a create. While creation goes on the answer holds only the id; the
// rest is then what was asked for.
func (r v1Application) made(candidate CandidateID, asked NewApplication) Application {
	if r.Status != "" {
		return r.application(candidate)
	}
	return Application{
		ID: r.ID, CandidateID: candidate, JobID: asked.JobID, Prospect: asked.Prospect, ProspectiveJobIDs: asked.JobIDs,
		SourceID: asked.SourceID, RecruiterID: asked.RecruiterID, CoordinatorID: asked.CoordinatorID,
	}
}

// v1File is a file without an id. Its signed address is left out.
type v1File struct {
	Filename  string    `json:"filename"`
	Type      string    `json:"type"`
	CreatedAt time.Time `json:"created_at"`
}

func (f v1File) attachment(candidate CandidateID, owner ApplicationID) Attachment {
	return Attachment{
		ID: v1FileID(candidate, f.Filename), ApplicationID: owner, CandidateID: candidate,
		Filename: f.Filename, Type: f.Type, CreatedAt: f.CreatedAt,
	}
}

// v1FileID makes up the id that version 1 does not have. It is never zero.
func v1FileID(candidate CandidateID, filename string) AttachmentID {
	hash := fnv.New64a()
	_, _ = hash.Write(binary.BigEndian.AppendUint64(nil, uint64(candidate)))
	_, _ = hash.Write([]byte(filename))
	return AttachmentID(max(hash.Sum64()>>1, 1))
}
