package companion

import (
	"fmt"
	"strings"
	"sync"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// updatePrefix begins the request ids of updates; no client may use it.
const updatePrefix = "update/"

// updateRequest is the request id of the n-th update of a profile. The next number is given only once the one before has
// ended, so that one change is enqueued once, whatever happens, and two exports of a profile share one chain.
func updateRequest(profileID int64, n int) string {
	return fmt.Sprintf("%s%d/%d", updatePrefix, profileID, n)
}

// isUpdate goes by the request id, which stays when what was sent is erased.
func isUpdate(item queue.Item) bool {
	return strings.Contains(item.DedupeKey, dedupeKey("", updatePrefix))
}

// chainOf names the chain of updates of a profile in an account.
type chainOf struct {
	account string
	profile int64
}

// chain is how far one has come.
type chain struct {
	// last is the number of updates, settled how many of them have ended, and done how many of those reached Greenhouse.
	last, settled, done int
	// open is the one that has not ended, if any.
	open *queue.Item
}

// chains remember how far each has come, so that no walk begins at its start twice.
type chains struct {
	mu    sync.Mutex
	known map[chainOf]chain
}

func (c *chains) at(of chainOf) chain {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known[of]
}

// keep stores no item: its state is read anew each time.
func (c *chains) keep(of chainOf, now chain) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[chainOf]chain{}
	}
	now.open = nil
	c.known[of] = now
}

// chain walks from where it was left.
func (s *Service) chain(of chainOf) (chain, error) {
	now := s.chains.at(of)
	for now.open == nil {
		item, err := s.queue.ByDedupeKey(dedupeKey(of.account, updateRequest(of.profile, now.settled+1)))
		if isNotFound(err) {
			break
		}
		if err != nil {
			return chain{}, err
		}
		if now.last = now.settled + 1; !finished(item.State) {
			now.open = &item
			break
		}
		now.settled++
		if item.State == queue.Done {
			now.done++
		}
	}
	s.chains.keep(of, now)
	return now, nil
}

// updateCounts adds up the chains of the batch's people. Nothing is asked for while the batch never followed anybody.
func (s *Service) updateCounts(b store.Batch) (extension.UpdateCounts, error) {
	var counts extension.UpdateCounts
	if b.Since.IsZero() {
		return counts, nil
	}
	for _, p := range b.People {
		if p.Seen == "" {
			continue // no update was ever made
		}
		c, err := s.chain(chainOf{b.Account, p.ProfileID})
		if err != nil {
			return counts, err
		}
		counts.Done += c.done
		switch {
		case c.open == nil:
		case c.open.State == queue.NeedsYou:
			counts.NeedsYou++
		default:
			counts.Waiting++
		}
	}
	return counts, nil
}

// cancelUpdates stops what has not begun of the people's updates; a write under way is finished first.
func (s *Service) cancelUpdates(account string, profiles map[int64]bool) error {
	for id := range profiles {
		c, err := s.chain(chainOf{account, id})
		if err != nil {
			return err
		}
		if c.open == nil {
			continue
		}
		if j, err := decodeJournal(c.open.Progress); err == nil && j.begun() {
			continue
		}
		_, _ = s.queue.Cancel(c.open.ID) // ended meanwhile: nothing to cancel
	}
	return nil
}
