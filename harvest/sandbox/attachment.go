package sandbox

import (
	"crypto/rand"
	"encoding/base64"
	"path"
	"slices"
	"strings"
)

// file is the content of an attachment.
type file struct {
	name string
	data []byte
}

var (
	attachmentTypes = []string{
		"resume", "cover_letter", "take_home_test", "offer_packet", "offer_letter", "signed_offer_letter",
		"other", "form_attachment", "midfunnel_agreement", "automated_agreement",
	}
	// single types: an application has one of them, and a new one demotes the one before.
	singleTypes       = []string{"resume", "cover_letter"}
	blockedExtensions = []string{".exe", ".bat", ".cmd", ".com", ".js", ".msi", ".ps1", ".scr", ".sh", ".vbs"}
)

// attachments are files on an application; a person without one cannot have any.
// See https://harvestdocs.greenhouse.io/reference/post_v3-attachments.
func attachments() *resource {
	return &resource{
		name: "attachments", thing: "Attachment", firstID: 22318640001,
		columns:  "id application_id candidate_id filename type url created_at updated_at",
		defaults: object{"visibility": "public"},
		filters: map[string]filter{
			"application_ids": ids("application_id"),
			"candidate_ids":   ids("candidate_id"),
			"type":            named("type", words(attachmentTypes...)),
		},
		destroy: func(c *call, rec *record) *problem { c.state.removeAttachment(rec); return nil },
		create: &operation{apply: createAttachment, body: schema{
			"application_id": ref("applications").must(),
			"filename":       filled().must(),
			"type":           oneOf(attachmentTypes...).must(),
			"content":        filled(),
			"url":            filled(),
			"visibility":     oneOf("public", "admin_only", "private"),
		}},
	}
}

func createAttachment(c *call, _ *record, body object) (any, *problem) {
	application := c.state.find("applications", numberIn(body, "application_id"))
	if finding := c.badFilename(application.id, textIn(body, "filename")); finding != "" {
		return nil, invalid(fieldError{finding, "filename"})
	}
	data, refusal := c.readContent(body)
	if refusal != nil {
		return nil, refusal
	}
	if _, given := body["content"]; given {
		body["url"] = c.state.keepFile(textIn(body, "filename"), data)
	}
	delete(body, "content")
	body["candidate_id"] = application.number("candidate_id")
	c.demote(application.id, textIn(body, "type"))
	c.state.touch(application.number("candidate_id"), c.now)
	return showInserted(c, nil, body)
}

func (c *call) badFilename(applicationID int64, name string) string {
	if slices.Contains(blockedExtensions, strings.ToLower(path.Ext(name))) {
		return "has an extension that is not allowed"
	}
	for earlier := range c.state.where("attachments", "application_id", applicationID) {
		if c.behaviour.sameFilename == "refuse" && earlier.text("filename") == name {
			return "has already been taken"
		}
	}
	return ""
}

// readContent decodes the bytes of a file. One given by address is not fetched and has none; its row shows
// that address.
func (c *call) readContent(body object) ([]byte, *problem) {
	content, hasContent := body["content"].(string)
	_, hasURL := body["url"].(string)
	if hasContent == hasURL {
		return nil, refused("Exactly one of content and url must be given")
	}
	if hasURL {
		return nil, nil
	}
	data, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		return nil, invalid(fieldError{"must be base64", "content"})
	}
	if int64(len(data)) > c.behaviour.maxAttachment {
		return nil, tooLarge("Attachment is too large")
	}
	return data, nil
}

// keepFile returns the address that the bytes can be read at.
func (st *state) keepFile(name string, data []byte) string {
	key := rand.Text()
	st.files[key] = file{name: name, data: data}
	return st.public + "/files/" + key
}

func (c *call) demote(applicationID int64, kind string) {
	if !slices.Contains(singleTypes, kind) {
		return
	}
	for earlier := range c.state.where("attachments", "application_id", applicationID) {
		if earlier.text("type") == kind {
			earlier.update(c.now, object{"type": "other"})
		}
	}
}

func (st *state) removeAttachment(rec *record) {
	delete(st.files, path.Base(rec.text("url")))
	st.remove("attachments", rec.id)
}
