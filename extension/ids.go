package extension

// Ids of our own browser extension, the only ones that are trusted without the user's word. Chromium makes its id from the
// public key in browser/manifest.json; Firefox takes the one the add-on names.
const (
	ChromiumID = "cbhnckhlhkmlegblnnlljpflpecdkjgi"
	FirefoxID  = "companion@greenhouse-companion.example"
)
