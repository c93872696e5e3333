package plan

import (
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// detailsFile is what profile details are called where they go as a file.
const detailsFile = "AmazingHiring profile.txt"

// attachments are the details where notes are not granted, the files that came along, and the snapshot.
func attachments(in Input) []Step {
	if !in.Can.Attachments {
		return nil
	}
	steps := append(details(in), files(in)...)
	if in.Snapshot != "" {
		steps = append(steps, snapshot(in))
	}
	return steps
}

// details is the text of the notes as a file, comments included. A snapshot says all of it, so it needs none.
func details(in Input) []Step {
	if in.Can.Notes || in.Snapshot != "" {
		return nil
	}
	text := in.detailText()
	for _, c := range in.Profile.Comments {
		text = join("\n\n", text, commentText(in.Profile, c))
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []Step{attach(keyDetails, detailsFile, []byte(text))}
}

func attach(key, filename string, content []byte) Step {
	return Step{
		Key: key, Kind: AddAttachment,
		Attachment: &harvest.NewAttachment{Filename: filename, Type: "other", Content: content},
	}
}

func files(in Input) []Step {
	seen := map[string]bool{}
	var steps []Step
	for _, f := range in.Files {
		key := fileKey(f)
		if !seen[key] {
			steps = append(steps, Step{
				Key: key, Kind: AddAttachment, File: &f,
				Attachment: &harvest.NewAttachment{Filename: f.Filename, Type: f.Type},
			})
		}
		seen[key] = true
	}
	return steps
}

// fileKey goes by the content, so that the same file is never attached twice.
func fileKey(f File) string { return keyFile + "/" + f.Hash[:min(len(f.Hash), 16)] }
