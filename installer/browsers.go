package installer

// browser is one row of the table: where one browser looks for host manifests, and what tells that it is here. Places
// and signs are paths with variables, filled in by where.expand; on Windows a place is a registry key, and the manifest
// lies elsewhere.
type browser struct {
	name   string
	format format
	user   []string // where it looks first, and what counts for one user of the computer
	system []string // what counts for all of them
	signs  []string // any of them being there tells that the browser is
	shut   []shutIn // the ways it is packed that keep it away from programs of the computer; signs are of the plain one
}

// shutIn is a browser in a sandbox of its own.
type shutIn struct {
	packaging Packaging
	reads     bool // something outside the sandbox reads our manifest for it, and starts the host
	advice    string
	signs     []string
}

// What is known of sandboxes. Chromium browsers in a Flatpak or a Snap start no host of the computer:
// https://github.com/keepassxreboot/keepassxc-browser/issues/1948, https://bugs.launchpad.net/bugs/1741074. The Firefox
// Snap asks Ubuntu's portal, which reads ~/.mozilla and asks the user once: https://bugzilla.mozilla.org/1661935. The
// Firefox Flatpak needs Firefox 157 and a proxy that not every distribution has:
// https://github.com/flatpak/xdg-desktop-portal/issues/655, https://bugzilla.mozilla.org/1955255. The network of the
// computer is open to all of them, and with it the WebSocket door.
const (
	noHosts     = "It cannot start programs of this computer. Pair it over the WebSocket door with: greenhouse-companion pair"
	snapFirefox = "On Ubuntu its portal starts the host, after asking you once. Elsewhere pair it over the WebSocket door with: greenhouse-companion pair"
	flatFirefox = "It can start programs of this computer only from Firefox 157 on and with xdg-native-messaging-proxy. Pair it over the WebSocket door with: greenhouse-companion pair"
)

func flatpak(id, advice string) shutIn {
	return shutIn{packaging: Flatpak, advice: advice, signs: []string{
		"/var/lib/flatpak/app/" + id, "$HOME/.local/share/flatpak/app/" + id,
	}}
}

func snap(name, advice string) shutIn {
	return shutIn{packaging: Snap, advice: advice, signs: []string{"/snap/" + name, "/var/lib/snapd/snap/" + name}}
}

// readOutside marks a sandbox that something outside reads manifests for.
func readOutside(s shutIn) shutIn {
	s.reads = true
	return s
}

// browsersOf is the table, by the system's name as in runtime.GOOS. Sources, where the browser's own documentation is silent:
// Chrome and Chromium https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging
// Edge https://learn.microsoft.com/microsoft-edge/extensions/developer-guide/native-messaging
// Firefox https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests
// Brave https://github.com/brave/brave-core/blob/master/app/brave_main_delegate.cc (Chrome's folders, but on Linux its own for the user)
// Vivaldi https://github.com/keepassxreboot/keepassxc/blob/develop/src/browser/NativeMessageInstaller.cpp
// Opera https://github.com/operasoftware/devopera/blob/main/src/_extensions/message-passing.md (Chrome's places)
var browsersOf = map[string][]browser{"linux": linuxBrowsers, "darwin": macBrowsers, "windows": windowsBrowsers}

var linuxBrowsers = []browser{
	{
		name: "Chrome", format: chromium, user: []string{"$CONFIG/google-chrome/NativeMessagingHosts"}, system: []string{"/etc/opt/chrome/native-messaging-hosts"},
		signs: []string{"$CONFIG/google-chrome/Local State", "/opt/google/chrome/chrome"}, shut: []shutIn{flatpak("com.google.Chrome", noHosts)},
	},
	{
		name: "Chromium", format: chromium, user: []string{"$CONFIG/chromium/NativeMessagingHosts"}, system: []string{"/etc/chromium/native-messaging-hosts"},
		signs: []string{"$CONFIG/chromium/Local State", "/usr/lib/chromium/chromium", "/usr/lib64/chromium-browser/chromium-browser"},
		shut:  []shutIn{flatpak("org.chromium.Chromium", noHosts), snap("chromium", noHosts)},
	},
	{
		name: "Edge", format: chromium, user: []string{"$CONFIG/microsoft-edge/NativeMessagingHosts"}, system: []string{"/etc/opt/edge/native-messaging-hosts"},
		signs: []string{"$CONFIG/microsoft-edge/Local State", "/opt/microsoft/msedge/msedge"}, shut: []shutIn{flatpak("com.microsoft.Edge", noHosts)},
	},
	{
		name: "Brave", format: chromium, user: []string{"$CONFIG/BraveSoftware/Brave-Browser/NativeMessagingHosts"}, system: []string{"/etc/opt/chrome/native-messaging-hosts"},
		signs: []string{"$CONFIG/BraveSoftware/Brave-Browser/Local State", "/opt/brave.com/brave/brave"},
		shut:  []shutIn{flatpak("com.brave.Browser", noHosts), snap("brave", noHosts)},
	},
	{
		name: "Vivaldi", format: chromium, user: []string{"$CONFIG/vivaldi/NativeMessagingHosts"}, system: []string{"/etc/opt/chrome/native-messaging-hosts"},
		signs: []string{"$CONFIG/vivaldi/Local State", "/opt/vivaldi/vivaldi"},
		shut:  []shutIn{flatpak("com.vivaldi.Vivaldi", noHosts), snap("vivaldi", noHosts)},
	},
	{
		name: "Opera", format: chromium, user: []string{"$CONFIG/google-chrome/NativeMessagingHosts"}, system: []string{"/etc/opt/chrome/native-messaging-hosts"},
		signs: []string{"$CONFIG/opera", "/usr/lib/x86_64-linux-gnu/opera/opera", "/usr/lib64/opera/opera"},
		shut:  []shutIn{flatpak("com.opera.Opera", noHosts), snap("opera", noHosts)},
	},
	{
		name: "Firefox", format: firefox, user: []string{"$HOME/.mozilla/native-messaging-hosts"},
		system: []string{"/usr/lib/mozilla/native-messaging-hosts", "/usr/lib64/mozilla/native-messaging-hosts"},
		signs: []string{
			"$HOME/.mozilla/firefox", "$CONFIG/mozilla/firefox", "/usr/lib/firefox/firefox", "/usr/lib64/firefox/firefox", "/usr/lib/firefox-esr/firefox-esr", "/opt/firefox/firefox",
		},
		shut: []shutIn{flatpak("org.mozilla.firefox", flatFirefox), readOutside(snap("firefox", snapFirefox))},
	},
}

