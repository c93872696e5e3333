package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

func marta(t *testing.T) profile.Profile {
	t.Helper()
	raw, err := os.ReadFile("../amazinghiring/pretend/profiles/900000000000101.json")
	require.NoError(t, err)
	p, _, err := amazinghiring.Decode(raw, "https://search.amazinghiring.com")
	require.NoError(t, err)
	p.Emails = append(p.Emails, profile.Contact{Value: "m.okafor@example.net", Type: "work", Public: new(false)})
	p.OtherContacts = []profile.Contact{{Value: "marta.example", Type: "skype"}}
	p.Resumes = []profile.Resume{{URL: "ah://attached-file/a.docx", Type: "docx"}}
	p.Certificates = []profile.Certificate{{Name: "Go", Organization: "Example School", End: profile.Month{Year: 2020}}}
	return p
}

func written(t require.TestingT, schema Schema, lines ...Line) string {
	var out bytes.Buffer
	w, err := NewWriter(&out, schema)
	require.NoError(t, err)
	for _, line := range lines {
		require.NoError(t, w.Write(line))
	}
	require.NoError(t, w.Flush())
	return out.String()
}

// onlyRow reads a file of one row back, heading by heading.
func onlyRow(t require.TestingT, text string) (Row, Mapping, map[string]string) {
	table, err := Read(strings.NewReader(text), Options{})
	require.NoError(t, err)
	var rows []Row
	for row, err := range table.Rows() {
		require.NoError(t, err)
		rows = append(rows, row)
	}
	require.Len(t, rows, 1)
	cells := map[string]string{}
	for i, heading := range table.Header {
		cells[heading] = rows[0].Cells[i]
	}
	return rows[0], Detect(table.Header), cells
}

func TestFullSchemaTellsEverything(t *testing.T) {
	_, _, cells := onlyRow(t, written(t, FullSchema, Line{Profile: marta(t)}))
	require.Equal(t, map[string]string{
		"AmazingHiring ID": "900000000000101", "AmazingHiring URL": "https://search.amazinghiring.com/profiles/900000000000101",
		"Name": "Marta Okafor", "First Name": "Marta", "Last Name": "Okafor",
		"Title": "Senior Backend Engineer", "Company": "Blue Heron Example Ltd",
		"Emails": "marta.okafor@example.com; m.okafor@example.net", "Phones": "+44 20 7946 0101", "Other Contacts": "skype: marta.example",
		"Contact Types":       "marta.okafor@example.com (work); m.okafor@example.net (work); +44 20 7946 0101 (other)",
		"Non-public Contacts": "m.okafor@example.net",
		"LinkedIn":            "https://www.linkedin.com/in/marta-okafor-example/",
		"Social Links":        "https://github.com/martaokafor-example", "Websites": "https://martaokafor.example", "Locations": "Lisbon",
		"Positions": "Staff Engineer, Blue Heron Example Ltd (https://blueheron.example), since 2022-03. Payments platform.; " +
			"Backend Engineer, Quarry Example GmbH, 2018-07 – 2022-02",
		"Educations":             "University of Example, BSc, Computer Science, 2013 – 2017",
		"Languages":              "English (Native or bilingual proficiency); Portuguese (Professional working proficiency)",
		"Skills":                 "Programming Languages: Go (gRPC), Python (Django); Databases: SQL (PostgreSQL)",
		"Certificates":           "Go, Example School, until 2020",
		"About":                  "Builds services that stay up at night so that people need not.",
		"AmazingHiring Comments": "Sample Recruiter, 2026-05-04T09:30:00Z: Open to relocation, prefers remote.",
		"Resumes":                "ah://attached-file/a.docx (docx)",
	}, cells)
}

func TestFullSchemaReadsBack(t *testing.T) {
	want := marta(t)
	row, m, _ := onlyRow(t, written(t, FullSchema, Line{Profile: want}))
	raw, first, last, problem := Person(row, m)
	require.Nil(t, problem)
	require.Equal(t, "Marta/Okafor", first+"/"+last)
	got, dropped, err := amazinghiring.Decode(raw, "https://search.amazinghiring.com")
	require.NoError(t, err)
	require.Empty(t, dropped)
	require.Equal(t,
		[]any{want.ID, want.URL, want.Name, want.Title, want.Company, want.Phones, want.OtherContacts, want.Locations, want.About},
		[]any{got.ID, got.URL, got.Name, got.Title, got.Company, got.Phones, got.OtherContacts, got.Locations, got.About})
	require.Equal(t, values(want.Emails), values(got.Emails))
	require.ElementsMatch(t, want.Links, got.Links)
}

// A doubtful split would come back as if somebody had confirmed it.
func TestFullSchemaLeavesDoubtfulNamesOut(t *testing.T) {
	doubtful := Line{Profile: profile.Profile{Name: "Ana-María de la Cruz"}}
	_, _, cells := onlyRow(t, written(t, FullSchema, doubtful))
	require.Empty(t, cells["First Name"]+cells["Last Name"])

	_, _, cells = onlyRow(t, written(t, ProspectImport, doubtful))
	require.Equal(t, "Ana-María/de la Cruz", cells["First Name"]+"/"+cells["Last Name"])

	doubtful.First, doubtful.Last = "Ana-María", "de la Cruz"
	_, _, cells = onlyRow(t, written(t, FullSchema, doubtful))
	require.Equal(t, "Ana-María/de la Cruz", cells["First Name"]+"/"+cells["Last Name"])
}

