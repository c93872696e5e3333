package companion_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/stretchr/testify/require"
)

// drainLimit is how long it may take until all is done: the back-off has grown with the time of faults.
func drainLimit() time.Duration { return 5*time.Minute + 2*(*soakFor) }

// recruiterAnswers are how a recruiter decides what may truly be asked after such weather. Any other question is a wrong one:
// nobody was merged, deleted or closed, and nobody else has the same name or address.
var recruiterAnswers = map[string]func(s *soak, item extension.Item) extension.Answer{
	companion.CauseOneWordName: func(_ *soak, item extension.Item) extension.Answer {
		return extension.Answer{ItemID: item.ItemID, Choice: "name", Values: map[string]string{"first_name": "Vera", "last_name": item.Name}}
	},
	companion.CauseUnclear: func(s *soak, item extension.Item) extension.Answer {
		return extension.Answer{ItemID: item.ItemID, Choice: map[bool]string{true: "arrived", false: "send_again"}[s.isThere(item)]}
	},
}

// isThere is a look into Greenhouse's own pages.
func (s *soak) isThere(item extension.Item) bool {
	people, _ := s.w.greenhouseHolds()
	return slices.ContainsFunc(people, func(c harvest.Candidate) bool { return c.Emails[0].Value == recruit(item.ProfileID).email() })
}

// drain waits until everything is done, and answers what is asked meanwhile.
func (s *soak) drain() {
	ctx, stop := context.WithTimeout(s.t.Context(), drainLimit())
	defer stop()
	client := s.w.command()
	for open := s.unfinished(client); len(open) > 0; open = s.unfinished(client) {
		s.reconnect(client, open)
		for _, item := range open {
			s.decide(client, item)
		}
		require.True(s.t, rest(ctx, 200*time.Millisecond), "not done in time: %+v", open)
	}
}

func (s *soak) unfinished(client *extension.Client) []extension.Item {
	items, err := extension.Call[extension.Items](s.t.Context(), client, extension.ItemsQuery{
		States: []string{"ready", "leased", "waiting", "needs_you"}, Limit: 100,
	})
	require.NoError(s.t, err)
	return items.Items
}

func (s *soak) decide(client *extension.Client, item extension.Item) {
	if item.Question == nil {
		return
	}
	decision, known := recruiterAnswers[item.Cause]
	require.True(s.t, known, "a wrong question: %+v", show(s.t, client, item.ItemID))
	s.tally.questions[item.Cause]++
	_, err := extension.Call[extension.ItemReply](s.t.Context(), client, decision(s, item))
	require.NoError(s.t, err)
}

// reconnect is the recruiter's part once the token endpoint has answered 401: the credential is no longer good.
func (s *soak) reconnect(client *extension.Client, open []extension.Item) {
	if !slices.ContainsFunc(open, func(i extension.Item) bool { return i.Cause == companion.CauseConnectAgain }) {
		return
	}
	s.tally.questions[companion.CauseConnectAgain]++
	s.w.connect()
	_, err := extension.Call[extension.Status](s.t.Context(), client, companion.Reload{})
	require.NoError(s.t, err)
}

// balance compares what was asked for with what was promised and with what Greenhouse holds.
func (s *soak) balance() {
	require.NoError(s.t, s.w.greenhouse.SetFaults(calm))
	client := s.w.command()
	status, err := extension.Call[extension.Status](s.t.Context(), client, extension.StatusQuery{})
	require.NoError(s.t, err)
	items := map[string]bool{}
	for request, id := range s.ledger.receipts {
		item := show(s.t, client, id)
		require.Equal(s.t, request, item.RequestID)
		require.Equal(s.t, "done", item.State)
		items[id] = true
		s.tally.read(item)
	}
	require.Len(s.t, items, len(s.ledger.receipts), "two requests share an item")
	require.Equal(s.t, len(items), status.Counts["done"], "there are items without a receipt: %v", status.Counts)

	accounts := s.accounts()
	require.Len(s.t, accounts, len(s.ledger.asked), "people in Greenhouse")
	for who, targets := range s.ledger.asked {
		require.Equal(s.t, who.expected(targets).String(), accounts[who.email()], who.email())
	}
}

// accounts is what Greenhouse holds of every person, by their address. Nobody may be there twice.
func (s *soak) accounts() map[string]string {
	c, ctx := s.w.recruiter(), s.t.Context()
	people, applications := s.w.greenhouseHolds()
	held := map[harvest.CandidateID]*account{}
	for _, p := range people {
		held[p.ID] = &account{}
	}
	for _, a := range applications {
		jobs := a.ProspectiveJobIDs
		if !a.Prospect {
			jobs = []harvest.JobID{a.JobID}
		}
		held[a.CandidateID].applications = append(held[a.CandidateID].applications, applicationText(a.Prospect, jobs))
	}
	for _, n := range collect(s.t, c.Notes(ctx, harvest.NoteQuery{})) {
		held[n.CandidateID].notes = append(held[n.CandidateID].notes, strings.Fields(n.Body)[0])
	}
	for _, e := range collect(s.t, c.Employments(ctx, harvest.EmploymentQuery{})) {
		held[e.CandidateID].employments = append(held[e.CandidateID].employments, e.CompanyName+", "+e.Title)
	}
	for _, a := range collect(s.t, c.Attachments(ctx, harvest.AttachmentQuery{})) {
		held[a.CandidateID].files = append(held[a.CandidateID].files, a.Filename)
	}
	out := map[string]string{}
	for _, p := range people {
		email := p.Emails[0].Value
		require.Empty(s.t, out[email], "%s is there twice", email)
		out[email] = held[p.ID].String()
	}
	return out
}

// tally is what the soak did, for people's eyes.
type tally struct {
	chaos                    time.Duration
	kills, cuts, downs       int
	unclear, arrived, absent int
	strikes, questions       map[string]int
	// counted is until when strikes are counted.
	counted time.Time
}

func newTally() tally { return tally{strikes: map[string]int{}, questions: map[string]int{}} }

// countStrikes counts every request once: their times have whole milliseconds, and this one may not be over.
func (t *tally) countStrikes(greenhouse *sandbox.Server) {
	until := time.Now().Truncate(time.Millisecond)
	for _, r := range greenhouse.Requests() {
		if r.Fault != "" && !r.At.Before(t.counted) && r.At.Before(until) {
			t.strikes[r.Fault]++
		}
	}
	t.counted = until
}

// read counts what the item's story tells. What is found without having been sent is an earlier add's.
func (t *tally) read(item extension.Item) {
	sent := map[string]bool{}
	for _, m := range item.Timeline {
		switch m.What {
		case "sent":
			sent[m.Step] = true
		case "unclear":
			t.unclear++
		case "found":
			t.arrived += map[bool]int{true: 1}[sent[m.Step]]
		case "absent":
			t.absent++
		}
	}
}

func (s *soak) tell() string {
	t, l := s.tally, s.ledger
	return fmt.Sprintf(`the books balance after %s of faults and %s until all was done (-soakseed=%d)
receipts %d (sent again %d times without one, %d times with one), people %d, files %d
kills %d, line cut %d times, Greenhouse down %d times, strikes %v
unclear answers %d, doubts resolved %d: arrived after all %d, sent again %d; questions %v`,
		t.chaos.Round(time.Second), (time.Since(s.began) - t.chaos).Round(time.Second), s.seed,
		len(l.receipts), l.again, l.repeated, len(l.asked), len(l.stored),
		t.kills, t.cuts, t.downs, t.strikes, t.unclear, t.arrived+t.absent, t.arrived, t.absent, t.questions)
}
