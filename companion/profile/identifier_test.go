package profile

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIdentifiersStrongestFirstAndOnce(t *testing.T) {
	p := Profile{
		URL:    "https://search.amazinghiring.com/profiles/900000000000101",
		Name:   "Marta Okafor",
		Emails: []Contact{{Value: "Marta.Okafor@example.com"}, {Value: "marta.okafor@EXAMPLE.com"}},
		Phones: []Contact{{Value: "+44 20 7946 0101"}, {Value: "020 7946 0101"}},
		Links: []Link{
			{URL: "https://martaokafor.example"},
			{URL: "https://github.com/martaokafor-example"},
			{URL: "https://www.linkedin.com/in/marta-okafor-example/"},
			{URL: "https://search.amazinghiring.com/profiles/900000000000101/"},
		},
	}
	require.Equal(t, []Identifier{
		{KindProfileURL, "search.amazinghiring.com/profiles/900000000000101"},
		{KindEmail, "marta.okafor@example.com"},
		{KindLinkedIn, "linkedin.com/in/marta-okafor-example"},
		{KindLink, "martaokafor.example"},
		{KindLink, "github.com/martaokafor-example"},
		{KindPhone, "2079460101"},
		{KindName, "marta okafor"},
	}, p.Identifiers())
}

// The host of AmazingHiring is a setting: both sides must know the marker
// whatever it is.
func TestProfileURLOfAnotherHostIsStillTheMarker(t *testing.T) {
	for _, base := range []string{"https://people.example.com", "http://127.0.0.1:4567", "http://localhost:80"} {
		p := Profile{
			URL:   base + "/profiles/7",
			Links: []Link{{URL: "https://search.amazinghiring.com/profiles/8"}},
		}
		marker := p.Identifiers()[0]
		require.Equal(t, KindProfileURL, marker.Kind)
		require.Equal(t, []Identifier{marker}, Identify("", "", nil, nil, []string{p.URL + "/?x#y"}))
	}
}

// A page that many people have in common would make strangers one person.
func TestIdentifySkipsPagesThatNameNoPerson(t *testing.T) {
	for _, link := range []string{
		"https://www.linkedin.com/company/blue-heron", "https://www.linkedin.com/", "https://github.com",
		"https://github.com/golang/go", "https://x.com/", "https://www.facebook.com/profile.php", "n/a",
	} {
		t.Run(link, func(t *testing.T) {
			require.Empty(t, Identify("", "", nil, nil, []string{link}))
		})
	}
}

func TestFoldName(t *testing.T) {
	tests := []struct{ a, b string }{
		{"Ana Núñez", "nunez, ANA"},
		{"Ana-María O’Brien", "Ana Maria O'Brien"},
		{"Søren Łuk", "Soren Luk"},
		{"Straße Æon", "strasse aeon"},
		{"Алёна Зайцев", "Алена Заицев"},
		{"İpek Işık", "ipek isik"},
		{"Ｍａｒｔａ C. Okafor", "Okafor Marta C"},
		{"太郎 田中", "田中 太郎"},
	}
	for _, tt := range tests {
		t.Run(tt.a, func(t *testing.T) {
			require.Equal(t, FoldName(tt.b), FoldName(tt.a))
			require.NotEmpty(t, FoldName(tt.a))
		})
	}
	require.NotEqual(t, FoldName("がく"), FoldName("かく"), "kana marks are not accents")
}

func TestFoldedNameOfUnspacedNameMatchesItsParts(t *testing.T) {
	split := SplitName("田中太郎")
	require.Equal(t, FoldName("太郎", "田中"), FoldName(split.First, split.Last))
}

func TestCurrentPosition(t *testing.T) {
	old := Position{Title: "old", Start: Month{2015, 1}, End: Month{2018, 6}}
	last := Position{Title: "last", Start: Month{2018, 7}, End: Month{2022, 2}}
	current := Position{Title: "current", Start: Month{2010, 0}}

	_, ok := Profile{}.CurrentPosition()
	require.False(t, ok)

	got, _ := Profile{Positions: []Position{old, last}}.CurrentPosition()
	require.Equal(t, "last", got.Title)

	got, _ = Profile{Positions: []Position{old, current, last}}.CurrentPosition()
	require.Equal(t, "current", got.Title)
}

func TestMonthString(t *testing.T) {
	require.Equal(t, "2022-03", Month{2022, 3}.String())
	require.Equal(t, "2022", Month{Year: 2022}.String())
	require.Empty(t, Month{}.String())
}
