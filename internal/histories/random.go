package histories

import (
	"fmt"
	"slices"
	"time"

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

// Agree begins the world with documents that two parties have signed and that hold
// for the first days of December 2021, for chance to act upon: by itself it hardly
// ever makes one.
func (w *World) Agree() {
	original := []value.Evidence{{Grade: value.Is(value.GradeOriginal)}}
	on := func(day int) value.When { return value.On(time.Date(2021, 12, day, 0, 0, 0, 0, time.UTC)) }
	var draft domain.InstrumentDrafted
	draft.Title = "Naskah"
	for _, code := range []value.RegionCode{"35", "64"} {
		party := value.PartyOf(code)
		w.agree(party.Ref(), "register", fact.Data{Fact: domain.PartyRegistered{Code: value.Is(code)}})
		draft.Signatories = append(draft.Signatories, domain.Signatory{Slot: value.Slot(code + "-1"), Party: value.Is(party)})
	}
	for n := range 4 {
		ref := value.Ref{Kind: value.KindInstrument, ID: ID(0, n+1)}
		w.agree(ref, "draft", fact.Data{Fact: draft})
		for _, x := range draft.Signatories {
			w.agree(ref, "sign", fact.Data{Occurred: on(1), Evidence: original, Fact: domain.SignedByParty{Slot: value.Is(x.Slot)}})
		}
		w.agree(ref, "state-term", fact.Data{Evidence: original, Fact: domain.TermStated{From: on(1), Until: on(8)}})
	}
}

func (w *World) agree(ref value.Ref, command string, d fact.Data) {
	a, ok := w.Folded[ref]
	if !ok {
		a = domain.New(ref)
	}
	r, err := w.Add(&a, command, d)
	if err != nil {
		panic(err) // nothing here is refused
	}
	w.Records, w.Folded[ref] = append(w.Records, r), a
}

// Uncounted is the aggregate with one more record of a grade that does not count,
// and false where chance has made nothing that can be recorded. The world goes on
// without it.
func (w *World) Uncounted(a fact.Aggregate) (fact.Aggregate, bool) {
	events := slices.Collect(domain.Commands(a.Ref.Kind))
	ev := events[w.Rand.IntN(len(events))]
	d := w.data(ev, a)
	d.Evidence = []value.Evidence{{Grade: value.Is(value.GradeNews)}}
	seq, now := w.seq, w.Now
	r, err := w.Add(&a, ev.Command, d)
	w.seq, w.Now = seq, now
	if err != nil || r == nil {
		return a, false
	}
	switch r.Data.Fact.(type) {
	case fact.FactCorrected, fact.CorrectionConfirmed, fact.DetailStated:
		return a, false // they say what another record says, whatever they rest on
	}
	return a, true
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
