package demo

import (
	"sync"
	"time"
)

// clock is the clock of a demonstration: the day that is being recorded, and
// the real time once everything is.
type clock struct {
	mu sync.Mutex // guards at, held for no more than a look
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return time.Now()
	}
	return c.at
}

// set stops the clock at t; the zero time gives back the real one.
func (c *clock) set(t time.Time) {
	c.mu.Lock()
	c.at = t
	c.mu.Unlock()
}
