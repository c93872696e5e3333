package companion

import (
	"sync"
	"time"
)

// catalogueFresh is how long what an organisation has set up is used without asking again: fields, lists, tags, people to
// credit. It changes rarely, and asking for each add would spend the rate limit.
const catalogueFresh = time.Hour

// cached is a value of Greenhouse that is read when it is first needed and again when it has grown old. Two readers at once
// may both ask; no lock is held meanwhile.
type cached[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

func (c *cached[T]) get(read func() (T, error)) (T, error) {
	if value, fresh := c.fresh(); fresh {
		return value, nil
	}
	value, err := read()
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.value, c.until = value, time.Now().Add(catalogueFresh)
	}
	return value, err
}

func (c *cached[T]) fresh() (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.value, time.Now().Before(c.until)
}

// forget makes the next get ask again.
func (c *cached[T]) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = time.Time{}
}
