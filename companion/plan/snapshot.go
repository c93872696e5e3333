package plan

import (
	_ "embed"
	"html/template"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// snapshotFile is what the page of the profile is called in Greenhouse.
const snapshotFile = "AmazingHiring profile.html"

//go:embed snapshot.html
var snapshotHTML string

var snapshotPage = template.Must(template.New("snapshot").Funcs(template.FuncMap{
	"certificate": certificateLine,
	"contact":     contactLine,
	"education":   educationLine,
	"hidden":      func(public *bool) bool { return public != nil && !*public },
	"join":        join,
	"language":    languageLine,
	"period":      period,
	"skill":       skillLine,
	"web":         isWebAddress,
}).Parse(snapshotHTML))

// snapshot is all of the profile as one page that needs nothing else and runs nothing, to be read in any browser.
func snapshot(in Input) Step {
	var page strings.Builder
	err := snapshotPage.Execute(&page, struct {
		profile.Profile
		Captured string
	}{in.Profile, in.Snapshot})
	if err != nil {
		panic("plan: the snapshot's template does not fit the profile: " + err.Error())
	}
	return attach(keySnapshot, snapshotFile, []byte(plainText(page.String())))
}
