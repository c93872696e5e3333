package main

import (
	"io"
	"sync"
)

// maxAhead is how much of the browser's messages is kept while nobody can take them: more than an extension says before
// it was answered.
const maxAhead = 64 << 10

// ahead reads before anybody asks, so that the end of the input is noticed at once, and holds maxAhead bytes at most.
type ahead struct {
	ended <-chan struct{} // closed at the end of the input

	mu    sync.Mutex
	moved sync.Cond
	held  []byte
	err   error
}

// readAhead starts to read. The goroutine ends with the input, as the process does.
func readAhead(from io.Reader) *ahead {
	ended := make(chan struct{})
	a := &ahead{ended: ended}
	a.moved.L = &a.mu
	go func() {
		a.fill(from)
		close(ended)
	}()
	return a
}

func (a *ahead) fill(from io.Reader) {
	buffer := make([]byte, maxAhead)
	for {
		n, err := from.Read(buffer)
		a.mu.Lock()
		for len(a.held)+n > maxAhead {
			a.moved.Wait()
		}
		a.held = append(a.held, buffer[:n]...)
		a.err = err
		a.moved.Broadcast()
		a.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Read implements io.Reader. What was read before the end comes before the end.
func (a *ahead) Read(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for len(a.held) == 0 && a.err == nil {
		a.moved.Wait()
	}
	n := copy(p, a.held)
	a.held = a.held[n:]
	a.moved.Broadcast()
	if n == 0 && len(p) > 0 {
		return 0, a.err
	}
	return n, nil
}
