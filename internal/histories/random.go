package histories

import (
	"fmt"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// World is a small ledger in which everything happens to the same few: every
// command of every kind, corrections, details and accounts of one another, and
// records that cannot be read. It is the toy model: everything folded in memory.
type World struct {
	*Maker
	Records []*fact.Record
	Folded  map[value.Ref]fact.Aggregate
}

// NewWorld is an empty world.
func NewWorld(seed uint64) *World {
	w := &World{Maker: NewMaker(seed), Folded: map[value.Ref]fact.Aggregate{}}
	w.Known = w
	return w
}

// Aggregate is what the world knows of one.
func (w *World) Aggregate(r value.Ref) (fact.Aggregate, bool) {
	a, ok := w.Folded[r]
	return a, ok
}

// Step makes one record, whatever it takes.
func (w *World) Step() *fact.Record {
	for {
		if r := w.try(); r != nil {
			w.Records = append(w.Records, r)
			return r
		}
	}
}

func (w *World) try() *fact.Record {
	ref := w.any()
	a, ok := w.Folded[ref]
	if !ok {
		a = domain.New(ref)
	}
	if w.Rand.IntN(50) == 0 && ok && ref.ID[35] == '2' { // a few, or soon nothing could be recorded
		return w.unreadable(a)
	}
	events := slices.Collect(domain.Commands(ref.Kind))
	ev := events[w.Rand.IntN(len(events))]
	r, err := w.Add(&a, ev.Command, w.data(ev, a))
	if err != nil || r == nil {
		return nil
	}
	if w.Rand.IntN(8) > 0 {
		w.Now = w.Now.Add(-w.Tick) // several in one minute
	}
	w.Folded[ref] = a
	return r
}

// unreadable is a record of a later version, which freezes its aggregate.
func (w *World) unreadable(a fact.Aggregate) *fact.Record {
	w.seq++
	body := fmt.Appendf(nil, `{"specversion":"1.0","id":%q,"source":"/ledgers/%s","type":"id.mufakat.%s.from-the-future.v9","subject":%q,`+
		`"time":%q,"datacontenttype":"application/json","streamversion":%d,"prevhash":%q,"commandid":%q,"data":{}}`,
		w.ID(), Ledger, a.Ref.Kind, a.Ref, w.Now.Format("2006-01-02T15:04:05Z07:00"), a.Version()+1, a.Head(), w.ID())
	r := domain.Read(w.seq, a.Ref, body)
	w.Folded[a.Ref] = a.Add(r)
	return r
}

// any is one of the few.
func (w *World) any() value.Ref {
	kinds := value.Kinds()
	kind := kinds[w.Rand.IntN(len(kinds))]
	if w.Rand.IntN(2) == 0 {
		kind = value.KindInstrument
	}
	return w.ref(kind)
}

func (w *World) ref(kind value.Kind) value.Ref {
	n := w.Rand.IntN(4 + len(w.Records)/100)
	if kind == value.KindParty {
		return value.PartyOf(value.Provinces()[n%4].Code).Ref()
	}
	return value.Ref{Kind: kind, ID: fmt.Sprintf("00000000-0000-7000-8000-%012x", n+1)}
}
