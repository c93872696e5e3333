package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// text is a string, perhaps empty.
func text() rule {
	return rule{read: func(r *reader, path string, value any) any {
		s, ok := value.(string)
		if !ok {
			r.find(path, "must be a string")
		}
		return s
	}}
}

// filled is a string with something in it.
func filled() rule {
	return rule{read: func(r *reader, path string, value any) any {
		s, ok := value.(string)
		if !ok {
			r.find(path, "must be a string")
		} else if strings.TrimSpace(s) == "" {
			r.find(path, "can't be blank")
		}
		return s
	}}
}

// texts is a string or a list of strings: which of them is not documented.
func texts() rule {
	return rule{read: func(r *reader, path string, value any) any {
		if _, isList := value.([]any); isList {
			return listOf(text()).read(r, path, value)
		}
		return text().read(r, path, value)
	}}
}

// oneOf is a string from a list.
func oneOf(allowed ...string) rule {
	return rule{read: func(r *reader, path string, value any) any {
		s, ok := value.(string)
		if !ok || !slices.Contains(allowed, s) {
			r.find(path, "must be one of: "+strings.Join(allowed, ", "))
		}
		return s
	}}
}

func boolean() rule {
	return rule{read: func(r *reader, path string, value any) any {
		b, ok := value.(bool)
		if !ok {
			r.find(path, "must be a boolean")
		}
		return b
	}}
}

// only is a value with a single accepted form, like prospect: true.
func only(accepted any) rule {
	return rule{read: func(r *reader, path string, value any) any {
		if value != accepted {
			r.find(path, fmt.Sprintf("must be %v", accepted))
		}
		return accepted
	}}
}

func integer() rule {
	return rule{read: func(r *reader, path string, value any) any {
		n, ok := integerOf(value)
		if !ok {
			r.find(path, "must be an integer")
		}
		return n
	}}
}

// within is an integer from a range, both ends included.
func within(low, high int64) rule {
	return rule{read: func(r *reader, path string, value any) any {
		n, ok := integerOf(value)
		if !ok || n < low || n > high {
			r.find(path, fmt.Sprintf("must be an integer from %d to %d", low, high))
		}
		return n
	}}
}

// ref is the id of an existing record of another collection.
func ref(name string) rule {
	return rule{read: func(r *reader, path string, value any) any {
		n, ok := integerOf(value)
		if !ok {
			r.find(path, "must be an integer")
		} else if r.state.find(name, n) == nil {
			r.find(path, "does not exist")
		}
		return n
	}}
}

// nothing is the id of something the organisation has none of.
func nothing() rule {
	return rule{read: func(r *reader, path string, value any) any {
		r.find(path, "does not exist")
		return nil
	}}
}

// instant is a time with a zone.
func instant() rule {
	return rule{read: func(r *reader, path string, value any) any {
		s, _ := value.(string)
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			r.find(path, "must be an ISO-8601 time")
		}
		return at.UTC().Truncate(time.Millisecond)
	}}
}

// day is a calendar date; its stored value stays the text.
func day() rule {
	return rule{read: func(r *reader, path string, value any) any {
		s, _ := value.(string)
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			r.find(path, "must be a date like 2026-11-24")
		}
		return s
	}}
}

// anything is checked later, by what it belongs to.
func anything() rule {
	return rule{read: func(_ *reader, _ string, value any) any { return value }}
}

func listOf(item rule) rule {
	return rule{read: func(r *reader, path string, value any) any {
		items, ok := value.([]any)
		if !ok {
			r.find(path, "must be an array")
			return []any{}
		}
		clean := make([]any, 0, len(items))
		for i, each := range items {
			clean = append(clean, item.read(r, path+"["+strconv.Itoa(i)+"]", each))
		}
		return clean
	}}
}

func objectOf(want schema) rule {
	return rule{read: func(r *reader, path string, value any) any {
		given, ok := value.(object)
		if !ok {
			r.find(path, "must be an object")
			return object{}
		}
		return r.object(path+".", want, given)
	}}
}

func integerOf(value any) (int64, bool) {
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(number.String(), 10, 64)
	return n, err == nil
}
