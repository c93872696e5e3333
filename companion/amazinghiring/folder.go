package amazinghiring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// foldersPerPage is below the 1000 that the API allows, because a folder brings
// all its users and a page has to fit into maxBody.
const foldersPerPage = 200

// Folder is a working list of AmazingHiring's users, usually one per vacancy.
type Folder struct {
	ID          int64
	Name        string
	Description string
	// Status is AmazingHiring's own word, such as "active".
	Status string
	// Accessible is false when AmazingHiring says that the token's user may not
	// open the folder.
	Accessible bool
	// Members is how many there are, 0 when AmazingHiring does not say.
	Members int
	// ModifiedAt is zero when AmazingHiring does not say.
	ModifiedAt time.Time
	// Statuses are those a member may have, in AmazingHiring's order. Only
	// [Client.Folder] brings them.
	Statuses []Status
}

// Status is a step that a folder's members pass through.
type Status struct {
	ID          int64
	Name        string
	Substatuses []Status
}

// Folders lists all folders of the company, those changed last first. A
// *FieldError is about one folder and the list goes on after it; any other
// error ends the list and is one of those of [Client.Profile]. A list waits by
// itself when AmazingHiring asks for a pause of at most two minutes.
func (c *Client) Folders(ctx context.Context) iter.Seq2[Folder, error] {
	return list[Folder]{
		first: 1, fetch: c.folderPage, read: readFolder, id: func(f Folder) int64 { return f.ID },
	}.all(ctx)
}

// Folder fetches one folder with its statuses. The error is one of those of
// [Client.Profile], or a *FieldError.
func (c *Client) Folder(ctx context.Context, id int64) (Folder, error) {
	got, err := c.get(ctx, folderPath(id))
	if err != nil {
		return Folder{}, fmt.Errorf("fetch folder: %w", err)
	}
	return readFolder(got.body)
}

func folderPath(id int64) string { return "/api/v6/folders/" + strconv.FormatInt(id, 10) + "/" }

func (c *Client) folderPage(ctx context.Context, number int) (page, error) {
	got, err := c.get(ctx, fmt.Sprintf("/api/v6/folders/?page=%d&per_page=%d", number, foldersPerPage))
	if err != nil {
		return page{}, fmt.Errorf("list folders: %w", err)
	}
	var p page
	if err := json.Unmarshal(got.body, &p.rows); err != nil {
		return page{}, errors.New("list folders: the answer is not a list")
	}
	if p.next, err = nextPage(got.header, number); err != nil {
		return page{}, fmt.Errorf("list folders: %w", err)
	}
	return p, nil
}

// nextLink finds <address>; rel="next".
var nextLink = regexp.MustCompile(`<([^>]*)>[^<]*\brel="?next\b`)

// nextPage reads the header of https://www.rfc-editor.org/rfc/rfc8288. It takes
// the page number only: the token goes nowhere but to the address the user gave.
func nextPage(header http.Header, number int) (int, error) {
	found := nextLink.FindStringSubmatch(strings.Join(header.Values("Link"), ","))
	if found == nil {
		return 0, nil
	}
	u, err := url.Parse(found[1])
	if err != nil {
		return 0, errors.New("the next page has no address")
	}
	next, err := strconv.Atoi(u.Query().Get("page"))
	if err != nil || next <= number {
		return 0, errors.New("the next page has no number of its own")
	}
	return next, nil
}

func readFolder(raw json.RawMessage) (Folder, error) {
	fields, err := fieldsOf(ofFolder, raw)
	if err != nil {
		return Folder{}, err
	}
	id, err := requiredID(ofFolder, "id", fields["id"])
	if err != nil {
		return Folder{}, err
	}
	d := &decoder{}
	accessible, said := fields["accessible"].(bool)
	return Folder{
		ID: id, Name: d.line("name", fields["name"]), Description: d.text("description", fields["description"]),
		Status: d.line("status", fields["status"]), Accessible: accessible || !said,
		Members: whole(fields["candidates_count"]), ModifiedAt: d.moment("modified_at", fields["modified_at"]),
		Statuses: d.statuses("candidate_statuses", fields["candidate_statuses"]),
	}, nil
}

func (d *decoder) statuses(field string, value any) []Status {
	var out []Status
	d.objects(field, value, func(path string, fields map[string]any) {
		id, ok := parseID(fields["id"])
		if !ok {
			return // nobody can be in it
		}
		out = append(out, Status{
			ID: id, Name: d.line(path+".name", fields["name"]),
			Substatuses: d.statuses(path+".substatuses", fields["substatuses"]),
		})
	})
	return out
}

func whole(value any) int {
	n, err := strconv.Atoi(idText(value))
	if err != nil {
		return 0
	}
	return max(0, n)
}
