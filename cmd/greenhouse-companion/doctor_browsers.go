package main

import (
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
)

// browsers has one line for each browser that is here.
func (c computer) browsers() []companion.Finding {
	cfg, err := c.app.installation()
	if err != nil {
		return browsersUnknown("It cannot be told: " + err.Error() + ".")
	}
	found, err := installer.Browsers(cfg)
	if err != nil {
		return browsersUnknown("It cannot be told: " + err.Error() + ".")
	}
	if len(found) == 0 {
		return browsersUnknown("None was found in the usual places.")
	}
	var findings []companion.Finding
	for _, b := range found {
		findings = append(findings, judgeBrowser(b))
	}
	return findings
}

// browserCheck is the stable name of these lines; their subject tells the browser.
const browserCheck = "browser"

func browsersUnknown(meaning string) []companion.Finding {
	return []companion.Finding{{Check: browserCheck, State: companion.FindingUnknown, Subject: "Browsers", Meaning: meaning}}
}

const tellAgain = "Write it with: greenhouse-companion install"

// judgeBrowser says what a person has to know and do about one browser.
func judgeBrowser(b installer.Browser) companion.Finding {
	f := companion.Finding{Check: browserCheck, State: companion.FindingWarn, Subject: browserName(b), Remedy: tellAgain}
	switch b.Problem {
	case "":
		f.State, f.Remedy, f.Meaning = companion.FindingOK, "", "It finds the companion: "+b.Place+"."
	case installer.ManifestMissing:
		f.Meaning = "It does not find the companion: there is no " + b.Place + "."
	case installer.ManifestBroken:
		f.Meaning = "It does not find the companion, because this is damaged: " + b.Place + "."
	case installer.HostMissing:
		f.Meaning = b.Place + " names a program that is not there: " + b.Detail + "."
	case installer.OtherHost:
		f.Meaning = b.Place + " names another copy of the program than this one: " + b.Detail + "."
	case installer.OtherExtension:
		f.Meaning = b.Place + " does not let our extension in, whose id is " + b.Detail + "."
	case installer.Sandboxed:
		f.State, f.Remedy, f.Meaning = companion.FindingUnknown, "", "Its sandbox does not let it find the companion."
	}
	if b.Advice != "" {
		f.Remedy = strings.TrimPrefix(f.Remedy+". "+b.Advice+".", ". ")
	}
	return f
}

func browserName(b installer.Browser) string {
	switch b.Packaging {
	case installer.Flatpak:
		return b.Name + " (Flatpak)"
	case installer.Snap:
		return b.Name + " (Snap)"
	}
	return b.Name
}
