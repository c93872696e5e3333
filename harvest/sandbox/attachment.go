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
	if slices.Contains(blockedExtensions, strings.ToLower(path.Ext(textIn(body, "filename")))) {
		return nil, invalid(fieldError{"has an extension that is not allowed", "filename"})
	}
	url, refusal := c.storeContent(body)
	if refusal != nil {
		return nil, refusal
	}
	delete(body, "content")
	body["url"] = url
	application := c.state.find("applications", numberIn(body, "application_id"))
	body["candidate_id"] = application.number("candidate_id")
	c.demote(application.id, textIn(body, "type"))
	c.state.touch(application.number("candidate_id"), c.now)
	return showInserted(c, nil, body)
}

// storeContent keeps the bytes and returns the address they can be read at. A file given by address is
// not fetched; its row shows that address.
func (c *call) storeContent(body object) (string, *problem) {
	content, hasContent := body["content"].(string)
	url, hasURL := body["url"].(string)
	if hasContent == hasURL {
		return "", refused("Exactly one of content and url must be given")
	}
	if hasURL {
		return url, nil
	}
	data, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		return "", invalid(fieldError{"must be base64", "content"})
	}
	if int64(len(data)) > c.behaviour.maxAttachment {
		return "", tooLarge("Attachment is too large")
	}
	key := rand.Text()
	c.state.files[key] = file{name: textIn(body, "filename"), data: data}
	return c.state.public + "/files/" + key, nil
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
