package companion

import (
	"errors"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// attachment is the body of a step that attaches a file. The bytes of a file that came with the add are read only now.
func (d *delivery) attachment(step plan.Step) (harvest.NewAttachment, error) {
	body := *step.Attachment
	body.ApplicationID, body.CandidateID = d.applicationForFiles(), step.CandidateID
	if step.File == nil {
		return body, nil
	}
	content, err := d.service.files.Get(step.File.Hash)
	if errors.Is(err, store.ErrNoFile) || errors.Is(err, store.ErrFileDamaged) {
		return body, &ask{question{Code: CauseFileLost, Step: step.Key}}
	}
	body.Content = content
	return body, err
}

// applicationForFiles is the person's application that files are attached to: the one this add wrote, else the one the
// target found.
func (d *delivery) applicationForFiles() harvest.ApplicationID {
	if n := len(d.journal.Applications); n > 0 {
		return d.journal.Applications[n-1].ID
	}
	if present, ok := d.add.target().Satisfied(d.listed); ok && len(present) > 0 {
		return present[0]
	}
	return 0
}

// sameFile: Greenhouse tells no content of a file, only its name and when it came. A lost answer is therefore found by
// name and time; a file of an earlier add is known by our own receipt, whose keys hold the files' hashes.
func (d *delivery) sameFile(a harvest.Attachment, step plan.Step) bool {
	if a.Filename != step.Attachment.Filename || a.ApplicationID != d.applicationForFiles() {
		return false
	}
	if since, doubtful := d.journal.doubtfulSince(step); doubtful {
		return a.CreatedAt.IsZero() || !a.CreatedAt.Before(since.Add(-lookBack))
	}
	return step.File == nil || d.attachedBefore(step.Key, int64(a.ID))
}

// attachedBefore says whether an earlier add of the same person attached the same file under that id. A receipt that cannot
// be read proves nothing.
func (d *delivery) attachedBefore(key string, id int64) bool {
	list, err := d.service.receipts(groups(d.add.Account, d.person)...)
	return err == nil && slices.ContainsFunc(list, func(r receipt) bool { return r.Written[key] == id })
}
