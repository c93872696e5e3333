package plan

import (
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// StepKind names one remote write.
type StepKind string

// The writes a plan is made of.
const (
	// CreateCandidate creates the person together with the application (POST /v3/candidates).
	CreateCandidate StepKind = "create_candidate"
	// UpdateCandidate changes a person who exists (PATCH /v3/candidates/{id}): an add fills what is empty, an update may
	// overwrite too.
	UpdateCandidate StepKind = "update_candidate"
	// AddApplication adds an application to a person who exists (POST /v3/applications).
	AddApplication StepKind = "add_application"
	// CreateTag adds a tag to the organisation's list (POST /v3/candidate_tags).
	CreateTag StepKind = "create_tag"
	// ApplyTag puts a tag on the person (POST /v3/applied_candidate_tags).
	ApplyTag StepKind = "apply_tag"
	// AddEmployment adds one position (POST /v3/candidate_employments).
	AddEmployment StepKind = "add_employment"
	// AddEducation adds one education (POST /v3/candidate_educations).
	AddEducation StepKind = "add_education"
	// AddNote adds a note to the person (POST /v3/notes).
	AddNote StepKind = "add_note"
	// AddAttachment adds a file to the person's application (POST /v3/attachments).
	AddAttachment StepKind = "add_attachment"
	// MoveInPool puts a prospect into a stage of a pool (PATCH /v3/applications/{id}).
	MoveInPool StepKind = "move_in_pool"
)

// Step is one remote write. Which of its bodies is set, Kind says.
type Step struct {
	// Key names the step within its add: the same in every plan of it, so that what is done is known by it.
	Key         string
	Kind        StepKind
	CandidateID harvest.CandidateID
	Candidate   *harvest.NewCandidate
	Change      *harvest.CandidateChange
	Application *harvest.NewApplication
	Note        *harvest.NewNote
	Employment  *harvest.NewEmployment
	Education   *harvest.NewEducation
	// Attachment has no content yet where File is set: it is the content of that file.
	Attachment *harvest.NewAttachment
	File       *File
	// TagID is 0 for a tag that a step before this one creates; its id is then looked up by TagName.
	TagID   harvest.TagID
	TagName string
	// ApplicationID is the prospect's that Move changes.
	ApplicationID harvest.ApplicationID
	Move          *harvest.ApplicationChange
}

// The keys of steps, or what stands before their slash.
const (
	keyPerson      = "person"
	keyUpdate      = "update"
	keyApplication = "application"
	keyNewTag      = "new_tag"
	keyTag         = "tag"
	keyEmployment  = "employment"
	keyEducation   = "education"
	keyProfile     = "profile"
	keyComment     = "comment"
	keyDetails     = "details"
	keyFile        = "file"
	keySnapshot    = "snapshot"
	keyFollow      = "follow"
	keyPool        = "pool"
	keyEdited      = "edited"
	keyStatus      = "status"
)

var kinds = map[string]StepKind{
	keyPerson: CreateCandidate, keyUpdate: UpdateCandidate, keyApplication: AddApplication,
	keyNewTag: CreateTag, keyTag: ApplyTag, keyEmployment: AddEmployment, keyEducation: AddEducation,
	keyProfile: AddNote, keyComment: AddNote,
	keyDetails: AddAttachment, keyFile: AddAttachment, keySnapshot: AddAttachment,
	keyFollow: UpdateCandidate, keyPool: MoveInPool, keyEdited: AddNote, keyStatus: AddNote,
}

// KindOf tells the kind of a step by its key; it is empty for a key that no plan has.
func KindOf(key string) StepKind {
	before, _, _ := strings.Cut(key, "/")
	return kinds[before]
}
