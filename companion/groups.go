package companion

import (
	"crypto/sha256"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// groups are the identifiers that make two adds of one account the same person, as opaque keys: the queue never works on
// two of them at once, so the first is read back before the second is matched. A name is none: many people share one.
func groups(account string, p profile.Profile) []queue.Group {
	var out []queue.Group
	for _, id := range p.Identifiers() {
		if id.Kind != profile.KindName {
			out = append(out, group(account, id))
		}
	}
	return out
}

func group(account string, id profile.Identifier) queue.Group {
	return queue.Group(digest("group", account, string(id.Kind), id.Value))
}

// pageGroup is the group of everything that was done for the profile with the page.
func pageGroup(account, page string) queue.Group {
	return group(account, profile.Identifier{Kind: profile.KindProfileURL, Value: page})
}

func dedupeKey(account, requestID string) string {
	return account + "\x00" + requestID
}

// digest hashes the parts with separators, so that no two lists of parts give the same text.
func digest(parts ...string) [16]byte {
	h := sha256.New()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return [16]byte(h.Sum(nil))
}
