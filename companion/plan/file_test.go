package plan_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

var cv = plan.File{Hash: "0123456789abcdef9999", Filename: "CV.pdf", Type: "resume", Size: 3}

func withFiles(can plan.Abilities, files ...plan.File) plan.Input {
	in := input(onJobs(plan.Prospect))
	in.Can, in.Files, in.Snapshot = can, files, "2026-11-24"
	return in
}

// TestFiles: the content stays behind its hash, and the same content goes once.
func TestFiles(t *testing.T) {
	again := cv
	again.Filename = "CV (1).pdf"
	p := plan.Make(withFiles(everything, cv, again, plan.File{Hash: "short", Filename: "Letter.pdf", Type: "cover_letter"}))
	require.Equal(t, []string{"person", "file/0123456789abcdef", "file/short", "snapshot"}, keys(p.Steps))
	require.Equal(t, plan.Step{
		Key: "file/0123456789abcdef", Kind: plan.AddAttachment, File: &cv,
		Attachment: &harvest.NewAttachment{Filename: "CV.pdf", Type: "resume"},
	}, p.Steps[1])
	require.Equal(t, []profile.Dropped{{Field: "files[1]", Reason: profile.ReasonDuplicate}}, p.Dropped)
}

func TestFilesWithoutTheRight(t *testing.T) {
	p := plan.Make(withFiles(plan.Abilities{Notes: true}, cv))
	require.Equal(t, []string{"person"}, keys(p.Steps))
	require.Equal(t, []profile.Dropped{
		{Field: "files[0]", Reason: profile.ReasonNoPermission}, {Field: "snapshot", Reason: profile.ReasonNoPermission},
	}, p.Dropped)
}

// TestSnapshotTakesThePlaceOfTheDetails: it says all of it, so one file is enough.
func TestSnapshotTakesThePlaceOfTheDetails(t *testing.T) {
	in := withFiles(plan.Abilities{Attachments: true}, cv)
	in.Profile.About = "Likes birds."
	require.Equal(t, []string{"person", "file/0123456789abcdef", "snapshot"}, keys(plan.Make(in).Steps))
	require.Empty(t, plan.Make(in).Dropped)
	in.Snapshot = ""
	require.Equal(t, []string{"person", "details", "file/0123456789abcdef"}, keys(plan.Make(in).Steps))
}

// TestResumeLinksAreLeftOut: they lead into AmazingHiring.
func TestResumeLinksAreLeftOut(t *testing.T) {
	in := withFiles(everything)
	in.Profile.Resumes = []profile.Resume{{URL: "ah://resume/7"}}
	require.Equal(t, []profile.Dropped{{Field: "resumes", Reason: profile.ReasonUnmapped}}, plan.NotSent(in))
}
