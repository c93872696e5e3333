package companion

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
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

// batchInfo counts; nobody's profile is read for it.
func (s *Service) batchInfo(b store.Batch) (extension.BatchInfo, error) {
	info := extension.BatchInfo{BatchID: b.ID, Account: b.Account, Kind: b.Kind, Name: b.Name, Created: b.Created, AutoUpdate: b.AutoUpdate}
	if err := json.Unmarshal(b.Target, &info.Target); err != nil {
		return info, fmt.Errorf("read target of batch: %w", err)
	}
	t, err := s.tally(b)
	if err != nil {
		return info, err
	}
	if info.Updates, err = s.updateCounts(b); err != nil {
		return info, err
	}
	info.Counts, info.FirstFetched, info.RequestsPerPerson = t.counts, t.first, t.perPerson
	info.State = batchState(b, info.Counts)
	info.SecondsLeft = s.paces.secondsLeft(b.ID, info.Counts, time.Now())
	return info, nil
}

func (s *Service) batchResult(b store.Batch, p store.BatchPerson) (extension.BatchResult, error) {
	result := extension.BatchResult{ProfileID: extension.ID(p.ProfileID), RequestID: p.RequestID, State: "left_out", UpdatesOff: p.UpdatesOff}
	if p.LeftOut {
		return result, nil
	}
	item, err := look{service: s, account: b.Account}.behind(p)
	if err != nil {
		return result, err
	}
	if result.State = resultState(item); item == nil {
		return result, nil
	}
	whole, err := s.queue.Get(item.ID)
	if err != nil {
		return result, err
	}
	v := s.view(whole)
	result.ItemID, result.Name, result.Message, result.Link = v.ItemID, v.Name, v.Message, v.Link
	return result, nil
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

// paces remember how far batches have come, and how fast they went lately, which the rate limit decides. They start anew with
// the service.
type paces struct {
	mu      sync.Mutex
	marks   map[string]paceMark
	tallies tallies
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
