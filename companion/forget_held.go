package companion

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// heldItem is an item and, as far as it is still known, whose it is.
type heldItem struct {
	queue.Item
	account string
	profile int64
	files   []extension.File
}

// heldItems are all items, without their payloads.
func (s *Service) heldItems() ([]heldItem, error) {
	batches, err := s.batches.List()
	if err != nil {
		return nil, err
	}
	exports := map[string]bool{}
	for _, b := range batches {
		exports[b.ID] = true
	}
	listed, err := s.queue.List(queue.Filter{})
	if err != nil {
		return nil, err
	}
	var all []heldItem
	for _, entry := range listed {
		item, err := s.queue.Get(entry.ID)
		if errors.Is(err, queue.ErrDamaged) {
			item, err = entry, nil // its payload cannot be read, and can be erased
		}
		if err != nil {
			return nil, err
		}
		all = append(all, newHeldItem(item, exports))
	}
	return all, nil
}

func newHeldItem(item queue.Item, exports map[string]bool) heldItem {
	account, request, _ := strings.Cut(item.DedupeKey, "\x00")
	held := heldItem{Item: item, account: account}
	if a, person, _, err := decodeAdd(item.Payload); err == nil {
		held.profile, held.files = person.ID, a.Files
	} else {
		held.profile = requestProfile(request, exports)
	}
	held.Payload = nil
	return held
}

// requestProfile is the profile in the request ids that are made here: of updates, and of people in an export.
func requestProfile(request string, exports map[string]bool) int64 {
	number := ""
	if rest, ok := strings.CutPrefix(request, updatePrefix); ok {
		number, _, _ = strings.Cut(rest, "/")
	} else if i := strings.LastIndexByte(strings.TrimSuffix(request, fetchedRequest("")), '/'); i >= 0 && exports[request[:i]] {
		number = strings.TrimSuffix(request, fetchedRequest(""))[i+1:]
	}
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// receiptOf is what the item's progress tells; nothing when it cannot be read.
func (i heldItem) receiptOf() json.RawMessage {
	if !json.Valid(i.Progress) {
		return nil
	}
	return i.Progress
}
