package sandbox

import (
	"encoding/json"
	"fmt"
)

// Job is a job as tests and the demo see it.
type Job struct {
	ID     int64
	Name   string
	Status string // open or closed
}

// Jobs lists all jobs in the order they were made, the confidential one and the template too.
func (s *Server) Jobs() []Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Job
	for _, rec := range s.state.tables["jobs"].records {
		list = append(list, Job{ID: rec.id, Name: rec.text("name"), Status: rec.text("status")})
	}
	return list
}

// CloseJob closes a job, as a recruiter would in the web interface. An unknown id changes nothing.
func (s *Server) CloseJob(id int64) {
	s.setJob(id, "closed")
}

// OpenJob opens a closed job again. An unknown id changes nothing.
func (s *Server) OpenJob(id int64) {
	s.setJob(id, "open")
}

func (s *Server) setJob(id int64, status string) {
	_ = s.inside("jobs", func(c *call) error { // an unknown job is the only thing that can go wrong
		rec, err := c.existing(id)
		if err != nil {
			return err
		}
		closed := any(nil)
		if status == "closed" {
			closed = c.now
		}
		rec.update(c.now, object{"status": status, "closed_at": closed})
		return nil
	})
}

// AddCandidate adds a person as a colleague would, with a body as POST /v3/candidates takes it, and
// returns the id. It fails when that would be refused.
func (s *Server) AddCandidate(body map[string]any) (id int64, err error) {
	err = s.inside("candidates", func(c *call) error {
		made, err := c.carryOut(c.kind.create, nil, body)
		if err != nil {
			return fmt.Errorf("add candidate: %w", err)
		}
		row, _ := made.(object)
		if inner := objectIn(row, "candidate"); inner != nil {
			row = inner
		}
		id = numberIn(row, "id")
		return nil
	})
	return id, err
}

// EditCandidate changes a person as a colleague would, with a body as PATCH takes it: lists and custom
// fields are replaced as a whole. It fails for an unknown id and when the change would be refused.
func (s *Server) EditCandidate(id int64, change map[string]any) error {
	return s.inside("candidates", func(c *call) error {
		rec, err := c.existing(id)
		if err == nil {
			_, err = c.carryOut(c.kind.update, rec, change)
		}
		if err != nil {
			return fmt.Errorf("edit candidate: %w", err)
		}
		return nil
	})
}

// MergeCandidates merges one person into another, as a colleague would: keep survives, gone ceases to
// exist. It fails for an unknown id and when the merge would be refused.
func (s *Server) MergeCandidates(keep, gone int64) error {
	return s.inside("candidates", func(c *call) error {
		rec, err := c.existing(keep)
		if err == nil {
			merge := c.kind.members["merge"].operation
			_, err = c.carryOut(&merge, rec, object{"secondary_candidate_id": gone})
		}
		if err != nil {
			return fmt.Errorf("merge candidates: %w", err)
		}
		return nil
	})
}

// DeleteCandidate deletes a person with everything they have, as a colleague would. It fails for an unknown id.
func (s *Server) DeleteCandidate(id int64) error {
	return s.inside("candidates", func(c *call) error {
		if _, err := c.existing(id); err != nil {
			return fmt.Errorf("delete candidate: %w", err)
		}
		c.state.removeCandidate(id)
		return nil
	})
}

// inside does something as the Site Admin in the web interface: past rates, scopes and the faults of single calls.
func (s *Server) inside(collection string, do func(c *call) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.callLocked(s.state.find("users", s.siteAdminID), wallClock())
	c.kind = s.kinds[collection]
	calm := *c.behaviour
	calm.partial = nil
	c.behaviour = &calm
	return do(c)
}

func (c *call) existing(id int64) (*record, error) {
	rec := c.state.find(c.kind.name, id)
	if rec == nil {
		return nil, fmt.Errorf("there is no %s %d", c.kind.thing, id)
	}
	return rec, nil
}

// carryOut checks a body as if it had come over the wire.
func (c *call) carryOut(what *operation, rec *record, body object) (any, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write the body as JSON: %w", err)
	}
	checked, refusal := readBody(c.state, what.body, raw)
	if refusal != nil {
		return nil, fmt.Errorf("refused: %s", refusal.answer().body)
	}
	shown, refusal := what.apply(c, rec, checked)
	if refusal != nil {
		return nil, fmt.Errorf("refused: %s", refusal.answer().body)
	}
	return shown, nil
}