const chromeOnMac = "$SUPPORT/Google/Chrome/NativeMessagingHosts"

var macBrowsers = []browser{
	{
		name: "Chrome", format: chromium, user: []string{chromeOnMac}, system: []string{"/Library/Google/Chrome/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/Google/Chrome/Local State", "/Applications/Google Chrome.app", "$HOME/Applications/Google Chrome.app"},
	},
	{
		name: "Chromium", format: chromium, user: []string{"$SUPPORT/Chromium/NativeMessagingHosts"}, system: []string{"/Library/Application Support/Chromium/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/Chromium/Local State", "/Applications/Chromium.app", "$HOME/Applications/Chromium.app"},
	},
	{
		name: "Edge", format: chromium, user: []string{"$SUPPORT/Microsoft Edge/NativeMessagingHosts"}, system: []string{"/Library/Microsoft/Edge/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/Microsoft Edge/Local State", "/Applications/Microsoft Edge.app", "$HOME/Applications/Microsoft Edge.app"},
	},
	{
		name: "Brave", format: chromium, user: []string{chromeOnMac}, system: []string{"/Library/Google/Chrome/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/BraveSoftware/Brave-Browser/Local State", "/Applications/Brave Browser.app", "$HOME/Applications/Brave Browser.app"},
	},
	{ // where it looks for all users is not known
		name: "Vivaldi", format: chromium, user: []string{"$SUPPORT/Vivaldi/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/Vivaldi/Local State", "/Applications/Vivaldi.app", "$HOME/Applications/Vivaldi.app"},
	},
	{
		name: "Opera", format: chromium, user: []string{chromeOnMac}, system: []string{"/Library/Google/Chrome/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/com.operasoftware.Opera", "/Applications/Opera.app", "$HOME/Applications/Opera.app"},
	},
	{
		name: "Firefox", format: firefox, user: []string{"$SUPPORT/Mozilla/NativeMessagingHosts"}, system: []string{"/Library/Application Support/Mozilla/NativeMessagingHosts"},
		signs: []string{"$SUPPORT/Firefox", "/Applications/Firefox.app", "$HOME/Applications/Firefox.app"},
	},
}

const (
	forUser      = `HKEY_CURRENT_USER\`
	forAll       = `HKEY_LOCAL_MACHINE\`
	chromeKey    = `Software\Google\Chrome\NativeMessagingHosts`
	chromiumKey  = `Software\Chromium\NativeMessagingHosts`
	edgeKey      = `Software\Microsoft\Edge\NativeMessagingHosts`
	firefoxKey   = `Software\Mozilla\NativeMessagingHosts`
	programFiles = `$PROGRAMS\`
	perUser      = `$LOCAL\`
)

// windowsBrowsers: Chromium builds that are not called Chromium read Chrome's key only, and some that are do so too:
// https://github.com/keepassxreboot/keepassxc/issues/5111.
var windowsBrowsers = []browser{
	{
		name: "Chrome", format: chromium, user: []string{forUser + chromeKey}, system: []string{forAll + chromeKey},
		signs: []string{perUser + `Google\Chrome\User Data`, programFiles + `Google\Chrome\Application\chrome.exe`},
	},
	{
		name: "Chromium", format: chromium, user: []string{forUser + chromiumKey, forUser + chromeKey}, system: []string{forAll + chromiumKey, forAll + chromeKey},
		signs: []string{perUser + `Chromium\User Data`},
	},
	{
		name: "Edge", format: chromium, user: []string{forUser + edgeKey}, system: []string{forAll + edgeKey},
		signs: []string{perUser + `Microsoft\Edge\User Data`},
	},
	{
		name: "Brave", format: chromium, user: []string{forUser + chromeKey}, system: []string{forAll + chromeKey},
		signs: []string{perUser + `BraveSoftware\Brave-Browser\User Data`, programFiles + `BraveSoftware\Brave-Browser\Application\brave.exe`},
	},
	{
		name: "Vivaldi", format: chromium, user: []string{forUser + chromeKey}, system: []string{forAll + chromeKey},
		signs: []string{perUser + `Vivaldi\User Data`},
	},
	{
		name: "Opera", format: chromium, user: []string{forUser + chromeKey}, system: []string{forAll + chromeKey},
		signs: []string{`$ROAMING\Opera Software\Opera Stable`},
	},
	{
		name: "Firefox", format: firefox, user: []string{forUser + firefoxKey}, system: []string{forAll + firefoxKey},
		signs: []string{`$ROAMING\Mozilla\Firefox`, programFiles + `Mozilla Firefox\firefox.exe`},
	},
}
