package companion

import (
	"errors"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
)

// dropFromIndexes removes the person from the accounts' indexes: those whom their receipts name, and whoever holds what they
// were asked for by.
func (s *Service) dropFromIndexes(of subject) error {
	accounts, err := s.accounts.store.Accounts()
	if err != nil {
		return err
	}
	var errs []error
	for _, a := range accounts {
		if s.withoutIndex(a) == "" {
			errs = append(errs, s.dropFromIndex(a, of))
		}
	}
	return errors.Join(errs...)
}

func (s *Service) dropFromIndex(a store.Account, of subject) error {
	var ids []int64
	for _, item := range of.items {
		if j, err := decodeJournal(item.Progress); err == nil && item.account == a.Name && j.Person != 0 {
			ids = append(ids, int64(j.Person))
		}
	}
	found, _ := s.holders(a, of.identifiers)
	for _, holder := range found {
		ids = append(ids, holder.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	people, err := s.indexes.of(a)
	if err != nil {
		return err
	}
	return people.Remove(ids...)
}

// indexedAs are the people in Greenhouse who hold, as far as the indexes know, what the person was asked for by.
func (s *Service) indexedAs(of subject) ([]int64, error) {
	accounts, err := s.accounts.store.Accounts()
	var ids []int64
	for _, a := range accounts {
		found, _ := s.holders(a, of.identifiers)
		for _, holder := range found {
			ids = append(ids, holder.ID)
		}
	}
	return ids, err
}
