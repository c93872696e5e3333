package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask builds a request to /v1 as the documentation has it: the key as user name, no password, and on
// writes the user it is done for.
func (c *client) ask(method, path string, body any) *http.Request {
	c.t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(c.t, err)
		content = bytes.NewReader(text)
	}
	request := c.request(method, path, content)
	request.SetBasicAuth(c.Info().V1Key, "")
	if method != http.MethodGet {
		request.Header.Set("On-Behalf-Of", strconv.FormatInt(c.Info().UserID, 10))
		request.Header.Set("Content-Type", "application/json")
	}
	return request
}

func (c *client) v1(method, path string, body any) reply {
	c.t.Helper()
	return c.do(c.ask(method, path, body))
}

// v1Rows lists and insists on success.
func (c *client) v1Rows(path string) []object {
	c.t.Helper()
	got := c.v1("GET", path, nil)
	require.Equal(c.t, 200, got.status, got.raw)
	rows := []object{}
	for _, row := range got.body.([]any) {
		rows = append(rows, row.(object))
	}
	return rows
}

// v1Add posts and insists on 201.
func (c *client) v1Add(path string, body any) object {
	c.t.Helper()
	got := c.v1("POST", path, body)
	require.Equal(c.t, 201, got.status, got.raw)
	return got.body.(object)
}

// v1Person is the smallest candidate body of /v1 on a job, with extra keys.
func (c *client) v1Person(extra object) object {
	c.t.Helper()
	body := named(extra)
	if _, given := body["applications"]; !given {
		body["applications"] = []object{{"job_id": c.job("Data Engineer")}}
	}
	return body
}

// at is the address of one record.
func at(collection string, id any, rest ...string) string {
	path := "/v1/" + collection + "/" + id.(json.Number).String()
	for _, segment := range rest {
		path += "/" + segment
	}
	return path
}

func TestV1SignsInWithTheKeyAndABlankPassword(t *testing.T) {
	c := start(t)
	require.Equal(t, 200, c.v1("GET", "/v1/jobs", nil).status)
	for name, sign := range map[string]func(*http.Request){
		"no key":      func(r *http.Request) { r.Header.Del("Authorization") },
		"wrong key":   func(r *http.Request) { r.SetBasicAuth(c.Info().V1Key+"x", "") },
		"a password":  func(r *http.Request) { r.SetBasicAuth(c.Info().V1Key, "secret") },
		"as password": func(r *http.Request) { r.SetBasicAuth("", c.Info().V1Key) },
		"as a bearer": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+c.Info().V1Key) },
	} {
		request := c.ask("GET", "/v1/jobs", nil)
		sign(request)
		got := c.do(request)
		assert.Equal(t, 401, got.status, name)
		assert.NotContains(t, got.raw, c.Info().V1Key, name)
	}
}

func TestV1TokensAndKeysDoNotMix(t *testing.T) {
	c := signedIn(t)
	require.Equal(t, 401, c.as(c.writes, "GET", "/v1/jobs", nil).status)
	require.Equal(t, 401, c.v1("GET", "/v3/jobs", nil).status)
}

func TestV1WritesNeedAUserTheyAreDoneFor(t *testing.T) {
	c := signedIn(t)
	former := c.row("/v3/user_emails" + query("email", "tess.moran@example.com"))["user_id"].(json.Number)
	for _, user := range []string{"", "1", "me", former.String()} {
		request := c.ask("POST", "/v1/candidates", c.v1Person(nil))
		request.Header.Set("On-Behalf-Of", user)
		got := c.do(request)
		assert.Equal(t, 404, got.status, user)
		assert.JSONEq(t, `{"message":"Resource not found"}`, got.raw, user)
	}
	require.Empty(t, c.v1Rows("/v1/candidates"))
}

func TestV1WriteWithoutAUserIsRefusedAsSwitched(t *testing.T) {
	c := start(t)
	for fault, want := range map[string]int{"v1-no-user=404": 404, "v1-no-user=422": 422, "v1-no-user=403": 403} {
		require.NoError(t, c.SetFaults(fault))
		request := c.ask("POST", "/v1/prospects", named(nil))
		request.Header.Del("On-Behalf-Of")
		assert.Equal(t, want, c.do(request).status, fault)
	}
}

