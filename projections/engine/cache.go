package engine

import (
	"sync"

	"mufakat/domain/value"
	"mufakat/projections/engine/view"
)

// cache keeps aggregates folded that were looked at lately, so that a command
// or a record does not fold its aggregate anew. An entry is of use only to
// whoever sees the same newest record.
type cache struct {
	mu      sync.Mutex // guards what follows, held for no more than a look
	folded  map[value.Ref]view.Folded
	records int // of all entries
}

const (
	cacheRecords = 20_000 // kept in all; each takes a few kilobytes
	cacheOne     = 2_000  // an aggregate of more is not kept
)

func newCache() *cache { return &cache{folded: map[value.Ref]view.Folded{}} }

// get gives the aggregate if its newest record is the one at seq.
func (c *cache) get(ref value.Ref, seq uint64) (view.Folded, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.folded[ref]
	return f, ok && f.Seq() == seq
}

// put keeps an aggregate, unless a newer fold of it is there, and lets go of
// others, whichever, where there are too many.
func (c *cache) put(f view.Folded) {
	c.mu.Lock()
	defer c.mu.Unlock()
	was, ok := c.folded[f.Ref]
	if ok && was.Seq() >= f.Seq() || len(f.Entries) > cacheOne {
		return
	}
	c.records += len(f.Entries) - len(was.Entries)
	c.folded[f.Ref] = f
	for ref, x := range c.folded {
		if c.records <= cacheRecords {
			return
		}
		delete(c.folded, ref)
		c.records -= len(x.Entries)
	}
}

// clear forgets everything: the file was replaced.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.folded, c.records = map[value.Ref]view.Folded{}, 0
}
