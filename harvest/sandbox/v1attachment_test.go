package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pdf is the smallest attachment of /v1, with extra keys.
func pdf(extra object) object {
	body := object{"filename": "resume.pdf", "type": "resume", "content": "aGVsbG8=", "content_type": "application/pdf"}
	for key, value := range extra {
		body[key] = value
	}
	return body
}

func TestV1AttachesToTheLatestApplication(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/candidates", c.v1Person(nil))["id"]
	latest := c.v1Add(at("candidates", person, "applications"), object{"job_id": c.job("Platform Engineer")})["id"]
	added := c.v1Add(at("candidates", person, "attachments"), pdf(nil))
	require.ElementsMatch(t, []string{"filename", "url", "type", "content_type"}, keysOf(added))
	require.Equal(t, "hello", c.page(added["url"].(string)).raw)

	row := c.v1("GET", at("candidates", person), nil).body.(object)
	shown := row["attachments"].([]any)
	require.Len(t, shown, 1)
	require.Equal(t, "resume", shown[0].(object)["type"])
	require.NotEmpty(t, shown[0].(object)["created_at"])
	applications := row["applications"].([]any)
	require.Equal(t, latest, applications[0].(object)["id"])
	require.Equal(t, shown, applications[0].(object)["attachments"])
	require.Equal(t, []any{}, applications[1].(object)["attachments"])
	require.Equal(t, latest, c.rows("/v3/attachments")[0]["application_id"])
}

func keysOf(row object) []string {
	var keys []string
	for key := range row {
		keys = append(keys, key)
	}
	return keys
}

func TestV1AttachmentForms(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/candidates", c.v1Person(object{"applications": []object{{
		"job_id": c.job("Data Engineer"), "attachments": []object{pdf(nil)},
	}}}))["id"]
	hidden := c.v1Add(at("candidates", person, "attachments"), pdf(object{"type": "admin_only"}))
	require.Equal(t, "admin_only", hidden["type"])
	byAddress := c.v1Add(at("candidates", person, "attachments"), object{
		"filename": "letter.pdf", "type": "cover_letter", "url": "https://files.example.com/letter.pdf",
	})
	require.Equal(t, "https://files.example.com/letter.pdf", byAddress["url"])
	var types []any
	for _, file := range c.v1("GET", at("candidates", person), nil).body.(object)["attachments"].([]any) {
		types = append(types, file.(object)["type"])
	}
	require.Equal(t, []any{"cover_letter", "other", "resume"}, types)
}

func TestV1RefusesAttachments(t *testing.T) {
	c := signedIn(t, "max-attachment=5")
	person := c.v1Add("/v1/candidates", c.v1Person(nil))["id"]
	for name, test := range map[string]struct {
		body   object
		status int
	}{
		"fits":              {pdf(nil), 201},
		"too large":         {pdf(object{"content": "aGVsbG8h"}), 413},
		"no content type":   {object{"filename": "a.pdf", "type": "resume", "content": "aGk="}, 422},
		"unlisted type":     {pdf(object{"content_type": "application/x-msdownload"}), 422},
		"another kind":      {pdf(object{"type": "offer_letter"}), 422},
		"neither":           {object{"filename": "a.pdf", "type": "resume"}, 422},
		"both":              {pdf(object{"url": "https://files.example.com/a.pdf"}), 422},
		"not base64":        {pdf(object{"content": "?"}), 422},
		"blocked extension": {pdf(object{"filename": "run.exe"}), 422},
		"visibility":        {pdf(object{"visibility": "public"}), 422},
	} {
		got := c.v1("POST", at("candidates", person, "attachments"), test.body)
		assert.Equal(t, test.status, got.status, name+": "+got.raw)
	}
	require.Len(t, c.rows("/v3/attachments"), 1)
	homeless := c.person(nil)
	require.Equal(t, 422, c.v1("POST", at("candidates", homeless, "attachments"), pdf(nil)).status)
}

func TestV1RefusesBodiesBeyondTheLimit(t *testing.T) {
	c := start(t, "max-attachment=5")
	person := c.v1Add("/v1/candidates", c.v1Person(nil))["id"]
	huge := make([]byte, 2<<20)
	require.Equal(t, 413, c.v1("POST", at("candidates", person, "attachments"), pdf(object{"content": huge})).status)
}
