package sandbox

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Fault is one switch of the sandbox, as ParseFault reads it.
type Fault struct {
	Name  string // a name from the table in the package documentation
	Value string // what follows the equals sign; empty for a bare name
	Scope string // which calls it hits: writes, reads, all, token or METHOD/PATH; empty for what the switch scope says
	Times int    // how many matching calls it hits; 0 = every one
	Nth   int    // the first matching call it may hit, and without Times the only one; 0 = from the start

	Chance float64 // how probable a strike is, when not told by Value; 0 = certain
	Seed   uint64  // makes the strikes of a probability repeatable; 0 = different every time
}

// ParseFault reads NAME[=VALUE] with the options scope=, times=, nth=, chance= and seed=, each after a
// comma. The error of an unknown name lists the known ones; the error of a bad value says what the switch takes.
func ParseFault(text string) (Fault, error) {
	head, options, _ := strings.Cut(text, ",")
	var fault Fault
	fault.Name, fault.Value, _ = strings.Cut(head, "=")
	spec, err := specOf(fault.Name)
	if err != nil {
		return Fault{}, err
	}
	if err := fault.readOptions(spec, options); err != nil {
		return Fault{}, fmt.Errorf("fault %s: %w", fault.Name, err)
	}
	if err := spec.set(newBehaviour(), fault); err != nil {
		return Fault{}, fmt.Errorf("fault %s: value %q: %w", fault.Name, fault.Value, err)
	}
	return fault, nil
}

// FaultHelp is the table of switches as text, one per line, for command line help and documentation.
func FaultHelp() string {
	var help strings.Builder
	for _, spec := range faultTable() {
		usage := spec.name
		if spec.form != "" {
			usage += "=" + spec.form
		}
		fmt.Fprintf(&help, "%-32s %s", usage, spec.meaning)
		if spec.initial != "" {
			fmt.Fprintf(&help, " (default %s)", spec.initial)
		}
		help.WriteByte('\n')
	}
	return help.String()
}

func (f *Fault) readOptions(spec faultSpec, options string) error {
	if options == "" {
		return nil
	}
	if !spec.hits {
		return fmt.Errorf("takes no options, got %q", options)
	}
	for option := range strings.SplitSeq(options, ",") {
		if err := f.readOption(option); err != nil {
			return err
		}
	}
	return nil
}

func (f *Fault) readOption(option string) (err error) {
	key, value, _ := strings.Cut(option, "=")
	switch key {
	case "scope":
		f.Scope, err = readScope(value)
	case "times":
		f.Times, err = readCount(value)
	case "nth":
		f.Nth, err = readCount(value)
	case "chance":
		f.Chance, err = readChance(value)
		if err == nil && f.Chance == 0 {
			err = errors.New("want more than 0")
		}
	case "seed":
		f.Seed, err = readSeed(value)
	default:
		return fmt.Errorf("option %q: want one of scope=, times=, nth=, chance=, seed=", option)
	}
	if err != nil {
		return fmt.Errorf("%s %q: %w", key, value, err)
	}
	return nil
}

func readScope(value string) (string, error) {
	if !validScope(value) {
		return "", fmt.Errorf("want one of %s or METHOD/PATH", strings.Join(faultScopes, ", "))
	}
	return value, nil
}

func readCount(value string) (int, error) {
	count, err := strconv.Atoi(value)
	if err != nil || count < 1 {
		return 0, errors.New("want a whole number from 1")
	}
	return count, nil
}

func readSeed(value string) (uint64, error) {
	seed, err := strconv.ParseUint(value, 10, 64)
	if err != nil || seed == 0 {
		return 0, errors.New("want a whole number from 1")
	}
	return seed, nil
}

func readChance(value string) (float64, error) {
	chance, err := strconv.ParseFloat(value, 64)
	if err != nil || !(chance >= 0 && chance <= 1) {
		return 0, errors.New("want a probability from 0 to 1")
	}
	return chance, nil
}

// specOf finds a switch by name.
func specOf(name string) (faultSpec, error) {
	var known []string
	for _, spec := range faultTable() {
		if spec.name == name {
			return spec, nil
		}
		known = append(known, spec.name)
	}
	return faultSpec{}, fmt.Errorf("unknown fault %q: known are %s", name, strings.Join(known, ", "))
}
