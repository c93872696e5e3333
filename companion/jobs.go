package companion

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

const (
	// jobsFresh is how long the list of open jobs is shown without asking Greenhouse again.
	jobsFresh = 5 * time.Minute
	// jobsPatience bounds how long a picker waits for Greenhouse before it gets the older list.
	jobsPatience = 3 * time.Second
	defaultJobs  = 50
)

// jobCache is the open jobs of one account. The picker must answer at once, also offline, so an older list is better
// than none; the job itself is checked again right before a write.
type jobCache struct {
	mu      sync.Mutex
	jobs    []harvest.Job
	fetched time.Time
}

// jobs answers the job picker.
func (s *Service) jobs(ctx context.Context, q extension.JobsQuery) (extension.Jobs, error) {
	conn, err := s.accounts.get(accountOr(q.Account))
	var w *wait
	if errors.As(err, &w) {
		return extension.Jobs{}, newProblem(extension.CodeNotConnected, "No Greenhouse account is connected yet.", "Run greenhouse-companion connect.")
	}
	if err != nil {
		return extension.Jobs{}, err
	}
	jobs, fetched, err := conn.openJobs(ctx)
	if err != nil && fetched.IsZero() {
		return extension.Jobs{}, newProblem(CodeOffline, "Greenhouse could not be asked for its jobs.", "Try again when Greenhouse can be reached.")
	}
	return extension.Jobs{Jobs: pickJobs(jobs, q), FetchedAt: fetched.UTC(), Stale: err != nil}, nil
}

// openJobs returns the jobs that take people, fresh where possible. With an error the jobs are those of fetched.
func (c *connection) openJobs(ctx context.Context) (jobs []harvest.Job, fetched time.Time, err error) {
	c.jobs.mu.Lock()
	defer c.jobs.mu.Unlock()
	if time.Since(c.jobs.fetched) < jobsFresh {
		return c.jobs.jobs, c.jobs.fetched, nil
	}
	ctx, cancel := context.WithTimeout(ctx, jobsPatience)
	defer cancel()
	all, err := harvest.Collect(c.client.Jobs(ctx, harvest.JobQuery{Status: "open"}))
	if err != nil {
		return c.jobs.jobs, c.jobs.fetched, err
	}
	c.jobs.jobs = slices.DeleteFunc(all, func(j harvest.Job) bool { return j.IsTemplate })
	c.jobs.fetched = time.Now()
	return c.jobs.jobs, c.jobs.fetched, nil
}

// pickJobs narrows the jobs to those whose name or requisition id contains every word of the query.
func pickJobs(jobs []harvest.Job, q extension.JobsQuery) []extension.Job {
	limit := q.Limit
	if limit <= 0 {
		limit = defaultJobs
	}
	words := strings.Fields(strings.ToLower(q.Query))
	out := []extension.Job{}
	for _, j := range jobs {
		text := strings.ToLower(j.Name + " " + j.RequisitionID)
		missing := func(word string) bool { return !strings.Contains(text, word) }
		if !slices.ContainsFunc(words, missing) && len(out) < limit {
			out = append(out, extension.Job{ID: extension.ID(j.ID), Name: j.Name, RequisitionID: j.RequisitionID})
		}
	}
	return out
}
