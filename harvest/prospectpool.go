package harvest

import (
	"context"
	"iter"
)

// PoolID names a prospect pool.
type PoolID int64

// ProspectPool is a named group of prospects.
type ProspectPool struct {
	ID          PoolID `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Active      bool   `json:"active"`
}

func (p ProspectPool) complete() bool { return p.ID > 0 }

// ProspectPoolQuery narrows a list of pools. The zero query lists them all.
type ProspectPoolQuery struct{ Active bool } // the active ones only

// ProspectPools lists pools, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) ProspectPools(ctx context.Context, q ProspectPoolQuery) iter.Seq2[ProspectPool, error] {
	f := newFilters()
	f.flag("active", q.Active)
	return list[ProspectPool](ctx, c, "list prospect pools", "prospect_pools", f)
}

// PoolStageID names a stage of a prospect pool.
type PoolStageID int64

// ProspectPoolStage is one step inside a pool.
type ProspectPoolStage struct {
	ID        PoolStageID `json:"id"`
	PoolID    PoolID      `json:"prospect_pool_id"`
	Name      string      `json:"name"`
	SortOrder int         `json:"sort_order"`
}

func (s ProspectPoolStage) complete() bool { return s.ID > 0 }

// ProspectPoolStageQuery narrows a list of stages. The zero query lists those of all pools.
type ProspectPoolStageQuery struct{ PoolIDs []PoolID } // at most 50

// ProspectPoolStages lists stages, newest record first: sort by SortOrder to get the steps in their
// order. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) ProspectPoolStages(ctx context.Context, q ProspectPoolStageQuery) iter.Seq2[ProspectPoolStage, error] {
	f := newFilters()
	addIDs(&f, "prospect_pool_ids", q.PoolIDs)
	return list[ProspectPoolStage](ctx, c, "list prospect pool stages", "prospect_pool_stages", f)
}
