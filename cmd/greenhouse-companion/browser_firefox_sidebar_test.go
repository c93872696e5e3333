//go:build linux

package main

import (
	"fmt"
	"testing"
)

// sidebar is the panel in the sidebar, as seen from another page of the extension.
func sidebar(selector string) string {
	return fmt.Sprintf(`chrome.extension.getViews({type: "sidebar"})[0]?.document.querySelector(%q)`, selector)
}

// TestFirefoxSidebar: a press of the toolbar button on a profile opens the sidebar, which may look at that tab from then on
// and, when asked, read it. AmazingHiring's API is away, so that the page is all there is.
func TestFirefoxSidebar(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	f := d.newFirefox(true)
	f.open()
	f.settle()
	profile := fmt.Sprintf("%s/profiles/%d", d.systems.amazingHiring.URL(), d.systems.amazingHiring.Plain()[0])
	f.newTab(profile)
	d.systems.amazingHiring.Close()
	f.pressToolbarButton()
	for _, button := range []string{"#confirm", "#read-page"} {
		f.until(sidebar(button) + "?.checkVisibility()")
		f.do(sidebar(button) + ".click()")
	}
	f.until(sidebar("#first-name") + `.value === "Marta"`)
	f.do(sidebar("#target-base") + ".click()")
	f.until("!" + sidebar("#add") + ".disabled")
	f.do(sidebar("#add") + ".click()")
	f.until(sidebar("#state") + `?.dataset.state === "done"`)
	d.requirePeople("Marta Okafor")
}
