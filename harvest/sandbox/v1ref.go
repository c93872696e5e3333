package sandbox

// v1Name is the name of a record, or null for none.
func (c *v1Call) v1Name(kind string, id int64) any {
	if name := c.state.nameOf(kind, id); name != "" {
		return name
	}
	return nil
}

// v1Named is the short form in which rows name a record, or null for none.
func (c *v1Call) v1Named(kind string, id int64) any {
	if c.state.find(kind, id) == nil {
		return nil
	}
	return object{"id": id, "name": c.state.nameOf(kind, id)}
}

// v1User is the short form in which rows name a user, or null for none.
func (c *v1Call) v1User(id int64) any {
	user := c.state.find("users", id)
	if user == nil {
		return nil
	}
	return v1Row(user, "id first_name last_name name employee_id")
}

// v1Credit names the user behind a referrer; somebody from outside has none.
func (c *v1Call) v1Credit(referrerID int64) any {
	referrer := c.state.find("referrers", referrerID)
	if referrer == nil {
		return nil
	}
	return c.v1User(referrer.number("user_id"))
}

func (c *v1Call) v1Source(id int64) any {
	if c.state.find("sources", id) == nil {
		return nil
	}
	return object{"id": id, "public_name": c.state.nameOf("sources", id)}
}

// v1Rejection is why an application was rejected, and the answers to the questions about it.
func (c *v1Call) v1Rejection(applicationID int64) (reason, details any) {
	for detail := range c.state.where("rejection_details", "application_id", applicationID) {
		answers := object{}
		c.addV1Fields(answers, detail, "rejection_question")
		if found := c.state.find("rejection_reasons", detail.number("rejection_reason_id")); found != nil {
			reason = v1Row(found, "id name type")
		}
		return reason, answers
	}
	return nil, nil
}
