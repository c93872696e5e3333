package companion

import (
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// retryDamaged lets an item go on whose newest state a damaged disk may have lost. It is readable, but what it says was
// sent may be less than what was. So everything counts as sent, and is looked up in Greenhouse before it is sent again.
func (s *Service) retryDamaged(item queue.Item) (extension.ItemReply, error) {
	if !readable(item) {
		return s.reply(item, queue.ErrBadState)
	}
	changed, err := s.queue.Answer(item.ID, func(progress []byte) ([]byte, error) {
		j, err := decodeJournal(progress)
		if err != nil {
			return nil, err
		}
		j.mistrust(item.EnqueuedAt)
		return j.encode(), nil
	})
	return s.reply(changed, err)
}

// readable says whether both halves of a damaged item can still be read.
func readable(item queue.Item) bool {
	_, _, _, err := decodeAdd(item.Payload)
	if err == nil {
		_, err = decodeJournal(item.Progress)
	}
	return err == nil
}

// mistrust takes for sent what may have been sent since the add was accepted.
func (j *journal) mistrust(since time.Time) {
	j.MistrustedSince = since
	j.Question, j.Resends = nil, 0
	j.tell(moment{What: hAnswered, Word: choiceRetry})
	if j.Doubt == nil && j.Person == 0 {
		j.Doubt = &doubt{Kind: plan.CreateCandidate, Key: "person", SentAt: since}
	}
}

func (j *journal) mistrusted() bool { return !j.MistrustedSince.IsZero() }