func TestProspectImport(t *testing.T) {
	text := written(t, ProspectImport, Line{
		Profile: marta(t), Source: "AmazingHiring", Credit: "Sample Recruiter", Job: "Platform Engineer", Department: "Engineering",
		Office: "Lisbon", ProspectPool: "Go engineers", ProspectStage: "New",
	})
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, bomUTF8))).ReadAll()
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"First Name", "Last Name", "Company", "Title", "Notes", "Email", "Phone", "Social Media", "Website", "Address", "Source",
			"Who gets credit", "Job", "Department", "Office", "Prospect Pool", "Prospect Stage"},
		{"Marta", "Okafor", "Blue Heron Example Ltd", "Senior Backend Engineer", strings.Join([]string{
			"Builds services that stay up at night so that people need not.",
			"More e-mail addresses: m.okafor@example.net",
			"Other contacts: skype: marta.example",
			"More links: https://github.com/martaokafor-example; https://martaokafor.example",
			"Positions: Staff Engineer, Blue Heron Example Ltd (https://blueheron.example), since 2022-03. Payments platform.; " +
				"Backend Engineer, Quarry Example GmbH, 2018-07 – 2022-02",
			"Education: University of Example, BSc, Computer Science, 2013 – 2017",
			"Languages: English (Native or bilingual proficiency); Portuguese (Professional working proficiency)",
			"Skills: Programming Languages: Go (gRPC), Python (Django); Databases: SQL (PostgreSQL)",
			"Certificates: Go, Example School, until 2020",
			"Comments: Sample Recruiter, 2026-05-04T09:30:00Z: Open to relocation, prefers remote.",
		}, "\n"), "marta.okafor@example.com", "+44 20 7946 0101", "https://www.linkedin.com/in/marta-okafor-example/",
			"https://search.amazinghiring.com/profiles/900000000000101", "Lisbon", "AmazingHiring", "Sample Recruiter",
			"Platform Engineer", "Engineering", "Lisbon", "Go engineers", "New"},
	}, lines)
}

func TestFormulasAreProtected(t *testing.T) {
	tests := []struct{ cell, full, prospect string }{
		{`=HYPERLINK("http://example.com")`, `'=HYPERLINK("http://example.com")`, `'=HYPERLINK("http://example.com")`},
		{"+44 20 7946 0101", "'+44 20 7946 0101", "+44 20 7946 0101"},
		{"+1+cmd|'/C calc'!A0", "'+1+cmd|'/C calc'!A0", "'+1+cmd|'/C calc'!A0"},
		{"-2+3", "'-2+3", "'-2+3"},
		{"@SUM(1)", "'@SUM(1)", "'@SUM(1)"},
		{"\t=1", "'\t=1", "'\t=1"},
		{"\r=1", "'\r=1", "'\r=1"},
		{"'=1", "''=1", "''=1"},
		{"'\t", "''\t", "''\t"},
		{"O'Brien", "O'Brien", "O'Brien"},
		{"'t Hooft", "'t Hooft", "'t Hooft"},
		{"a=b", "a=b", "a=b"},
	}
	for _, tt := range tests {
		t.Run(tt.cell, func(t *testing.T) {
			require.Equal(t, tt.full, FullSchema.protect(tt.cell))
			require.Equal(t, tt.prospect, ProspectImport.protect(tt.cell))
			require.Equal(t, tt.cell, unprotect(tt.full))
		})
	}
}

// Whatever a profile says comes back as it was, formulas, quotes and line ends
// included.
func TestRoundTrip(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\t\r\n '"=+@;,|a-]{0,9}`))
	rapid.Check(t, func(t *rapid.T) {
		schema := rapid.SampledFrom([]Schema{FullSchema, ProspectImport}).Draw(t, "schema")
		line := Line{
			Profile: profile.Profile{
				Name: "Marta Okafor", Title: texts.Draw(t, "title"), Company: texts.Draw(t, "company"), About: texts.Draw(t, "about"),
				Phones: []profile.Contact{{Value: texts.Draw(t, "phone")}}, Locations: []string{texts.Draw(t, "place")},
			},
			Source: texts.Draw(t, "source"), ProspectStage: texts.Draw(t, "stage"),
		}
		row, _, _ := onlyRow(t, written(t, schema, line))
		for i, c := range schema.columns {
			require.Equal(t, c.cell(line), row.Cells[i], c.heading)
		}
	})
}

// full refuses every write, as a full disk does.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestErrorsOfTheWriterArePassedOn(t *testing.T) {
	noSpace := errors.New("no space left")
	_, err := NewWriter(full{noSpace}, FullSchema)
	require.ErrorIs(t, err, noSpace)
	require.ErrorIs(t, WriteRejects(full{noSpace}, Layout{Header: []string{"a"}, Delimiter: ","}, nil), noSpace)
	require.Error(t, WriteRejects(&bytes.Buffer{}, Layout{Header: []string{"a"}}, nil), "a layout without a delimiter")
}
