package plan

import (
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Input is all that a plan depends on.
type Input struct {
	Profile     profile.Profile
	First, Last string
	Target      Target
	Source      harvest.SourceID
	// Referrer gets the credit for the application; 0 means nobody.
	Referrer harvest.ReferrerID
	// Recruiter and Coordinator are responsible for the application; 0 means nobody.
	Recruiter, Coordinator harvest.UserID
	// Author is the acting user, in whose name notes are written.
	Author harvest.UserID
	// Can is what the credential may write beside the required; what it may not is listed as dropped, or goes another way.
	Can Abilities
	// Visibility of notes: public (to the hiring team), private or admin_only.
	Visibility string
	// NoteBytes is the longest text of one note; 0 is DefaultNoteBytes. A longer text is split, never cut.
	NoteBytes int
	// Files came with the add, such as a résumé.
	Files []File
	// Tags are to be put on the person; policy allows them.
	Tags []Tag
	// Fields are the custom fields to fill, as ResolveFields gives them.
	Fields []harvest.CustomFieldInput
	// Options are Greenhouse's lists of schools, degrees and disciplines.
	Options SchoolOptions
	// Snapshot is the day of capture, such as 2026-11-24; without it no snapshot of the profile is attached.
	Snapshot string
	// Written are the keys of the steps that are done.
	Written []string
	// Existing is the person this add belongs to when Greenhouse already has them; nil creates one.
	Existing *Existing
}

// Abilities are the optional writes that the credential has both the right to make and the right to look up: a write whose
// doubt could not be resolved is never made.
type Abilities struct {
	Notes, Employments, Educations, Attachments bool
	// Update fills empty fields of people who are in Greenhouse already.
	Update bool
	// Tags puts tags of the organisation's list on people, NewTags adds to that list.
	Tags, NewTags bool
}

// Existing is a person who is already in Greenhouse, with all their applications.
type Existing struct {
	ID           harvest.CandidateID
	Applications []harvest.Application
	// Candidate is the person as Greenhouse shows them; nil leaves their own fields alone.
	Candidate *harvest.Candidate
	// Fields are all their custom fields as they would have to be written back, see KeepFields. Without FieldsKept none may
	// be written, because a write replaces them all and would lose others.
	Fields     []harvest.CustomFieldInput
	FieldsKept bool
}

// File is a file that came with the add. Its content stays where it is, under its hash.
type File struct {
	Hash, Filename string
	Type           string // resume, cover_letter or other
	Size           int64  // bytes
}

// Tag is a label to put on the person. ID is 0 when it is not in Greenhouse's list yet.
type Tag struct {
	Name string
	ID   harvest.TagID
}

// SchoolOptions are Greenhouse's lists for educations, by Folded name.
type SchoolOptions struct{ Schools, Degrees, Disciplines map[string]harvest.OptionID }
