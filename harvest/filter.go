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
	tooMany string // the filter that has more ids than Harvest takes
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

// createdSince is rounded down to the second: a wider window is the safe one.
func (f filters) createdSince(since time.Time) {
	if !since.IsZero() {
		f.values.Set("created_at", "gte|"+since.UTC().Format(time.RFC3339))
	}
}

func addIDs[T ~int64](f *filters, name string, ids []T) {
	if len(ids) > maxFilterIDs {
		f.tooMany = name
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(int64(id), 10)
	}
	f.text(name, strings.Join(texts, ","))
}

func (f filters) refuse(op string) error {
	return invalid(op, "more than 50 ids in one filter", f.tooMany)
}
