package sheet

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func fieldsOf(m Mapping) []Field {
	fields := make([]Field, len(m.Columns))
	for i, c := range m.Columns {
		fields[i] = c.Field
	}
	return fields
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name, header string
		want         []Field
	}{
		{"english", "First name|LAST_NAME|E-mail address|Job title|Company|LinkedIn URL|Phone 1|phone 2|Favourite colour",
			[]Field{FieldFirstName, FieldLastName, FieldEmail, FieldTitle, FieldCompany, FieldLinkedIn, FieldPhone, FieldPhone, ""}},
		{"one name", "Name|Email", []Field{FieldName, FieldEmail}},
		{"all three names", "Name|First Name|Last Name", []Field{FieldName, FieldFirstName, FieldLastName}},
		{"german", "Name|Vorname|E-Mail-Adresse|Firma|Handynummer|Wohnort|Bemerkungen|Webseite",
			[]Field{FieldLastName, FieldFirstName, FieldEmail, FieldCompany, FieldPhone, FieldLocation, FieldNotes, FieldWebsite}},
		{"french", "Prénom|NOM|Courriel|Société|Téléphone|Intitulé du poste|Ville|Remarques",
			[]Field{FieldFirstName, FieldLastName, FieldEmail, FieldCompany, FieldPhone, FieldTitle, FieldLocation, FieldNotes}},
		{"spanish", "Nombre|Apellidos|Correo electrónico|Empresa|Teléfono|Puesto|Ubicación|Perfil de LinkedIn",
			[]Field{FieldFirstName, FieldLastName, FieldEmail, FieldCompany, FieldPhone, FieldTitle, FieldLocation, FieldLinkedIn}},
		{"portuguese", "Nome|Sobrenome|Endereço de e-mail|Empresa|Celular|Cargo|Cidade|Observações",
			[]Field{FieldFirstName, FieldLastName, FieldEmail, FieldCompany, FieldPhone, FieldTitle, FieldLocation, FieldNotes}},
		{"russian", "Имя|Фамилия|Эл. почта|Компания|Телефон|Должность|Город|Примечание|Сайт",
			[]Field{FieldFirstName, FieldLastName, FieldEmail, FieldCompany, FieldPhone, FieldTitle, FieldLocation, FieldNotes, FieldWebsite}},
		{"russian in one", "ФИО|Почта", []Field{FieldName, FieldEmail}},
		{"amazinghiring", "AmazingHiring profile ID|AmazingHiring URL|AH link", []Field{FieldID, FieldProfileURL, FieldProfileURL}},
		{"corrected rows", "Name|Email|Problem", []Field{FieldName, FieldEmail, ""}},
		{"greenhouse", strings.Join(ProspectImport.Header(), "|"),
			[]Field{FieldFirstName, FieldLastName, FieldCompany, FieldTitle, FieldNotes, FieldEmail, FieldPhone, FieldSocial, FieldWebsite,
				FieldLocation, FieldSource, FieldCredit, FieldJob, FieldDepartment, FieldOffice, FieldProspectPool, FieldProspectStage}},
		{"ours", strings.Join(FullSchema.Header(), "|"),
			[]Field{FieldID, FieldProfileURL, FieldName, FieldFirstName, FieldLastName, FieldTitle, FieldCompany, FieldEmail, FieldPhone,
				FieldOtherContact, "", "", FieldLinkedIn, FieldSocial, FieldWebsite, FieldLocation, "", "", "", "", "", FieldAbout, "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, fieldsOf(Detect(strings.Split(tt.header, "|"))))
		})
	}
}

// A heading of two fields would mean one or the other by chance.
func TestEveryHeadingMeansOneField(t *testing.T) {
	seen := map[string]Field{}
	for _, field := range Fields() {
		require.NotEmpty(t, headings[field], field)
		for heading := range strings.SplitSeq(headings[field], "|") {
			folded := foldHeading(heading)
			require.NotEmpty(t, folded)
			require.False(t, bareName[folded], heading)
			require.Contains(t, []Field{"", field}, seen[folded], heading)
			seen[folded] = field
		}
	}
	require.Len(t, headings, len(Fields()))
}

func TestMapOverrides(t *testing.T) {
	detected := Detect([]string{"Name", "Colour"})
	changed, err := detected.Map(1, FieldNotes)
	require.NoError(t, err)
	require.Equal(t, []Field{FieldName, FieldNotes}, fieldsOf(changed))
	require.Equal(t, []Field{FieldName, ""}, fieldsOf(detected), "the original stays")

	cleared, err := changed.Map(0, "")
	require.NoError(t, err)
	require.Equal(t, []Field{"", FieldNotes}, fieldsOf(cleared))

	for _, column := range []int{-1, 2} {
		_, err := detected.Map(column, FieldName)
		require.Error(t, err)
	}
	_, err = detected.Map(0, "shoe_size")
	require.Error(t, err)
}

func TestPresetFollowsTheHeadings(t *testing.T) {
	preset, err := Detect([]string{"Name", "Colour", "Email"}).Map(1, FieldNotes)
	require.NoError(t, err)
	preset, err = preset.Map(2, "")
	require.NoError(t, err)
	saved, err := json.Marshal(preset)
	require.NoError(t, err)
	require.JSONEq(t, `{"columns":[{"heading":"Name","field":"name"},{"heading":"Colour","field":"notes"},{"heading":"Email"}]}`, string(saved))

	var loaded Mapping
	require.NoError(t, json.Unmarshal(saved, &loaded))
	require.Equal(t, []Field{"", FieldPhone, FieldNotes, FieldName}, fieldsOf(loaded.For([]string{"Email", "Phone", "Colour", "Name"})))
}

func TestCellOfATarget(t *testing.T) {
	m := Detect([]string{"Name", "Job", "Source"})
	row := Row{Number: 2, Cells: []string{"Marta", " Platform Engineer ", "n/a"}}
	require.Equal(t, "Platform Engineer", m.Cell(row, FieldJob))
	require.Empty(t, m.Cell(row, FieldSource))
	require.Empty(t, m.Cell(row, FieldOffice))
}
