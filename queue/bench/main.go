// Package main measures the queue beside its peers and prints one line of JSON per figure: goqite with synchronous FULL, SQLite with
// group commit, and a plain file with group-committed appends, which is the physical limit. Only ratios inside one run mean anything.
// It is a module of its own, so that the peers are no dependencies of the program.
//
//	go run . [-items 100000] [-seconds 3]
//	go test -bench . ./... | go run . -figures    passes on only the figures that other benchmarks print
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

// figure is one line of output. Floor is what must be reached and goal what is aimed at: of the ratio, or of the value when there is
// none.
type figure struct {
	Figure string  `json:"figure"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Ratio  float64 `json:"ratio,omitempty"`
	Floor  string  `json:"floor,omitempty"`
	Goal   string  `json:"goal,omitempty"`
}

// settings are the flags.
type settings struct {
	items   int
	seconds time.Duration
	figures bool
}

func main() {
	var s settings
	seconds := flag.Int("seconds", 3, "how long each rate of adding is measured")
	flag.IntVar(&s.items, "items", 100_000, "how many items a long queue has")
	flag.BoolVar(&s.figures, "figures", false, "pass on the figures that benchmarks print to standard input")
	flag.Parse()
	s.seconds = time.Duration(*seconds) * time.Second
	if err := run(s, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run is the parent without arguments, and otherwise a child that is measured: ROLE STORE FOLDER.
func run(s settings, args []string) error {
	if s.figures {
		return printFigures(os.Stdin, os.Stdout, os.Stderr)
	}
	if len(args) == 3 {
		return beChild(s, args[0], args[1], args[2])
	}
	for _, measure := range []func(settings, func(figure)) error{measureIdle, measureLife, measureAdding} {
		if err := measure(s, printFigure); err != nil {
			return err
		}
	}
	return nil
}

func printFigure(f figure) {
	e := json.NewEncoder(os.Stdout)
	e.SetEscapeHTML(false)
	_ = e.Encode(f)
}
