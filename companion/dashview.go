package companion

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// workingShown is how many items under way the overview tells of.
const workingShown = 8

// overview says what is happening, from what the service knows without asking anybody.
func (s *Service) overview(ctx context.Context, _ extension.OverviewQuery) (extension.Overview, error) {
	status, err := s.status(ctx, extension.StatusQuery{})
	if err != nil {
		return extension.Overview{}, err
	}
	open, err := s.queue.List(queue.Filter{States: []queue.State{queue.Leased, queue.Waiting}})
	if err != nil {
		return extension.Overview{}, err
	}
	reply := extension.Overview{
		Version: s.version, Counts: status.Counts, Waiting: waitingFor(open), DataDir: s.dataDir, Notice: status.Notice,
	}
	if _, reply.AmazingHiring, err = s.accounts.store.AmazingHiring(); err != nil {
		return extension.Overview{}, err
	}
	for _, account := range status.Accounts {
		reply.Accounts = append(reply.Accounts, s.accountNow(account))
	}
	reply.Working, err = s.views(inState(open, queue.Leased), workingShown)
	return reply, err
}

func (s *Service) accountNow(info extension.AccountInfo) extension.AccountNow {
	now := extension.AccountNow{AccountInfo: info, Online: true}
	if conn := s.accounts.inUse(info.Name); conn != nil {
		now.Online = !conn.isOffline()
	}
	// The client keeps the window on disk whenever Greenhouse has told it.
	w, known := newWindowFile(s.dataDir, info.Name, s.logger).Load()
	if known && w.Limit > 0 && time.Now().Before(w.Reset) {
		now.Rate = &extension.RateWindow{Limit: w.Limit, Remaining: w.Remaining, ResetsAt: w.Reset.UTC()}
	}
	return now
}

// waitingFor counts the reasons for which items wait, the most frequent first.
func waitingFor(items []queue.Item) []extension.WaitingFor {
	counts := map[string]int{}
	for _, item := range inState(items, queue.Waiting) {
		counts[item.Cause]++
	}
	var out []extension.WaitingFor
	for cause, n := range counts {
		out = append(out, extension.WaitingFor{Cause: cause, Text: waitingText[cause], Count: n})
	}
	slices.SortFunc(out, func(a, b extension.WaitingFor) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Cause, b.Cause))
	})
	return out
}

func inState(items []queue.Item, state queue.State) []queue.Item {
	return slices.DeleteFunc(slices.Clone(items), func(item queue.Item) bool { return item.State != state })
}

// views reads the first items with their payloads, and describes them. One that was erased meanwhile is left out.
func (s *Service) views(items []queue.Item, most int) ([]extension.Item, error) {
	var out []extension.Item
	for _, item := range items[:min(len(items), most)] {
		whole, err := s.queue.Get(item.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s.view(whole))
	}
	return out, nil
}
