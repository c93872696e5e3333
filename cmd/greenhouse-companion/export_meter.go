package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// barWidth is the length of the progress bar in characters.
const barWidth = 30

// meter shows on standard error how far something has come: a bar that is drawn over in a terminal, a line for each change
// elsewhere, and nothing with --json, where each subcommand says its own.
type meter struct {
	w        io.Writer
	terminal bool
	last     string // what was shown last
}

func (a *app) newMeter() *meter {
	if a.out.json {
		return &meter{w: io.Discard}
	}
	file, ok := a.out.stderr.(*os.File)
	return &meter{w: a.out.stderr, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

// show says that done of all are finished; note and the time left go behind it. Time that passes is no change.
func (m *meter) show(done, all int, note, left string) {
	percent := 100
	if all > 0 {
		percent = done * 100 / all
	}
	// A line for each of thousands helps nobody.
	changed := fmt.Sprintf("%3d %%%s", percent, note)
	switch {
	case m.terminal:
		filled := barWidth * percent / 100
		bar := strings.Repeat("#", filled) + strings.Repeat(".", barWidth-filled)
		fmt.Fprintf(m.w, "\r[%s] %3d %%  %d of %d%s%s\x1b[K", bar, percent, done, all, note, left)
	case changed != m.last:
		fmt.Fprintf(m.w, "%3d %%  %d of %d%s%s\n", percent, done, all, note, left)
	}
	m.last = changed
}

// end leaves the bar.
func (m *meter) end() {
	if m.terminal && m.last != "" {
		fmt.Fprintln(m.w)
	}
}
