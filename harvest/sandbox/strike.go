package sandbox

import (
	"cmp"
	"math/rand/v2"
	"net/http"
	"path"
	"regexp"
	"slices"
)

// The words that say which calls a fault hits. Beside them METHOD, /PATH and METHOD/PATH are scopes.
const (
	scopeWrites = "writes"
	scopeReads  = "reads"
	scopeAll    = "all" // reads and writes
	scopeToken  = "token"
)

var (
	faultScopes = []string{scopeWrites, scopeReads, scopeAll, scopeToken}
	// callScope is a method, a path in which * stands for one segment, or both.
	callScope = regexp.MustCompile(`^([A-Z]*)(/\S*)?$`)
)

// hit is one call as a fault sees it.
type hit struct {
	kind   string // writes, reads or token
	method string
	path   string // without the query
}

// validScope tells whether a text says which calls to strike.
func validScope(scope string) bool {
	if slices.Contains(faultScopes, scope) {
		return true
	}
	parts := callScope.FindStringSubmatch(scope)
	if scope == "" || parts == nil {
		return false
	}
	_, err := path.Match(parts[2], "")
	return err == nil
}

// within tells whether a call is one of those a valid scope speaks of.
func (h hit) within(scope string) bool {
	switch scope {
	case scopeAll:
		return h.kind != scopeToken
	case scopeWrites, scopeReads, scopeToken:
		return h.kind == scope
	}
	parts := callScope.FindStringSubmatch(scope)
	samePath := parts[2] == ""
	if !samePath {
		samePath, _ = path.Match(parts[2], h.path) // validScope has seen the pattern
	}
	return samePath && (parts[1] == "" || parts[1] == h.method)
}

// mishap is one way an exchange goes wrong on the wire.
type mishap struct {
	name    string
	scope   string
	before  bool // strikes before anything is applied
	once    bool // strikes a single time unless times= says otherwise
	deliver func(s *Server, w http.ResponseWriter, r *http.Request, a answer)
	dice    *dice
}

// dice decides whether a fault strikes this time.
type dice struct {
	chance float64
	random func() float64
	skip   int // calls to let pass first
	left   int // strikes left; negative: no end
}

// newDice reads the options of a fault. The nth call alone means that call and no other.
func newDice(chance float64, f Fault) *dice {
	d := &dice{chance: chance, random: rand.Float64, skip: max(f.Nth-1, 0), left: cmp.Or(f.Times, -1)}
	if f.Nth > 0 && f.Times == 0 {
		d.left = 1
	}
	if f.Seed != 0 {
		d.random = rand.New(rand.NewPCG(f.Seed, f.Seed)).Float64
	}
	return d
}

// roll is safe on nil, which never strikes.
func (d *dice) roll() bool {
	if d == nil || d.left == 0 {
		return false
	}
	if d.skip > 0 {
		d.skip--
		return false
	}
	if d.random() >= d.chance {
		return false
	}
	d.left--
	return true
}

// draw picks the mishap that strikes a call, or nil. A call that one switch strikes is not seen by those after it.
func (b *behaviour) draw(call hit) *mishap {
	for _, m := range b.mishaps {
		if call.within(cmp.Or(m.scope, b.scope)) && m.dice.roll() {
			return m
		}
	}
	return nil
}
