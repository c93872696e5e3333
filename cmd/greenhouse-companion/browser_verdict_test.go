//go:build linux

package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestVerdictInThePanel: before anything is added the panel says whether the person is there, and nothing moves when it does.
func TestVerdictInThePanel(t *testing.T) {
	d := newDesk(t, true)
	there, err := d.systems.greenhouse.AddCandidate(map[string]any{
		"first_name": "Marta", "last_name": "Okafor",
		"social_media_addresses": []any{map[string]any{"value": "linkedin.com/in/marta-okafor-example"}},
	})
	require.NoError(t, err)
	d.start()
	d.awaitIndex()
	browser, _ := d.openBrowser()
	d.settle(browser)
	people := d.systems.amazingHiring.Plain()
	d.openPanel(browser, people[0])
	d.confirm(browser)
	d.do(browser, becomes(`document.querySelector("#verdict").dataset.level === "likely"`))
	said, err := chromedp.Run(browser, chromedp.Evaluate[string](`document.querySelector("#verdict").innerText`))
	require.NoError(t, err)
	require.Contains(t, said, "Perhaps in Greenhouse")
	require.Contains(t, said, "Same LinkedIn page, same name.")
	link, err := chromedp.Run(browser, chromedp.Evaluate[string](`document.querySelector("#verdict-links a").href`))
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(link, fmt.Sprintf("/people/%d", there)), link)

	for _, width := range []int{320, 380} {
		for _, colours := range []string{"light", "dark"} {
			d.do(browser, chromedp.EmulateViewport(int64(width), 760), scheme(colours), chromedp.Evaluate[chromedp.Void](`scrollTo(0, 0)`))
			d.picture(browser, fmt.Sprintf("panel-verdict-%d-%s.png", width, colours))
		}
		d.requirePlaceKept(browser)
		d.openPanel(browser, people[0])
		d.do(browser, becomes(`document.querySelector("#verdict").dataset.level === "likely"`))
	}

	d.openPanel(browser, 900000000009999) // AmazingHiring shows no such profile, so that the recruiter types
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#form-fields")),
		chromedp.SendKeys(chromedp.CSS("#first-name"), "Marta"), chromedp.SendKeys(chromedp.CSS("#last-name"), "Okafor"),
		becomes(`document.querySelector("#verdict").dataset.level === "possible"`),
		chromedp.SendKeys(chromedp.CSS("#links"), "https://linkedin.com/in/marta-okafor-example"),
		becomes(`document.querySelector("#verdict").dataset.level === "likely"`))

	d.openPanel(browser, people[1])
	d.do(browser, chromedp.EmulateViewport(320, 760), becomes(`document.querySelector("#verdict").dataset.level === "none"`))
	d.picture(browser, "panel-verdict-none.png")
	d.requirePlaceKept(browser)
	d.pressAdd(browser)
	d.awaitState(browser, "done")
	d.do(browser, becomes(`document.querySelector("#verdict-words").textContent.trim() === ""`))
}

const (
	verdictHeight = `document.querySelector("#verdict").getBoundingClientRect().height`
	emptied       = `for (const id of ["verdict-words", "verdict-detail"]) document.getElementById(id).textContent = "\u00a0";
		document.querySelector("#verdict-links").replaceChildren(); ` + verdictHeight
)

// requirePlaceKept empties the verdict and sees that it takes as much room as before.
func (d *desk) requirePlaceKept(browser context.Context) {
	d.t.Helper()
	full, err := chromedp.Run(browser, chromedp.Evaluate[float64](verdictHeight))
	require.NoError(d.t, err)
	empty, err := chromedp.Run(browser, chromedp.Evaluate[float64](emptied))
	require.NoError(d.t, err)
	require.InDelta(d.t, empty, full, 0.5)
}

// awaitIndex waits until the service knows who is in Greenhouse.
func (d *desk) awaitIndex() {
	d.t.Helper()
	require.Eventually(d.t, func() bool {
		status, err := ask[extension.Status](d.t.Context(), &app{dataDir: d.dir}, extension.StatusQuery{})
		return err == nil && status.Account.Index != nil && status.Account.Index.Complete
	}, 20*time.Second, 20*time.Millisecond)
}
