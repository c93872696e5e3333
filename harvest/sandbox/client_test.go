package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

type object = map[string]any

// client speaks plain HTTP to a started sandbox: reads as the service user, writes as the recruiter.
type client struct {
	*sandbox.Server
	t             *testing.T
	reads, writes string // tokens
}

// reply is an answer with its body decoded; numbers are json.Number.
type reply struct {
	status int
	header http.Header
	body   any
	raw    string
}

func start(t *testing.T, faults ...string) *client {
	t.Helper()
	server, err := sandbox.Start(sandbox.Options{Faults: faults})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return &client{Server: server, t: t}
}

// signedIn starts without faults, signs in, and only then switches them on.
func signedIn(t *testing.T, faults ...string) *client {
	t.Helper()
	c := start(t)
	c.reads = c.mint("")
	c.writes = c.mint(strconv.FormatInt(c.Info().UserID, 10))
	require.NoError(t, c.SetFaults(faults...))
	return c
}

func (c *client) mint(subject string) string {
	c.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}}
	if subject != "" {
		form.Set("sub", subject)
	}
	got := c.signIn("/token", form)
	require.Equal(c.t, 200, got.status, got.raw)
	return got.body.(object)["access_token"].(string)
}

func (c *client) signIn(path string, form url.Values) reply {
	c.t.Helper()
	request := c.request("POST", path, strings.NewReader(form.Encode()))
	request.SetBasicAuth(c.Info().ClientID, c.Info().ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(request)
}

func (c *client) get(path string) reply {
	c.t.Helper()
	return c.as(c.reads, "GET", path, nil)
}

// rows lists and insists on success.
func (c *client) rows(path string) []object {
	c.t.Helper()
	got := c.get(path)
	require.Equal(c.t, 200, got.status, got.raw)
	rows := []object{}
	for _, row := range got.body.([]any) {
		rows = append(rows, row.(object))
	}
	return rows
}

// row lists and insists on exactly one.
func (c *client) row(path string) object {
	c.t.Helper()
	rows := c.rows(path)
	require.Len(c.t, rows, 1, path)
	return rows[0]
}

func (c *client) post(path string, body any) reply {
	c.t.Helper()
	return c.as(c.writes, "POST", path, body)
}

// add posts and insists on 201.
func (c *client) add(path string, body any) object {
	c.t.Helper()
	got := c.post(path, body)
	require.Equal(c.t, 201, got.status, got.raw)
	return got.body.(object)
}

// person adds a candidate with the given extra keys and returns its id.
func (c *client) person(extra object) json.Number {
	c.t.Helper()
	return c.add("/v3/candidates", named(extra))["candidate"].(object)["id"].(json.Number)
}

func (c *client) as(token, method, path string, body any) reply {
	c.t.Helper()
	return c.do(c.signed(token, method, path, body))
}

func (c *client) signed(token, method, path string, body any) *http.Request {
	c.t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(c.t, err)
		content = bytes.NewReader(text)
	}
	request := c.request(method, path, content)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	return request
}

func (c *client) request(method, path string, body io.Reader) *http.Request {
	c.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = c.URL() + path
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, path, body)
	require.NoError(c.t, err)
	return request
}

func (c *client) do(request *http.Request) reply {
	c.t.Helper()
	response, err := direct.Do(request)
	require.NoError(c.t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	got := reply{status: response.StatusCode, header: response.Header, raw: string(raw)}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	_ = decoder.Decode(&got.body) // pages and spoilt bodies stay in raw
	return got
}

// direct shows redirects instead of following them.
var direct = &http.Client{
	Timeout:       10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// named is the smallest candidate body with extra keys.
func named(extra object) object {
	body := object{"first_name": "Marta", "last_name": "Okafor"}
	for key, value := range extra {
		body[key] = value
	}
	return body
}

// job is the id of a seeded job.
func (c *client) job(name string) int64 {
	c.t.Helper()
	for _, job := range c.Jobs() {
		if job.Name == name {
			return job.ID
		}
	}
	require.Fail(c.t, "no such job", name)
	return 0
}

func query(name, value string) string {
	return "?" + url.Values{name: {value}}.Encode()
}
