package fact

import (
	"iter"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/value"
)

// Records are never changed. A later record says how an earlier one should be
// read: an amendment.

// CorrectingOf are the facts of amending, for one kind. The written names are
// the storage format: id.mufakat.<kind>.fact-corrected.v1 and so on.
func CorrectingOf(k value.Kind) Topic {
	name := func(s string) Type { return Type("id.mufakat." + string(k) + "." + s + ".v1") }
	return Join(
		AboutRecords[FactCorrected](k, name("fact-corrected"), "correct", value.Words{
			ID: "Catatan {record} diperbaiki[. Alasan: {reason}][. Dasar: {authority}].",
			EN: "Record {record} was corrected[. Reason: {reason}][. Authority: {authority}]."}, Needs("record")),
		AboutRecords[CorrectionConfirmed](k, name("correction-confirmed"), "confirm-correction", value.Words{
			ID: "Perbaikan {correction} dikuatkan oleh orang lain.",
			EN: "The correction {correction} was confirmed by another person."}, Needs("correction")),
		AboutRecords[DetailStated](k, name("detail-stated"), "state", value.Words{
			ID: "Rincian catatan {record} yang semula tidak disebut kini disebut.",
			EN: "A detail of record {record} that was not stated is stated now."}, Needs("details")),
		AboutRecords[SourceAdded](k, name("source-added"), "add-source", value.Words{
			ID: "Sumber ditambahkan pada catatan {record}: {evidence}.",
			EN: "A source was added to record {record}: {evidence}."}, Needs("evidence")),
	)
}

// Amendment is a fact that changes how an earlier record of its aggregate reads.
type Amendment interface {
	about() value.RecordID
	amend(e, by *Entry)
}

// Amends reports whether the record may change how others of its aggregate read,
// and with them all that follows from those.
func (r *Record) Amends() bool { return isAmendment(r.Data.Fact) }

func isAmendment(f Fact) bool { _, ok := f.(Amendment); return ok }

// Amended is one step from how a record was written to how it is read.
type Amended struct {
	Seq uint64 // of the record that amended it
	was Entry  // how it read until then
}

// Statement is what one source says of a record: its evidence, and on whose word
// that stands. Each keeps its own; a later one erases nothing.
type Statement struct {
	Seq      uint64 // of the record that gives the source
	Record   value.RecordID
	Evidence []value.Evidence
	SaidBy   value.AssertedBy
}

// Grade is the best grade of the statement's evidence.
func (s Statement) Grade() value.Grade { return value.BestGrade(s.Evidence) }

// Statements goes through the sources of the record: its own, as it is read now,
// and those that were added later.
func (e Entry) Statements() iter.Seq[Statement] {
	return func(yield func(Statement) bool) {
		if !yield(Statement{e.Record.Seq, e.ID, e.Data.Evidence, e.Data.AssertedBy}) {
			return
		}
		for _, s := range e.Added {
			if !yield(s) {
				return
			}
		}
	}
}

// Evidence is what the record rests on, whoever gave it.
func (e Entry) Evidence() (all []value.Evidence) {
	for s := range e.Statements() {
		all = append(all, s.Evidence...)
	}
	return all
}

// Grade is the best grade that a source of the record has.
func (e Entry) Grade() value.Grade {
	best := value.Grade("")
	for s := range e.Statements() {
		if g := s.Grade(); g.Rank() < best.Rank() {
			best = g
		}
	}
	return best
}

// amend settles the entries from the newest to the oldest. What amends an entry
// comes after it, and so is settled before it; and it applies in the order in
// which it was recorded.
func amend(entries []Entry) {
	at := positions(entries)
	needTwoPeople(entries, at)
	amending := map[int][]int{} // by the entry amended, newest first
	for i := range slices.Backward(entries) {
		e := &entries[i]
		for _, by := range slices.Backward(amending[i]) {
			entries[by].Data.Fact.(Amendment).amend(e, &entries[by])
		}
		if f, ok := e.Data.Fact.(Amendment); ok && e.counts() {
			if of, ok := at[f.about()]; ok && of < i && entries[of].Unreadable == nil {
				amending[of] = append(amending[of], i)
			}
		}
	}
}

func positions(entries []Entry) map[value.RecordID]int {
	at := make(map[value.RecordID]int, len(entries))
	for i := range entries {
		at[entries[i].ID] = i
	}
	return at
}

// amended notes that the entry reads otherwise, or rests on more, since by.
func (e *Entry) amended(by *Entry) {
	was := *e
	was.Amended, was.Pending = nil, nil
	e.Amended = append(e.Amended, Amended{by.Seq, was})
}

// Reading is data as a record should have read: the members of data, written as
// in a command, and the type where the event was another one.
type Reading struct{ raw jsontext.Value }

type reading struct {
	Type Type `json:"type,omitzero"`
	body `json:",inline"`
}

func (r Reading) IsZero() bool                              { return len(r.raw) == 0 }
func (r Reading) MarshalJSONTo(enc *jsontext.Encoder) error { return enc.WriteValue(r.raw) }

func (r *Reading) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	r.raw = v.Clone()
	return r.raw.Canonicalize()
}

// ReadingOf writes data as a reading.
func ReadingOf(d Data) (r Reading, err error) {
	b, err := d.CommandBody()
	if err != nil {
		return r, err
	}
	r.raw = b
	return r, r.raw.Canonicalize()
}

// as reads it as data of the event it names, or else of e's.
func (r Reading) as(t *Table, e Entry, opts ...json.Options) (*Event, Data, error) {
	var w reading
	if err := json.Unmarshal(r.raw, &w, opts...); err != nil {
		return nil, Data{}, Explain(err, "")
	}
	if w.Type == "" {
		w.Type = e.Type
	}
	ev := t.events[w.Type]
	if ev == nil || ev.Kind != e.Ref.Kind {
		return nil, Data{}, NotATypeHere.With(string(w.Type)).On("type")
	}
	if len(w.Fact) == 0 {
		w.Fact = jsontext.Value("{}")
	}
	fact, err := ev.decode(w.Fact, opts...)
	if err != nil {
		return nil, Data{}, Explain(err, "fact")
	}
	return ev, w.data(e.Data.By, fact), nil
}
