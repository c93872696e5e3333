package harvest

import (
	"context"
	"iter"
)

// ProspectDetail says where in the pools a prospect's application is. It has no id of its own.
type ProspectDetail struct {
	ApplicationID ApplicationID `json:"application_id"`
	PoolID        PoolID        `json:"pool_id"`       // zero for none
	PoolStageID   PoolStageID   `json:"pool_stage_id"` // zero for none
}

func (d ProspectDetail) complete() bool { return d.ApplicationID > 0 }

// ProspectDetailQuery narrows a list of details. The zero query lists those of all prospects.
type ProspectDetailQuery struct{ ApplicationIDs []ApplicationID } // at most 50

// ProspectDetails lists where prospects are, newest record first. One error ends the list: ErrNotInDialect in V1, or any
// of the package's but AmbiguousError.
func (c *Client) ProspectDetails(ctx context.Context, q ProspectDetailQuery) iter.Seq2[ProspectDetail, error] {
	f := newFilters()
	addIDs(&f, "application_ids", q.ApplicationIDs)
	return list[ProspectDetail](ctx, c, "list prospect details", "prospect_details", f)
}
