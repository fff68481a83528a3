package engine

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// lookup is a reader as the domain asks it, about the same few aggregates again
// and again.
type lookup struct {
	r    *Reader
	seen map[value.Ref]fact.Aggregate
}

func (r *Reader) Lookup() lookup { return lookup{r, map[value.Ref]fact.Aggregate{}} }

// Aggregate is the aggregate as known, and false where nothing of it is on record.
func (l lookup) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	a, ok := l.seen[ref]
	if !ok {
		a, _ = l.r.Aggregate(ref)
		l.seen[ref] = a
	}
	return a, a.Version() > 0
}
