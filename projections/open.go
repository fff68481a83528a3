package projections

import (
	"iter"
	"math"
	"sync"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// open answers which signatories have not signed: a row for each slot, with the
// moment from which it surely counts as signed, so that a day in the past is
// asked as well as today.
// Signed-from is the largest number while it does not count as signed.
var open = engine.View{Name: "open", Letter: 'O', Version: 1, Kind: value.KindInstrument,
	Orders: []engine.Order{
		{Letter: 'a', Key: "signed-from since instrument slot 0", Of: "all"},
		{Letter: 'p', Key: "party signed-from since instrument slot 0", Of: "of a party, or one that it may be"},
	},
	Parts: func(a fact.Aggregate) iter.Seq[engine.Part] {
		return func(yield func(engine.Part) bool) {
			for x := range a.State.(domain.Instrument).Signatories.All() {
				if !yield(slotPart(x.Slot)) {
					return
				}
			}
		}
	},
	Changed: func(before, after fact.Aggregate, e fact.Entry) engine.Changed {
		was, is := before.State.(domain.Instrument), after.State.(domain.Instrument)
		switch e.Data.Fact.(type) {
		case domain.SignedByParty:
			if len(is.FirstSigned) != len(was.FirstSigned) && !sinceFinal(is) {
				return engine.Anything // that of others is missed since then
			}
			if is.Signatures.Len() > 0 {
				return slotParts(is.Signatures.Last().Slots...)
			}
		case domain.SignatoryAdded:
			if is.Signatories.Len() > 0 {
				return slotParts(is.Signatories.Last().Slot)
			}
		case domain.BundleItemised, domain.TermStated, domain.TermExtended, domain.InstrumentEnded, domain.PendingSignatoryReminded,
			fact.StatementRecorded, fact.AccountUpheld, fact.AccountSetAside:
			return engine.Nothing
		}
		return engine.Anything
	},
	Rows: func(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
		in, slot := a.State.(domain.Instrument), value.Slot(p.Text)
		for _, x := range in.Signatories.Of(slot) {
			end := int64(math.MaxInt64)
			if from, ok := in.SignedFrom(slot); ok {
				end = from.Unix()
			}
			since, _ := missedSince(in, slot)
			put := func(k engine.Key) {
				rs.Add(k.Moment(end).Moment(since.SortKey()).ID(a.Ref.ID).Text(p.Text), nil)
			}
			put(rs.Key('a'))
			for _, p := range x.Party.Candidates() {
				put(rs.Key('p').ID(string(p)))
			}
		}
	}}

func slotPart(s value.Slot) engine.Part { return engine.Part{Text: string(s)} }

func slotParts(slots ...value.Slot) engine.Changed {
	parts := make([]engine.Part, len(slots))
	for i, s := range slots {
		parts[i] = slotPart(s)
	}
	return engine.Only(parts...)
}

// missedSince is from when a slot's signature is missed, as far as the document
// itself tells: the final text, or the other side's signature, or the draft.
func missedSince(in domain.Instrument, slot value.Slot) (value.When, SinceWhat) {
	return since(in, in.FirstSigned, sinceFinal(in), slot)
}

func since(in domain.Instrument, signed []domain.FirstSigned, final bool, slot value.Slot) (value.When, SinceWhat) {
	if final {
		return in.FinalisedOn, SinceFinal
	}
	for _, first := range signed {
		if first.Slot != slot {
			return first.When, SinceOtherSide
		}
	}
	return in.DraftedOn, SinceDrafted
}

func sinceFinal(in domain.Instrument) bool { return in.Finalised && !in.FinalisedOn.IsZero() }

// OpenSignatures is the question what is not yet signed, for how long, and what
// the last deferral said.
var OpenSignatures = question.Query[OpenFilter, OpenRow]{
	Name: "open", Alias: "belum",
	Words:   value.Words{ID: "Yang belum ditandatangani", EN: "What is not yet signed"},
	Example: []string{"--as-of 2022-08-11 --older-than 5"},
	Kinds:   []value.Kind{value.KindInstrument, value.KindEngagement},
	Params: func(f *OpenFilter) []question.Param {
		return []question.Param{
			question.IDParam("party", &f.Party, ofParty),
			question.IntegerParam("older_than", &f.OlderThan, 0, 100_000, value.Words{ID: "lebih dari sekian hari kerja", EN: "for more than so many working days"}),
		}
	},
	Columns: []question.Column[OpenRow]{
		{Name: "document", Words: WordDocument, Cell: func(r OpenRow, l question.Locale) string { return l.Name(r.Instrument.Ref()) }, Ref: func(r OpenRow) value.Ref { return r.Instrument.Ref() }},
		{Name: "signatory", Words: WordSignatory, Cell: func(r OpenRow, _ question.Locale) string { return string(r.Signatory.Slot) }},
		{Name: "party", Words: WordParty, Cell: func(r OpenRow, l question.Locale) string { return formatted(l, r.Signatory.Party) }},
		{Name: "office", Words: WordOffice, Cell: func(r OpenRow, l question.Locale) string { return formatted(l, r.Signatory.Office) }},
		{Name: "state", Words: WordState, Cell: func(r OpenRow, l question.Locale) string {
			return r.State.Label(l.Lang) + value.Because(r.Because, l.Lang)
		}},
		{Name: "since", Words: value.Words{ID: "sejak", EN: "since"}, Cell: func(r OpenRow, l question.Locale) string { return r.Since.In(l.Lang) }},
		{Name: "since_what", Words: value.Words{ID: "dihitung dari", EN: "counted from"}, Cell: func(r OpenRow, l question.Locale) string { return r.SinceWhat.Label(l.Lang) }},
		{Name: "working_days", Words: value.Words{ID: "lamanya", EN: "for"}, Cell: func(r OpenRow, l question.Locale) string { return Counted(r.Working, l.Lang) }},
		{Name: "deferred", Words: value.Words{ID: "ditunda karena", EN: "deferred because"}, Cell: func(r OpenRow, l question.Locale) string {
			if r.LastDeferral == nil {
				return ""
			}
			return r.LastDeferral.Why(l.Lang, l.Names)
		}},
	},
	Keys: func(f OpenFilter) question.Keys { return question.Keys{Prefix: f.prefix(), Tail: 8 + 8 + 16 + 1} },
	Rows: openIn,
}

// OpenFilter narrows what is open.
type OpenFilter struct {
	Party     value.PartyID
	OlderThan int // working days
}

func (q OpenFilter) prefix() engine.Key {
	if q.Party != "" {
		return open.Key('p').ID(string(q.Party))
	}
	return open.Key('a')
}

// openIn goes through the slots; what was signed by then comes before. Those of
// one document stand together, mostly, and it is worked out once for all of them.
func openIn(r *engine.Reader, q OpenFilter, in question.Range) iter.Seq2[[]byte, OpenRow] {
	prefix := q.prefix()
	from := []byte(q.prefix().Moment(r.AsOf().Earliest().Unix()))
	if r.Selects() {
		from = []byte(prefix) // what is signed may not have been told
	}
	if in.After != nil {
		from = append(in.After, 0)
	}
	return func(yield func([]byte, OpenRow) bool) {
		var d openDocument
		var slots map[value.Slot]domain.SlotStatus
		for k := range r.ScanFrom(prefix, from) {
			id := value.InstrumentID(engine.Unpacked(k[len(prefix)+16:]))
			slot := value.Slot(k[len(prefix)+32 : len(k)-1])
			if id != d.id {
				in, _, _ := engine.State[domain.Instrument](r, id.Ref())
				d = openDocumentOf(r, id, in, in.StandingAt(r.AsOf()))
				slots = d.bySlot()
			}
			s, there := slots[slot]
			if !there {
				continue
			}
			row, ok := d.row(r, s)
			if ok && (q.OlderThan == 0 || row.Working != nil && row.Working.Days > q.OlderThan) && !yield(k, row) {
				return
			}
		}
	}
}

// openDocument is a document of which it is asked who has not signed it.
type openDocument struct {
	id    value.InstrumentID
	in    domain.Instrument
	put   func() []DeferralRow // when its signing was put off, the earliest first; brings names along
	slots []domain.SlotStatus

	signed []domain.FirstSigned // of what had happened as of the day asked
	final  bool                 // and whether the text was final
}

// openDocumentOf has no signatories where nobody's signature is awaited.
func openDocumentOf(r *engine.Reader, id value.InstrumentID, in domain.Instrument, at domain.Standing) openDocument {
	if !at.State.Awaited() {
		return openDocument{id: id}
	}
	put := sync.OnceValue(func() []DeferralRow { return deferralsOf(r, id) })
	return openDocument{id: id, in: in, put: put, slots: at.Slots, signed: domain.FirstOf(at.Slots),
		final: sinceFinal(in) && in.FinalisedOn.By(r.AsOf()) != value.No}
}

// row is one of its signatories, unless it has signed as of the day asked.
func (d openDocument) row(r *engine.Reader, s domain.SlotStatus) (row OpenRow, ok bool) {
	if s.State == domain.SlotSigned {
		return row, false
	}
	row = OpenRow{Instrument: d.id, Signatory: s.Signatory, State: s.State, Because: s.Because}
	row.Since, row.SinceWhat = since(d.in, d.signed, d.final, s.Slot)
	if put := d.put(); len(put) > 0 {
		row.LastDeferral = &put[len(put)-1]
		if row.SinceWhat != SinceFinal && !put[0].Planned.IsZero() {
			row.Since, row.SinceWhat = put[0].Planned, SinceDeferral
		}
	}
	if w, ok := value.WorkingDaysSince(row.Since, r.AsOf()); ok && s.State != domain.SlotReported {
		row.Working = &w
	}
	if d.in.Reminders.Len() > 0 {
		row.LastReminder = *d.in.Reminders.Last()
	}
	engine.Mention(r, d.id)
	engine.MentionTold(r, s.Party)
	engine.MentionTold(r, s.Office)
	return row, true
}

// bySlot finds a signatory by its place.
func (d openDocument) bySlot() map[value.Slot]domain.SlotStatus {
	m := make(map[value.Slot]domain.SlotStatus, len(d.slots))
	for _, s := range d.slots {
		m[s.Slot] = s
	}
	return m
}

// openOf are the signatories of one document that have not signed.
func openOf(r *engine.Reader, id value.InstrumentID, in domain.Instrument, at domain.Standing) (rows []OpenRow) {
	d := openDocumentOf(r, id, in, at)
	for _, s := range d.slots {
		if row, ok := d.row(r, s); ok {
			rows = append(rows, row)
		}
	}
	return rows
}
