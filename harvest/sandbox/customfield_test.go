package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func profileField() object {
	return object{"name": "Profile link (AH)", "field_type": "candidate", "value_type": "url"}
}

func (c *client) patch(path string, body any) reply {
	c.t.Helper()
	return c.as(c.writes, "PATCH", path, body)
}

func (c *client) remove(path string) int {
	c.t.Helper()
	return c.as(c.writes, "DELETE", path, nil).status
}

func TestCustomFieldFromBirthToDeath(t *testing.T) {
	c := signedIn(t)
	made := c.add("/v3/custom_fields", profileField())
	require.Equal(t, "profile_link_ah", made["name_key"])
	require.Equal(t, []any{true, false, false}, []any{made["active"], made["required"], made["private"]})
	require.Equal(t, made, c.row("/v3/custom_fields?name_key=profile_link_ah"))
	path := "/v3/custom_fields/" + made["id"].(json.Number).String()
	changed := c.patch(path, object{"name": "Profile", "private": true, "description": "From AmazingHiring"})
	require.Equal(t, 200, changed.status, changed.raw)
	require.Equal(t, "profile_link_ah", changed.body.(object)["name_key"], "a key does not follow the name")

	c.person(object{"custom_fields": []object{
		{"name_key": "profile_link_ah", "value": "https://search.example/1"}, {"name_key": "notice_period", "value": 30},
	}})
	require.Equal(t, 200, c.remove(path))
	fields := c.row("/v3/candidates")["custom_fields"].(object)
	require.NotContains(t, fields, "profile_link_ah")
	require.Equal(t, json.Number("30"), fields["notice_period"].(object)["value"])
	c.add("/v3/custom_fields", profileField())
	require.Nil(t, c.row("/v3/candidates")["custom_fields"].(object)["profile_link_ah"].(object)["value"], "its values are lost")
}

func TestCustomFieldRefusals(t *testing.T) {
	c := signedIn(t)
	with := func(key string, value any) object {
		body := profileField()
		body[key] = value
		return body
	}
	for field, body := range map[string]object{
		"name":                         with("name", " "),
		"field_type":                   with("field_type", "person"),
		"value_type":                   with("value_type", "URL"),
		"required":                     with("required", true),
		"private":                      with("private", "yes"),
		"custom_field_options":         with("custom_field_options", []object{{"name": "One"}}),
		"custom_field_options[0].name": with("custom_field_options", []object{{"sort_order": 1}}),
	} {
		assertFieldError(t, c.post("/v3/custom_fields", body), field)
	}
	assertFieldError(t, c.post("/v3/custom_fields", with("field_type", "standard")), "field_type")
	assertFieldError(t, c.post("/v3/custom_fields", object{"name": "x", "field_type": "candidate"}), "value_type")
	url := "/v3/custom_fields/" + c.row("/v3/custom_fields?name_key=amazinghiring_url")["id"].(json.Number).String()
	assertFieldError(t, c.patch(url, object{"value_type": "number"}), "value_type")
	school := "/v3/custom_fields/" + c.row("/v3/custom_fields?name_key=school_name")["id"].(json.Number).String()
	require.Equal(t, 422, c.patch(school, object{"name": "School"}).status)
	require.Equal(t, 422, c.remove(school))
	require.Len(t, c.rows("/v3/custom_fields"), 16)
}

func TestSameFieldNameAsSwitched(t *testing.T) {
	c := signedIn(t)
	first := c.add("/v3/custom_fields", profileField())
	assertFieldError(t, c.post("/v3/custom_fields", profileField()), "name")
	other := c.row("/v3/custom_fields?name_key=summary")["id"].(json.Number).String()
	assertFieldError(t, c.patch("/v3/custom_fields/"+other, object{"name": first["name"]}), "name")
	require.Equal(t, 200, c.patch("/v3/custom_fields/"+first["id"].(json.Number).String(), object{"name": first["name"]}).status)
	require.NoError(t, c.SetFaults("same-field-name=accept"))
	require.Equal(t, "profile_link_ah_2", c.add("/v3/custom_fields", profileField())["name_key"])
	require.Equal(t, 200, c.patch("/v3/custom_fields/"+other, object{"name": first["name"]}).status)
}

func TestCustomFieldOptions(t *testing.T) {
	c := signedIn(t)
	field := c.add("/v3/custom_fields", object{
		"name": "Level", "field_type": "candidate", "value_type": "single_select",
		"custom_field_options": []object{{"name": "One"}, {"name": "Two"}},
	})["id"].(json.Number)
	list := "/v3/custom_field_options?custom_field_ids=" + field.String()
	require.Equal(t, []any{"Two", "One"}, c.column(list, "name"))
	three := c.add("/v3/custom_field_options", object{"custom_field_id": field, "name": "Three", "external_id": "3"})["id"].(json.Number)
	require.Equal(t, []any{"Three", "Two", "One"}, c.column("/v3/custom_field_options?custom_field_key=level", "name"))
	path := "/v3/custom_field_options/" + three.String()
	require.Equal(t, "Drei", c.patch(path, object{"name": "Drei"}).body.(object)["name"])
	c.person(object{"custom_fields": []object{{"name_key": "level", "value": three}}})

	require.Equal(t, 200, c.remove(path))
	require.Equal(t, []any{"Drei"}, c.column(list+"&active=false", "name"), "archived, not gone")
	require.Equal(t, "Drei", c.row("/v3/candidates")["custom_fields"].(object)["level"].(object)["value"])
	again := c.post("/v3/candidates", named(object{"custom_fields": []object{{"name_key": "level", "value": three}}}))
	require.Equal(t, 422, again.status)

	number := c.row("/v3/custom_fields?name_key=notice_period")["id"]
	assertFieldError(t, c.post("/v3/custom_field_options", object{"custom_field_id": number, "name": "x"}), "custom_field_id")
	assertFieldError(t, c.post("/v3/custom_field_options", object{"custom_field_id": field}), "name")
	assertFieldError(t, c.patch(path, object{"active": true}), "active")
}

