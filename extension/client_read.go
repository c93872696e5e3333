package extension

import (
	"context"
	"encoding/json"
)

// run starts the goroutine that reads and the one that hands out events; both end with the connection.
func (c *Client) run() {
	changes := make(chan Item)
	ctx, cancel := context.WithCancel(context.Background())
	c.readers.Go(func() {
		defer cancel()
		c.end(c.readAll(changes))
	})
	c.readers.Go(func() {
		defer close(c.events)
		forwardLatest(ctx, changes, c.events, func(item Item) Item { return item })
	})
}

// readAll returns why the connection ended: the service's own word for it, if there was one.
func (c *Client) readAll(changes chan<- Item) error {
	reason := errDisconnected
	for {
		data, err := c.transport.ReadMessage(MaxMessage, func() {})
		if err != nil {
			return reason
		}
		message := request{data: data}
		if err := json.Unmarshal(data, &message.envelope); err != nil {
			return errDisconnected
		}
		switch {
		case message.ID != "":
			c.deliver(message)
		case message.Type == Event{}.MessageType():
			c.report(data, changes)
		case message.Type == Error{}.MessageType():
			reason = decodeError(data)
		}
	}
}

// report passes an event on. The receiving side never makes us wait.
func (c *Client) report(data []byte, changes chan<- Item) {
	var event Event
	if json.Unmarshal(data, &event) == nil {
		changes <- event.Item
	}
}

func (c *Client) deliver(message request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if answer, ok := c.waiting[message.ID]; ok {
		answer <- message
		delete(c.waiting, message.ID)
	}
}

func (c *Client) end(reason error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = reason
	for _, answer := range c.waiting {
		close(answer)
	}
	clear(c.waiting)
	c.transport.Close()
}
