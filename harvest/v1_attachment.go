package harvest

import (
	"context"
	"iter"
	"net/http"
	"path"
	"slices"
	"strings"
)

// Legacy dialect: files. They are read from the rows of people.

func (c *Client) v1Attachments(ctx context.Context, q AttachmentQuery) iter.Seq2[Attachment, error] {
	people := c.v1People(ctx, "list attachments", CandidateQuery{IDs: q.CandidateIDs})
	all := spread(people, func(r v1Candidate) ([]Attachment, error) { return r.attachments(), nil })
	return kept(all, func(a Attachment) bool {
		return len(q.ApplicationIDs) == 0 || slices.Contains(q.ApplicationIDs, a.ApplicationID)
	})
}

// v1NewAttachment is a file for a person. Greenhouse puts it with one of the applications.
type v1NewAttachment struct {
	Filename    string `json:"filename"`
	Type        string `json:"type"`
	ContentType string `json:"content_type"`
}

func (c *Client) v1CreateAttachment(ctx context.Context, n NewAttachment) (Attachment, error) {
	const op = "create attachment"
	body, err := n.v1Body(op)
	if err != nil {
		return Attachment{}, err
	}
	k := c.v1Write(op, http.MethodPost, body, "candidates", v1ID(n.CandidateID), "attachments")
	ans, err := c.do(ctx, k)
	if err != nil {
		return Attachment{}, err
	}
	var file v1File
	if err := k.decode(ans, &file); err != nil {
		return Attachment{}, err
	}
	if file.Filename == "" { // there is no id that could be the proof
		return Attachment{}, k.unclear(ans.status, errNoFile)
	}
	return file.attachment(n.CandidateID, n.ApplicationID), nil
}

func (n NewAttachment) v1Body(op string) ([]byte, error) {
	kind, known := v1FileTypes[n.Type+" "+n.Visibility]
	contentType := v1ContentTypes[strings.ToLower(path.Ext(n.Filename))]
	switch {
	case n.CandidateID <= 0:
		return nil, invalid(op, "a candidate is needed", "candidate_id")
	case !known:
		return nil, notInDialect(op, "type and visibility")
	case contentType == "":
		return nil, invalid(op, "Greenhouse does not take files with this ending", "filename")
	}
	return withContent(op, v1NewAttachment{n.Filename, kind, contentType}, n.Content)
}

// v1FileTypes is what a type and a visibility are called where a file is for a person. What they would show to more
// people than was asked for is not in it.
var v1FileTypes = map[string]string{
	"resume ":          "resume",
	"cover_letter ":    "cover_letter",
	"admin_only ":      "admin_only",
	"other ":           "admin_only",
	"other admin_only": "admin_only",
}

// v1ContentTypes are the endings that people's files have, of the content types that version 1 takes.
var v1ContentTypes = map[string]string{
	".bmp":  "image/bmp",
	".csv":  "text/csv",
	".doc":  "application/msword",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".gif":  "image/gif",
	".htm":  "text/html",
	".html": "text/html",
	".jpeg": "image/jpeg",
	".jpg":  "image/jpeg",
	".json": "application/json",
	".pdf":  "application/pdf",
	".png":  "image/png",
	".tif":  "image/tiff",
	".tiff": "image/tiff",
	".txt":  "text/plain",
	".vcf":  "text/vcard",
	".xls":  "application/vnd.ms-excel",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".xml":  "application/xml",
	".zip":  "application/zip",
}
