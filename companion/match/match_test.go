package match

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

const martaPage = "https://search.amazinghiring.com/profiles/900000000000101"

func marta() profile.Profile {
	return profile.Profile{
		ID: 900000000000101, URL: martaPage, Name: "Marta Okafor",
		Emails: []profile.Contact{{Value: "marta.okafor@example.com"}},
		Phones: []profile.Contact{{Value: "+44 20 7946 0101"}},
		Links: []profile.Link{
			{URL: "https://github.com/martaokafor-example"},
			{URL: "https://www.linkedin.com/in/marta-okafor-example/"},
		},
	}
}

// somebody is a person in Greenhouse in the short form the tables use.
type somebody struct {
	first, last, email, phone, link string
}

func (s somebody) person(id int64) Person {
	return PersonFrom(id, s.first, s.last, []string{s.email}, []string{s.phone}, []string{s.link})
}

func crowdOf(people ...somebody) []Person {
	out := make([]Person, len(people))
	for i, s := range people {
		out[i] = s.person(int64(i + 1))
	}
	return out
}

func TestDecide(t *testing.T) {
	const (
		url, email, linkedIn   = profile.KindProfileURL, profile.KindEmail, profile.KindLinkedIn
		link, phone, nameAlone = profile.KindLink, profile.KindPhone, profile.KindName
		mail                   = "MARTA.Okafor@example.com"
		tel                    = "020 7946 0101"
		in                     = "uk.linkedin.com/in/Marta-Okafor-Example?trk=x"
		hub                    = "github.com/MartaOkafor-Example"
	)
	reasons := func(kinds ...profile.Kind) []profile.Kind { return kinds }
	tests := []struct {
		name   string
		people []Person
		want   Verdict
	}{
		{"nobody", nil, Verdict{}},
		{"a stranger", crowdOf(somebody{"Lee", "Park", "lee@example.com", "555 0143 000", "x.com/lee"}), Verdict{}},
		{"our page, another name", crowdOf(somebody{"Lee", "Park", "", "", martaPage + "/contacts"}),
			Verdict{Level: Certain, PersonID: 1, Reasons: reasons(url)}},
		{"e-mail", crowdOf(somebody{"M.", "Okafor", mail, "", ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email)}},
		{"e-mail and name", crowdOf(somebody{"Marta", "Okafor", mail, "", ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email, nameAlone)}},
		{"LinkedIn", crowdOf(somebody{"Marta C.", "Okafor", "", "", in}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(linkedIn)}},
		{"other page", crowdOf(somebody{"Marta C.", "Okafor", "", "", hub}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(link)}},
		{"phone", crowdOf(somebody{"Marta C.", "Okafor", "", tel, ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(phone)}},
		{"e-mail and phone", crowdOf(somebody{"Marta C.", "Okafor", mail, tel, ""}),
			Verdict{Level: Certain, PersonID: 1, Reasons: reasons(email, phone)}},
		{"name", crowdOf(somebody{"OKAFOR", "Márta", "", "", ""}),
			Verdict{Level: Possible, PersonID: 1, Reasons: reasons(nameAlone)}},
		{"clearly different name", crowdOf(somebody{"Lee", "Park", mail, tel, hub}),
			Verdict{Level: Possible, PersonID: 1, Reasons: reasons(email, link, phone), Doubts: []Doubt{NameDiffers}}},
		{"name in another script", crowdOf(somebody{"Марта", "Окафор", mail, "", ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email)}},
		{"name unknown", crowdOf(somebody{"", "", mail, "", ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email)}},
		{"e-mail of two", crowdOf(somebody{"Marta C.", "Okafor", mail, "", ""}, somebody{"Ana", "Okafor", mail, "", ""}),
			Verdict{Level: Possible, PersonID: 1, Reasons: reasons(email), Doubts: []Doubt{SeveralPeople}, Others: []int64{2}}},
		{"e-mail of two beside LinkedIn", crowdOf(somebody{"Marta C.", "Okafor", mail, "", in}, somebody{"Ana", "Okafor", mail, "", ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email, linkedIn), Doubts: []Doubt{SeveralPeople}}},
		{"page of two", crowdOf(somebody{"Marta C.", "Okafor", "", "", hub}, somebody{"Ana", "Okafor", "", "", hub}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(link), Others: []int64{2}}},
		{"page of three", crowdOf(somebody{link: hub}, somebody{link: hub}, somebody{link: hub}), Verdict{}},
		{"our page on three", crowdOf(somebody{link: martaPage}, somebody{link: martaPage}, somebody{link: martaPage}),
			Verdict{Level: Certain, PersonID: 1, Reasons: reasons(url), Others: []int64{2, 3}}},
		{"a brother", crowdOf(somebody{"Paul", "Okafor", mail, tel, ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email, phone), Doubts: []Doubt{NameUnsure}}},
		{"another family name", crowdOf(somebody{"Marta", "Silva", mail, tel, ""}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email, phone), Doubts: []Doubt{NameUnsure}}},
		{"another family name beside LinkedIn", crowdOf(somebody{"Marta", "Silva", "", tel, in}),
			Verdict{Level: Certain, PersonID: 1, Reasons: reasons(linkedIn, phone)}},
		{"page with the name and phone", crowdOf(somebody{"Marta C.", "Okafor", "", tel, hub}),
			Verdict{Level: Certain, PersonID: 1, Reasons: reasons(link, phone)}},
		{"phone of three beside e-mail", crowdOf(somebody{"Marta C.", "Okafor", mail, tel, ""}, somebody{phone: tel}, somebody{phone: tel}),
			Verdict{Level: Likely, PersonID: 1, Reasons: reasons(email, phone), Doubts: []Doubt{SeveralPeople}}},
		{"the better of two", crowdOf(somebody{"Marta", "Okafor", "", "", ""}, somebody{"M. C.", "Okafor", "", tel, ""}),
			Verdict{Level: Likely, PersonID: 2, Reasons: reasons(phone)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, Decide(marta(), tt.people))
		})
	}
}

