package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// printFigures reads what `go test -bench` prints and passes on the figures in it, each once, as it was printed last: a benchmark is
// run several times until it takes long enough. Everything else goes to rest. A failed test is an error.
func printFigures(from io.Reader, to, rest io.Writer) error {
	var order []string
	last := make(map[string]string)
	failed := false
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		line := lines.Text()
		failed = failed || strings.HasPrefix(line, "FAIL") || strings.HasPrefix(line, "--- FAIL")
		start := max(strings.Index(line, `{"`), 0) // the name of the benchmark stands before it
		name := nameOfFigure(line[start:])
		if name == "" {
			fmt.Fprintln(rest, line)
			continue
		}
		if last[name] == "" {
			order = append(order, name)
		}
		last[name] = line[start:]
	}
	for _, name := range order {
		fmt.Fprintln(to, last[name])
	}
	if failed {
		return errors.New("a test failed")
	}
	return lines.Err()
}

// nameOfFigure is empty for a line that is no figure.
func nameOfFigure(line string) string {
	var f struct {
		Figure, Stage string
	}
	if json.Unmarshal([]byte(line), &f) != nil || f.Figure == "" {
		return ""
	}
	return f.Figure + "\x00" + f.Stage
}
