package profile

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

const (
	linkedInHost      = "linkedin.com"
	gitHubHost        = "github.com"
	stackOverflowHost = "stackoverflow.com"
)

// socialHosts are sites where a path names a person.
var socialHosts = set(
	"about.me", "angel.co", "behance.net", "bitbucket.org", "bsky.app", "career.habr.com", "codeforces.com",
	"dev.to", "dribbble.com", "facebook.com", gitHubHost, "gitlab.com", "habr.com", "hackerrank.com",
	"hub.docker.com", "instagram.com", "kaggle.com", "keybase.io", "leetcode.com", linkedInHost,
	"mastodon.social", "medium.com", "meetup.com", "news.ycombinator.com", "npmjs.com", "quora.com", "reddit.com",
	"researchgate.net", "scholar.google.com", "slideshare.net", "speakerdeck.com", stackOverflowHost,
	"steamcommunity.com", "t.me",
	"twitter.com", "vk.com", "wellfound.com", "x.com", "xing.com", "youtube.com",
)

// hostAliases are sites that changed their name but kept the people.
var hostAliases = map[string]string{"twitter.com": "x.com", "angel.co": "wellfound.com"}

// personParameter names the query parameter that holds the person, for the few
// pages whose path is the same for everybody.
var personParameter = map[string]string{
	"facebook.com/profile.php":     "id",
	"news.ycombinator.com/user":    "id",
	"scholar.google.com/citations": "user",
}

var allDigits = regexp.MustCompile(`^[0-9]+$`)

// isLoopback lets the pretend AmazingHiring of the demo have profile pages.
func isLoopback(host string) bool { return host == "localhost" || host == "127.0.0.1" }

// shortHost drops the sub-domains that lead to the same pages.
func shortHost(host string) string {
	host = norm.NFC.String(host)
	for {
		label, rest, found := strings.Cut(host, ".")
		if !found || !sameSite(label, rest) {
			break
		}
		host = rest
	}
	if alias, ok := hostAliases[host]; ok {
		return alias
	}
	return host
}

func sameSite(label, rest string) bool {
	switch {
	case !strings.Contains(rest, "."):
		return false
	case label == "www":
		return true
	case rest == linkedInHost && len(label) == 2:
		return true
	}
	return (label == "m" || label == "mobile") && socialHosts[rest]
}

// personPath cuts the parts of a path after the one that names the person:
// a locale, a readable name that may change, a tab of the page.
func personPath(host string, segments []string) []string {
	if len(segments) < 3 {
		return segments
	}
	first := segments[0]
	switch {
	case host == linkedInHost && first == "in",
		host == stackOverflowHost && first == "users",
		isProfilePage(host, segments):
		return segments[:2]
	}
	return segments
}

func linkKind(host string, segments []string) LinkKind {
	switch {
	case isProfilePage(host, segments):
		return LinkAmazingHiring
	case host == linkedInHost && len(segments) > 1 && (segments[0] == "in" || segments[0] == "pub"):
		return LinkLinkedIn
	case host == gitHubHost:
		return LinkGitHub
	case socialHosts[host]:
		return LinkSocial
	}
	return LinkPersonal
}

// isProfilePage goes by the form of the path, because the host of AmazingHiring
// is a setting. Sites known for something else are not it.
func isProfilePage(host string, segments []string) bool {
	return !socialHosts[host] && len(segments) > 1 && segments[0] == "profiles" && allDigits.MatchString(segments[1])
}

func personQuery(page string, u *url.URL) string {
	name := personParameter[page]
	value := foldCase(u.Query().Get(name))
	if name == "" || value == "" {
		return ""
	}
	return "?" + name + "=" + strings.ToLower(url.QueryEscape(value))
}
