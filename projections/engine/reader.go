package engine

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Reader answers one question: everything it sees is at one position, and
// nothing recorded after known counts.
type Reader struct {
	Entries
	c     *Config
	cache *cache
	Asked Asked
	Known uint64 // the last sequence that counts
	now   bool   // known is the position: past rows need not be looked at
	keep  bool   // what is loaded is kept, though it is not of now: the cache is the reader's own
	Head  Head
	Err   error // the first damaged row or record

	past      bool                         // it was asked of another day than now
	published map[value.Ref]fact.Aggregate // as published, those looked at; nil where nobody asks that
}

// Ask runs a question over one short read transaction. It is the one door
// through which views are read.
func (db *DB) Ask(q Asked, answer func(*Reader)) error {
	return db.view(func(e Entries) error {
		r := &Reader{Entries: e, c: &db.c, cache: db.cache, Asked: q, Known: e.position(), now: true}
		r.Head = Head{Ledger: db.c.Ledger, Demo: db.c.Demo, Position: r.Known, Total: -1}
		if !q.Published.IsZero() {
			r.published, r.Head.AsPublished = map[value.Ref]fact.Aggregate{}, q.Published.String()
		}
		r.past = !r.Asked.AsOf.IsZero()
		if !r.past {
			r.Asked.AsOf = value.At(q.Now)
		}
		r.Head.AsOf, r.Head.AsOfDay = r.Asked.AsOf.Time(), r.Asked.AsOf.Day()
		if !q.KnownAt.IsZero() {
			t := q.KnownAt
			r.Head.KnownAt = &t
			if k := e.knownAt(t); k < r.Known {
				r.Known, r.now, r.Head.Position = k, false, k
			}
		}
		if r.Asked.Limit <= 0 {
			r.Asked.Limit = 50
		}
		answer(r)
		return r.Err
	})
}

func (r *Reader) Fail(err error) {
	if r.Err == nil {
		r.Err = err
	}
}

// Past reports whether it was asked as of another day than now, and Selects
// whether only what some sources told counts: what the views hold then goes
// further than the answer may.
func (r *Reader) Past() bool    { return r.past }
func (r *Reader) Selects() bool { return r.published != nil }

// Later reports whether something surely happened after the day asked.
func (r *Reader) Later(occurred value.When) bool {
	return r.past && !occurred.IsZero() && occurred.By(r.Asked.AsOf) == value.No
}

// There reports whether there was such a thing on the day asked, where its state
// tells.
func (r *Reader) There(a fact.Aggregate) bool {
	s, tells := a.State.(interface{ ThereBy(value.AsOf) bool })
	return !r.past || !tells || s.ThereBy(r.Asked.AsOf)
}

// Aggregate is the aggregate as known, and as published where that is asked, and
// false where nothing of it is on record.
func (r *Reader) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	if r.published == nil {
		return r.whole(ref)
	}
	a, there := r.published[ref]
	if !there {
		if whole, ok := r.whole(ref); ok {
			a = whole.AsPublished(r.Asked.Published)
		}
		r.published[ref] = a
	}
	return a, len(a.Entries) > 0
}

// whole is the aggregate as known.
func (r *Reader) whole(ref value.Ref) (fact.Aggregate, bool) {
	newest := r.newestOf(ref, r.Known)
	if newest == 0 {
		return fact.Aggregate{}, false
	}
	if a, ok := r.cache.get(ref, newest); ok {
		return a, true
	}
	a, err := r.c.load(r.Entries, ref, r.Known)
	if err != nil {
		r.Fail(err)
		return fact.Aggregate{}, false
	}
	if a.Frozen != nil {
		for _, e := range a.Entries {
			if e.Unreadable != nil && e.Version == 0 {
				r.Lost(ref, e.Record)
			}
		}
		return a, true
	}
	if r.now || r.keep {
		r.cache.put(a)
	}
	return a, true
}

// Must is the aggregate, or the refusal that says there is none.
func (r *Reader) Must(ref value.Ref) fact.Aggregate {
	a, ok := r.Aggregate(ref)
	switch {
	case ok || r.Err != nil:
	case r.Selects() && r.newestOf(ref, r.Known) > 0:
		r.Fail(notPublishedThen.With(ref))
	case !r.now && r.newestOf(ref, r.position()) > 0:
		r.Fail(notKnownThen.With(ref))
	default:
		r.Fail(notOnRecord.With(ref))
	}
	return a
}

// State is the state of an aggregate as known.
func State[S any](r *Reader, ref value.Ref) (s S, a fact.Aggregate, ok bool) {
	a, ok = r.Aggregate(ref)
	if ok {
		s, ok = a.State.(S)
	}
	return s, a, ok
}

func (r *Reader) AsOf() value.AsOf { return r.Asked.AsOf }

// AsKnownAt is a reader of the same moment, as known at a record.
func (r *Reader) AsKnownAt(known uint64) *Reader {
	return &Reader{Entries: r.Entries, c: r.c, cache: r.cache, Known: known}
}
