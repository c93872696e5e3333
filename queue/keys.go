package queue

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"
)

// The first byte of each kind of key; the layout is drawn in the package documentation.
const (
	prefixPayload  = 'q'
	prefixState    = 's'
	prefixDedupe   = 'd'
	prefixGroup    = 'g'
	prefixFinished = 'f'

	keyCounters = "mcounters"
	keyFormat   = "mformat"
	keyDamage   = "mdamage"
)

func payloadKey(id ItemID) []byte {
	return appendID([]byte{prefixPayload}, id)
}

func stateKey(id ItemID) []byte {
	return appendID([]byte{prefixState}, id)
}

// dedupeKey hashes, so that a long key costs no more than a short one.
func dedupeKey(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return append([]byte{prefixDedupe}, sum[:16]...)
}

func groupPrefix(g Group) []byte {
	return append([]byte{prefixGroup}, g[:]...)
}

func groupKey(g Group, id ItemID) []byte {
	return appendID(groupPrefix(g), id)
}

func finishedPrefix(at time.Time) []byte {
	return binary.BigEndian.AppendUint64([]byte{prefixFinished}, uint64(at.UnixMicro()))
}

func finishedKey(at time.Time, id ItemID) []byte {
	return appendID(finishedPrefix(at), id)
}

func appendID(key []byte, id ItemID) []byte {
	return binary.BigEndian.AppendUint64(slices.Clip(key), uint64(id))
}

// keyID returns the id at the end of a key.
func keyID(key []byte) ItemID {
	return ItemID(binary.BigEndian.Uint64(key[len(key)-8:]))
}