func TestV1DefinitionsNeedNoUser(t *testing.T) {
	c := start(t)
	request := c.ask("POST", "/v1/custom_fields", object{"name": "Ref", "field_type": "candidate", "value_type": "url"})
	request.Header.Del("On-Behalf-Of")
	require.Equal(t, 201, c.do(request).status)
}

func TestV1PermissionsOfTheKey(t *testing.T) {
	c := start(t, "v1-no-permission=candidates:list", "v1-no-permission=candidates:add_prospect")
	require.Equal(t, 401, c.v1("GET", "/v1/candidates", nil).status)
	got := c.v1("POST", "/v1/prospects", named(nil))
	require.Equal(t, 401, got.status)
	require.Contains(t, got.raw, "candidates:add_prospect")
	person := c.v1Add("/v1/candidates", c.v1Person(nil))["id"]
	require.Equal(t, 200, c.v1("GET", at("candidates", person), nil).status)

	require.NoError(t, c.SetFaults("v1-no-permission=candidates:list", "v1-lacking=403"))
	require.Equal(t, 403, c.v1("GET", "/v1/candidates", nil).status)
	require.Equal(t, 201, c.v1("POST", "/v1/prospects", named(nil)).status)
	require.ErrorContains(t, c.SetFaults("v1-no-permission=candidates:lists"), "candidates:list, candidates:retrieve")
}

func TestV1SinceItsRemoval(t *testing.T) {
	c := start(t)
	for position, want := range map[string]int{"410": 410, "404": 404, "403": 403, "401": 401, "301": 301, "off": 200} {
		require.NoError(t, c.SetFaults("v1-retired="+position))
		got := c.v1("GET", "/v1/users", nil)
		assert.Equal(t, want, got.status, position)
		assert.Equal(t, position == "301", got.header.Get("Location") != "", position)
	}
}

func TestV1RefusesAReadWithABody(t *testing.T) {
	require.Equal(t, 403, start(t).v1("GET", "/v1/jobs", object{"status": "open"}).status)
}

func TestV1KnowsNoOtherAddresses(t *testing.T) {
	c := start(t)
	for _, call := range [][2]string{
		{"GET", "/v1/"}, {"GET", "/v1/nowhere"}, {"GET", "/v1/candidates/me"}, {"GET", "/v1/candidates/1"},
		{"GET", "/v1/custom_fields/1"}, {"GET", "/v1/custom_fields/standard"}, {"POST", "/v1/jobs"},
		{"DELETE", "/v1/candidates/1"}, {"GET", "/v1/candidates/1/applications"}, {"PATCH", "/v1/candidates/1"},
		{"POST", "/v1/candidates/1/attachments"}, {"POST", "/v1/candidates/1/applications"}, {"PATCH", "/v1/custom_fields/1"},
	} {
		got := c.v1(call[0], call[1], nil)
		assert.Equal(t, 404, got.status, call)
		assert.JSONEq(t, `{"message":"Resource not found"}`, got.raw, call)
	}
	require.Equal(t, 200, c.v1("GET", "/v1/jobs/", nil).status, "the documentation writes a slash at the end too")
}

func TestV1RefusalsNameFields(t *testing.T) {
	c := start(t)
	body := object{"last_name": "Okafor", "applications": []object{{}}, "nickname": "M"}
	got := c.v1("POST", "/v1/candidates", body)
	require.Equal(t, 422, got.status)
	require.JSONEq(t, `{"message":"Validation error","errors":[
		{"message":"is required","field":"first_name"},
		{"message":"is not a permitted parameter","field":"nickname"}]}`, got.raw)

	require.NoError(t, c.SetFaults("v1-errors=bare"))
	require.JSONEq(t, `{"errors":[{"message":"must have at least one","field":"applications"}]}`,
		c.v1("POST", "/v1/candidates", named(object{"applications": []object{}})).raw)
	broken := c.ask("POST", "/v1/candidates", nil)
	require.Equal(t, 422, c.do(broken).status, "no body at all")
	require.Empty(t, c.v1Rows("/v1/candidates"))
}
