package companion

import (
	"context"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// mayMoveInPool says whether a prospect may be moved and looked for afterwards. Version 1 shows no pools.
func (c *connection) mayMoveInPool(ctx context.Context) (bool, error) {
	granted, err := c.granted(ctx)
	return granted["harvest:prospect_details:list"] && granted["harvest:applications:update"], err
}

// followPool reads where the person's prospect applications are, if a rule may move them.
func (d *delivery) followPool(ctx context.Context, in *plan.FollowInput) error {
	if !slices.ContainsFunc(in.Policy.Statuses, func(r plan.StatusRule) bool { return r.Pool != 0 }) {
		return nil
	}
	may, err := d.conn.mayMoveInPool(ctx)
	if err != nil || !may {
		return err
	}
	in.Details = map[harvest.ApplicationID]harvest.ProspectDetail{}
	var prospects []harvest.ApplicationID
	for _, a := range in.Existing.Applications {
		if a.Prospect {
			prospects = append(prospects, a.ID)
		}
	}
	for some := range slices.Chunk(prospects, 50) {
		for detail, err := range d.conn.client.ProspectDetails(ctx, harvest.ProspectDetailQuery{ApplicationIDs: some}) {
			if err != nil {
				return err
			}
			in.Details[detail.ApplicationID] = detail
		}
	}
	return nil
}

// moveInPool may be written twice: the second time it changes nothing.
func moveInPool(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	moved, err := d.conn.client.UpdateApplication(ctx, step.ApplicationID, *step.Move)
	return int64(moved.ID), err
}

func findInPool(ctx context.Context, d *delivery, step plan.Step) (int64, error) {
	application := []harvest.ApplicationID{step.ApplicationID}
	detail, found, err := harvest.First(d.conn.client.ProspectDetails(ctx, harvest.ProspectDetailQuery{ApplicationIDs: application}))
	if err != nil || !found || detail.PoolID != step.Move.ProspectPoolID || detail.PoolStageID != step.Move.ProspectPoolStageID {
		return 0, err
	}
	return int64(step.ApplicationID), nil
}
