package fact

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/value"
)

// Records are never changed. A later record says how an earlier one should be
// read: an amendment. Folding applies amendments from the last to the first, so
// that a corrected correction corrects rightly.

// CorrectingOf are the facts of amending, for one kind. The written names are
// the storage format: id.mufakat.<kind>.fact-corrected.v1 and so on.
func CorrectingOf(k value.Kind) Topic {
	name := func(s string) Type { return Type("id.mufakat." + string(k) + "." + s + ".v1") }
	return Join(
		AboutRecords[FactCorrected](k, name("fact-corrected"), "correct", value.Words{
			ID: "Catatan {record} diperbaiki[. Alasan: {reason}][. Dasar: {authority}].",
			EN: "Record {record} was corrected[. Reason: {reason}][. Authority: {authority}]."}),
		AboutRecords[CorrectionConfirmed](k, name("correction-confirmed"), "confirm-correction", value.Words{
			ID: "Perbaikan {correction} dikuatkan oleh orang lain.",
			EN: "The correction {correction} was confirmed by another person."}),
		AboutRecords[DetailStated](k, name("detail-stated"), "state", value.Words{
			ID: "Rincian catatan {record} yang semula tidak disebut kini disebut.",
			EN: "A detail of record {record} that was not stated is stated now."}),
		AboutRecords[SourceAdded](k, name("source-added"), "add-source", value.Words{
			ID: "Sumber ditambahkan pada catatan {record}: {evidence}.",
			EN: "A source was added to record {record}: {evidence}."}),
	)
}

// Amendment is a fact that changes how earlier records of its aggregate read.
type Amendment interface {
	amend(entries []Entry, self int)
}

// Amends reports whether the record may change how others of its aggregate read,
// and with them all that follows from those.
func (r *Record) Amends() bool {
	_, ok := r.Data.Fact.(Amendment)
	return ok
}

func amend(entries []Entry) {
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		if f, ok := e.Data.Fact.(Amendment); ok && !e.Retracted && e.Unreadable == nil {
			f.amend(entries, i)
		}
	}
}

