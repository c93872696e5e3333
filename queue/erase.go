package queue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// eraseAtOnce bounds how many payloads one operation erases, so that others get their turn.
const eraseAtOnce = 100

// anyErased has a value log rewritten for the smallest share of garbage: what was erased is to be gone, whoever shared its log.
const anyErased = 1e-9

// EraseDone deletes the payloads of items that were done or cancelled before a time, and returns how many. The items themselves stay,
// with the progress of those that were done, as receipts, and their dedupe keys stay taken. The progress of a cancelled item goes as
// well: whoever cancelled it had no say in what it held. After an error, calling it again does the rest.
func (q *Queue) EraseDone(before time.Time) (int, error) {
	erased := 0
	for {
		keys, err := q.erasable(before)
		if err != nil {
			return erased, fmt.Errorf("erase finished items: %w", err)
		}
		if len(keys) == 0 {
			break
		}
		some, err := q.eraseSome(keys)
		if err != nil {
			return erased, fmt.Errorf("erase finished items: %w", err)
		}
		erased += some
	}
	if erased == 0 {
		return 0, nil
	}
	if err := q.returnSpace(); err != nil {
		return erased, fmt.Errorf("erase finished items: %w", err)
	}
	return erased, nil
}

func (q *Queue) eraseSome(keys [][]byte) (int, error) {
	erased := 0
	err := q.do(context.Background(), 0, func(tx *transaction) error {
		for _, key := range keys {
			did, err := tx.erase(key)
			if err != nil {
				return err
			}
			erased += did
		}
		return nil
	})
	return erased, err
}

// erasable returns the finished keys of some items whose payload may go.
func (q *Queue) erasable(before time.Time) ([][]byte, error) {
	var keys [][]byte
	limit := finishedPrefix(before)
	err := q.view(func(txn *badger.Txn) error {
		return scanKeys(txn, []byte{prefixFinished}, func(key []byte) (bool, error) {
			if bytes.Compare(key, limit) >= 0 {
				return false, nil
			}
			keys = append(keys, bytes.Clone(key))
			return len(keys) < eraseAtOnce, nil
		})
	})
	return keys, err
}

// erase returns 0 when someone else erased the payload meanwhile.
func (tx *transaction) erase(finished []byte) (int, error) {
	txn, err := tx.opened()
	if err != nil {
		return 0, err
	}
	if _, err := txn.Get(finished); errors.Is(err, badger.ErrKeyNotFound) {
		return 0, nil
	}
	if err := tx.delete(payloadKey(keyID(finished))); err != nil {
		return 0, err
	}
	if err := tx.eraseUnfinished(keyID(finished)); err != nil {
		return 0, err
	}
	return 1, tx.delete(finished)
}

// eraseUnfinished erases the progress of an item that was cancelled halfway.
func (tx *transaction) eraseUnfinished(id ItemID) error {
	it, err := tx.item(id)
	if errors.Is(err, ErrDamaged) || it.State != Cancelled {
		return nil
	}
	if err != nil {
		return err
	}
	it.Progress = nil
	return tx.set(stateKey(id), encodeItem(it))
}

// returnSpace makes Badger give back what was erased. It counts the garbage in a value log only when it merges the tables that point
// into it, and never touches the log it writes to; so the database is closed, and its tables are merged, before the logs are collected.
func (q *Queue) returnSpace() error {
	q.store.renew()
	err := q.do(context.Background(), 0, func(tx *transaction) error {
		if _, err := tx.opened(); err != nil {
			return err
		}
		return tx.store.witness.collect()
	})
	if err != nil {
		return err
	}
	return q.store.use(func(db *badger.DB) error {
		if err := db.Flatten(1); err != nil {
			return err
		}
		for {
			err := db.RunValueLogGC(anyErased)
			if errors.Is(err, badger.ErrNoRewrite) || errors.Is(err, badger.ErrRejected) {
				return nil
			}
			if err != nil {
				return err
			}
		}
	})
}
