package harvest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// grant is the answer of the token endpoint. Documentation and clients disagree on
// which of the two expiry members is there and whether it is a string:
//
//	{"access_token": "…", "token_type": "Bearer", "expires_at": "2026-11-01T10:00:00Z"}
//	{"access_token": "…", "token_type": "Bearer", "expires_in": 3600}
type grant struct {
	AccessToken Secret    `json:"access_token"`
	ExpiresAt   looseText `json:"expires_at"`
	ExpiresIn   looseText `json:"expires_in"`
}

// usable is whether the token can stand in a header (RFC 6750, section 2.1).
func (g grant) usable() bool {
	foreign := func(r rune) bool { return !isPlain(r) }
	return g.AccessToken != "" && !strings.ContainsFunc(g.AccessToken.Reveal(), foreign)
}

// goodFor is when to mint anew. It is a wall clock time: a laptop that slept
// through the life of a token should notice before Greenhouse does.
func (g grant) goodFor(ans answer) time.Time {
	life := g.life(serverNow(ans.header, ans.received))
	margin := min(tokenMargin, life/2)
	return ans.received.Add(life - margin).Round(0)
}

// life is measured on Greenhouse's clock, so that a wrong clock of ours does not matter.
func (g grant) life(now time.Time) time.Duration {
	if at, err := time.Parse(time.RFC3339, string(g.ExpiresAt)); err == nil {
		if life := at.Sub(now); life > 0 && life <= maxTokenLife {
			return life
		}
	}
	seconds, err := strconv.ParseInt(string(g.ExpiresIn), 10, 32)
	if life := time.Duration(seconds) * time.Second; err == nil && life > 0 && life <= maxTokenLife {
		return life
	}
	return defaultTokenLife
}

// looseText is a string, or a number where a string was documented.
type looseText string

// UnmarshalJSON accepts any scalar.
func (l *looseText) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*l = looseText(text)
		return nil
	}
	*l = looseText(raw)
	return nil
}
