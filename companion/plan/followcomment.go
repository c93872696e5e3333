package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// comments are a note for each new comment, and one more for each new version of it.
func (f *follower) comments() []Step {
	var steps []Step
	seen := map[string]bool{}
	for _, c := range slices.Concat(f.in.Profile.Comments, f.in.Member.Comments) {
		id, now := commentHash(f.in.Hash, c)
		if seen[id] || now == "" {
			continue
		}
		seen[id] = true
		was := f.in.Base.Comments[id]
		if was == now {
			continue
		}
		if reason := f.untoldComment(); reason != "" {
			f.drop("comments", reason)
			continue
		}
		steps = append(steps, f.commentNotes(c, id, was, now)...)
	}
	return steps
}

// untoldComment is the reason why none is told. Where it is not known which ones Greenhouse has, none is told twice.
func (f *follower) untoldComment() string {
	switch {
	case !f.in.Policy.Comments, f.in.Base.isUnknown():
		return profile.ReasonPolicy
	case !f.in.Can.Notes:
		return profile.ReasonNoPermission
	}
	return ""
}

func (f *follower) commentNotes(c profile.Comment, id, was, now string) []Step {
	text := commentText(f.in.Profile, c)
	if was == "" {
		return noted(f.in.Input, keyComment+"/"+id, text)
	}
	return noted(f.in.Input, keyEdited+"/"+id+"/"+prefix(now), "Edited: "+text)
}

// commentHashes are the bodies of comments by their ids. Of two with one id the first counts.
func commentHashes(hash Hash, lists ...[]profile.Comment) map[string]string {
	hashes := map[string]string{}
	for _, c := range slices.Concat(lists...) {
		if id, body := commentHash(hash, c); hashes[id] == "" && body != "" {
			hashes[id] = body
		}
	}
	return hashes
}

// commentHash names a comment without an id by its text; the hash of the body is empty for an empty one.
func commentHash(hash Hash, c profile.Comment) (id, body string) {
	body = hash.of(strings.TrimSpace(plainText(c.Body)))
	return cmp.Or(c.ID, "text "+prefix(body)), body
}

// prefix is enough of a hash to tell versions apart.
func prefix(hash string) string { return hash[:min(len(hash), 16)] }
