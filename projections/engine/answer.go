package engine

import (
	"bytes"
	"encoding/base64"
	"iter"
	"slices"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Asked is what every question can say: true on which day, as recorded by when,
// and how much of it.
type Asked struct {
	AsOf      value.AsOf // zero: now
	KnownAt   time.Time  // zero: everything on record
	Published value.AsOf // as the sources published by then told it; zero: all of them
	Now       time.Time
	Limit     int    // rows of a page; zero: 50
	After     string // cursor of the page before
}

// Head heads every answer.
type Head struct {
	Ledger      string                    `json:"ledger"`
	Demo        bool                      `json:"demo,omitzero"`
	Position    uint64                    `json:"position"`             // the last record the answer knows
	AsOf        time.Time                 `json:"asOf"`                 // true at the end of this instant
	AsOfDay     string                    `json:"asOfDay,omitzero"`     // and of this calendar day, wherever it is
	KnownAt     *time.Time                `json:"knownAt,omitempty"`    // as recorded by then
	AsPublished string                    `json:"asPublished,omitzero"` // as the sources published by then told it
	Total       int                       `json:"total"`                // rows in all pages; -1 where not counted
	Next        string                    `json:"next,omitempty"`       // cursor of the next page
	Frozen      []Frozen                  `json:"frozen,omitempty"`     // files that cannot be read and may be missing here
	Names       map[value.Ref]value.Words `json:"names,omitempty"`
}

// Frozen is an aggregate that holds a record which cannot be read.
type Frozen struct {
	Ref value.Ref   `json:"ref"`
	Seq uint64      `json:"seq"` // the record
	Why value.Words `json:"why"`
}

// Page is an answer: its head and its rows.
type Page[R any] struct {
	Head Head `json:"head"`
	Rows []R  `json:"rows"`
}

// TakePage takes rows from items until the page is full. The key of each is its
// cursor. A total of -1 was not counted.
func TakePage[R any](r *Reader, keys iter.Seq2[[]byte, R]) []R {
	out := make([]R, 0, min(r.Asked.Limit, 64))
	for k, row := range keys {
		if len(out) == r.Asked.Limit {
			return out
		}
		out = append(out, row)
		r.Head.Next = string(k) // until it is known whether more follows
	}
	r.Head.Next = ""
	if r.Asked.After == "" {
		r.Head.Total = len(out)
	}
	return out
}

// Done is the head of the answer.
func (r *Reader) Done(kinds ...value.Kind) Head {
	if r.Head.Next != "" {
		r.Head.Next = base64.RawURLEncoding.EncodeToString([]byte(r.Head.Next))
	}
	r.Frozen(kinds)
	return r.Head
}

// Frozen names the aggregates of these kinds that hold a record which cannot be
// read: what is said of them goes only as far as could be read.
func (r *Reader) Frozen(kinds []value.Kind) {
	for _, kind := range kinds {
		for k, b := range r.Begin(inFrozen, append([]byte(kind), '/')) {
			if seq := Number(b); seq <= r.Known {
				r.freeze(RefIn(bytes.TrimSuffix(k, []byte{0})), seq)
			}
		}
	}
}

func (r *Reader) freeze(ref value.Ref, seq uint64) {
	if a, ok := r.Aggregate(ref); ok && a.Frozen != nil {
		r.noteFrozen(ref, seq, a.Frozen)
	}
}

// Lost notes that the aggregate holds a record which both copies of the ledger have
// lost.
func (r *Reader) Lost(ref value.Ref, rec *fact.Record) { r.noteFrozen(ref, rec.Seq, rec.Unreadable) }

func (r *Reader) noteFrozen(ref value.Ref, seq uint64, why *value.Refusal) {
	if slices.ContainsFunc(r.Head.Frozen, func(f Frozen) bool { return f.Ref == ref }) {
		return
	}
	r.Head.Frozen = append(r.Head.Frozen, Frozen{Ref: ref, Seq: seq, Why: value.Words{ID: why.ID, EN: why.EN}})
	r.Mention(ref)
}

// FrozenHere notes that the aggregate holds a record which cannot be read.
func (r *Reader) FrozenHere(ref value.Ref) {
	if b := r.Get(inFrozen, RefKey(ref)); b != nil && Number(b) <= r.Known {
		r.freeze(ref, Number(b))
	}
}

// Name is how people know the aggregate.
func (h Head) Name(ref value.Ref, l value.Lang) string {
	if w, ok := h.Names[ref]; ok && w.In(l) != "" {
		return w.In(l)
	}
	return ref.Name(l)
}

// AsPublishedIn tells by when its sources had been published.
func (h Head) AsPublishedIn(zone *time.Location, l value.Lang) string {
	at, err := value.ParseAsOf(h.AsPublished)
	if err != nil {
		return ""
	}
	return at.In(zone, l)
}

// AsOfIn tells as of when it is to a reader in zone.
func (h Head) AsOfIn(zone *time.Location, l value.Lang) string {
	if day, err := value.ParseAsOf(h.AsOfDay); err == nil {
		return day.In(zone, l)
	}
	return value.Moment(h.AsOf, zone, l)
}
