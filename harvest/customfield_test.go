package harvest_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestCustomFieldQuery(t *testing.T) {
	requireQuery(t, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{}, "/v3/custom_fields", "")
	q := harvest.CustomFieldQuery{FieldType: "candidate", Active: true}
	requireQuery(t, (*harvest.Client).CustomFields, q, "/v3/custom_fields", "field_type=candidate&active=true")
}

const customFieldRow = `{"id":31,"name":"AmazingHiring URL","name_key":"amazinghiring_url","field_type":"candidate","value_type":"url",
	"private":true,"required":true,"active":true,"sort_order":1}`

func linkField() harvest.CustomField {
	return harvest.CustomField{
		ID: 31, Name: "AmazingHiring URL", NameKey: "amazinghiring_url", FieldType: "candidate", ValueType: "url",
		Private: true, Required: true, Active: true,
	}
}

func TestCustomFieldRow(t *testing.T) {
	require.Equal(t, linkField(), rowOf(t, customFieldRow, (*harvest.Client).CustomFields))
}

func TestCreateCustomField(t *testing.T) {
	field := harvest.NewCustomField{Name: "AmazingHiring URL", FieldType: "candidate", ValueType: "url"}
	requireSent(t, capture(t, 201, customFieldRow, writes((*harvest.Client).CreateCustomField, field)), "POST", "/v3/custom_fields",
		`{"name":"AmazingHiring URL","field_type":"candidate","value_type":"url"}`)
	field.Private, field.Description = true, "Where the profile is"
	requireSent(t, capture(t, 201, customFieldRow, writes((*harvest.Client).CreateCustomField, field)), "POST", "/v3/custom_fields",
		`{"name":"AmazingHiring URL","field_type":"candidate","value_type":"url","private":true,"description":"Where the profile is"}`)

	client, _ := serve(t, say(201, customFieldRow))
	made, err := client.CreateCustomField(t.Context(), field)
	require.NoError(t, err)
	require.Equal(t, linkField(), made)
}

func TestUpdateCustomField(t *testing.T) {
	change := harvest.CustomFieldChange{Name: new("Profile"), Private: new(false), Description: new("")}
	requireSent(t, capture(t, 200, customFieldRow, updates((*harvest.Client).UpdateCustomField, 31, change)), "PATCH", "/v3/custom_fields/31",
		`{"name":"Profile","private":false,"description":""}`)

	client, _ := serve(t, say(200, customFieldRow))
	changed, err := client.UpdateCustomField(t.Context(), 31, change)
	require.NoError(t, err)
	require.Equal(t, linkField(), changed)
}

func TestCustomFieldWritesThatAreNotSent(t *testing.T) {
	create := func(n harvest.NewCustomField) operation { return writes((*harvest.Client).CreateCustomField, n) }
	requireUnsent(t, create(harvest.NewCustomField{FieldType: "candidate", ValueType: "url"}), "name")
	requireUnsent(t, create(harvest.NewCustomField{Name: "x", ValueType: "url"}), "field_type")
	requireUnsent(t, create(harvest.NewCustomField{Name: "x", FieldType: "candidate"}), "value_type")
	requireUnsent(t, updates((*harvest.Client).UpdateCustomField, 31, harvest.CustomFieldChange{}))
}

func TestCustomFieldsOfTheSandbox(t *testing.T) {
	fields := collect(t, permitted(t), (*harvest.Client).CustomFields, harvest.CustomFieldQuery{FieldType: "candidate", Active: true})
	at := slices.IndexFunc(fields, func(f harvest.CustomField) bool { return f.NameKey == "amazinghiring_url" })
	require.GreaterOrEqual(t, at, 0)
	require.Equal(t, "url", fields[at].ValueType)
	require.Positive(t, fields[at].ID)
}
