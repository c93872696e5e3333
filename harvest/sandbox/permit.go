package sandbox

import "slices"

// permit checks the scope of the credential and the rights of the acting user.
func (c *call) permit() *problem {
	scope := c.kind.scope(c.action)
	if !slices.Contains(c.behaviour.scopes(), scope) {
		return forbidden("The access token lacks the scope " + scope)
	}
	if c.action == "list" && c.reading() == readsForbidden {
		return forbidden("Only a Site Admin may read this list")
	}
	return nil
}

// reading says what the acting user gets from a list: ok, 403 or empty.
func (c *call) reading() string {
	switch {
	case c.user.flag("service"):
		return c.behaviour.serviceReads
	case c.user.flag("site_admin"):
		return readsAllowed
	default:
		return c.behaviour.nonadminReads
	}
}

func (c *call) readsNothing() bool {
	return c.reading() == readsEmpty
}

// permitProspect refuses prospects without a job to users who may not manage unattached ones.
func (c *call) permitProspect(form object) *problem {
	unattached := flagIn(form, "prospect") && len(listIn(form, "job_ids")) == 0
	if unattached && !c.user.flag("manages_unattached") {
		return forbidden("The user lacks the permission to manage unattached prospects")
	}
	return nil
}
