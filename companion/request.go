package companion

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// KeyRequest is what a recruiter sends to a Greenhouse admin to get a credential.
type KeyRequest struct {
	// Description is what the admin gives the credential, so that it is plain whose it is.
	Description string `json:"description"`
	// Required and Optional are the scopes to tick.
	Required []string `json:"required"`
	Optional []string `json:"optional"`
	// Text says all of it.
	Text string `json:"text"`
}

// NewKeyRequest writes the request for the recruiter with the e-mail address; "" leaves a place to fill in. Where to click
// and what such a credential can do: https://harvestdocs.greenhouse.io/docs/authentication.
func NewKeyRequest(email string) KeyRequest {
	required := ticks(harvest.Required)
	optional := without(ticks(harvest.OnUse, harvest.Optional), required)
	r := KeyRequest{
		Description: "greenhouse-companion, " + cmp.Or(email, "<e-mail address of the recruiter>"),
		Required:    scopes(required), Optional: scopes(optional),
	}
	r.Text = fmt.Sprintf(keyRequestText, r.Description, tickList(required), tickList(optional))
	return r
}

const keyRequestText = `Hello,

I would like to bring people from AmazingHiring into Greenhouse with greenhouse-companion, a program on my own computer.
For that I need a Harvest credential of my own. To create one you need the permission to manage all API credentials.

Where to click
  Configure > Dev Center > API Credential Management: a new credential of the type "Harvest V3 (OAuth)".

Which description to give it
  %s

What to tick: without these it does not work (beside each, what it is for, as greenhouse-companion tells its user)
%s
What to tick as well if we want what stands beside it; it stays off otherwise
%s
Please tick nothing else.

What you should know
  Such a credential can act as any user of our organisation, not only as me. greenhouse-companion writes as me and reads as
  the credential's service user or as one Site Admin, as nobody else; but the credential itself would allow it. Therefore:
  - one credential for each recruiter, never a shared one: it can then be taken back from one person alone
  - as few permissions as possible: the lists above are all that can be used
  - an IP allow-list on the credential, if I always work from the same network
  - a new secret from time to time: after rotating, the old one works for up to a week, and connecting again with the new one
    loses nothing
  Greenhouse shows lists to Site Admins. If the credential's service user may not read, please tell me the id of a Site Admin
  to read as; it stands in the address of that user's page.

Please send me client id and client secret over a safe way. The secret is shown only once, when the credential is made.
Thank you!`

// tick is one scope to tick and what it is for.
type tick struct {
	scope    string
	features []string
}

// ticks are the scopes of the permissions with one of the needs. A scope that carries several features is ticked once.
func ticks(needs ...harvest.Need) []tick {
	var list []tick
	for _, p := range harvest.Permissions() {
		if !slices.Contains(needs, p.Need) {
			continue
		}
		i := slices.IndexFunc(list, func(t tick) bool { return t.scope == p.Scope })
		if i < 0 {
			i, list = len(list), append(list, tick{scope: p.Scope})
		}
		if !slices.Contains(list[i].features, p.Feature) {
			list[i].features = append(list[i].features, p.Feature)
		}
	}
	return list
}

func without(list, others []tick) []tick {
	return slices.DeleteFunc(list, func(t tick) bool { return slices.Contains(scopes(others), t.scope) })
}

func scopes(list []tick) []string {
	var names []string
	for _, t := range list {
		names = append(names, t.scope)
	}
	return names
}

func tickList(list []tick) string {
	var b strings.Builder
	for _, t := range list {
		fmt.Fprintf(&b, "  %-42s %s\n", t.scope, strings.Join(t.features, "; "))
	}
	return b.String()
}
