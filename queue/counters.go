package queue

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

// counters is what a scan of the unfinished items cannot find out; stored under m counters as four numbers of 8 bytes.
type counters struct {
	last            ItemID // given
	low             ItemID // no unfinished item is below
	done, cancelled uint64
}

func readCounters(txn *badger.Txn) (counters, error) {
	c := counters{low: 1}
	err := readValue(txn, []byte(keyCounters), func(raw []byte) (err error) {
		c, err = decodeCounters(raw)
		return err
	})
	if errors.Is(err, badger.ErrKeyNotFound) {
		return c, nil
	}
	return c, err
}

func encodeCounters(c counters) []byte {
	var raw []byte
	for _, n := range []uint64{uint64(c.last), uint64(c.low), c.done, c.cancelled} {
		raw = binary.BigEndian.AppendUint64(raw, n)
	}
	return raw
}

func decodeCounters(raw []byte) (counters, error) {
	if len(raw) != 32 {
		return counters{}, fmt.Errorf("read queue counters: %w", ErrDamaged)
	}
	return counters{
		last:      keyID(raw[:8]),
		low:       keyID(raw[8:16]),
		done:      binary.BigEndian.Uint64(raw[16:24]),
		cancelled: binary.BigEndian.Uint64(raw[24:32]),
	}, nil
}
