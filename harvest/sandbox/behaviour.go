package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// How a list answers a subject that may not read.
const (
	readsAllowed   = "ok"
	readsForbidden = "403"
	readsEmpty     = "empty"
)

var scopePattern = regexp.MustCompile(`^harvest:[a-z_]+:[a-z_]+$`)

// behaviour is the position of every switch. SetFaults replaces it as a whole; only dice change in between.
type behaviour struct {
	mishaps []*mishap // in the order given; the first one that strikes wins
	scope   string    // of those that name none
	partial *dice     // nil: never

	down          bool
	rateLimit     int
	rateWindow    time.Duration
	lag, stale    time.Duration
	tokenTTL      time.Duration
	maxAttachment int64

	ratePer, refusalBodies                        string
	tokenExpiry, oneToken                         string
	nonadminReads, serviceReads                   string
	lagRows, timePrecision, dateFilters           string
	privateRows, privateOnCreate                  string
	createAnswer, applicationRequired             string
	secondApplication, unknownTags, sameFieldName string
	autoMerge, mergeAnswer, mergedIDs             string
	noteTypeCase, noteVisibility, sameFilename    string

	grantedScopes, withheldScopeNames []string // no granted ones: all that exist

	v1 v1Behaviour
}

// newBehaviour has every switch in its default position.
func newBehaviour() *behaviour {
	b := &behaviour{}
	for _, spec := range faultTable() {
		if spec.initial == "" {
			continue
		}
		if err := spec.set(b, Fault{Value: spec.initial}); err != nil {
			panic("sandbox: default of " + spec.name + ": " + err.Error())
		}
	}
	return b
}

// behaviourOf reads a list of faults; later positions of the same switch win.
func behaviourOf(faults []string) (*behaviour, error) {
	b := newBehaviour()
	for _, text := range faults {
		fault, err := ParseFault(text)
		if err != nil {
			return nil, err
		}
		spec, err := specOf(fault.Name)
		if err != nil {
			return nil, err
		}
		if err := spec.set(b, fault); err != nil {
			return nil, fmt.Errorf("fault %s: %w", fault.Name, err)
		}
	}
	return b, nil
}

// clock is a time as the organisation keeps it.
func (b *behaviour) clock(now time.Time) time.Time {
	if b.timePrecision == "seconds" {
		return now.Truncate(time.Second)
	}
	return now
}

// comparing is a time as date filters see it.
func (b *behaviour) comparing(at time.Time) time.Time {
	if b.timePrecision == "filter-seconds" {
		return at.Truncate(time.Second)
	}
	return at
}

// scopes are the ones ticked for the credential right now.
func (b *behaviour) scopes() []string {
	granted := b.grantedScopes
	if len(granted) == 0 {
		granted = knownScopes()
	}
	return slices.DeleteFunc(slices.Clone(granted), func(scope string) bool {
		return slices.Contains(b.withheldScopeNames, scope)
	})
}

// grantScopes takes any well-formed scope: a credential may have more ticked than the sandbox knows.
func grantScopes(b *behaviour, f Fault) error {
	names := strings.FieldsFunc(f.Value, func(r rune) bool { return r == ' ' || r == '+' })
	malformed := slices.ContainsFunc(names, func(name string) bool { return !scopePattern.MatchString(name) })
	if len(names) == 0 || malformed {
		return errors.New("want scopes like harvest:jobs:list")
	}
	b.grantedScopes = append(b.grantedScopes, names...)
	return nil
}

// withholdScope refuses unknown scopes, because a misspelt one would silently withhold nothing.
func withholdScope(b *behaviour, f Fault) error {
	if known := knownScopes(); !slices.Contains(known, f.Value) {
		return fmt.Errorf("want one of %s", strings.Join(known, ", "))
	}
	b.withheldScopeNames = append(b.withheldScopeNames, f.Value)
	return nil
}
