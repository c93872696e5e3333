package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// faultSpec describes one switch: how it is written, what it does, how it enters a behaviour.
type faultSpec struct {
	name, form, initial, meaning string
	hits                         bool // strikes single calls, so the options of a Fault apply
	set                          func(*behaviour, Fault) error
}

// faultTable is every switch there is; ParseFault, the defaults and FaultHelp all read it.
func faultTable() []faultSpec {
	return slices.Concat(mishapTable(), settingTable(), v1Table())
}

func mishapTable() []faultSpec {
	return []faultSpec{
		strike("reply-lost", "applied, then the connection closes without an answer", mishap{deliver: hangUp}),
		strike("reset-before", "connection reset, nothing applied", mishap{before: true, deliver: reset}),
		{name: "reset-at", form: "BYTES", hits: true, set: setResetAt,
			meaning: "applied, then connection reset after that many bytes of the answer's body, never after all of them"},
		strike("error-before", "500, nothing applied", mishap{before: true, deliver: serverError}),
		strike("error-after", "applied, then 500", mishap{deliver: serverError}),
		strike("timeout-before", "nothing applied, silence until the client leaves or the sandbox closes", mishap{before: true, deliver: hang}),
		strike("timeout-after", "applied, then silence until the client leaves or the sandbox closes", mishap{deliver: hang}),
		strike("garbage-after", "applied, then the right status with truncated JSON", mishap{deliver: cutText}),
		strike("truncate", "applied, then the connection closes in the middle of the answer's body", mishap{deliver: cutBody}),
		strike("html-after", "applied, then the right status with an HTML page", mishap{deliver: htmlPage}),
		strike("redirect-after", "applied, then 302 to the web page", mishap{deliver: redirect}),
		strike("errors-member", "applied, then the right status with an errors member", mishap{deliver: addErrors}),
		strike("408", "408, nothing applied", mishap{before: true, deliver: requestTimeout}),
		strike("408-after", "applied, then 408", mishap{deliver: requestTimeout}),
		strike("401-once", "401, nothing applied; once unless times= says otherwise", mishap{before: true, once: true, deliver: signInAgain}),
		strike("429", "429 with a second to wait, nothing applied", mishap{before: true, deliver: slowDown}),
		{name: "partial", form: "on|off", initial: "off", hits: true, set: setPartial,
			meaning: "a new candidate is stored, its application refused: 201 with an errors member"},
	}
}

// strike is a switch that hits single calls, always or with a probability.
func strike(name, meaning string, model mishap) faultSpec {
	return faultSpec{name: name, form: "P", meaning: meaning, hits: true, set: func(b *behaviour, f Fault) error {
		chance, err := f.probability()
		if err != nil {
			return err
		}
		return b.arm(name, model, chance, f)
	}}
}

// arm adds a mishap that strikes as the options of the fault say.
func (b *behaviour) arm(name string, model mishap, chance float64, f Fault) error {
	if model.once && f.Times == 0 {
		f.Times = 1
	}
	model.name, model.scope, model.dice = name, f.Scope, newDice(chance, f)
	b.mishaps = append(b.mishaps, &model)
	return nil
}

// probability is the value of a switch with P, or the option chance=, or certainty.
func (f Fault) probability() (float64, error) {
	switch {
	case f.Value == "":
		return f.odds(), nil
	case f.Chance != 0:
		return 0, errors.New("chance= is for a switch without a value")
	default:
		return readChance(f.Value)
	}
}

// odds is the option chance=, or certainty.
func (f Fault) odds() float64 {
	if f.Chance == 0 {
		return 1
	}
	return f.Chance
}

// pick is a switch with named positions; the first is the default.
func pick(name, meaning string, field func(*behaviour) *string, values ...string) faultSpec {
	form := strings.Join(values, "|")
	return faultSpec{name: name, form: form, initial: values[0], meaning: meaning, set: func(b *behaviour, f Fault) error {
		if !slices.Contains(values, f.Value) {
			return fmt.Errorf("want one of %s", form)
		}
		*field(b) = f.Value
		return nil
	}}
}

func setResetAt(b *behaviour, f Fault) error {
	size, err := strconv.ParseInt(f.Value, 10, 32)
	if err != nil || size < 0 {
		return errors.New("want a number of bytes from 0")
	}
	return b.arm("reset-at", mishap{deliver: resetAt(int(size))}, f.odds(), f)
}

func setPartial(b *behaviour, f Fault) error {
	if f.Value != "on" && f.Value != "off" {
		return errors.New("want one of on|off")
	}
	if !slices.Contains([]string{"", scopeWrites, scopeAll}, f.Scope) {
		return errors.New("strikes writes only")
	}
	b.partial = nil
	if f.Value == "on" {
		b.partial = newDice(f.odds(), f)
	}
	return nil
}
