package profile

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// LinkKind says what a web address is.
type LinkKind string

// The kinds of links. Only public profiles count as LinkLinkedIn; a company
// page there is LinkSocial.
const (
	LinkPersonal      LinkKind = "personal"
	LinkLinkedIn      LinkKind = "linkedin"
	LinkGitHub        LinkKind = "github"
	LinkSocial        LinkKind = "social"
	LinkAmazingHiring LinkKind = "amazinghiring"
)

var (
	leadingScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
	// unsafeInPath would change the meaning of an address when written plainly.
	unsafeInPath = regexp.MustCompile("[ %?#/\\\\\"<>^`{|}\\[\\]]")
)

// WebAddress returns the link as it should be sent: https:// is added when the
// scheme is missing. It is false for anything but a web address.
func WebAddress(raw string) (string, bool) {
	u, ok := parseLink(raw)
	if !ok {
		return "", false
	}
	return u.String(), true
}

// CanonicalLink returns the form of a link by which two spellings of the same
// page are equal, and what the link is. It has no scheme, no www, no fragment,
// no query other than a person's id, no trailing slash; letters are lower-case
// and percent-decoded. LinkedIn profiles also lose country sub-domain and
// locale suffix. It is for comparing, not for opening. The result is false for
// anything but a web address; CanonicalLink of a result returns it unchanged.
func CanonicalLink(raw string) (string, LinkKind, bool) {
	u, ok := parseLink(raw)
	if !ok {
		return "", "", false
	}
	host := shortHost(strings.ToLower(u.Hostname()))
	segments := personPath(host, pathSegments(u))
	kind := linkKind(host, segments)
	if isLoopback(host) && kind != LinkAmazingHiring {
		return "", "", false
	}
	page := strings.Join(append([]string{host + port(u)}, segments...), "/")
	return page + personQuery(page, u), kind, true
}

func parseLink(raw string) (*url.URL, bool) {
	s := CleanLine(raw)
	if s == "" || strings.Contains(s, " ") {
		return nil, false
	}
	if !leadingScheme.MatchString(s) {
		s = "https://" + strings.TrimPrefix(s, "//")
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return nil, false
	}
	host := strings.ToLower(u.Hostname())
	return u, validDomain(host) || isLoopback(host)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		return ":" + p
	}
	return ""
}

func pathSegments(u *url.URL) []string {
	var segments []string
	for raw := range strings.SplitSeq(u.EscapedPath(), "/") {
		switch s := pathSegment(raw); s {
		case "", ".":
		case "..":
			segments = segments[:max(0, len(segments)-1)]
		default:
			segments = append(segments, s)
		}
	}
	return segments
}

func pathSegment(raw string) string {
	decoded, err := url.PathUnescape(raw)
	if err != nil || !utf8.ValidString(decoded) {
		return strings.ToLower(raw)
	}
	return unsafeInPath.ReplaceAllStringFunc(foldCase(decoded), func(c string) string {
		return strings.ToLower(url.PathEscape(c))
	})
}

func foldCase(s string) string {
	return norm.NFC.String(strings.ToLower(CleanLine(s)))
}
