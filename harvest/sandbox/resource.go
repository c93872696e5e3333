package sandbox

import (
	"maps"
	"slices"
	"strings"
)

// resource describes one collection of the API. The engine interprets it; adding a collection is adding
// one of these to the catalogue.
type resource struct {
	name     string // path segment below /v3, and the middle of its scopes
	thing    string // how a refusal calls one record
	firstID  int64
	columns  string // what a row shows, separated by spaces
	defaults object // values of a new record that the body does not give

	computed map[string]func(*state, *record) any // columns that are not simply stored
	filters  map[string]filter                    // besides the universal ones
	assumed  map[string]string                    // filters that apply when the request does not name them

	visible func(*call, *record) bool   // nil: every record
	standIn func(*call, *record) object // a row in place of the usual one, or nil

	single  bool // one record can be read at /v3/<name>/<id>
	create  *operation
	update  *operation
	destroy func(*call, *record) *problem
	members map[string]member // by the path segment after the id
}

// operation is a write with a body. What apply returns is the answer; nil means there is nothing to say.
type operation struct {
	body  schema
	apply func(c *call, rec *record, body object) (any, *problem) // rec is nil on create
}

// member is a write at an address of its own below a record, like /v3/applications/7/move.
type member struct {
	method string
	operation
}

// catalogue is every collection the sandbox knows.
func catalogue() []*resource {
	return []*resource{
		candidates(), applications(), applicationStages(), attachments(), notes(),
		candidateTags(), appliedCandidateTags(),
		candidateEducations(), candidateEmployments(),
		jobs(), jobInterviewStages(),
		users(), userEmails(), sources(), referrers(),
		customFields(), customFieldOptions(),
		prospectPools(), prospectPoolStages(), prospectDetails(),
		rejectionReasons(), rejectionDetails(),
	}
}

// knownScopes lists the scopes of everything implemented.
func knownScopes() []string {
	var scopes []string
	for _, kind := range catalogue() {
		for _, action := range kind.actions() {
			scopes = append(scopes, kind.scope(action))
		}
	}
	return scopes
}

func (k *resource) scope(action string) string {
	return "harvest:" + k.name + ":" + action
}

func (k *resource) actions() []string {
	actions := []string{"list"}
	if k.create != nil {
		actions = append(actions, "create")
	}
	if k.update != nil {
		actions = append(actions, "update")
	}
	if k.destroy != nil {
		actions = append(actions, "destroy")
	}
	return append(actions, slices.Sorted(maps.Keys(k.members))...)
}

// row is how a list or a write shows a record.
func (k *resource) row(st *state, rec *record) object {
	row := object{}
	for column := range strings.FieldsSeq(k.columns) {
		if compute, ok := k.computed[column]; ok {
			row[column] = compute(st, rec)
			continue
		}
		row[column] = rec.value(column)
	}
	return row
}

// showInserted stores a body as it came and answers with its row, which is all that simple collections do.
func showInserted(c *call, _ *record, body object) (any, *problem) {
	rec := c.state.insert(c.kind.name, c.now, body)
	return c.kind.row(c.state, rec), nil
}

// removeRecord is all that a plain deletion does.
func removeRecord(c *call, rec *record) *problem {
	c.state.remove(c.kind.name, rec.id)
	return nil
}
