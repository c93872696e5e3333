package sandbox

import (
	"maps"
	"strconv"
	"strings"
)

// v1File is a checked attachment that is not stored yet.
type v1File struct {
	values object
	data   []byte // nil: given by address
}

// v1ContentTypes is the closed list for files given by content.
var v1ContentTypes = strings.Fields(`application/atom+xml application/javascript application/json
	application/msgpack application/msword application/pdf application/rss+xml application/vnd.ms-excel
	application/vnd.ms-powerpoint application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
	application/vnd.openxmlformats-officedocument.wordprocessingml.document application/xml
	application/x-www-form-urlencoded application/x-yaml application/zip multipart/form-data image/bmp
	image/gif image/jpeg image/png image/tiff text/calendar text/css text/csv text/html text/javascript
	text/plain text/vcard video/mpeg`)

func v1AttachmentSchema() schema {
	return schema{
		"filename": filled().must(), "type": oneOf("resume", "cover_letter", "admin_only").must(),
		"content": filled(), "url": filled(), "content_type": oneOf(v1ContentTypes...),
	}
}

// addV1Attachment puts a file on the most recent application of a person; where there is none, it has no place.
func addV1Attachment(c *v1Call) (answer, *problem) {
	candidate, refusal := c.target()
	if refusal != nil {
		return answer{}, refusal
	}
	body, refusal := c.readV1(v1AttachmentSchema())
	if refusal != nil {
		return answer{}, refusal
	}
	for application := range c.state.where("applications", "candidate_id", candidate.id) {
		read, refusal := c.readFile(body, application.id, "")
		if refusal != nil {
			return answer{}, refusal
		}
		stored := c.storeFile(application, read)
		row := v1Row(stored, "filename url content_type")
		row["type"] = body["type"]
		return c.made(stored, row, nil)
	}
	return answer{}, refused("Candidate has no application to attach a file to")
}

func (c *v1Call) readFiles(given []any, prefix string) ([]v1File, *problem) {
	var files []v1File
	for i, item := range given {
		read, refusal := c.readFile(item.(object), 0, prefix+"attachments["+strconv.Itoa(i)+"].")
		if refusal != nil {
			return nil, refusal
		}
		files = append(files, read)
	}
	return files, nil
}

// readFile checks a file for an application; 0 is one that does not exist yet.
func (c *v1Call) readFile(form object, applicationID int64, prefix string) (v1File, *problem) {
	_, byContent := form["content"]
	if _, typed := form["content_type"]; byContent && !typed {
		return v1File{}, invalid(fieldError{"is required", prefix + "content_type"})
	}
	if finding := c.badFilename(applicationID, textIn(form, "filename")); finding != "" {
		return v1File{}, invalid(fieldError{finding, prefix + "filename"})
	}
	data, refusal := c.readContent(form)
	if refusal != nil {
		return v1File{}, refusal
	}
	values := maps.Clone(form)
	delete(values, "content")
	if values["type"] == "admin_only" { // a word for who may see it, where version 3 has a key
		values["type"], values["visibility"] = "other", "admin_only"
	}
	return v1File{values, data}, nil
}

func (c *v1Call) storeFile(application *record, read v1File) *record {
	if read.data != nil {
		read.values["url"] = c.state.keepFile(textIn(read.values, "filename"), read.data)
	}
	read.values["application_id"] = application.id
	read.values["candidate_id"] = application.number("candidate_id")
	c.demote(application.id, textIn(read.values, "type"))
	c.state.touch(application.number("candidate_id"), c.now)
	return c.state.insert("attachments", c.now, read.values)
}
