package queue

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

func readItem(txn *badger.Txn, id ItemID) (Item, error) {
	var it Item
	err := readValue(txn, stateKey(id), func(raw []byte) (err error) {
		it, err = decodeItem(id, bytes.Clone(raw))
		return err
	})
	if errors.Is(err, badger.ErrKeyNotFound) {
		return Item{}, fmt.Errorf("item %v: %w", id, ErrNotFound)
	}
	return it, err
}

// readPayload returns nil for a payload that was erased.
func readPayload(txn *badger.Txn, id ItemID) ([]byte, error) {
	var payload []byte
	err := readValue(txn, payloadKey(id), func(raw []byte) error {
		payload = append([]byte{}, raw...)
		return nil
	})
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	return payload, err
}

// readDedupe returns the item that a dedupe key names, 0 if there is none.
func readDedupe(txn *badger.Txn, key string) (ItemID, error) {
	var id ItemID
	err := readValue(txn, dedupeKey(key), func(raw []byte) error {
		if len(raw) != 8 {
			return fmt.Errorf("read a dedupe key: %w", ErrDamaged)
		}
		id = keyID(raw)
		return nil
	})
	if errors.Is(err, badger.ErrKeyNotFound) {
		return 0, nil
	}
	return id, err
}

func readValue(txn *badger.Txn, key []byte, use func([]byte) error) error {
	entry, err := txn.Get(key)
	if err != nil {
		return fmt.Errorf("read from the queue: %w", err)
	}
	return entry.Value(func(raw []byte) error {
		if len(raw) == 0 && entry.ValueSize() > 0 { // Badger only logs that it could not read a value
			return fmt.Errorf("read from the queue: %w", ErrDamaged)
		}
		return use(raw)
	})
}
