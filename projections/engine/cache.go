package engine

import (
	"sync"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// cache keeps aggregates folded that were looked at lately, so that a command
// or a record does not fold its aggregate anew. An entry is of use only to
// whoever sees the same newest record.
type cache struct {
	mu      sync.Mutex // guards what follows, held for no more than a look
	folded  map[value.Ref]fact.Aggregate
	records int // of all entries
}

const (
	cacheRecords = 20_000           // kept in all; each takes a few kilobytes
	cacheOne     = cacheRecords / 2 // an aggregate of more is not kept, and folded for each of its records
)

func newCache() *cache { return &cache{folded: map[value.Ref]fact.Aggregate{}} }

// get gives the aggregate if its newest record is the one at seq.
func (c *cache) get(ref value.Ref, seq uint64) (fact.Aggregate, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a, ok := c.folded[ref]
	return a, ok && a.Seq() == seq
}

// put keeps an aggregate, unless a newer fold of it is there, and lets go of
// others, whichever, where there are too many.
func (c *cache) put(a fact.Aggregate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	was, ok := c.folded[a.Ref]
	if ok && was.Seq() >= a.Seq() || len(a.Entries) > cacheOne {
		return
	}
	c.records += len(a.Entries) - len(was.Entries)
	c.folded[a.Ref] = a
	for ref, other := range c.folded {
		if c.records <= cacheRecords {
			return
		}
		delete(c.folded, ref)
		c.records -= len(other.Entries)
	}
}

// clear forgets everything: the file was replaced.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.folded, c.records = map[value.Ref]fact.Aggregate{}, 0
}
