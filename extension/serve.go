package extension

import (
	"context"
	"time"
)

// readAll takes requests until the client is gone, ctx ends, or the client must be turned away.
func (c *conn) readAll(ctx context.Context) error {
	for {
		req, err := c.next()
		if err != nil {
			return err
		}
		refusal := c.gate(req)
		if refusal != nil && refusal.Code == CodeForbidden {
			return refusal
		}
		if refusal != nil {
			c.reply(req.ID, refusal)
			continue
		}
		c.begin(ctx, req)
	}
}

// begin sets off the answer to req; it waits while as many requests as allowed are being answered.
func (c *conn) begin(ctx context.Context, req request) {
	switch req.Type {
	case Subscribe{}.MessageType():
		c.subscribe(ctx, req.ID)
		return
	case Confirm{}.MessageType():
		c.reply(req.ID, c.confirm(req))
		return
	case Hello{}.MessageType(), Prove{}.MessageType():
		again := &Error{Code: CodeBadRequest, Message: "The connection is past this message."}
		c.reply(req.ID, again.answering(req.ID))
		return
	}
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		c.reply(req.ID, closing(req.ID))
		return
	}
	c.working.Go(func() {
		defer func() { <-c.slots }()
		c.reply(req.ID, c.server.mux.answer(ctx, req, c.log))
	})
}

// subscribe starts the forwarding of events. The answer is queued before the first event can be.
func (c *conn) subscribe(ctx context.Context, id string) {
	events := c.server.events
	if c.subscribed || events == nil {
		c.reply(id, Subscribed{})
		return
	}
	c.subscribed = true
	changes := events(ctx)
	c.reply(id, Subscribed{})
	c.working.Go(func() {
		forwardLatest(ctx, changes, c.out, c.event)
	})
}

// event tells of an item, unless the client is not trusted any more: then it ends the connection.
func (c *conn) event(item Item) outgoing {
	if !c.trusted() {
		c.reading.end()
		return outgoing{message: forbidden("This browser may not talk to the service any more.", "")}
	}
	return outgoing{message: Event{Item: item}}
}

func (c *conn) reply(id string, m Message) {
	if e, ok := m.(*Error); ok {
		c.out <- outgoing{message: e}
		return
	}
	c.out <- outgoing{id, m}
}

// writeAll is the one writer. When the client cannot be written to any more it calls gone, and goes on to empty the
// queue so that nobody waits for room in it.
func (c *conn) writeAll(gone func()) {
	keepalive, stop := c.keepalive()
	defer stop()
	broken := false
	for {
		var next outgoing
		select {
		case <-keepalive:
			next.message = Keepalive{}
		case message, open := <-c.out:
			if !open {
				return
			}
			next = message
		}
		if broken {
			continue
		}
		if err := c.transport.WriteMessage(c.encode(next)); err != nil {
			broken = true
			gone()
		}
	}
}

func (c *conn) keepalive() (<-chan time.Time, func()) {
	if c.peer.Route != RouteWebSocket {
		return nil, func() {}
	}
	ticker := time.NewTicker(keepaliveEvery)
	return ticker.C, ticker.Stop
}

// encode never fails: an answer that cannot be sent is replaced by an error that can.
func (c *conn) encode(next outgoing) []byte {
	data, err := encode(next.id, next.message)
	if err == nil && len(data) <= MaxMessage {
		return data
	}
	refusal := internalError(next.id)
	if err == nil {
		tooLarge := &Error{Code: CodeMessageTooLarge, Message: "The answer would be larger than 1 MiB.", Remedy: "Ask for less."}
		refusal = tooLarge.answering(next.id)
	}
	c.log.Error("message not sent", "message", next.message.MessageType(), "bytes", len(data), "error_types", errorTypes(err))
	data, _ = encode("", refusal)
	return data
}
