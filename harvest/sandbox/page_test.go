package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

func (c *client) page(path string) reply {
	c.t.Helper()
	return c.do(c.request("GET", path, nil))
}

func TestPageShowsWhatArrived(t *testing.T) {
	c := signedIn(t)
	require.Contains(t, c.page("/").raw, "Nobody yet")
	added := c.add("/v3/candidates", named(object{
		"title": "Staff Engineer", "company": "Blue Heron Example", "tags": []string{"sourced"},
		"email_addresses": []object{{"value": "marta.okafor@example.com", "type": "personal"}},
		"application":     object{"job_id": c.job("Data Engineer"), "source_id": c.rows("/v3/sources")[0]["id"]},
	}))
	person := added["candidate"].(object)["id"].(json.Number)
	c.add("/v3/attachments", resume(added["application"].(object)["id"]))
	c.add("/v3/notes", object{"candidate_id": person, "body": "Open to relocation", "note_type": "NOTE", "visibility": "public"})
	other := c.prospect()

	page := c.page("/").raw
	for _, want := range []string{
		"Marta Okafor", "Staff Engineer · Blue Heron Example", "Data Engineer", "Application Review", "from LinkedIn",
		"Open to relocation", "resume.pdf", "sourced", "marta.okafor@example.com", "No job", "prospect",
		`id="person-` + person.String() + `"`, `href="./people/` + person.String() + `"`, "POST /v3/attachments",
	} {
		require.Contains(t, page, want)
	}
	single := c.page("/people/" + person.String())
	require.Equal(t, 200, single.status)
	require.Contains(t, single.raw, "Open to relocation")
	require.NotContains(t, single.raw, "No job")
	require.NotEmpty(t, other)
	require.Equal(t, 404, c.page("/people/1").status)
	require.Equal(t, 404, c.page("/people/me").status)
}

func TestPageShowsTheWholePerson(t *testing.T) {
	c := signedIn(t)
	c.AddSamplePerson()
	application := c.row("/v3/applications")["id"].(json.Number).String()
	c.done("/v3/applications/"+application+"/reject", object{"rejection_reason_id": c.reason()})
	page := c.page("/").raw
	for _, want := range []string{
		"met in person", "rejected", "Platform Engineer, Blue Heron Example Ltd, 2022-03-01–",
		"University of Example, Master&#39;s Degree, Computer Science, 2016–2021",
		"<dt>Seniority</dt><dd>Senior</dd>", "<dt>Skills</dt><dd>Go, PostgreSQL</dd>", "<dt>Open to relocation</dt><dd>yes</dd>",
		"<dt>Expected salary</dt><dd>70000 EUR</dd>", "<dt>Salary range</dt><dd>60000–80000 EUR</dd>", "<dt>Team size</dt><dd>3–8</dd>",
		"<dt>Introduced by</dt><dd>Ivo Brandt</dd>", "<dt>Notice period</dt><dd>30</dd>",
	} {
		require.Contains(t, page, want)
	}
	id := c.row("/v3/candidates")["id"].(json.Number)
	c.patch("/v3/candidates/"+id.String(), object{"custom_fields": []object{{"name_key": "open_to_relocation", "value": false}}})
	page = c.page("/people/" + id.String()).raw
	require.Contains(t, page, "<dd>no</dd>")
	require.NotContains(t, page, "Seniority", "what is not set is not listed")
}

func TestPageEscapesWhatPeopleSend(t *testing.T) {
	c := signedIn(t)
	application := c.add("/v3/candidates", named(object{
		"last_name": "<script>alert(1)</script>", "application": object{"prospect": true},
	}))["application"].(object)["id"]
	c.add("/v3/attachments", object{
		"application_id": application, "filename": "x.html", "type": "other", "url": "javascript:alert(1)",
	})
	page := c.page("/").raw
	require.NotContains(t, page, "<script>")
	require.Contains(t, page, "&lt;script&gt;")
	require.NotContains(t, page, "javascript:")
}

func TestRequestLogHoldsNoValues(t *testing.T) {
	c := signedIn(t, "error-before=1")
	c.get("/v3/candidates?email=marta@example.com&per_page=5")
	c.post("/v3/candidates", named(object{"title": "Wanted"}))
	page := c.page("/").raw
	require.Contains(t, page, "GET /v3/candidates?email, per_page")
	require.Contains(t, page, "error-before")
	require.NotContains(t, page, "marta@example.com")
	require.NotContains(t, page, "Wanted")
	require.NotContains(t, page, c.reads)
	require.NotContains(t, page, c.Info().ClientSecret)
}

func TestPageIsLockedDown(t *testing.T) {
	c := start(t)
	for _, path := range []string{"/", "/page.css", "/people/1"} {
		header := c.page(path).header
		require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'", path)
		require.NotContains(t, header.Get("Content-Security-Policy"), "unsafe", path)
		require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"), path)
	}
	require.Contains(t, c.page("/page.css").header.Get("Content-Type"), "text/css")
}

func TestPageLinksToAmazingHiringWhenThereIsOne(t *testing.T) {
	require.NotContains(t, start(t).page("/").raw, "AmazingHiring")
	server, err := sandbox.Start(sandbox.Options{AmazingHiringURL: "http://127.0.0.1:9/"})
	require.NoError(t, err)
	defer server.Close()
	c := &client{Server: server, t: t}
	require.Contains(t, c.page("/").raw, `href="http://127.0.0.1:9/"`)
}
