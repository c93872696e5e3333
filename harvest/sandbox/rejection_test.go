package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// reason is the id of the organisation's own rejection reason.
func (c *client) reason() any {
	c.t.Helper()
	return c.row("/v3/rejection_reasons")["id"]
}

func TestRejectAndUnreject(t *testing.T) {
	c := signedIn(t)
	path, row := c.onJob(c.job("Data Engineer"))
	assertFieldError(t, c.post(path+"/reject", object{}), "rejection_reason_id")
	assertFieldError(t, c.post(path+"/reject", object{"rejection_reason_id": 1}), "rejection_reason_id")
	assertFieldError(t, c.post(path+"/reject", object{
		"rejection_reason_id": c.reason(), "rejection_email": object{"email_template_id": 7},
	}), "rejection_email.email_template_id")

	c.done(path+"/reject", object{"rejection_reason_id": c.reason(), "notes": "Wants to stay east"})
	rejected := c.row("/v3/applications?status=rejected")
	require.NotNil(t, rejected["rejected_at"])
	require.Nil(t, rejected["stage_id"])
	require.Nil(t, rejected["stage_name"])
	require.Empty(t, c.rows("/v3/application_stages?current=true"))
	note := c.row("/v3/notes")
	require.Equal(t, "Wants to stay east", note["body"])
	detail := c.row("/v3/rejection_details?application_ids=" + row["id"].(json.Number).String())
	require.Equal(t, note["id"], detail["rejection_note_id"])
	require.Equal(t, json.Number(number(c.Info().UserID)), detail["rejected_by_id"])
	require.NotContains(t, detail, "id")
	require.Equal(t, 422, c.post(path+"/reject", object{"rejection_reason_id": c.reason()}).status, "already rejected")
	patched := c.as(c.writes, "PATCH", path, object{"rejected_at": "2026-02-01T00:00:00Z"})
	require.Equal(t, 200, patched.status, patched.raw)

	c.done(path+"/unreject", object{})
	require.Equal(t, 422, c.post(path+"/unreject", object{}).status, "no longer rejected")
	back := c.row("/v3/applications?status=active")
	require.Equal(t, "Application Review", back["stage_name"])
	require.Nil(t, back["rejected_at"])
	require.Empty(t, c.rows("/v3/rejection_details"))
}

func TestOneRejectionReasonByItsAddress(t *testing.T) {
	c := signedIn(t)
	reason := c.row("/v3/rejection_reasons")
	path := "/v3/rejection_reasons/" + reason["id"].(json.Number).String()
	require.Equal(t, reason, c.get(path).body)
	require.Equal(t, 404, c.get("/v3/rejection_reasons/1").status)
	require.Equal(t, 422, c.get(path+"?fields=id").status)
	require.Equal(t, 403, c.as(c.writes, "GET", path, nil).status)
	require.NoError(t, c.SetFaults("nonadmin-reads=empty"))
	require.Equal(t, 404, c.as(c.writes, "GET", path, nil).status)
}
