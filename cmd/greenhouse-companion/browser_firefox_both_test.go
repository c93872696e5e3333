//go:build linux

package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

// panel is what a recruiter does in either browser. Its methods end the test when something does not come about.
type panel interface {
	settle()
	openPanel(profileID int64)
	confirm()
	awaitPerson()
	pressAdd()
	click(selector string)
	until(expression string)
	awaitState(states ...string)
}

// inChromium is the panel of the desk's Chromium; firefox is its own.
type inChromium struct {
	*desk
	browser context.Context
}

func (c inChromium) settle()                     { c.desk.settle(c.browser) }
func (c inChromium) openPanel(profileID int64)   { c.desk.openPanel(c.browser, profileID) }
func (c inChromium) confirm()                    { c.desk.confirm(c.browser) }
func (c inChromium) pressAdd()                   { c.desk.pressAdd(c.browser) }
func (c inChromium) awaitState(states ...string) { c.desk.awaitState(c.browser, states...) }
func (c inChromium) until(expression string)     { c.do(c.browser, becomes(expression)) }
func (c inChromium) click(selector string)       { c.do(c.browser, chromedp.Click(chromedp.CSS(selector))) }
func (c inChromium) awaitPerson() {
	c.until(`document.querySelector("#source").dataset.source === "preview"`)
}

// openers start each browser with a host; the extension reaches the service by native messaging.
var openers = map[string]func(d *desk) panel{
	"Chromium": func(d *desk) panel {
		d.registerHost()
		browser, _ := d.openBrowser()
		return inChromium{d, browser}
	},
	"Firefox": func(d *desk) panel {
		f := d.newFirefox(true)
		f.open()
		return f
	},
}

// inEach runs the test once in each browser, up to the point where the panel shows somebody and may add them.
func inEach(t *testing.T, test func(d *desk, p panel)) {
	for name, open := range openers {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, false)
			d.start()
			p := open(d)
			d.ready(p)
			test(d, p)
			d.requirePeople("Marta Okafor")
		})
	}
}

// ready shows Marta Okafor in a browser that the recruiter allowed.
func (d *desk) ready(p panel) {
	d.t.Helper()
	p.settle()
	p.openPanel(d.systems.amazingHiring.Plain()[0])
	p.confirm()
	p.awaitPerson()
}

// TestServiceRestartsUnderThePanel: the service dies while a person is on the way and comes back; the panel that was open all
// along finds it again by itself and hears the end.
func TestServiceRestartsUnderThePanel(t *testing.T) {
	inEach(t, func(d *desk, p panel) {
		d.reachable(false)
		p.pressAdd()
		p.awaitState("waiting")
		d.kill()
		p.until(`document.querySelector("#why-no-door").dataset.reason === "service_not_running"`)
		d.reachable(true)
		d.start()
		p.awaitState("done")
	})
}

// TestTwoBrowsersAddTheSamePerson: both have their add on the way at the same time, and one person arrives.
func TestTwoBrowsersAddTheSamePerson(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	chromium, firefox := openers["Chromium"](d), openers["Firefox"](d)
	both := []panel{chromium, firefox}
	for _, p := range both {
		d.ready(p)
	}
	d.reachable(false)
	for _, p := range both {
		p.pressAdd()
		p.awaitState("received", "saved", "checking", "waiting")
	}
	d.reachable(true)
	for _, p := range both {
		p.awaitState("done")
	}
	d.requirePeople("Marta Okafor")
}
