package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const maxIDs = 50 // per filter

// match decides whether a list shows a record.
type match func(*state, *record) bool

// filter is one query parameter of a list: it reads the value and answers what to look for.
type filter struct {
	read  func(value string) (match, error)
	dates bool // may also be written name[gte]=…
}

// universalFilters work on every list.
func universalFilters() map[string]filter {
	return map[string]filter{
		"ids":        ids("id"),
		"created_at": dates("created_at"),
		"updated_at": dates("updated_at"),
	}
}

// ids selects records whose column holds one of the given ids, or a list with one of them.
func ids(column string) filter {
	return filter{read: func(value string) (match, error) {
		wanted, err := readIDs(value)
		if err != nil {
			return nil, err
		}
		return func(st *state, rec *record) bool { return overlap(rec.numbers(column), st.survivors(wanted)) }, nil
	}}
}

// oneID selects by a single id.
func oneID(column string) filter {
	return filter{read: func(value string) (match, error) {
		wanted, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, errors.New("must be an integer")
		}
		return func(_ *state, rec *record) bool {
			return slices.Contains(rec.numbers(column), wanted)
		}, nil
	}}
}

// exactly selects by a text, letter for letter.
func exactly(column string) filter {
	return filter{read: func(value string) (match, error) {
		return func(_ *state, rec *record) bool { return rec.text(column) == value }, nil
	}}
}

// anyText selects by a comma separated list of texts.
func anyText(column string, fold bool) filter {
	return filter{read: func(value string) (match, error) {
		wanted := strings.Split(value, ",")
		if len(wanted) > maxIDs {
			return nil, fmt.Errorf("must have at most %d values", maxIDs)
		}
		return func(_ *state, rec *record) bool {
			return slices.ContainsFunc(wanted, func(s string) bool {
				return s == rec.text(column) || fold && strings.EqualFold(s, rec.text(column))
			})
		}, nil
	}}
}

// named selects by a word; the table says which stored word each accepted one stands for.
func named(column string, stored map[string]string) filter {
	return filter{read: func(value string) (match, error) {
		want, ok := stored[value]
		if !ok {
			return nil, errors.New("is not a known value")
		}
		return func(_ *state, rec *record) bool { return rec.text(column) == want }, nil
	}}
}

// words is a table for named in which every word stands for itself.
func words(list ...string) map[string]string {
	table := map[string]string{}
	for _, word := range list {
		table[word] = word
	}
	return table
}

// flagged selects by a boolean column.
func flagged(column string) filter {
	return truth(func(rec *record, want bool) bool { return rec.flag(column) == want })
}

// truth reads a boolean and leaves its meaning to the resource.
func truth(shows func(rec *record, want bool) bool) filter {
	return filter{read: func(value string) (match, error) {
		if value != "true" && value != "false" {
			return nil, errors.New("must be true or false")
		}
		return func(_ *state, rec *record) bool { return shows(rec, value == "true") }, nil
	}}
}

// dates reads gte|TIME or both ends as gte|TIME|lte|TIME.
func dates(column string) filter {
	return filter{dates: true, read: func(value string) (match, error) {
		parts := strings.Split(value, "|")
		if len(parts) != 2 && len(parts) != 4 {
			return nil, errors.New("must be OPERATOR|TIME, once or twice")
		}
		var bounds []bound
		for pair := range slices.Chunk(parts, 2) {
			read, err := readBound(pair[0], pair[1])
			if err != nil {
				return nil, err
			}
			bounds = append(bounds, read)
		}
		return func(st *state, rec *record) bool { return passes(st.behaviour, rec.time(column), bounds) }, nil
	}}
}

// bound is one end of a date filter.
type bound struct {
	operator string
	at       time.Time
}

func readBound(operator, value string) (bound, error) {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return bound{}, errors.New("must hold ISO-8601 times")
	}
	if !slices.Contains([]string{"gte", "lte", "gt", "lt"}, operator) {
		return bound{}, errors.New("must use one of gte, lte, gt, lt")
	}
	return bound{operator, at}, nil
}

func passes(b *behaviour, at time.Time, bounds []bound) bool {
	for _, end := range bounds {
		if at.IsZero() || !end.admits(b.comparing(at).Compare(b.comparing(end.at))) {
			return false
		}
	}
	return true
}

// admits judges how a time compares with the bound.
func (b bound) admits(order int) bool {
	switch b.operator {
	case "gte":
		return order >= 0
	case "lte":
		return order <= 0
	case "gt":
		return order > 0
	default:
		return order < 0
	}
}

func readIDs(value string) ([]int64, error) {
	parts := strings.Split(value, ",")
	if len(parts) > maxIDs {
		return nil, fmt.Errorf("must have at most %d values", maxIDs)
	}
	var wanted []int64
	for _, part := range parts {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, errors.New("must be a comma separated list of integers")
		}
		wanted = append(wanted, n)
	}
	return wanted, nil
}
