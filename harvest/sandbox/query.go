package sandbox

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPage = 100
	maxPage     = 500
	maxFields   = 50
)

// bracketPattern is the second spelling of date filters: created_at[gte]=TIME.
var bracketPattern = regexp.MustCompile(`^([a-z_]+)\[([a-z]+)\]$`)

// query is a list request after all checks.
type query struct {
	size    int
	fields  []string // empty: all columns
	matches []match
}

// readQuery checks the parameters of a list. A parameter that the collection does not know is an
// error, never ignored.
func (k *resource) readQuery(given url.Values) (query, *problem) {
	q := query{size: defaultPage}
	if unknown := k.unknownParameters(given); len(unknown) > 0 {
		return q, badQuery("Invalid query params: " + strings.Join(unknown, ", "))
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if refusal := k.readParameter(&q, key, given[key]); refusal != nil {
			return q, refusal
		}
	}
	if uses(given, "created_at") && uses(given, "updated_at") {
		return q, badQuery("created_at and updated_at cannot be combined")
	}
	k.assume(&q, given)
	return q, nil
}

// uses tells whether a date filter is present in either spelling.
func uses(given url.Values, name string) bool {
	for key := range given {
		if base, _ := splitBracket(key); base == name {
			return true
		}
	}
	return false
}

// dateSpelling refuses the spelling of date filters that is switched off.
func (c *call) dateSpelling(given url.Values) *problem {
	for _, key := range slices.Sorted(maps.Keys(given)) {
		name, operator := splitBracket(key)
		known, ok := c.kind.filter(name)
		switch {
		case !ok || !known.dates:
		case operator != "" && c.behaviour.dateFilters == "pipe":
			return badQuery("Invalid query params: " + key)
		case operator == "" && c.behaviour.dateFilters == "bracket":
			return badQuery(name + " is not a valid date filter")
		}
	}
	return nil
}

func (k *resource) unknownParameters(given url.Values) []string {
	var unknown []string
	for _, key := range slices.Sorted(maps.Keys(given)) {
		name, operator := splitBracket(key)
		known, ok := k.filter(name)
		paging := name == "per_page" || name == "fields"
		if operator != "" && (!ok || !known.dates) || !ok && !paging {
			unknown = append(unknown, key)
		}
	}
	return unknown
}

func (k *resource) filter(name string) (filter, bool) {
	if own, ok := k.filters[name]; ok {
		return own, true
	}
	universal, ok := universalFilters()[name]
	return universal, ok
}

func (k *resource) readParameter(q *query, key string, values []string) *problem {
	name, operator := splitBracket(key)
	if len(values) > 1 {
		return badQuery(name + " is given more than once")
	}
	var err error
	switch name {
	case "per_page":
		q.size, err = readPageSize(values[0])
	case "fields":
		q.fields, err = k.readFields(values[0])
	default:
		err = k.addFilter(q, name, operator, values[0])
	}
	if err != nil {
		return badQuery(name + " " + err.Error())
	}
	return nil
}

func (k *resource) addFilter(q *query, name, operator, value string) error {
	if operator != "" {
		value = operator + "|" + value
	}
	known, _ := k.filter(name)
	matches, err := known.read(value)
	if err != nil {
		return err
	}
	q.matches = append(q.matches, matches)
	return nil
}

// assume adds the filters that apply unless the request says otherwise.
func (k *resource) assume(q *query, given url.Values) {
	for name, value := range k.assumed {
		if given.Has(name) {
			continue
		}
		if err := k.addFilter(q, name, "", value); err != nil {
			panic("sandbox: assumed filter " + name + ": " + err.Error())
		}
	}
}

func (k *resource) readFields(value string) ([]string, error) {
	columns := strings.Fields(k.columns)
	names := strings.Split(value, ",")
	if len(names) > maxFields {
		return nil, fmt.Errorf("must have at most %d names", maxFields)
	}
	for _, name := range names {
		if !slices.Contains(columns, name) {
			return nil, fmt.Errorf("has the unknown name %q", name)
		}
	}
	return names, nil
}

func readPageSize(value string) (int, error) {
	size, err := strconv.Atoi(value)
	if err != nil || size < 1 || size > maxPage {
		return 0, fmt.Errorf("must be between 1 and %d", maxPage)
	}
	return size, nil
}

// splitBracket takes created_at[gte] apart; a plain name has no operator.
func splitBracket(key string) (name, operator string) {
	if parts := bracketPattern.FindStringSubmatch(key); parts != nil {
		return parts[1], parts[2]
	}
	return key, ""
}
