package sandbox

import (
	"maps"
	"slices"
	"time"
)

// timeLayout is how instants look on the wire. Everything is kept to this precision, so that a filter
// with a time read from a row finds that row.
const timeLayout = "2006-01-02T15:04:05.000Z07:00"

// record is one stored thing. Its values are wire values under their wire names, plus hidden ones that
// no column shows. They are replaced, never changed in place, so a row may share them.
type record struct {
	id               int64
	created, updated time.Time
	stored           time.Time // when it was really written, which created may not tell
	values           object
	past             []version // oldest first
}

// version is what a record was until it changed.
type version struct {
	until            time.Time
	created, updated time.Time
	values           object
}

// update replaces values and remembers what they were.
func (r *record) update(now time.Time, values object) {
	if now.After(r.stored) { // what belongs to its making is no change
		r.past = append(r.past, version{now, r.created, r.updated, maps.Clone(r.values)})
	}
	r.set(now, values)
}

// asOf is the record as it was at a time, or as it was first.
func (r *record) asOf(at time.Time) *record {
	for _, v := range r.past {
		if at.Before(v.until) {
			return &record{id: r.id, created: v.created, updated: v.updated, stored: r.stored, values: v.values}
		}
	}
	return r
}

// set replaces values. A given creation time replaces the real one: an application may be dated back.
func (r *record) set(now time.Time, values object) {
	maps.Copy(r.values, values)
	if at, given := values["created_at"].(time.Time); given {
		r.created = at
	}
	r.updated = now
}

// value reads any column; a missing one is nil, which is null on the wire.
func (r *record) value(column string) any {
	switch column {
	case "id":
		return r.id
	case "created_at":
		return wireTime(r.created)
	case "updated_at":
		return wireTime(r.updated)
	}
	if at, ok := r.values[column].(time.Time); ok {
		return wireTime(at)
	}
	return r.values[column]
}

// time reads a column as an instant; zero when it is empty.
func (r *record) time(column string) time.Time {
	switch column {
	case "created_at":
		return r.created
	case "updated_at":
		return r.updated
	}
	at, _ := r.values[column].(time.Time)
	return at
}

// number reads a column that holds an id; zero when it is empty.
func (r *record) number(column string) int64 {
	if column == "id" {
		return r.id
	}
	return numberIn(r.values, column)
}

// numbers reads a column that holds one id or a list of ids.
func (r *record) numbers(column string) []int64 {
	if list, ok := r.values[column].([]any); ok {
		return integersIn(list)
	}
	if n := r.number(column); n != 0 {
		return []int64{n}
	}
	return nil
}

func (r *record) text(column string) string { return textIn(r.values, column) }
func (r *record) flag(column string) bool   { return flagIn(r.values, column) }

func numberIn(o object, key string) int64 { n, _ := o[key].(int64); return n }
func textIn(o object, key string) string  { s, _ := o[key].(string); return s }
func flagIn(o object, key string) bool    { b, _ := o[key].(bool); return b }
func listIn(o object, key string) []any   { l, _ := o[key].([]any); return l }
func objectIn(o object, key string) object {
	inner, _ := o[key].(object)
	return inner
}

func integersIn(list []any) []int64 {
	var numbers []int64
	for _, item := range list {
		if n, ok := item.(int64); ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// overlap tells whether two sets of ids share one.
func overlap(a, b []int64) bool {
	return slices.ContainsFunc(a, func(id int64) bool { return slices.Contains(b, id) })
}

func wireTime(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format(timeLayout)
}
