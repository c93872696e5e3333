package queue

import (
	"errors"

	"github.com/dgraph-io/badger/v4"
)

// errStopScan ends a scan early, without an error.
var errStopScan = errors.New("stop the scan")

// scanRange is a range of state records: all from lowest on, up to below unless that is zero.
type scanRange struct {
	lowest, below ItemID
	newest        bool // begin with the newest
}

func scanFrom(lowest ItemID) scanRange {
	return scanRange{lowest: lowest}
}

// scan goes through state records. What visit gets is valid until it returns.
func scan(txn *badger.Txn, r scanRange, visit func(id ItemID, raw []byte) error) error {
	options := badger.DefaultIteratorOptions
	options.Prefix = []byte{prefixState}
	options.Reverse = r.newest
	options.PrefetchValues = false // records lie beside their keys: fetching them ahead only costs time
	it := txn.NewIterator(options)
	defer it.Close()
	for it.Seek(r.first()); it.Valid(); it.Next() {
		id := keyID(it.Item().Key())
		if id < r.lowest || r.below > 0 && id >= r.below {
			return nil
		}
		err := it.Item().Value(func(raw []byte) error { return visit(id, raw) })
		if errors.Is(err, errStopScan) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r scanRange) first() []byte {
	if r.newest {
		return stateKey(^ItemID(0))
	}
	return stateKey(r.lowest)
}

// scanKeys goes through the keys with a prefix, in order, until visit returns false. The keys are valid until visit returns.
func scanKeys(txn *badger.Txn, prefix []byte, visit func(key []byte) (more bool, err error)) error {
	options := badger.DefaultIteratorOptions
	options.Prefix = prefix
	options.PrefetchValues = false
	it := txn.NewIterator(options)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		more, err := visit(it.Item().Key())
		if err != nil || !more {
			return err
		}
	}
	return nil
}
