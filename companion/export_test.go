package companion

import (
	"maps"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/index"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
)

// StepKinds are the writes the service can make, for tests that must cover every one.
func StepKinds() []plan.StepKind {
	return append(slices.Collect(maps.Keys(recordKinds)), plan.CreateCandidate, plan.AddApplication)
}

// Sweep is the hourly removal of files that nobody needs, for any age.
func (s *Service) Sweep(age time.Duration) (int, error) { return s.sweep(age) }

// SpoilIndexPlace is what time does to the place where the fill of an account's index goes on.
func (s *Service) SpoilIndexPlace(account string) error {
	a, _, err := s.accounts.store.Account(account)
	if err != nil {
		return err
	}
	people, err := s.indexes.of(a)
	if err != nil {
		return err
	}
	return people.Apply(index.Update{Progress: &index.Progress{Cursor: "no longer good"}})
}
