package harvest_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestCustomFieldOptionQuery(t *testing.T) {
	byKey := harvest.CustomFieldOptionQuery{FieldKey: "school_name", Active: true}
	requireQuery(t, (*harvest.Client).CustomFieldOptions, byKey, "/v3/custom_field_options", "custom_field_key=school_name&active=true")
	byID := harvest.CustomFieldOptionQuery{FieldIDs: []int64{31, 32}}
	requireQuery(t, (*harvest.Client).CustomFieldOptions, byID, "/v3/custom_field_options", "custom_field_ids=31,32")
}

func TestCustomFieldOptionRow(t *testing.T) {
	got := rowOf(t, `{"id":61,"custom_field_id":31,"name":"Senior","active":true,"external_id":null}`, (*harvest.Client).CustomFieldOptions)
	require.Equal(t, harvest.CustomFieldOption{ID: 61, FieldID: 31, Name: "Senior", Active: true}, got)
}

func TestCustomFieldOptionsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	fields := collect(t, client, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{})
	at := slices.IndexFunc(fields, func(f harvest.CustomField) bool { return f.NameKey == "seniority" })
	require.GreaterOrEqual(t, at, 0)
	id := option(t, client, harvest.CustomFieldOptionQuery{FieldIDs: []int64{fields[at].ID}, Active: true}, "Staff")
	require.Positive(t, id)
}

// option finds the choice of this name.
func option(t *testing.T, c *harvest.Client, q harvest.CustomFieldOptionQuery, name string) harvest.OptionID {
	t.Helper()
	options := collect(t, c, (*harvest.Client).CustomFieldOptions, q)
	at := slices.IndexFunc(options, func(o harvest.CustomFieldOption) bool { return o.Name == name })
	require.GreaterOrEqual(t, at, 0, name)
	return options[at].ID
}
