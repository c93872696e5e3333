package plan_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/stretchr/testify/require"
)

// snapshot is the page of the profile.
func snapshot(t *testing.T, p profile.Profile) string {
	t.Helper()
	in := plan.Input{Profile: p, Target: onJobs(plan.Prospect), Can: plan.Abilities{Attachments: true}, Snapshot: "2026-11-24"}
	steps := plan.Make(in).Steps
	last := steps[len(steps)-1]
	require.Equal(t, "snapshot", last.Key)
	require.Equal(t, "other", last.Attachment.Type)
	require.Equal(t, "AmazingHiring profile.html", last.Attachment.Filename)
	return string(last.Attachment.Content)
}

func TestSnapshotOfSampleA(t *testing.T) {
	compareGolden(t, "a_snapshot.golden.html", snapshot(t, sample(t, "pretend/profiles/900000000000101.json")))
}

// everyPart is a profile in which each text is there once, so that a page without it shows.
func everyPart() profile.Profile {
	hidden := false
	return profile.Profile{
		ID: 900000000000110, URL: "https://search.amazinghiring.com/profiles/900000000000110",
		Name: "Noa Example", Title: "the title", Company: "the company", About: "the about",
		Emails:        []profile.Contact{{Value: "noa@example.com", Type: "work", Public: &hidden}},
		Phones:        []profile.Contact{{Value: "020 7946 0102"}},
		OtherContacts: []profile.Contact{{Value: "noa.skype", Type: "skype"}},
		Links:         []profile.Link{{URL: "https://noa.example"}},
		Locations:     []string{"Haifa"},
		Positions: []profile.Position{{
			Title: "the position", Company: "the employer", CompanySite: "https://employer.example", Description: "the description",
			Skills: []string{"skill one", "skill two"}, Start: profile.Month{Year: 2019, Month: 1}, End: profile.Month{Year: 2020, Month: 12},
		}},
		Educations: []profile.Education{{
			School: "the school", Degree: "the degree", Faculty: "the faculty", Specialization: "the specialization",
			Start: profile.Month{Year: 2011}, End: profile.Month{Year: 2014},
		}},
		Languages:    []profile.Language{{Name: "Hebrew", Level: "native"}},
		SkillGroups:  []profile.SkillGroup{{Name: "the group", Skills: []profile.Skill{{Name: "outer", Skills: []profile.Skill{{Name: "inner"}}}}}},
		Certificates: []profile.Certificate{{Name: "the certificate", Organization: "the issuer", End: profile.Month{Year: 2021, Month: 7}}},
		Comments:     []profile.Comment{{ID: "5", Author: "Nora", Body: "the comment", CreatedAt: "2026-01-02T03:04:05Z"}},
		Resumes:      []profile.Resume{{ID: "7", Type: "attached-file", URL: "ah://resume/7"}},
	}
}

func TestSnapshotHasEverything(t *testing.T) {
	page := snapshot(t, everyPart())
	for _, text := range []string{
		"Noa Example", "the title, the company", "captured on 2026-11-24", "the about", "work: noa@example.com (not found in public)",
		"020 7946 0102", "skype: noa.skype", `<a href="https://noa.example" rel="noopener noreferrer">`, "Haifa",
		"the position, the employer", `<a href="https://employer.example"`, "the description", "skill one, skill two", "2019-01 to 2020-12",
		"the school, the degree, the faculty, the specialization, 2011 to 2014", "Hebrew – native", "the group: outer (inner)",
		"the certificate, the issuer, 2021-07", "Nora, 2026-01-02T03:04:05Z", "the comment", "attached-file: ah://resume/7",
		`<a href="https://search.amazinghiring.com/profiles/900000000000110"`,
	} {
		require.Contains(t, page, text)
	}
}

// TestSnapshotRunsNothing: what people write about themselves stays text, and the page asks nobody for anything.
func TestSnapshotRunsNothing(t *testing.T) {
	p := everyPart()
	p.Name = `<script>alert("name")</script>`
	p.About = "<img src=x onerror=alert(1)>\x00\x1b[31m"
	p.Links = []profile.Link{{URL: "javascript:alert(2)"}, {URL: `https://noa.example/"onclick="alert(3)`}}
	p.Resumes = []profile.Resume{{URL: "data:text/html,<script>alert(4)</script>"}}
	page := snapshot(t, p)
	require.NotContains(t, page, "<script")
	require.NotContains(t, page, "<img")
	require.NotContains(t, page, `"onclick=`)
	require.NotRegexp(t, `href="(javascript|data|ah):`, page)
	require.NotRegexp(t, `[\x00-\x08\x0b-\x1f]`, page)
	require.NotRegexp(t, `(?i)<[^>]*\ssrc=|@import|url\(`, page)
}

// TestSnapshotPolicyAllowsItsStyleOnly: the policy names the style by its hash, so both change together.
func TestSnapshotPolicyAllowsItsStyleOnly(t *testing.T) {
	page := snapshot(t, everyPart())
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page)
	require.Len(t, style, 2)
	sum := sha256.Sum256([]byte(style[1]))
	require.Contains(t, page, fmt.Sprintf("default-src 'none'; style-src 'sha256-%s';", base64.StdEncoding.EncodeToString(sum[:])))
}

func TestSnapshotOfRightToLeftTexts(t *testing.T) {
	p := everyPart()
	p.Name, p.About = "נועה דוגמה", "مهندسة\nبرمجيات"
	page := snapshot(t, p)
	require.Contains(t, page, `<h1 dir="auto">נועה דוגמה</h1>`)
	require.Contains(t, page, "<p dir=\"auto\">مهندسة\nبرمجيات</p>")
}

// TestSnapshotOfAHugeProfile: nothing is shortened.
func TestSnapshotOfAHugeProfile(t *testing.T) {
	page := snapshot(t, huge())
	require.Contains(t, page, huge().Comments[0].Body)
	require.Equal(t, 40, strings.Count(page, "Huge Example Ltd"))
	require.Contains(t, page, "Skill 299")
}
