package companion

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	historyUsual = 100
	historyMost  = 200
	// historyLooks is how many items one answer looks at, so that a search in very many stays quick to answer and to stop.
	historyLooks = 2000
)

// history gives a part of all items, the newest first. Items are numbered without gaps but for erased ones, so it walks down
// the numbers: what is new meanwhile shifts nothing.
func (s *Service) history(ctx context.Context, q extension.HistoryQuery) (extension.History, error) {
	next, err := s.historyStart(q.Before)
	if err != nil {
		return extension.History{}, err
	}
	wanted, most := newHistoryFilter(q), min(max(q.Limit, 0), historyMost)
	if most == 0 {
		most = historyUsual
	}
	var reply extension.History
	for looks := 0; next > 0 && looks < historyLooks && len(reply.Items) < most && ctx.Err() == nil; looks++ {
		item, err := s.queue.Get(next)
		next--
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return extension.History{}, err
		}
		if wanted.state(item) {
			if v := s.view(item); wanted.words(v) {
				reply.Items = append(reply.Items, v)
			}
		}
	}
	if next > 0 {
		reply.Next = (next + 1).String()
	}
	return reply, ctx.Err()
}

// historyStart is the number of the first item to look at; 0 when there is none.
func (s *Service) historyStart(before string) (queue.ItemID, error) {
	if before != "" {
		id, err := queue.ParseItemID(before)
		if err != nil {
			return 0, newProblem(extension.CodeBadRequest, "The place to go on from is none.", "Send the next of an earlier answer.")
		}
		return id - 1, nil
	}
	newest, err := s.queue.List(queue.Filter{Limit: 1, Newest: true})
	if err != nil || len(newest) == 0 {
		return 0, err
	}
	return newest[0].ID, nil
}

// historyFilter is what an item must be to be shown.
type historyFilter struct {
	query extension.HistoryQuery
	// folded are the words of the search as names are compared.
	folded []string
	number string
}

func newHistoryFilter(q extension.HistoryQuery) historyFilter {
	return historyFilter{query: q, folded: strings.Fields(profile.FoldName(q.Search)), number: strings.TrimSpace(q.Search)}
}

func (f historyFilter) state(item queue.Item) bool {
	q := f.query
	return (len(q.States) == 0 || slices.Contains(q.States, string(item.State))) && (q.Cause == "" || q.Cause == item.Cause)
}

// words leaves out fetched profiles that have become items of their own: nobody is added by those.
func (f historyFilter) words(v extension.Item) bool {
	if v.Outcome == string(outcomeHandedOver) {
		return false
	}
	if f.number == "" {
		return true
	}
	for _, id := range []string{v.ItemID, strconv.FormatInt(int64(v.ProfileID), 10), strconv.FormatInt(int64(v.CandidateID), 10)} {
		if id == f.number {
			return true
		}
	}
	name := profile.FoldName(v.Name)
	return len(f.folded) > 0 && !slices.ContainsFunc(f.folded, func(word string) bool { return !strings.Contains(name, word) })
}