// Two namesakes of one company may have its phone number and its page in common.
func TestCompanyPageAndPhoneAreNotCertain(t *testing.T) {
	p := marta()
	p.Links = []profile.Link{{URL: "https://quarry.example"}}
	person := somebody{"Marta", "Okafor", "", "020 7946 0101", "quarry.example"}.person(1)
	verdict := Decide(p, []Person{person})
	require.Equal(t, Likely, verdict.Level)
	require.Equal(t, []Doubt{CompanyPerhaps}, verdict.Doubts)
}

func TestCaveat(t *testing.T) {
	tests := []struct {
		level       Level
		seesPrivate bool
		want        string
	}{
		{None, false, "No visible match; hidden matches possible."},
		{Possible, false, "A further match may be hidden from you."},
		{Likely, false, "A further match may be hidden from you."},
		{Certain, false, ""},
		{None, true, ""},
		{Likely, true, ""},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, Verdict{Level: tt.level}.Caveat(tt.seesPrivate), tt.level)
	}
}

func TestSharedMailboxIsNeverCertain(t *testing.T) {
	lee := profile.Profile{Name: "Lee Park", Emails: []profile.Contact{{Value: "info@studio.example"}}}

	other := crowdOf(somebody{"Ana", "Silva", "info@studio.example", "", ""})
	require.Equal(t, Possible, Decide(lee, other).Level)

	same := crowdOf(somebody{"Lee", "Park", "info@studio.example", "", ""})
	require.Equal(t, Possible, Decide(lee, same).Level)
}

func TestEmailKnownToBeSharedElsewhere(t *testing.T) {
	person := somebody{"Marta C.", "Okafor", "marta.okafor@example.com", "", ""}.person(1)
	require.Equal(t, Likely, Decide(marta(), []Person{person}).Level)

	person.SharedEmails = []string{"Marta.Okafor@Example.com"}
	require.Equal(t, Possible, Decide(marta(), []Person{person}).Level)
}

// The address of AmazingHiring is a setting and may have a path; Greenhouse then
// holds the marker as a page like any other.
func TestMarkerUnderAPath(t *testing.T) {
	p := profile.Profile{URL: "https://example.com/people/profiles/7", Name: "Marta Okafor"}
	person := somebody{"Lee", "Park", "", "", "http://example.com/people/profiles/7/"}.person(1)
	require.Equal(t,
		Verdict{Level: Certain, PersonID: 1, Reasons: []profile.Kind{profile.KindProfileURL}},
		Decide(p, []Person{person}))
}

func TestSamePersonTwiceIsOnePerson(t *testing.T) {
	byMail := somebody{"Marta C.", "Okafor", "marta.okafor@example.com", "", ""}.person(1)
	byPhone := somebody{"Marta C.", "Okafor", "marta.okafor@example.com", "020 7946 0101", ""}.person(1)
	verdict := Decide(marta(), []Person{byMail, byPhone})
	require.Equal(t, Certain, verdict.Level)
	require.Empty(t, verdict.Others)
}

func TestOrderOfPeopleDoesNotMatter(t *testing.T) {
	draw := rapid.Custom(func(t *rapid.T) somebody {
		return somebody{
			first: rapid.SampledFrom([]string{"Marta", "Lee", ""}).Draw(t, "first"),
			last:  rapid.SampledFrom([]string{"Okafor", "Park"}).Draw(t, "last"),
			email: rapid.SampledFrom([]string{"marta.okafor@example.com", "lee@example.com", ""}).Draw(t, "email"),
			phone: rapid.SampledFrom([]string{"020 7946 0101", ""}).Draw(t, "phone"),
			link:  rapid.SampledFrom([]string{martaPage, "github.com/martaokafor-example", ""}).Draw(t, "link"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		people := crowdOf(rapid.SliceOfN(draw, 0, 6).Draw(t, "people")...)
		forward := Decide(marta(), people)
		slices.Reverse(people)
		assert.Equal(t, forward, Decide(marta(), people))
		assert.NotContains(t, forward.Others, forward.PersonID)
	})
}

func TestLevelString(t *testing.T) {
	require.Equal(t, "none possible likely certain",
		None.String()+" "+Possible.String()+" "+Likely.String()+" "+Certain.String())
}
