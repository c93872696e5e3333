package sandbox

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Which calls a fault hits.
const (
	scopeWrites = "writes"
	scopeReads  = "reads"
	scopeAll    = "all" // reads and writes of /v3
	scopeToken  = "token"
)

// How a list answers a subject that may not read.
const (
	readsAllowed   = "ok"
	readsForbidden = "403"
	readsEmpty     = "empty"
)

var (
	faultScopes  = []string{scopeWrites, scopeReads, scopeAll, scopeToken}
	scopePattern = regexp.MustCompile(`^harvest:[a-z_]+:[a-z_]+$`)
)

// behaviour is the position of every switch. SetFaults replaces it as a whole; only dice change in between.
type behaviour struct {
	mishaps []*mishap // in the order given; the first one that strikes wins
	scope   string    // of those that name none
	partial *dice     // nil: never

	down          bool
	rateLimit     int
	rateWindow    time.Duration
	lag           time.Duration
	tokenTTL      time.Duration
	maxAttachment int64

	tokenExpiry, oneToken             string
	nonadminReads, serviceReads       string
	privateRows, unknownTags          string
	applicationRequired               string
	secondApplication                 string
	grantedScopes, withheldScopeNames []string // no granted ones: all that exist
}

// mishap is one way an exchange goes wrong on the wire.
type mishap struct {
	name    string
	scope   string
	before  bool // strikes before anything is applied
	deliver func(s *Server, w http.ResponseWriter, r *http.Request, a answer)
	dice    *dice
}

// dice decides whether a fault strikes this time.
type dice struct {
	chance float64
	left   int // strikes left; negative: no end
}

func newDice(chance float64, times int) *dice {
	if times == 0 {
		times = -1
	}
	return &dice{chance: chance, left: times}
}

// roll is safe on nil, which never strikes.
func (d *dice) roll() bool {
	if d == nil || d.left == 0 || rand.Float64() >= d.chance {
		return false
	}
	d.left--
	return true
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

// draw picks the mishap that strikes a call of this scope, or nil.
func (b *behaviour) draw(scope string) *mishap {
	for _, m := range b.mishaps {
		wanted := cmp.Or(m.scope, b.scope)
		hits := wanted == scope || wanted == scopeAll && scope != scopeToken
		if hits && m.dice.roll() {
			return m
		}
	}
	return nil
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
