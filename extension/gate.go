package extension

import "errors"

// gate returns why the service does not listen to req, if it does not.
func (c *conn) gate(req request) *Error {
	native := c.peer.Route == RouteNative
	switch {
	case req.Type == Ping{}.MessageType(), native && req.Type == Confirm{}.MessageType(), c.trusted():
		return nil
	case native:
		needed := &Error{Code: CodeConfirmationNeeded, Message: "The user has not allowed this browser yet.",
			Remedy: "Allow it in the extension's panel."}
		return needed.answering(req.ID)
	}
	return forbidden("This browser is not paired any more.", pairAgain).answering(req.ID)
}

// trusted asks the service's memory each time: what was true at hello may have been taken back since.
func (c *conn) trusted() bool {
	trust := c.server.trust
	switch {
	case trust == nil || c.peer.Route == RouteCommand:
		return true
	case c.peer.Route == RouteNative:
		return trust.Confirmed(c.peer.Caller)
	}
	_, known := trust.Key(c.keyID)
	return known
}

// confirm remembers that the user allows this browser. Where nobody has to be asked there is nothing to remember.
func (c *conn) confirm(req request) Message {
	if c.peer.Route != RouteNative || c.trusted() {
		return Confirmed{}
	}
	if err := c.server.trust.Confirm(c.peer.Caller, c.peer.Client); err != nil {
		return explain(err, req, c.log)
	}
	return Confirmed{}
}

const pairAgain = "Pair the browser: run greenhouse-companion pair and copy the key into the extension's settings."

func forbidden(what, remedy string) *Error {
	return (&Error{Code: CodeForbidden, Message: what, Remedy: remedy}).answering("")
}

// addressed gives a refusal the id of the request that it answers.
func addressed(err error, id string) error {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.answering(id)
	}
	return err
}
