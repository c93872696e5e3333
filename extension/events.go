package extension

import "context"

// forwardLatest passes items on to a receiver that may be slow, without ever making the sender wait: while the
// receiver is busy, a newer state of an item replaces the older one. Items leave in the order in which they first
// changed. It returns when ctx ends, or when in is closed and everything was passed on.
func forwardLatest[T any](ctx context.Context, in <-chan Item, out chan<- T, wrap func(Item) T) {
	var order []string
	latest := make(map[string]Item)
	for in != nil || len(order) > 0 {
		var ready chan<- T
		var next T
		if len(order) > 0 {
			ready, next = out, wrap(latest[order[0]])
		}
		select {
		case <-ctx.Done():
			return
		case ready <- next:
			delete(latest, order[0])
			order = order[1:]
		case item, ok := <-in:
			if !ok {
				in = nil
				continue
			}
			if _, waiting := latest[item.ItemID]; !waiting {
				order = append(order, item.ItemID)
			}
			latest[item.ItemID] = item
		}
	}
}
