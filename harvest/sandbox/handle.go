package sandbox

import "time"

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
	s.mu.Lock()
	defer s.mu.Unlock()
	job := s.state.find("jobs", id)
	if job == nil {
		return
	}
	now := wallClock()
	closed := time.Time{}
	if status == "closed" {
		closed = now
	}
	job.update(now, object{"status": status, "closed_at": closed})
}
