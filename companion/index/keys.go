package index

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// keys are derived from the caller's key. check goes into every file and tells whether the key is the right one.
type keys struct {
	mac   []byte
	check [8]byte
}

func deriveKeys(key []byte) (keys, error) {
	if len(key) == 0 {
		return keys{}, errors.New("no key")
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "greenhouse-companion index", sha256.Size+8)
	if err != nil {
		return keys{}, err
	}
	return keys{derived[:sha256.Size], [8]byte(derived[sha256.Size:])}, nil
}

// hash is the first 64 bits of HMAC-SHA-256 over kind and value. Among ten million hashes a stranger's is met by chance
// once in 10^12 look-ups.
func (k keys) hash(id profile.Identifier) uint64 {
	mac := hmac.New(sha256.New, k.mac)
	mac.Write([]byte(comparedKind(id.Kind) + "\x00" + id.Value))
	return binary.LittleEndian.Uint64(mac.Sum(nil))
}

// comparedKind is the same for all pages: when the address of AmazingHiring is set to one with a path of its own, what
// Greenhouse holds looks like any other page.
func comparedKind(kind profile.Kind) string {
	switch kind {
	case profile.KindProfileURL, profile.KindLinkedIn, profile.KindLink:
		return "page"
	}
	return string(kind)
}

// hashes has each hash once.
func (k keys) hashes(ids []profile.Identifier) []uint64 {
	seen := make(map[uint64]bool, len(ids))
	out := make([]uint64, 0, len(ids))
	for _, id := range ids {
		if h := k.hash(id); !seen[h] {
			seen[h] = true
			out = append(out, h)
		}
	}
	return out
}
