package companion

import (
	"context"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// personStillThere asks, once per attempt and before the first record is written, whether the person can be seen:
// Greenhouse takes a note to nobody and loses it.
func (d *delivery) personStillThere(ctx context.Context) error {
	if d.seen {
		return nil
	}
	_, visible, err := harvest.First(d.conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: []harvest.CandidateID{d.journal.Person}}))
	if err != nil {
		return err
	}
	if d.seen = visible; visible {
		d.journal.VerifyingSince = time.Time{}
		return nil
	}
	return d.notYetVisible(ctx)
}

// followMerge finds the person that the one of this add was merged into: a merge moves the applications, and those of
// this add, or of the one that an update belongs to, are known by id. Without one, or when the application is gone as well, nothing is found.
func (d *delivery) followMerge(ctx context.Context) error {
	var ids []harvest.ApplicationID
	for _, a := range slices.Concat(d.journal.Applications, d.following.known.Applications) {
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	for a, err := range d.conn.client.Applications(ctx, harvest.ApplicationQuery{IDs: ids}) {
		if err != nil {
			return err
		}
		if a.CandidateID != d.journal.Person {
			d.log().Info("the person was merged into another one")
			d.journal.tell(moment{What: hMerged, ID: int64(a.CandidateID)})
			d.journal.mergedInto(a.CandidateID)
			d.seen = false
			return d.checkpoint()
		}
	}
	return nil
}

// mergedInto makes the surviving person the one of this add. What was written before went along, under ids that may be
// others now.
func (j *journal) mergedInto(survivor harvest.CandidateID) {
	j.Person, j.Created, j.VerifyingSince = survivor, false, time.Time{}
	for key := range j.Written {
		j.Written[key] = 0
	}
}
