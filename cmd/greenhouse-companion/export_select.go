package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"golang.org/x/term"
)

// codeNotConfirmed is the error of an export that the user did not want after reading what it may cost.
const codeNotConfirmed = "not_confirmed"

// shownAtMost is how many people or rows a text lists; the JSON has all.
const shownAtMost = 20

// selection is who an export is for, and what it may cost.
type selection struct {
	FolderID extension.ID `json:"folder_id"`
	Name     string       `json:"name"`
	Chosen   int          `json:"chosen"`
	// Fetched were fetched before and cost nothing; NotFetched may cost a contact credit each.
	Fetched    int `json:"fetched"`
	NotFetched int `json:"not_fetched"`
	// MaxFirst is how many of those may be fetched.
	MaxFirst int                `json:"max_first"`
	Members  []extension.Member `json:"members"`
}

// choose takes the wanted people of the folder, everybody when none is named, in the folder's order. A person who is in the
// folder twice is chosen once.
func choose(from folder, f exportFlags) (selection, error) {
	s := selection{FolderID: from.id, Name: from.name}
	seen := map[extension.ID]bool{}
	for _, m := range from.members {
		if seen[m.ProfileID] || len(f.chosen) > 0 && !slices.Contains(f.chosen, int64(m.ProfileID)) {
			continue
		}
		seen[m.ProfileID] = true
		s.Members = append(s.Members, m)
		if m.Fetched {
			s.Fetched++
		}
	}
	s.Chosen = len(s.Members)
	s.NotFetched = s.Chosen - s.Fetched
	s.MaxFirst = s.NotFetched
	if f.maxCredits != noLimit {
		s.MaxFirst = min(s.MaxFirst, f.maxCredits)
	}
	return s, s.problem(f.chosen, seen)
}

func (s selection) problem(wanted []int64, seen map[extension.ID]bool) error {
	var missing []string
	for _, id := range wanted {
		if !seen[extension.ID(id)] {
			missing = append(missing, strconv.FormatInt(id, 10))
		}
	}
	switch {
	case len(missing) > 0:
		return usageError{"The folder has no profile " + strings.Join(missing, ", ") + "."}
	case s.Chosen == 0:
		return &extension.Error{Code: extension.CodeBadRequest, Message: "The folder is empty.", Remedy: "See greenhouse-companion folders."}
	}
	return nil
}

// text is what somebody must have read before they confirm.
func (s selection) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Chosen: %d people of %q.\n", s.Chosen, s.Name)
	fmt.Fprintf(&b, "  fetched before   %6d  cost nothing\n", s.Fetched)
	fmt.Fprintf(&b, "  not fetched yet  %6d  opening them may cost up to %d contact credits\n", s.NotFetched, s.MaxFirst)
	b.WriteString("AmazingHiring's API does not report credits: the number may be lower, and how many are left is not known here.")
	if s.MaxFirst < s.NotFetched {
		fmt.Fprintf(&b, "\nAt most %d are opened for the first time; the other %d are left out and listed.", s.MaxFirst, s.NotFetched-s.MaxFirst)
	}
	return b.String()
}

func (s selection) names() string {
	var lines []string
	for _, m := range s.Members[:min(len(s.Members), shownAtMost)] {
		fetched := "not fetched yet"
		if m.Fetched {
			fetched = "fetched before"
		}
		lines = append(lines, fmt.Sprintf("%20d  %-24s %s", m.ProfileID, clip(m.Name, 24), fetched))
	}
	return strings.Join(andMore(lines, len(s.Members)), "\n")
}

// andMore says how many of all the lines do not show.
func andMore(lines []string, all int) []string {
	if rest := all - len(lines); rest > 0 {
		return append(lines, fmt.Sprintf("  and %d more", rest))
	}
	return lines
}

// confirm tells what the export may cost and asks whether to start it.
func (a *app) confirm(s selection, yes bool) error {
	a.out.step("%s", s.text())
	if yes {
		return nil
	}
	terminal, ok := a.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return usageError{"There is no terminal to ask: give --yes to start with these numbers."}
	}
	fmt.Fprint(a.out.stderr, "Start? [y/N] ")
	answer, _ := bufio.NewReader(terminal).ReadString('\n') // what cannot be read is no yes
	if !saysYes(answer) {
		return &extension.Error{Code: codeNotConfirmed, Message: "Nothing was exported."}
	}
	return nil
}

func saysYes(answer string) bool {
	return slices.Contains([]string{"y", "yes"}, strings.ToLower(strings.TrimSpace(answer)))
}
