package companion

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// pools answers what prospects can be put into. Reasons that pass are errors; those that stay are said in the answer.
func (s *Service) pools(ctx context.Context, q extension.PoolsQuery) (extension.Pools, error) {
	conn, err := s.accounts.get(accountOr(q.Account))
	var w *wait
	if errors.As(err, &w) {
		return extension.Pools{}, newProblem(extension.CodeNotConnected, "No Greenhouse account is connected yet.", "Run greenhouse-companion connect.")
	}
	if err != nil {
		return extension.Pools{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, jobsPatience)
	defer cancel()
	found, err := conn.pools.get(func() ([]extension.Pool, error) { return conn.readPools(ctx) })
	var permission *harvest.PermissionError
	switch {
	case errors.As(err, &permission):
		return extension.Pools{Missing: extension.PoolsNoPermission}, nil
	case errors.Is(err, harvest.ErrNotInDialect):
		return extension.Pools{Missing: extension.PoolsNotInVersion}, nil
	case err != nil:
		return extension.Pools{}, newProblem(CodeOffline, "Greenhouse could not be asked for its prospect pools.", "Try again when Greenhouse can be reached.")
	}
	return extension.Pools{Pools: found}, nil
}

// readPools reads the active pools by name. A credential that may not list stages has pools without them.
func (c *connection) readPools(ctx context.Context) ([]extension.Pool, error) {
	pools, err := harvest.Collect(c.client.ProspectPools(ctx, harvest.ProspectPoolQuery{Active: true}))
	if err != nil || len(pools) == 0 {
		return nil, err
	}
	stages, err := harvest.Collect(c.client.ProspectPoolStages(ctx, harvest.ProspectPoolStageQuery{}))
	if notGranted(err) != nil {
		return nil, err
	}
	slices.SortStableFunc(pools, func(a, b harvest.ProspectPool) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(stages, func(a, b harvest.ProspectPoolStage) int { return cmp.Compare(a.SortOrder, b.SortOrder) })
	var out []extension.Pool
	for _, p := range pools {
		out = append(out, extension.Pool{ID: extension.ID(p.ID), Name: p.Name, Stages: stagesOf(p.ID, stages)})
	}
	return out, nil
}

func stagesOf(pool harvest.PoolID, all []harvest.ProspectPoolStage) []extension.PoolStage {
	var out []extension.PoolStage
	for _, stage := range all {
		if stage.PoolID == pool {
			out = append(out, extension.PoolStage{ID: extension.ID(stage.ID), Name: stage.Name})
		}
	}
	return out
}
