package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// Hidden values of a record that /v1 made and does not show yet.
const (
	v1ReadyAt   = "v1_ready_at"
	v1ReadsLeft = "v1_reads_left"
)

// finishLater marks new records as still being created, when the switch says so. /v3 shows them at once.
func (c *v1Call) finishLater(records ...*record) {
	set := c.behaviour.v1
	for _, rec := range records {
		rec.values[v1ReadyAt], rec.values[v1ReadsLeft] = c.now.Add(set.lateTime), int64(set.lateReads)
	}
}

// ready tells whether a record has been created as far as /v1 can see.
func (c *v1Call) ready(rec *record) bool {
	at, _ := rec.values[v1ReadyAt].(time.Time)
	return !c.now.Before(at) && rec.number(v1ReadsLeft) == 0
}

// asked counts one call for a record and tells whether it is ready for it.
func (c *v1Call) asked(rec *record) bool {
	if c.ready(rec) {
		return true
	}
	rec.values[v1ReadsLeft] = max(rec.number(v1ReadsLeft)-1, 0)
	return false
}

// target is the record that the path names. One that is still being created is not found, and neither
// are its applications.
func (c *v1Call) target() (*record, *problem) {
	rec := c.state.find(c.kind.name, c.id)
	if rec == nil {
		return nil, notFoundRoute()
	}
	if c.kind.name == "candidates" {
		for application := range c.state.where("applications", "candidate_id", rec.id) {
			c.asked(application)
		}
	}
	if !c.asked(rec) {
		return nil, notFoundRoute()
	}
	return rec, nil
}

// retrieve answers a single record.
func (c *v1Call) retrieve(row func(*v1Call, *record) object) (answer, *problem) {
	rec, refusal := c.target()
	if refusal != nil {
		return answer{}, refusal
	}
	return jsonAnswer(http.StatusOK, row(c, rec)), nil
}

// made answers a new record; while it is still being created, with its ids only.
func (c *v1Call) made(rec *record, row, truncated object) (answer, *problem) {
	status, _ := strconv.Atoi(c.behaviour.v1.createdStatus) // the switch offers statuses only
	if c.ready(rec) {
		return jsonAnswer(status, row), nil
	}
	return jsonAnswer(status, truncated), nil
}
