package companion

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// maxResults is how many people of a batch one answer has, so that it stays below the size of a message.
const maxResults = 1000

// listBatches tells how far batches have come; all of it is derived from their items.
func (s *Service) listBatches(_ context.Context, q extension.BatchesQuery) (extension.Batches, error) {
	if q.BatchID == "" {
		return s.allBatches()
	}
	b, known, err := s.batches.Get(q.BatchID)
	if err != nil || !known {
		return extension.Batches{}, err
	}
	info, err := s.batchInfo(b)
	if err != nil {
		return extension.Batches{}, err
	}
	part := b.People[min(max(q.Offset, 0), len(b.People)):]
	info.More = len(part) > maxResults
	for _, p := range part[:min(len(part), maxResults)] {
		result, err := s.batchResult(b, p)
		if err != nil {
			return extension.Batches{}, err
		}
		info.Results = append(info.Results, result)
	}
	return extension.Batches{Batches: []extension.BatchInfo{info}}, nil
}

func (s *Service) allBatches() (extension.Batches, error) {
	all, err := s.batches.List()
	if err != nil {
		return extension.Batches{}, err
	}
	var reply extension.Batches
	for _, b := range all {
		info, err := s.batchInfo(b)
		if err != nil {
			return extension.Batches{}, err
		}
		reply.Batches = append(reply.Batches, info)
	}
	return reply, nil
}

func (s *Service) batchReply(b store.Batch) (extension.BatchReply, error) {
	info, err := s.batchInfo(b)
	return extension.BatchReply{Batch: info}, err
}

// batchInfo counts without reading anybody's profile, which would take long for thousands.
func (s *Service) batchInfo(b store.Batch) (extension.BatchInfo, error) {
	info := extension.BatchInfo{BatchID: b.ID, Account: b.Account, Kind: b.Kind, Name: b.Name, Created: b.Created}
	if err := json.Unmarshal(b.Target, &info.Target); err != nil {
		return info, fmt.Errorf("read target of batch: %w", err)
	}
	for _, p := range b.People {
		item, first, err := s.batchItem(b, p)
		if err != nil {
			return info, err
		}
		count(&info.Counts, resultState(p, item))
		if first {
			info.FirstFetched++
		}
	}
	info.State = batchState(b, info.Counts)
	info.SecondsLeft = s.paces.secondsLeft(b.ID, info.Counts, time.Now())
	return info, nil
}

// batchItem is the person's item, or behind a fetch the one that the profile became; nil when there is none. It comes
// without the profile. first says that the profile was fetched for the first time.
func (s *Service) batchItem(b store.Batch, p store.BatchPerson) (item *queue.Item, first bool, err error) {
	if p.LeftOut {
		return nil, false, nil
	}
	found, err := s.queue.ByDedupeKey(dedupeKey(b.Account, p.RequestID))
	if errors.Is(err, queue.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if j, err := decodeJournal(found.Progress); err == nil && j.HandedTo != 0 {
		first = j.FirstFetch
		if found, err = s.queue.ByDedupeKey(dedupeKey(b.Account, fetchedRequest(p.RequestID))); err != nil {
			return nil, first, err
		}
	}
	return &found, first, nil
}

func (s *Service) batchResult(b store.Batch, p store.BatchPerson) (extension.BatchResult, error) {
	item, _, err := s.batchItem(b, p)
	result := extension.BatchResult{ProfileID: extension.ID(p.ProfileID), RequestID: p.RequestID, State: resultState(p, item)}
	if err != nil || item == nil {
		return result, err
	}
	whole, err := s.queue.Get(item.ID)
	if err != nil {
		return result, err
	}
	v := s.view(whole)
	result.ItemID, result.Name, result.Message, result.Link = v.ItemID, v.Name, v.Message, v.Link
	return result, nil
}

func resultState(p store.BatchPerson, item *queue.Item) string {
	switch {
	case p.LeftOut:
		return "left_out"
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

func doneState(progress []byte) string {
	if j, err := decodeJournal(progress); err == nil && j.Outcome == outcomeAlreadyThere {
		return "already_there"
	}
	return "done"
}

func count(c *extension.BatchCounts, state string) {
	c.Total++
	n := map[string]*int{
		"waiting": &c.Waiting, "working": &c.Working, "done": &c.Done, "already_there": &c.AlreadyThere, "needs_you": &c.NeedsYou,
		"stopped": &c.Stopped, "left_out": &c.LeftOut, "missing": &c.Missing,
	}[state]
	*n++
}

func batchState(b store.Batch, c extension.BatchCounts) string {
	switch {
	case b.Cancelled:
		return "cancelled"
	case c.Waiting+c.Working+c.NeedsYou+c.Missing == 0:
		return "finished"
	case b.Paused:
		return "paused"
	}
	return "running"
}

// paces remember how fast batches went lately, which the rate limit decides. They start anew with the service.
type paces struct {
	mu    sync.Mutex
	marks map[string]paceMark
}

type paceMark struct {
	at    time.Time
	ended int
}

// paceSpan is how long a pace is measured: two windows of Greenhouse's rate limit.
const paceSpan = time.Minute

// secondsLeft extrapolates from what ended since the last mark; 0 while nothing did.
func (p *paces) secondsLeft(id string, c extension.BatchCounts, now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	ended, rest := c.Done+c.AlreadyThere+c.NeedsYou+c.Stopped, c.Waiting+c.Working
	mark, known := p.marks[id]
	if !known {
		if p.marks == nil {
			p.marks = map[string]paceMark{}
		}
		p.marks[id] = paceMark{now, ended}
		return 0
	}
	passed, done := now.Sub(mark.at), ended-mark.ended
	if passed > paceSpan && done > 0 {
		p.marks[id] = paceMark{now.Add(-passed / 2), ended - done/2}
	}
	if done <= 0 || rest == 0 {
		return 0
	}
	return int((passed * time.Duration(rest) / time.Duration(done)).Seconds()) + 1
}
