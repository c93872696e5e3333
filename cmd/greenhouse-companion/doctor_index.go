package main

import (
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// indexStale is how old what is known of Greenhouse may be while the service runs.
const indexStale = 24 * time.Hour

// index says of each account how much is known of who is in Greenhouse. Adds do without: it is never a reason to act.
func (c computer) index() companion.Finding {
	if c.statusErr != nil {
		return notRunning()
	}
	found := companion.Finding{State: companion.FindingOK}
	var lines []string
	for _, a := range c.status.Accounts {
		if a.Index == nil {
			continue
		}
		lines = append(lines, "Account "+a.Name+": "+indexText(*a.Index))
		if isStale(*a.Index) {
			found.State = companion.FindingWarn
			found.Remedy = "See whether the other checks say why Greenhouse cannot be read; it goes on by itself."
		}
	}
	if found.Meaning = strings.Join(lines, " "); found.Meaning == "" {
		found.Meaning = "Nothing is remembered of who is in Greenhouse; an add looks there by e-mail address."
	}
	return found
}

func isStale(i extension.IndexInfo) bool {
	return i.Off == "unusable" || i.Complete && time.Since(i.AsOf) > indexStale
}
