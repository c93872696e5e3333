package profile

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCanonicalLink(t *testing.T) {
	const marta = "linkedin.com/in/marta-okafor-example"
	tests := []struct {
		in, want string
		kind     LinkKind
	}{
		{"https://www.linkedin.com/in/marta-okafor-example/", marta, LinkLinkedIn},
		{"http://uk.linkedin.com/in/Marta-Okafor-Example?trk=x", marta, LinkLinkedIn},
		{"//linkedin.com/in/marta-okafor-example/de-de#top", marta, LinkLinkedIn},
		{"m.linkedin.com/in/marta%2Dokafor-example/en", marta, LinkLinkedIn},
		{"https://linkedin.com/in/ji%C5%99%C3%AD-example", "linkedin.com/in/jiří-example", LinkLinkedIn},
		{"linkedin.com/in/jir\u030ci\u0301-example", "linkedin.com/in/jiří-example", LinkLinkedIn},
		{"https://www.linkedin.com/pub/marta/1/2/3", "linkedin.com/pub/marta/1/2/3", LinkLinkedIn},
		{"https://www.linkedin.com/company/blue-heron", "linkedin.com/company/blue-heron", LinkSocial},
		{"github.com/martaokafor-example", "github.com/martaokafor-example", LinkGitHub},
		{"https://GitHub.com/MartaOkafor-Example?tab=repositories", "github.com/martaokafor-example", LinkGitHub},
		{"https://mobile.twitter.com/martaexample", "x.com/martaexample", LinkSocial},
		{"https://stackoverflow.com/users/100/marta", "stackoverflow.com/users/100", LinkSocial},
		{"https://ru.stackoverflow.com/users/100/marta", "ru.stackoverflow.com/users/100/marta", LinkPersonal},
		{"https://www.facebook.com/profile.php?ref=x&id=100", "facebook.com/profile.php?id=100", LinkSocial},
		{"martaokafor.example", "martaokafor.example", LinkPersonal},
		{"HTTPS://www.Martaokafor.Example:443/./about/../cv//", "martaokafor.example/cv", LinkPersonal},
		{"martaokafor.example:8080", "martaokafor.example:8080", LinkPersonal},
		{"https://search.amazinghiring.com/profiles/900000000000101/contacts?a=1#b",
			"search.amazinghiring.com/profiles/900000000000101", LinkAmazingHiring},
		{"http://127.0.0.1:4567/profiles/900000000000101", "127.0.0.1:4567/profiles/900000000000101", LinkAmazingHiring},
		{"https://amazinghiring.com/blog/post", "amazinghiring.com/blog/post", LinkPersonal},
		{"https://people.example.com/profiles/7/", "people.example.com/profiles/7", LinkAmazingHiring},
		{"https://people.example.com/profiles/seven", "people.example.com/profiles/seven", LinkPersonal},
		{"https://steamcommunity.com/profiles/100", "steamcommunity.com/profiles/100", LinkSocial},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, kind, ok := CanonicalLink(tt.in)
			require.True(t, ok)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.kind, kind)
		})
	}
}

func TestCanonicalLinkRefuses(t *testing.T) {
	for _, in := range []string{
		"", "n/a", "martaokafor", "mailto:marta@example.com", "javascript:alert(1)", "ftp://example.com/a",
		"ah://attached-file/a.docx", "https://linkedin.com@example.com/in/marta", "https://exa mple.com", "http://192.0.2.1/a",
		"http://localhost:8888/save_profile/1/", "https://example..com", "https://%zz.example.com", "data:text/html,x",
	} {
		t.Run(in, func(t *testing.T) {
			_, _, ok := CanonicalLink(in)
			require.False(t, ok)
		})
	}
}

func TestWebAddress(t *testing.T) {
	tests := []struct{ in, want string }{
		{"martaokafor.example", "https://martaokafor.example"},
		{"http://uk.linkedin.com/in/Marta?trk=x", "http://uk.linkedin.com/in/Marta?trk=x"},
		{"//example.com/a", "https://example.com/a"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := WebAddress(tt.in)
			require.True(t, ok)
			require.Equal(t, tt.want, got)
		})
	}
	_, ok := WebAddress("n/a")
	require.False(t, ok)
}

func TestCanonicalLinkOfCanonicalIsItself(t *testing.T) {
	links := rapid.StringMatching(
		`(https?://)?(www\.|uk\.|m\.)*(linkedin|facebook|twitter|example)\.com(:[0-9]{1,4})?(/[a-zA-Z.%é?#&=:;@İ+ ~-]{0,6}){0,5}`)
	rapid.Check(t, func(t *rapid.T) {
		checkIdempotent(t, links.Draw(t, "link"))
	})
}

func FuzzCanonicalLink(f *testing.F) {
	for _, seed := range []string{
		"http://uk.linkedin.com/in/Marta?trk=x", "facebook.com/profile.php?id=%C4%B0+1", "example.com/a%2Fb/%ff/é/%3f", "a.b//..//\\",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkIdempotent(t, raw) })
}

func checkIdempotent(t assert.TestingT, raw string) {
	once, kind, ok := CanonicalLink(raw)
	assert.True(t, utf8.ValidString(once), "%q", raw)
	if !ok {
		return
	}
	twice, sameKind, ok := CanonicalLink(once)
	assert.True(t, ok, "%q became %q", raw, once)
	assert.Equal(t, once, twice, "%q", raw)
	assert.Equal(t, kind, sameKind, "%q", raw)
}
