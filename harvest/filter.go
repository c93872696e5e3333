package harvest

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxFilterIDs is how many ids Harvest takes in one filter.
// See https://harvestdocs.greenhouse.io/docs/list-endpoints.
const maxFilterIDs = 50

// filters are the query of a list. What is zero is left out.
type filters struct {
	values  url.Values
	problem string   // why Harvest would refuse them, empty when it would not
	fields  []string // the filters at fault
}

func newFilters() filters { return filters{values: url.Values{}} }

func (f filters) text(name, value string) {
	if value != "" {
		f.values.Set(name, value)
	}
}

func (f filters) number(name string, value int) {
	if value != 0 {
		f.values.Set(name, strconv.Itoa(value))
	}
}

// flag asks for the records that have it; there is no asking for those without.
func (f filters) flag(name string, set bool) {
	if set {
		f.values.Set(name, "true")
	}
}

// since asks for what is not older.
func (f filters) since(name string, at time.Time) {
	if !at.IsZero() {
		f.values.Set(name, "gte|"+stamp(at))
	}
}

// after is the same in V1, whose created_after means "at or after".
func (f filters) after(name string, at time.Time) {
	if !at.IsZero() {
		f.values.Set(name, stamp(at))
	}
}

// stamp is rounded down to the second: a wider window is the safe one.
func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// notBoth refuses two filters together. Harvest's answer to such a pair is not documented: it may be a wrong list.
func (f *filters) notBoth(one, other string) {
	if f.values.Has(one) && f.values.Has(other) {
		f.problem, f.fields = "not both filters in one request", []string{one, other}
	}
}

func addIDs[T ~int64](f *filters, name string, ids []T) {
	if len(ids) > maxFilterIDs {
		f.problem, f.fields = "more than 50 ids in one filter", []string{name}
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(int64(id), 10)
	}
	f.text(name, strings.Join(texts, ","))
}

func (f filters) check(op string) error {
	if f.problem == "" {
		return nil
	}
	return invalid(op, f.problem, f.fields...)
}
