package sheet

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// rowOf makes a row and its mapping of alternating headings and cells.
func rowOf(cells ...string) (Row, Mapping) {
	row, header := Row{Number: 7}, []string{}
	for i := 0; i < len(cells); i += 2 {
		header, row.Cells = append(header, cells[i]), append(row.Cells, cells[i+1])
	}
	return row, Detect(header)
}

func TestPersonIsWhatAmazingHiringDecodes(t *testing.T) {
	row, m := rowOf(
		"First Name", "Marta ", "Last Name", "Okafor", "Title", "Staff Engineer", "Company", "Blue Heron Example Ltd",
		"Email", "Marta.Okafor@example.com; m.okafor@example.net", "Email 2", "Marta <marta@example.org>",
		"Phone", "+44 20 7946 0101, +44 20 7946 0102", "Other contacts", "Skype: marta.example",
		"LinkedIn", "linkedin.com/in/marta-okafor-example", "GitHub", "https://github.com/martaokafor-example",
		"Website", "martaokafor.example", "City", "Lisbon", "Country", "Portugal", "About", "Builds\nservices.",
		"Notes", "Met in May.", "AmazingHiring ID", "900000000000101", "Job", "Platform Engineer",
	)
	raw, first, last, problem := Person(row, m)
	require.Nil(t, problem)
	require.Equal(t, "Marta", first)
	require.Equal(t, "Okafor", last)

	p, dropped, err := amazinghiring.Decode(raw, "https://search.amazinghiring.com")
	require.NoError(t, err)
	require.Empty(t, dropped)
	require.Equal(t, profile.Profile{
		ID: 900000000000101, URL: "https://search.amazinghiring.com/profiles/900000000000101",
		Name: "Marta Okafor", Title: "Staff Engineer", Company: "Blue Heron Example Ltd",
		Emails: []profile.Contact{
			{Value: "Marta.Okafor@example.com", Type: "work"}, {Value: "m.okafor@example.net", Type: "work"},
			{Value: "marta@example.org", Type: "work"},
		},
		Phones:        []profile.Contact{{Value: "+44 20 7946 0101", Type: "other"}, {Value: "+44 20 7946 0102", Type: "other"}},
		OtherContacts: []profile.Contact{{Value: "marta.example", Type: "skype"}},
		Links: []profile.Link{
			{URL: "https://linkedin.com/in/marta-okafor-example", Kind: profile.LinkSocial, Canonical: "linkedin.com/in/marta-okafor-example"},
			{URL: "https://github.com/martaokafor-example", Kind: profile.LinkSocial, Canonical: "github.com/martaokafor-example"},
			{URL: "https://martaokafor.example", Kind: profile.LinkPersonal, Canonical: "martaokafor.example"},
		},
		Locations: []string{"Lisbon, Portugal"},
		Positions: []profile.Position{{Title: "Staff Engineer", Company: "Blue Heron Example Ltd"}},
		About:     "Builds\nservices.",
		Comments:  []profile.Comment{{Body: "Met in May."}},
	}, p)
}

func TestPersonNames(t *testing.T) {
	tests := []struct {
		name              string
		cells             []string
		json, first, last string
	}{
		{"one cell is not split", []string{"Full name", "Marta Okafor"}, `{"name":"Marta Okafor","title":""}`, "", ""},
		{"half a name", []string{"First name", "Marta", "Last name", ""}, `{"name":"Marta","title":""}`, "", ""},
		{"written out beside its halves", []string{"Name", "Dr. Marta Okafor", "First name", "Marta", "Last name", "Okafor"},
			`{"name":"Dr. Marta Okafor","title":""}`, "Marta", "Okafor"},
		{"placeholders", []string{"Name", "Lee Park", "Email", "n/a", "Phone", "-", "LinkedIn", "None"}, `{"name":"Lee Park","title":""}`, "", ""},
		{"id of the page", []string{"Name", "Lee", "AmazingHiring", "search.amazinghiring.com/profiles/12/contacts?a=1"},
			`{"id":12,"name":"Lee","title":""}`, "", ""},
		{"id and page agree", []string{"Name", "Lee", "AmazingHiring", "https://search.amazinghiring.com/profiles/12", "AH ID", "12"},
			`{"id":12,"name":"Lee","title":""}`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw, first, last, problem := Person(rowOf(tt.cells...))
			require.Nil(t, problem)
			require.JSONEq(t, tt.json, string(raw))
			require.Equal(t, tt.first, first)
			require.Equal(t, tt.last, last)
		})
	}
}

