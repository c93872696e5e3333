package harvest

import (
	"context"
	"net/http"
	"strconv"
)

// ApplicationChange is what to change of an application. What is zero stays as it is.
type ApplicationChange struct {
	SourceID       SourceID   `json:"source_id,omitempty"`
	ReferrerID     ReferrerID `json:"referrer_id,omitempty"`
	RecruiterID    UserID     `json:"recruiter_id,omitempty"`
	CoordinatorID  UserID     `json:"coordinator_id,omitempty"`
	ProspectPoolID PoolID     `json:"prospect_pool_id,omitempty"` // pool and stage are for prospects only
	// ProspectPoolStageID has a shorter name here than in a create; that is Harvest's spelling.
	ProspectPoolStageID PoolStageID `json:"prospect_stage_id,omitempty"`
}

// UpdateApplication changes an application and returns how it is now. It fails with
// ErrNoActingUser or any of the package's error types.
func (c *Client) UpdateApplication(ctx context.Context, id ApplicationID, change ApplicationChange) (Application, error) {
	k, err := c.patch("update application", "applications", int64(id), change)
	if err != nil {
		return Application{}, err
	}
	return send[Application](ctx, c, k)
}

// MoveApplication moves an application from one stage of its job to another. The organisation's rules for
// the stage run, and one of them may send the candidate an e-mail. It fails with
// ErrNoActingUser or any of the package's error types.
func (c *Client) MoveApplication(ctx context.Context, id ApplicationID, from, to StageID) error {
	const op = "move application"
	if from <= 0 || to <= 0 { // without a target Greenhouse would pick the next stage
		return invalid(op, "both stages are needed", "from_stage_id", "to_stage_id")
	}
	body, err := encode(op, map[string]StageID{"from_stage_id": from, "to_stage_id": to})
	if err != nil {
		return err
	}
	k := c.post(op, "applications", body)
	k.scope = scope("applications", "move")
	k.url = k.url.JoinPath(strconv.FormatInt(int64(id), 10), "move")
	ans, err := c.do(ctx, k)
	if err == nil && ans.status != http.StatusNoContent {
		return k.unclear(ans.status, errNotDone)
	}
	return err
}
