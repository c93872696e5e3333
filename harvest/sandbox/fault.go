package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Fault is one switch of the sandbox, as ParseFault reads it.
type Fault struct {
	Name  string // a name from the table in the package documentation
	Value string // what follows the equals sign; empty for a bare name
	Scope string // which calls it hits: writes, reads, all or token; empty for what the switch scope says
	Times int    // how many matching calls it hits; 0 = every one
}

// ParseFault reads NAME[=VALUE][,scope=writes|reads|all|token][,times=N]. The error of an unknown name
// lists the known ones; the error of a bad value says what the switch takes.
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

func (f *Fault) readOption(option string) error {
	key, value, _ := strings.Cut(option, "=")
	switch key {
	case "scope":
		if !slices.Contains(faultScopes, value) {
			return fmt.Errorf("scope %q: want one of %s", value, strings.Join(faultScopes, ", "))
		}
		f.Scope = value
	case "times":
		times, err := strconv.Atoi(value)
		if err != nil || times < 1 {
			return fmt.Errorf("times %q: want a whole number from 1", value)
		}
		f.Times = times
	default:
		return fmt.Errorf("option %q: want scope=… or times=…", option)
	}
	return nil
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
