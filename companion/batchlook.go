package companion

import (
	"errors"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// look is one look at the queue for the people of a batch.
type look struct {
	service *Service
	account string
	// unfinished are the queue's unfinished items by their dedupe keys; nil when asking for each person costs less.
	unfinished map[string]*queue.Item
}

// scanGain is how many items of a list cost about as much as asking for one.
const scanGain = 4

func (s *Service) newLook(account string, people []standing) (look, error) {
	l := look{service: s, account: account}
	open := 0
	for _, p := range people {
		if !p.ended() {
			open++
		}
	}
	states, all := []queue.State{queue.Ready, queue.Leased, queue.Waiting, queue.NeedsYou}, 0
	for _, state := range states {
		all += s.queue.Stats().Counts[state]
	}
	if all > open*scanGain {
		return l, nil
	}
	items, err := s.queue.List(queue.Filter{States: states})
	if err != nil {
		return l, err
	}
	l.unfinished = make(map[string]*queue.Item, len(items))
	for i := range items {
		l.unfinished[items[i].DedupeKey] = &items[i]
	}
	return l, nil
}

// at tells where a person stands who stood as given at the last look.
func (l look) at(p store.BatchPerson, before standing) (standing, error) {
	if p.LeftOut {
		return standing{state: "left_out"}, nil
	}
	now := before
	if !now.handed {
		item, err := l.item(p.RequestID)
		if err != nil {
			return now, err
		}
		if now.handed, now.first = handedOver(item); !now.handed {
			now.state, now.requests = resultState(item), requestsOf(item)
			return now, nil
		}
	}
	item, err := l.item(fetchedRequest(p.RequestID))
	now.state, now.requests = resultState(item), requestsOf(item)
	return now, err
}

// item is the item of a request without its payload, or nil.
func (l look) item(requestID string) (*queue.Item, error) {
	key := dedupeKey(l.account, requestID)
	if item := l.unfinished[key]; item != nil {
		return item, nil
	}
	found, err := l.service.queue.ByDedupeKey(key)
	if errors.Is(err, queue.ErrNotFound) {
		return nil, nil
	}
	return &found, err
}

// behind is the person's item, or behind a fetch the one that the profile became; nil when there is none.
func (l look) behind(p store.BatchPerson) (*queue.Item, error) {
	item, err := l.item(p.RequestID)
	if err != nil {
		return nil, err
	}
	if handed, _ := handedOver(item); handed {
		return l.item(fetchedRequest(p.RequestID))
	}
	return item, nil
}

// handedOver says whether a fetch is done, and whether it was the first of its profile.
func handedOver(item *queue.Item) (handed, first bool) {
	if item == nil || item.State != queue.Done {
		return false, false
	}
	j, err := decodeJournal(item.Progress)
	return err == nil && j.HandedTo != 0, j.FirstFetch
}

// resultState is the word for where an item stands; nil is one that was not received.
func resultState(item *queue.Item) string {
	switch {
	case item == nil:
		return "missing"
	case item.State == queue.Done:
		return doneState(item.Progress)
	case item.State == queue.Cancelled:
		return "stopped"
	case item.State == queue.NeedsYou:
		return "needs_you"
	case item.State == queue.Leased:
		return "working"
	}
	return "waiting"
}

// requestsOf is how many requests to Greenhouse an item that is done has taken.
func requestsOf(item *queue.Item) int {
	if item == nil || item.State != queue.Done {
		return 0
	}
	j, _ := decodeJournal(item.Progress) // an unreadable one has none
	return j.Requests
}

func doneState(progress []byte) string {
	if j, err := decodeJournal(progress); err == nil && j.Outcome == outcomeAlreadyThere {
		return "already_there"
	}
	return "done"
}
