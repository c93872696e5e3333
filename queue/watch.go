package queue

import (
	"context"
	"slices"
	"sync"
)

// Watch returns a channel of changed items, without payloads, each sent after its change was committed. A reader that is slower than
// the queue misses intermediate changes of an item, never its latest one, and never delays the queue. The channel is closed when ctx
// ends or the queue closes; changes that were not read by then are dropped.
func (q *Queue) Watch(ctx context.Context) <-chan Item {
	out := make(chan Item)
	w := &watcher{latest: make(map[ItemID]Item), news: make(chan struct{}, 1)}
	if !q.watchers.add(w) {
		close(out)
		return out
	}
	go func() {
		defer q.watchers.remove(w)
		defer close(out)
		w.send(ctx, q.closing, out)
	}()
	return out
}

// watchers are all the watchers of a queue.
type watchers struct {
	mu     sync.Mutex
	all    []*watcher
	closed bool
	ended  sync.WaitGroup
}

func (ws *watchers) add(w *watcher) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.closed {
		return false
	}
	ws.all = append(ws.all, w)
	ws.ended.Add(1)
	return true
}

func (ws *watchers) remove(w *watcher) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.all = slices.DeleteFunc(ws.all, func(other *watcher) bool { return other == w })
	ws.ended.Done()
}

func (ws *watchers) tell(changed []Item) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for _, w := range ws.all {
		w.tell(changed)
	}
}

// close waits until every watcher has closed its channel; the queue's closing tells them to.
func (ws *watchers) close() {
	ws.mu.Lock()
	ws.closed = true
	ws.mu.Unlock()
	ws.ended.Wait()
}

// watcher keeps, for one reader, the latest version of each item that the reader has not seen.
type watcher struct {
	mu     sync.Mutex
	order  []ItemID // of latest, oldest change first
	latest map[ItemID]Item
	news   chan struct{} // has one element when latest may not be empty
}

func (w *watcher) tell(changed []Item) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, it := range changed {
		if _, queued := w.latest[it.ID]; !queued {
			w.order = append(w.order, it.ID)
		}
		w.latest[it.ID] = it
	}
	select {
	case w.news <- struct{}{}:
	default: // it knows already
	}
}

func (w *watcher) take() (Item, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.order) == 0 {
		return Item{}, false
	}
	it := w.latest[w.order[0]]
	w.order = w.order[1:]
	delete(w.latest, it.ID)
	return it, true
}

// send passes on news until ctx or the queue ends.
func (w *watcher) send(ctx context.Context, closing <-chan struct{}, out chan<- Item) {
	for {
		select {
		case <-w.news:
		case <-ctx.Done():
			return
		case <-closing:
			return
		}
		for it, ok := w.take(); ok; it, ok = w.take() {
			select {
			case out <- it:
			case <-ctx.Done():
				return
			case <-closing:
				return
			}
		}
	}
}
