package amazinghiring

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// decoder reads values of uncertain type and remembers what it left out. A
// missing or null value is nothing; a value of the wrong type is dropped.
type decoder struct {
	dropped []profile.Dropped
}

func (d *decoder) drop(field, reason string) {
	d.dropped = append(d.dropped, profile.Dropped{Field: field, Reason: reason})
}

func (d *decoder) text(field string, value any) string {
	return profile.CleanText(d.scalar(field, value))
}

func (d *decoder) line(field string, value any) string {
	return profile.CleanLine(d.scalar(field, value))
}

func (d *decoder) scalar(field string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	d.drop(field, profile.ReasonInvalid)
	return ""
}

func (d *decoder) list(field string, value any) []any {
	items, ok := value.([]any)
	if !ok && !isEmpty(value) {
		d.drop(field, profile.ReasonInvalid)
	}
	return items
}

func (d *decoder) object(field string, value any) map[string]any {
	fields, ok := value.(map[string]any)
	if !ok && value != nil {
		d.drop(field, profile.ReasonInvalid)
	}
	return fields
}

// objects calls read for each object of a list with its path, "links[2]".
func (d *decoder) objects(field string, value any, read func(path string, fields map[string]any)) {
	for i, item := range d.list(field, value) {
		path := fmt.Sprintf("%s[%d]", field, i)
		if fields := d.object(path, item); len(fields) > 0 {
			read(path, fields)
		}
	}
}

// names reads a list of texts or of objects with a name.
func (d *decoder) names(field string, value any) []string {
	var out []string
	for i, item := range d.list(field, value) {
		path := fmt.Sprintf("%s[%d]", field, i)
		if name := d.name(path, item); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// name reads a text or the name of an object.
func (d *decoder) name(field string, value any) string {
	if fields, ok := value.(map[string]any); ok {
		return d.line(field+".name", fields["name"])
	}
	return d.line(field, value)
}

// dateForm accepts a year, a month, and longer forms of which only these two
// matter.
var dateForm = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-.*)?)?$`)

func (d *decoder) month(field string, value any) profile.Month {
	text := d.line(field, value)
	if text == "" {
		return profile.Month{}
	}
	parts := dateForm.FindStringSubmatch(text)
	if parts == nil {
		d.drop(field, profile.ReasonInvalid)
		return profile.Month{}
	}
	year, _ := strconv.Atoi(parts[1]) // the form guarantees digits
	month, _ := strconv.Atoi(parts[2])
	if year < 1900 || year > 2199 || month > 12 {
		d.drop(field, profile.ReasonInvalid)
		return profile.Month{}
	}
	return profile.Month{Year: year, Month: month}
}

// period reads start and end. An end before the start is a known defect of the
// data and means that they were swapped.
func (d *decoder) period(path string, fields map[string]any) (start, end profile.Month) {
	start = d.month(path+".start", fields["start"])
	end = d.month(path+".end", fields["end"])
	if !start.IsZero() && !end.IsZero() && before(end, start) {
		return end, start
	}
	return start, end
}

// before does not order a month against its own year.
func before(a, b profile.Month) bool {
	if a.Year == b.Year && (a.Month == 0 || b.Month == 0) {
		return false
	}
	return a.Compare(b) < 0
}

// moment reads a point in time, in the zone it was written in. It is zero when
// there is none.
func (d *decoder) moment(field string, value any) time.Time {
	text := d.line(field, value)
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		d.drop(field, profile.ReasonInvalid)
	}
	return at
}

func parseID(value any) (int64, bool) {
	id, err := strconv.ParseInt(idText(value), 10, 64)
	return id, err == nil && id > 0
}

func idText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func isEmpty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// fieldName is what a name of a field or a type looks like.
var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// safeName returns name when it is plainly a name, so that it cannot smuggle a
// value into a list of field names, and instead otherwise.
func safeName(name, instead string) string {
	if fieldName.MatchString(name) {
		return name
	}
	return instead
}
