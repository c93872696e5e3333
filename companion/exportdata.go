package companion

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// dataPart is how many bytes of a document one answer has; a message is at most 1 MiB.
const dataPart = 512 << 10

// personData is everything held about one person.
type personData struct {
	ProfileIDs []int64 `json:"profile_ids"`
	// FetchedBefore are those whose profile was fetched from AmazingHiring at least once.
	FetchedBefore []int64            `json:"fetched_before"`
	Items         []itemData         `json:"items"`
	Files         []fileData         `json:"files"`
	Exports       []exportData       `json:"exports"`
	Audit         []store.AuditEntry `json:"audit"`
	// Indexed are the people in Greenhouse of whom the index has keyed hashes that fit.
	Indexed []int64 `json:"indexed"`
	// Related are items of others, or of the same person, that share an e-mail address, a phone or a page.
	Related []queue.ItemID `json:"related_items"`
}

// itemData is one item: what was handed over, as long as it is kept, and what became of it.
type itemData struct {
	ID         string          `json:"item_id"`
	Account    string          `json:"account"`
	State      queue.State     `json:"state"`
	Cause      string          `json:"cause,omitempty"`
	AcceptedAt time.Time       `json:"accepted_at"`
	UpdatedAt  time.Time       `json:"updated_at"`
	FinishedAt time.Time       `json:"finished_at,omitzero"`
	Request    json.RawMessage `json:"request,omitempty"`
	Receipt    json.RawMessage `json:"receipt,omitempty"`
}

type fileData struct {
	extension.File
	// Stored says whether the content is still there.
	Stored bool `json:"stored"`
}

// exportData is the person's place in a batch.
type exportData struct {
	ID      string            `json:"batch_id"`
	Name    string            `json:"name"`
	Account string            `json:"account"`
	Created time.Time         `json:"created_at"`
	Person  store.BatchPerson `json:"person"`
}

// exportData answers with a part of everything that is held about one person. That it was asked for is noted with the last
// part.
func (s *Service) exportData(ctx context.Context, q extension.DataQuery) (extension.DataPart, error) {
	of, err := s.subject(q.Profile)
	if err != nil {
		return extension.DataPart{}, err
	}
	data, err := s.dataOf(of)
	if err != nil {
		return extension.DataPart{}, err
	}
	text, err := json.MarshalIndent(data.complete(), "", "  ")
	if err != nil {
		return extension.DataPart{}, fmt.Errorf("encode data: %w", err)
	}
	if q.Offset < 0 || q.Offset > int64(len(text)) {
		return extension.DataPart{}, newProblem(extension.CodeBadRequest, "The document is shorter than that.", "Begin again from 0.")
	}
	sum := sha256.Sum256(text)
	part := extension.DataPart{Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])}
	part.Data = text[q.Offset:min(q.Offset+dataPart, part.Size)]
	if q.Offset+int64(len(part.Data)) == part.Size {
		for _, person := range of.people() {
			s.audit.note(ctx, auditData, "exported", "", person)
		}
	}
	return part, nil
}

func (s *Service) dataOf(of subject) (personData, error) {
	s.audit.flush(false)
	data := personData{ProfileIDs: slices.Sorted(maps.Keys(of.ids)), Related: of.related}
	for _, id := range data.ProfileIDs {
		if s.opened.Has(id) {
			data.FetchedBefore = append(data.FetchedBefore, id)
		}
	}
	for _, item := range of.items {
		full, err := s.queue.Get(item.ID)
		if err != nil {
			return personData{}, err
		}
		data.Items = append(data.Items, itemData{
			ID: item.ID.String(), Account: item.account, State: item.State, Cause: item.Cause, AcceptedAt: item.EnqueuedAt.UTC(),
			UpdatedAt: item.UpdatedAt.UTC(), FinishedAt: item.FinishedAt.UTC(), Request: full.Payload, Receipt: item.receiptOf(),
		})
		for _, file := range item.files {
			data.Files = append(data.Files, fileData{file, s.files.Has(file.SHA256)})
		}
	}
	var err error
	if data.Exports, err = s.exportsOf(of.ids); err != nil {
		return personData{}, err
	}
	if data.Indexed, err = s.indexedAs(of); err != nil {
		return personData{}, err
	}
	data.Audit, err = s.audit.log.Of(s.audit.people.Known(of.people()))
	return data, err
}

// complete has a list also where there is nothing.
func (d personData) complete() personData {
	d.ProfileIDs, d.FetchedBefore, d.Related = orEmpty(d.ProfileIDs), orEmpty(d.FetchedBefore), orEmpty(d.Related)
	d.Items, d.Files, d.Exports, d.Audit = orEmpty(d.Items), orEmpty(d.Files), orEmpty(d.Exports), orEmpty(d.Audit)
	d.Indexed = orEmpty(d.Indexed)
	return d
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (s *Service) exportsOf(ids map[int64]bool) ([]exportData, error) {
	batches, err := s.batches.List()
	if err != nil {
		return nil, err
	}
	var list []exportData
	for _, b := range batches {
		for _, p := range b.People {
			if p.ProfileID != 0 && ids[p.ProfileID] {
				list = append(list, exportData{b.ID, b.Name, b.Account, b.Created, p})
			}
		}
	}
	return list, nil
}
