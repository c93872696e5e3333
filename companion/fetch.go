package companion

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// fetch gets the profile of somebody in a batch from AmazingHiring and hands it over as an add of its own, because only the
// profile tells with whom it must not be delivered at once. The add has a request id made from this one, so that a crash in
// between hands over the same add again.
func (d *delivery) fetch(ctx context.Context) error {
	raw, err := d.open(ctx)
	if err != nil {
		return err
	}
	receipt, err := d.service.accept(ctx, extension.Add{
		RequestID: fetchedRequest(d.add.RequestID), Account: d.add.Account, Profile: raw, Target: d.add.Target, Priority: priorityName(d.lease.Item.Priority),
		Batch: d.add.Batch,
	})
	if err != nil {
		return fetchRefused(err)
	}
	d.journal.HandedTo, err = queue.ParseItemID(receipt.ItemID)
	return err
}

// open fetches the profile. That it is the first time stands in the journal before AmazingHiring is asked: after a crash in
// between, the profile counts as fetched before.
func (d *delivery) open(ctx context.Context) (json.RawMessage, error) {
	first := !d.journal.FirstFetch && !d.service.opened.Has(d.add.Fetch)
	if first {
		d.journal.FirstFetch = true
		if err := d.checkpoint(); err != nil {
			return nil, err
		}
	}
	raw, err := d.service.fetchProfile(ctx, d.add.Fetch)
	if err != nil {
		d.journal.FirstFetch = d.journal.FirstFetch && !first
		return nil, fetchTrouble(err)
	}
	fresh, err := d.service.opened.Add(d.add.Fetch)
	if first && !fresh {
		d.journal.FirstFetch = false // another export was faster
	}
	return raw, err
}

// priorityName is the priority as an add request has it: a profile that is fetched for a click stays one.
func priorityName(p queue.Priority) string {
	if p == queue.Click {
		return extension.PriorityClick
	}
	return extension.PriorityExport
}

// fetchedRequest is the request id of the add that a fetched profile becomes.
func fetchedRequest(requestID string) string { return requestID + "/profile" }

// fetchTrouble turns what AmazingHiring answered into what becomes of the item.
func fetchTrouble(err error) error {
	var (
		missing *amazinghiring.NotFoundError
		auth    *amazinghiring.AuthError
		limited *amazinghiring.RateLimitError
		problem *extension.Error
	)
	switch {
	case errors.As(err, &missing):
		return &ask{question{Code: CauseProfileGone}}
	case errors.As(err, &auth):
		return &wait{cause: CauseAmazingHiringAgain}
	case errors.As(err, &limited):
		return &wait{cause: CauseAmazingHiringBusy, after: max(limited.RetryAfter, time.Second)}
	case errors.As(err, &problem) && problem.Code == extension.CodeAmazingHiringNotConnected:
		return &wait{cause: CauseAmazingHiringAgain}
	}
	return &busy{err}
}

// busy is passing trouble of AmazingHiring: tried again with a back-off.
type busy struct{ error }

func (b *busy) Unwrap() error { return b.error }

// fetchRefused asks about a profile that cannot be an add, such as one without a name.
func fetchRefused(err error) error {
	var problem *extension.Error
	if errors.As(err, &problem) && problem.Code != extension.CodeDiskFull {
		return &ask{question{Code: CauseProfileUnusable, Messages: []string{problem.Message}}}
	}
	return err
}