// earlier finds the record an amendment is about, which must come before it.
func earlier(entries []Entry, self int, id value.RecordID) *Entry {
	for i := range entries[:self] {
		if entries[i].ID == id {
			return &entries[i]
		}
	}
	return nil
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

// FactCorrected says how an earlier record should have read, whole, or that
// what it says did not happen. What changed is computed.
type FactCorrected struct {
	Record      value.RecordID `json:"record,omitzero" id:"catatan" en:"record"`
	Reads       Reading        `json:"reads,omitzero" id:"seharusnya berbunyi" en:"should have read"`
	NotHappened bool           `json:"notHappened,omitzero" id:"tidak terjadi" en:"did not happen"`
	Reason      string         `json:"reason,omitzero" id:"alasan" en:"reason"`
	Authority   string         `json:"authority,omitzero" id:"dasar" en:"authority"`
}

var (
	// NotInThisFile refuses to speak of a record that the aggregate does not have.
	NotInThisFile = value.NewRefusal(value.Invalid, "not-in-this-file",
		"Catatan %q tidak ada dalam berkas ini. Lihat nomornya dengan history.",
		"There is no record %q in this file. See the ids with history.")
	ReadsOrNot = value.NewRefusal(value.Invalid, "reads-or-not-happened",
		"Isi tepat satu: reads (bunyi seharusnya, seluruhnya) atau notHappened.",
		"Give exactly one: reads (how it should have read, whole) or notHappened.")
	NotATypeHere = value.NewRefusal(value.Invalid, "not-a-type-here",
		"Jenis catatan %q tidak ada di sini.",
		"There is no record type %q here.")
)

func (f FactCorrected) Refuse(a Aggregate, given Given) error {
	e, ok := a.entry(f.Record)
	if !ok {
		return NotInThisFile.With(string(f.Record)).On("record")
	}
	if f.Reads.IsZero() != f.NotHappened {
		return ReadsOrNot.On("reads")
	}
	if f.NotHappened {
		return nil
	}
	ev, d, err := f.Reads.as(a.table, e, json.RejectUnknownMembers(true))
	if err == nil && d.Occurred.After(given.Now) {
		err = NotYet.With(d.Occurred)
	}
	if err == nil {
		err = refuseUnknownReferences(a, d, given.Lookup)
	}
	if err == nil {
		given.Data = d
		err = under("fact", ev.refuse(a.before(e), d.Fact, given))
	}
	return under("reads", err)
}

// before is the aggregate as it is read now, up to and without e: what e should
// have read must have been recordable then.
func (a Aggregate) before(e Entry) Aggregate {
	b := a.table.New(a.Ref)
	for _, x := range a.Entries {
		if x.ID == e.ID {
			break
		}
		b.Entries = append(b.Entries, x)
		if x.Unreadable == nil {
			b.State = x.Evolve(b.State)
		}
	}
	return b
}

func (f FactCorrected) amend(entries []Entry, self int) {
	e := earlier(entries, self, f.Record)
	if e == nil || e.Unreadable != nil {
		return
	}
	seq, t := entries[self].Seq, entries[self].Event().table
	if f.touchesSignature(entries, self) && !confirmed(entries, self) {
		e.Pending = append(e.Pending, seq)
		return
	}
	if f.NotHappened {
		e.Retracted = true
	} else if ev, d, err := f.Reads.as(t, *e); err == nil {
		e.Type, e.Data, e.event = ev.Type, d, ev
	}
	e.Amended = append(e.Amended, seq)
}

// touchesSignature reports whether the correction changes who signed: the
// record it is about, or what that is about in turn, is a signature.
func (f FactCorrected) touchesSignature(entries []Entry, self int) bool {
	e := earlier(entries, self, f.Record)
	if e == nil {
		return false
	}
	if signs(e.Record.Data.Fact) || signs(e.Data.Fact) {
		return true
	}
	if !f.Reads.IsZero() {
		if _, d, err := f.Reads.as(entries[self].Event().table, *e); err == nil && signs(d.Fact) {
			return true
		}
	}
	i := slices.IndexFunc(entries, func(x Entry) bool { return x.ID == f.Record })
	switch g := e.Data.Fact.(type) {
	case FactCorrected:
		return g.touchesSignature(entries, i)
	case CorrectionConfirmed:
		return true
	}
	return false
}

func signs(f Fact) bool {
	_, ok := f.(interface{ Signs() })
	return ok
}

// CorrectionConfirmed lets a correction of a signature count. Another person
// than the one who corrected must say so.
type CorrectionConfirmed struct {
	Correction value.RecordID `json:"correction,omitzero" id:"perbaikan" en:"correction"`
}

var (
	NotACorrection = value.NewRefusal(value.Invalid, "not-a-correction",
		"Catatan %s bukan perbaikan.",
		"Record %s is not a correction.")
	SamePerson = value.NewRefusal(value.NotAllowed, "same-person",
		"Perbaikan tanda tangan harus dikuatkan orang lain. Sebutkan nama pencatat yang berbeda (--by).",
		"A correction of a signature must be confirmed by another person. State another recorder's name (--by).")
)

func (f CorrectionConfirmed) Refuse(a Aggregate, given Given) error {
	e, ok := a.entry(f.Correction)
	if !ok {
		return NotInThisFile.With(string(f.Correction)).On("correction")
	}
	if _, ok := e.Data.Fact.(FactCorrected); !ok {
		return NotACorrection.With(string(f.Correction)).On("correction")
	}
	if !anotherPerson(e.Record.Data.By, given.Data.By) {
		return SamePerson
	}
	return nil
}

// anotherPerson is sure only where the gate proved two actors, or two names
// were stated.
func anotherPerson(a, b By) bool {
	if a.Actor != b.Actor {
		return true
	}
	return a.Actor == "local" && a.Name != "" && b.Name != "" && a.Name != b.Name
}

func confirmed(entries []Entry, correction int) bool {
	c := entries[correction]
	return slices.ContainsFunc(entries[correction+1:], func(e Entry) bool {
		f, ok := e.Data.Fact.(CorrectionConfirmed)
		return ok && !e.Retracted && f.Correction == c.ID && anotherPerson(c.Record.Data.By, e.Record.Data.By)
	})
}

func (f CorrectionConfirmed) amend([]Entry, int) {} // read by the correction itself
