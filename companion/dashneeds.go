package companion

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	// needShown is how many items of one cause are told of at once; history has the others.
	needShown = 20
	// answersAtOnce bounds what one message sets off, so that its answer comes in time.
	answersAtOnce = 200
)

// mended are the causes of waiting that only a person can end; the items go on by themselves then.
var mended = []string{CauseNotConnected, CauseConnectAgain, CauseReadsRefused, CauseKeyStoreLocked, CauseAmazingHiringAgain}

// needs is everything a person must see to, by cause.
func (s *Service) needs(context.Context, extension.NeedsQuery) (extension.Needs, error) {
	reply := extension.Needs{AsOf: time.Now().UTC()}
	open, err := s.queue.List(queue.Filter{States: []queue.State{queue.NeedsYou, queue.Waiting}})
	if err != nil {
		return extension.Needs{}, err
	}
	groups := map[string][]queue.Item{}
	for _, item := range open {
		if item.State == queue.NeedsYou || slices.Contains(mended, item.Cause) {
			groups[item.Cause] = append(groups[item.Cause], item)
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(groups)) {
		need, err := s.need(cause, groups[cause])
		if err != nil {
			return extension.Needs{}, err
		}
		reply.Groups = append(reply.Groups, need)
	}
	slices.SortStableFunc(reply.Groups, func(a, b extension.Need) int { return cmp.Compare(b.Count, a.Count) })
	return reply, nil
}

func (s *Service) need(cause string, items []queue.Item) (extension.Need, error) {
	shown, err := s.views(items, needShown)
	need := extension.Need{Cause: cause, State: string(items[0].State), Count: len(items), Items: shown, Text: waitingText[cause]}
	if items[0].State == queue.NeedsYou {
		need.Choices = commonChoices(items)
	}
	return need, err
}

// commonChoices are the answers that fit every item and ask for nothing more.
func commonChoices(items []queue.Item) []extension.Choice {
	var common []extension.Choice
	for i, item := range items {
		offered := plainChoices(item)
		if i == 0 {
			common = offered
		}
		common = slices.DeleteFunc(common, func(c extension.Choice) bool {
			return !slices.ContainsFunc(offered, func(o extension.Choice) bool { return o.Value == c.Value })
		})
	}
	return common
}

// plainChoices are an item's possible answers that have no fields to fill in. Whether a damaged one can be read is not known
// here, so that those are decided one by one.
func plainChoices(item queue.Item) []extension.Choice {
	j, err := decodeJournal(item.Progress)
	if err != nil || j.Question == nil || item.Cause == CauseDamaged {
		return nil
	}
	var plain []extension.Choice
	for _, c := range choicesFor(*j.Question) {
		if c.fields == nil {
			plain = append(plain, extension.Choice{Value: c.value, Label: c.label})
		}
	}
	return plain
}

// answerAll gives one answer to the items of a cause that a person has seen, a limited number at a time.
func (s *Service) answerAll(ctx context.Context, req extension.AnswerAll) (extension.AnsweredAll, error) {
	items, err := s.asked(req)
	if err != nil {
		return extension.AnsweredAll{}, err
	}
	var reply extension.AnsweredAll
	now := items[:min(len(items), answersAtOnce)]
	if len(now) < len(items) {
		reply.Next = now[len(now)-1].ID.String()
	}
	for _, item := range now {
		if err := ctx.Err(); err != nil {
			return reply, err
		}
		given, err := s.answerOne(ctx, item, req)
		if err != nil {
			return extension.AnsweredAll{}, err
		}
		if given {
			reply.Answered++
		} else {
			reply.Left++
		}
	}
	return reply, nil
}

// asked are the items that need a person for the cause, the oldest first.
func (s *Service) asked(req extension.AnswerAll) ([]queue.Item, error) {
	var after queue.ItemID
	if req.After != "" {
		id, err := queue.ParseItemID(req.After)
		if err != nil {
			return nil, newProblem(extension.CodeBadRequest, "The place to go on from is none.", "Send the next of an earlier answer.")
		}
		after = id
	}
	open, err := s.queue.List(queue.Filter{States: []queue.State{queue.NeedsYou}})
	return slices.DeleteFunc(open, func(item queue.Item) bool { return item.Cause != req.Cause || item.ID <= after }), err
}

// answerOne says whether the item was there to be answered, and has such a choice.
func (s *Service) answerOne(ctx context.Context, item queue.Item, req extension.AnswerAll) (bool, error) {
	fits := slices.ContainsFunc(plainChoices(item), func(c extension.Choice) bool { return c.Value == req.Choice })
	if !fits || item.UpdatedAt.After(req.AsOf) {
		return false, nil
	}
	_, err := s.answer(ctx, extension.Answer{ItemID: item.ID.String(), Choice: req.Choice})
	if known, ok := errors.AsType[*extension.Error](err); ok && known.Code != extension.CodeDiskFull {
		return false, nil // somebody else was quicker
	}
	return err == nil, err
}

// retryAll lets everything that waits for the cause look again.
func (s *Service) retryAll(_ context.Context, req extension.RetryAll) (extension.RetriedAll, error) {
	if !slices.Contains(mended, req.Cause) {
		return extension.RetriedAll{}, newProblem(extension.CodeBadRequest, "Nothing waits for a person for this cause.",
			"Ask for needs and send the cause of one of its groups.")
	}
	s.wake(req.Cause)
	return extension.RetriedAll{}, nil
}
