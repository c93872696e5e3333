package companion

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// DefaultAccount is the account of an add request that names none.
const DefaultAccount = "default"

const (
	maxRequestID = 100
	maxJobs      = 50
	maxName      = 255
)

// accept checks an add request, puts it on disk and only then answers with a receipt. The same request again gives the
// same receipt. Nothing here needs the network: an add is accepted on a train and before connect.
func (s *Service) accept(ctx context.Context, req extension.Add) (extension.Receipt, error) {
	a, person, err := s.check(req)
	if err != nil {
		return extension.Receipt{}, err
	}
	// The receipt of a request that was accepted before holds whatever has become of its files since.
	if known, err := s.queue.ByDedupeKey(dedupeKey(a.Account, a.RequestID)); err == nil {
		return receiptFor(a, known, true), nil
	}
	if err := s.checkFiles(a.Files); err != nil {
		return extension.Receipt{}, err
	}
	payload, err := json.Marshal(a)
	if err != nil {
		return extension.Receipt{}, fmt.Errorf("encode add: %w", err)
	}
	item, created, err := s.queue.Enqueue(ctx, queue.Add{
		DedupeKey: dedupeKey(a.Account, a.RequestID),
		Groups:    groups(a.Account, person),
		Priority:  priority(req.Priority),
		Payload:   payload,
	})
	if err != nil {
		return extension.Receipt{}, intakeProblem(err)
	}
	if created {
		s.noteAdd(ctx, a, person)
	}
	return receiptFor(a, item, !created), nil
}

func receiptFor(a add, item queue.Item, duplicate bool) extension.Receipt {
	return extension.Receipt{RequestID: a.RequestID, ItemID: item.ID.String(), AcceptedAt: item.EnqueuedAt.UTC(), Duplicate: duplicate}
}

// check refuses what could never be delivered, so that a receipt is worth something.
func (s *Service) check(req extension.Add) (add, profile.Profile, error) {
	if req.RequestID == "" || len(req.RequestID) > maxRequestID || strings.HasPrefix(req.RequestID, updatePrefix) {
		return add{}, profile.Profile{}, newProblem(extension.CodeBadRequest,
			"The add request has no usable request_id.", "Send a request_id of 1 to 100 characters, made once when the button is pressed.")
	}
	if err := checkTarget(req.Target); err != nil {
		return add{}, profile.Profile{}, err
	}
	if err := checkNames(req.FirstName, req.LastName); err != nil {
		return add{}, profile.Profile{}, err
	}
	if len(req.Batch) > maxBatchID {
		return add{}, profile.Profile{}, newProblem(extension.CodeBadRequest, "The batch's name is longer than 70 characters.", "Send the batch_id of a batch.")
	}
	if err := checkTags(req.Tags); err != nil {
		return add{}, profile.Profile{}, err
	}
	base := s.settings.AmazingHiring.URL
	person, _, err := amazinghiring.Decode(req.Profile, base)
	if err != nil {
		return add{}, profile.Profile{}, profileProblem(err)
	}
	return add{
		RequestID: req.RequestID, Account: accountOr(req.Account), Profile: req.Profile, ProfileBase: base,
		First: strings.TrimSpace(req.FirstName), Last: strings.TrimSpace(req.LastName), Target: req.Target,
		Files: req.Files, Tags: req.Tags, Batch: req.Batch,
	}, person, nil
}

func checkTarget(t extension.Target) error {
	bad := func(message string) error {
		return newProblem(extension.CodeBadRequest, message,
			`Send a target of kind "candidate" with one job, or "prospect" with no, one or several jobs.`)
	}
	switch {
	case t.Kind != "candidate" && t.Kind != "prospect":
		return bad("The target's kind is neither candidate nor prospect.")
	case t.Kind == "candidate" && len(t.JobIDs) != 1:
		return bad("A candidate needs exactly one job.")
	case len(t.JobIDs) > maxJobs:
		return bad(fmt.Sprintf("The target names more than %d jobs.", maxJobs))
	case slices.ContainsFunc(t.JobIDs, func(id extension.ID) bool { return id <= 0 }):
		return bad("The target names a job whose id is not a positive number.")
	}
	return checkPool(t)
}

func checkPool(t extension.Target) error {
	bad := func(message string) error {
		return newProblem(extension.CodeBadRequest, message, "Send pool_id, and pool_stage_id with it if wanted, for prospects only.")
	}
	switch {
	case t.PoolID < 0 || t.PoolStageID < 0:
		return bad("The target names a pool or stage whose id is not a positive number.")
	case t.Kind == "candidate" && (t.PoolID != 0 || t.PoolStageID != 0):
		return bad("A candidate cannot be put into a prospect pool.")
	case t.PoolID == 0 && t.PoolStageID != 0:
		return bad("The target names a stage without its pool.")
	}
	return nil
}

func checkTags(tags []string) error {
	tooLong := func(tag string) bool {
		return strings.TrimSpace(tag) == "" || utf8.RuneCountInString(tag) > extension.MaxTag
	}
	if len(tags) > extension.MaxTags || slices.ContainsFunc(tags, tooLong) {
		return newProblem(extension.CodeBadRequest, "The add has tags that cannot be used.",
			fmt.Sprintf("Send at most %d tags of 1 to %d characters.", extension.MaxTags, extension.MaxTag))
	}
	return nil
}

func checkNames(first, last string) error {
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	if (first == "") != (last == "") {
		return newProblem(extension.CodeBadRequest, "Only one of first_name and last_name is given.",
			"Send both, as the recruiter confirmed them, or neither to have the name split here.")
	}
	if len(first) > maxName || len(last) > maxName {
		return newProblem(extension.CodeBadRequest, "A name is longer than 255 bytes.", "Shorten it.")
	}
	return nil
}

func profileProblem(err error) error {
	var field *amazinghiring.FieldError
	if !errors.As(err, &field) {
		return newProblem(extension.CodeBadProfile, "The profile cannot be read.", "Send it in the shape of AmazingHiring's API v6.")
	}
	if field.Field == "name" {
		return newProblem(extension.CodeNameMissing, "The profile has no name, and Greenhouse needs one.",
			"Type the name into the profile and add the person again.")
	}
	return newProblem(extension.CodeBadProfile, fmt.Sprintf("The profile's field %q %s.", field.Field, field.Problem),
		"Send it in the shape of AmazingHiring's API v6.")
}

func intakeProblem(err error) error {
	return diskProblem("keep add", "the person was not accepted", "add the person again", err)
}

// diskProblem puts a full disk into words: what did not happen, and what to do once there is room.
func diskProblem(doing, not, again string, err error) error {
	var full *queue.DiskFullError
	if errors.As(err, &full) {
		return newProblem(extension.CodeDiskFull, fmt.Sprintf("Only %d MB are free on the disk, so %s.", full.Free>>20, not),
			fmt.Sprintf("Free at least %d MB and %s. What was accepted before is safe.", full.Need>>20, again))
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func priority(name string) queue.Priority {
	if name == "export" {
		return queue.Export
	}
	return queue.Click
}
