package companion

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// answer takes a person's decision and lets the item go on.
func (s *Service) answer(ctx context.Context, req extension.Answer) (extension.ItemReply, error) {
	item, err := s.byID(req.ItemID)
	if err != nil {
		return extension.ItemReply{}, err
	}
	if item.Cause == CauseDamaged && req.Choice == choiceRetry {
		return s.retryDamaged(item)
	}
	changed, err := s.queue.Answer(item.ID, func(progress []byte) ([]byte, error) {
		j, err := decodeJournal(progress)
		if err != nil {
			return nil, err
		}
		if err := j.answer(req.Choice, req.Values); err != nil {
			return nil, err
		}
		return j.encode(), nil
	})
	return s.reply(changed, s.noted(ctx, auditAnswer, item, err))
}

// answer applies the choice to the open question.
func (j *journal) answer(value string, values map[string]string) error {
	if j.Question == nil {
		return newProblem(extension.CodeBadState, "Nothing is asked about this person at the moment.", "Look at it with queue show.")
	}
	choices := choicesFor(*j.Question)
	i := slices.IndexFunc(choices, func(c choice) bool { return c.value == value })
	if i < 0 {
		return newProblem(extension.CodeBadChoice, "That is not one of the possible answers.", "Choose one of those that the question lists.")
	}
	if err := choices[i].apply(j, *j.Question, values); err != nil {
		return err
	}
	j.tell(moment{What: hAnswered, Word: value})
	j.Question, j.Failures = nil, 0
	return nil
}

// retry lets an item go on now, whatever it waits for.
func (s *Service) retry(ctx context.Context, req extension.Retry) (extension.ItemReply, error) {
	item, err := s.byID(req.ItemID)
	if err != nil {
		return extension.ItemReply{}, err
	}
	if item.Cause == CauseDamaged {
		return s.retryDamaged(item)
	}
	changed, err := s.queue.Retry(item.ID)
	return s.reply(changed, s.noted(ctx, auditRetry, item, err))
}

// cancel stops an item for good. What is already in Greenhouse stays there; a write under way is finished first.
func (s *Service) cancel(ctx context.Context, req extension.Cancel) (extension.ItemReply, error) {
	item, err := s.byID(req.ItemID)
	if err != nil {
		return extension.ItemReply{}, err
	}
	changed, err := s.queue.Cancel(item.ID)
	return s.reply(changed, s.noted(ctx, auditCancel, item, err))
}

func (s *Service) reply(item queue.Item, err error) (extension.ItemReply, error) {
	if errors.Is(err, queue.ErrBadState) {
		return extension.ItemReply{}, newProblem(extension.CodeBadState, "That cannot be done in the state the person is in now.", "Look at it with queue show.")
	}
	if err != nil {
		return extension.ItemReply{}, diskProblem("change item", "nothing was changed", "try again", err)
	}
	full, err := s.queue.Get(item.ID)
	return extension.ItemReply{Item: s.view(full)}, err
}

func unknownItem(text string) error {
	if len(text) > 20 {
		text = text[:20] + "…"
	}
	return newProblem(extension.CodeUnknownItem, "There is no item "+text+".", "List the items with queue list.")
}

func isNotFound(err error) bool { return errors.Is(err, queue.ErrNotFound) }

func accountOr(name string) string { return cmp.Or(name, DefaultAccount) }