func TestPersonRefuses(t *testing.T) {
	tests := []struct{ heading, cell, reason string }{
		{"Email", "marta(at)example.com", ReasonEmail},
		{"Email", "marta@example.com, lee@", ReasonEmail},
		{"Phone", "ask her", ReasonPhone},
		{"Phone", "+44 20 7946 0101; 12", ReasonPhone},
		{"Phone", "4.42079E+11", ReasonRounded},
		{"LinkedIn", "marta-okafor", ReasonLink},
		{"Website", "martaokafor.example mailto:marta@example.com", ReasonLink},
		{"AH ID", "9E+14", ReasonRounded},
		{"AH ID", "-5", ReasonID},
		{"AH ID", "12a", ReasonID},
		{"AmazingHiring", "https://example.com/marta", ReasonProfileURL},
		{"AmazingHiring", "https://search.amazinghiring.com/profiles/99999999999999999999", ReasonProfileURL},
	}
	for _, tt := range tests {
		t.Run(tt.heading+" "+tt.cell, func(t *testing.T) {
			raw, _, _, problem := Person(rowOf("Name", "Marta Okafor", tt.heading, tt.cell))
			require.Nil(t, raw)
			require.Equal(t, &RowError{Row: 7, Column: "B", Reason: tt.reason}, problem)
			require.NotContains(t, problem.Error(), tt.cell, "errors hold no personal data")
		})
	}
}

func TestPersonRefusesRowsAsAWhole(t *testing.T) {
	_, _, _, problem := Person(rowOf("Name", " ", "Email", "marta@example.com"))
	require.Equal(t, "row 7: there is no name", problem.Error())

	_, _, _, problem = Person(rowOf("Name", "Lee", "AH ID", "12", "AmazingHiring", "https://search.amazinghiring.com/profiles/13"))
	require.Equal(t, "row 7: column C: the AmazingHiring id and the address name two profiles", problem.Error())
}

func TestPhoneKeepsItsExtension(t *testing.T) {
	numbers, ok := phones("+44 20 7946 0101, ext. 5")
	require.True(t, ok)
	require.Equal(t, []string{"+44 20 7946 0101, ext. 5"}, numbers)
}

func TestColumnLetter(t *testing.T) {
	for want, i := range map[string]int{"A": 0, "Z": 25, "AA": 26, "AZ": 51, "BA": 52, "ZZ": 701, "AAA": 702} {
		require.Equal(t, want, columnLetter(i))
	}
}

func TestKey(t *testing.T) {
	key := func(cells ...string) string { return Key(rowOf(cells...)) }
	tests := []struct {
		name  string
		a, b  string
		equal bool
	}{
		{"e-mail in another case", key("Name", "Marta", "Email", "Marta@Example.com"), key("E-Mail", " marta@example.com", "Name", "M."), true},
		{"a second e-mail", key("Email", "a@example.com"), key("Email", "a@example.com; b@example.com"), true},
		{"another e-mail", key("Name", "Marta", "Email", "a@example.com"), key("Name", "Marta", "Email", "b@example.com"), false},
		{"shared mailbox", key("Name", "Marta", "Email", "info@studio.example"), key("Name", "Lee", "Email", "info@studio.example"), false},
		{"same in a shared mailbox", key("Name", "Marta", "Email", "info@studio.example"), key("Name", "marta", "Email", "INFO@studio.example"), true},
		{"linkedin", key("Name", "Marta", "LinkedIn", "http://uk.linkedin.com/in/Marta?trk=x"), key("Website", "linkedin.com/in/marta"), true},
		{"e-mail is not linkedin", key("Email", "a@example.com", "LinkedIn", "linkedin.com/in/marta"), key("LinkedIn", "linkedin.com/in/marta"), false},
		{"folded name", key("Name", "Núñez, Ana", "Company", "Heron Ltd."), key("First name", "Ana", "Last name", "Nunez", "Company", "heron ltd"), true},
		{"another company", key("Name", "Ana", "Company", "Heron"), key("Name", "Ana", "Company", "Quarry"), false},
		{"id first", key("AH ID", "12", "Email", "a@example.com"), key("AmazingHiring", "search.amazinghiring.com/profiles/12", "Name", "Ana"), true},
		{"a broken id does not count", key("AH ID", "x", "Email", "a@example.com"), key("Email", "a@example.com"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Len(t, tt.a, 64)
			require.Len(t, tt.b, 64)
			require.Equal(t, tt.equal, tt.a == tt.b)
		})
	}
	require.Empty(t, key("Company", "Heron", "Phone", "+44 20 7946 0101"))
	require.Equal(t, strings.ToLower(tests[0].a), tests[0].a)
}
