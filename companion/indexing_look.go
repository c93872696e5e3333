package companion

import (
	"context"
	"slices"
	"strconv"

	"github.com/greenhouse-companion/greenhouse-companion/companion/index"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// lookAt asks for the next of those who are known, because lists do not tell who was deleted or merged away. Where the round
// has come to stands in the cursor.
func (k *indexKeeper) lookAt(ctx context.Context, conn *connection, p index.Progress) error {
	after, _ := strconv.ParseInt(p.Cursor, 10, 64) // empty at the start of a round
	ids, err := k.people.IDs(after, idsAsked-1)
	if err != nil {
		return err
	}
	shown, hidden, err := k.show(ctx, conn, ids)
	if err != nil {
		return err
	}
	u := index.Update{Progress: &p}
	if p.Cursor = ""; len(ids) == idsAsked-1 {
		p.Cursor = strconv.FormatInt(ids[len(ids)-1], 10)
	}
	if k.witness = 0; len(shown) > 0 {
		k.witness = int64(shown[0].ID)
	}
	if len(shown) > 0 && !hidden {
		u.Remove = slices.DeleteFunc(ids, func(id int64) bool { return isAmong(shown, id) })
	}
	return k.apply(u)
}

// show reads the people and the witness. hidden says that somebody is there of whom nothing is told, not even the id.
func (k *indexKeeper) show(ctx context.Context, conn *connection, ids []int64) (shown []harvest.Candidate, hidden bool, err error) {
	if len(ids) == 0 {
		return nil, false, nil
	}
	var asked []harvest.CandidateID
	for _, id := range ids {
		asked = append(asked, harvest.CandidateID(id))
	}
	if k.witness != 0 && !slices.Contains(ids, k.witness) {
		asked = append(asked, harvest.CandidateID(k.witness))
	}
	rows, err := harvest.Collect(conn.client.Candidates(ctx, harvest.CandidateQuery{IDs: asked, Fields: k.columns(indexColumns[:1])}))
	for _, row := range rows {
		if row.ID == 0 {
			hidden = true
			continue
		}
		shown = append(shown, row)
	}
	return shown, hidden, err
}

func isAmong(rows []harvest.Candidate, id int64) bool {
	return slices.ContainsFunc(rows, func(c harvest.Candidate) bool { return int64(c.ID) == id })
}