// everyValue is one value for each type of field, as it is written and as it is read.
func (c *client) everyValue() map[string][2]any {
	c.t.Helper()
	number := func(n string) json.Number { return json.Number(n) }
	return map[string][2]any{
		"current_city":       {"Lisbon", "Lisbon"},
		"summary":            {"Two\nlines", "Two\nlines"},
		"open_to_relocation": {false, false},
		"seniority":          {c.option("Staff"), "Staff"},
		"skills":             {[]any{c.option("Go"), c.option("Rust")}, []any{"Go", "Rust"}},
		"expected_salary": {
			object{"amount": 70000.5, "currency_code": "EUR"},
			object{"amount": number("70000.5"), "currency_code": "EUR"},
		},
		"salary_range": {
			object{"min_amount": 1, "max_amount": 2, "currency_code": "USD"},
			object{"min_amount": number("1"), "max_amount": number("2"), "currency_code": "USD"},
		},
		"notice_period":     {30, number("30")},
		"team_size":         {object{"min_value": 3, "max_value": 8}, object{"min_value": number("3"), "max_value": number("8")}},
		"available_from":    {"2027-02-01", "2027-02-01"},
		"amazinghiring_url": {"https://search.example/1", "https://search.example/1"},
		"introduced_by":     {c.Info().UserID, "Nora Feld"},
	}
}

func TestCustomFieldValuesOfEveryType(t *testing.T) {
	c := signedIn(t)
	written, read := []object{}, object{}
	for key, value := range c.everyValue() {
		written = append(written, object{"name_key": key, "value": value[0]})
		read[key] = value[1]
	}
	person := c.person(object{"custom_fields": written})
	values := func() object {
		held := object{}
		for key, field := range c.row("/v3/candidates")["custom_fields"].(object) {
			held[key] = field.(object)["value"]
		}
		return held
	}
	require.Equal(t, read, values())
	require.Len(t, read, len(c.rows("/v3/custom_fields?field_type=candidate")), "the seed has each of them")
	for _, label := range []string{"Staff", "Go", "Rust"} {
		filter := "/v3/candidates?custom_field_option_id=" + c.option(label).String()
		assert.Equal(t, []string{person.String()}, idsOf(c.get(filter)), label)
	}
	require.Empty(t, c.rows("/v3/candidates?custom_field_option_id="+c.option("Python").String()))

	path := "/v3/candidates/" + person.String()
	require.Equal(t, 200, c.patch(path, object{"custom_fields": written[:1]}).status)
	for key, value := range values() {
		require.True(t, (value != nil) == (key == written[0]["name_key"]), "%s: the collection is replaced as a whole", key)
	}
	require.Equal(t, 200, c.patch(path, object{"title": "x"}).status)
	require.NotNil(t, values()[written[0]["name_key"].(string)], "untouched without the key")
}

func TestCustomFieldValuesOfTheWrongType(t *testing.T) {
	c := signedIn(t)
	for key, wrong := range map[string][]any{
		"current_city":       {7, true, []string{"Lisbon"}},
		"summary":            {false},
		"open_to_relocation": {"yes", 1},
		"skills":             {c.option("Go"), []any{"Go"}, []any{c.option("Staff")}},
		"expected_salary":    {70000, object{"amount": 1}, object{"amount": "1", "currency_code": "EUR"}, object{"amount": 1, "currency_code": "euro"}, object{"amount": 1, "currency_code": "E1R"}},
		"salary_range":       {object{"min_amount": 1, "currency_code": "EUR"}},
		"team_size":          {3, object{"min_value": 3}, object{"min_value": 3, "max_value": 8, "unit": "people"}},
		"available_from":     {"01.02.2027", "2027-02-01T00:00:00Z"},
		"introduced_by":      {"Nora Feld", 1},
	} {
		for _, value := range wrong {
			got := c.post("/v3/candidates", named(object{"custom_fields": []object{{"name_key": key, "value": value}}}))
			assertFieldError(t, got, "custom_fields[0]")
		}
	}
	c.add("/v3/custom_fields", object{"name": "Paper", "field_type": "candidate", "value_type": "attachment"})
	got := c.post("/v3/candidates", named(object{"custom_fields": []object{{"name_key": "paper", "value": "x"}}}))
	assertFieldError(t, got, "custom_fields[0]")
	require.Empty(t, c.rows("/v3/candidates"))
}
