package projections

import (
	"iter"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// mandates answers which powers of attorney there are, which name a document and
// which were given to an office.
var mandates = engine.View{Name: "mandates", Letter: 'M', Version: 2, Kind: value.KindMandate,
	Orders: []engine.Order{
		{Letter: 'a', Key: "mandate", Of: "all"},
		{Letter: 'g', Key: "office mandate", Of: "of an office that gave it, or may have"},
		{Letter: 'i', Key: "instrument mandate", Of: "of a document"},
		{Letter: 'o', Key: "office mandate", Of: "of an office that it was given to, or may have been"},
	},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		of := a.State.(domain.Mandate)
		if !of.Granted {
			return
		}
		rs.Add(rs.Key('a').ID(a.Ref.ID), nil)
		for _, in := range appendNew(nil, of.Instruments) {
			rs.Add(rs.Key('i').ID(string(in)).ID(a.Ref.ID), nil)
		}
		for _, o := range of.Giver.Candidates() {
			rs.Add(rs.Key('g').ID(string(o)).ID(a.Ref.ID), nil)
		}
		for _, o := range of.Attorney.Candidates() {
			rs.Add(rs.Key('o').ID(string(o)).ID(a.Ref.ID), nil)
		}
	}}

func mandatesUnder(r *engine.Reader, prefix engine.Key) (ids []value.MandateID) {
	for k := range r.Scan(prefix, nil) {
		ids = append(ids, mandateIn(k))
	}
	return ids
}

func mandateIn(k []byte) value.MandateID { return value.MandateID(engine.Unpacked(k[len(k)-16:])) }

// powersFor are the powers of attorney on record that name the document, and those
// given to an office; each is looked up once.
func powersFor(r *engine.Reader, id value.InstrumentID) domain.Powers {
	of := map[value.OfficeID][]value.MandateID{}
	naming := mandatesUnder(r, mandates.Key('i').ID(string(id)))
	return func(o value.OfficeID) []value.MandateID {
		if o == "" {
			return naming
		}
		ids, looked := of[o]
		if !looked {
			ids = appendNew(naming, mandatesUnder(r, mandates.Key('o').ID(string(o))))
			of[o] = ids
		}
		return ids
	}
}

// Mandates is the question which powers of attorney there are.
var Mandates = question.Query[MandateFilter, MandateRow]{
	Name: "mandates", Alias: "surat-kuasa",
	Words:   value.Words{ID: "Surat kuasa", EN: "Powers of attorney"},
	Example: []string{"--as-of 2022-08-11"},
	Kinds:   []value.Kind{value.KindMandate},
	Params: func(f *MandateFilter) []question.Param {
		return []question.Param{
			question.IDParam("instrument", &f.Instrument, value.Words{ID: "naskah yang disebutnya", EN: "a document that it names"}),
			question.IDParam("attorney", &f.Attorney, value.Words{ID: "jabatan penerima kuasa", EN: "office of the attorney"}),
			question.IDParam("giver", &f.Giver, value.Words{ID: "jabatan pemberi kuasa", EN: "office of the giver"}),
		}
	},
	Columns: []question.Column[MandateRow]{
		{Name: "mandate", Words: WordMandate, Cell: func(r MandateRow, l question.Locale) string { return l.Name(r.Mandate.Ref()) }, Ref: func(r MandateRow) value.Ref { return r.Mandate.Ref() }},
		{Name: "number", Words: value.Words{ID: "nomor", EN: "number"}, Cell: func(r MandateRow, _ question.Locale) string { return r.Number }},
		{Name: "giver", Words: wordGiver, Cell: func(r MandateRow, l question.Locale) string {
			return withPerson(l, r.Giver, r.GiverPerson, r.GiverActingAs)
		}, Ref: func(r MandateRow) value.Ref { return refOf(r.Giver) }},
		{Name: "attorney", Words: wordAttorney, Cell: func(r MandateRow, l question.Locale) string {
			return withPerson(l, r.Attorney, r.AttorneyPerson, value.Stated[domain.ActingAs]{})
		}, Ref: func(r MandateRow) value.Ref { return refOf(r.Attorney) }},
		{Name: "scope", Words: WordScope, Cell: func(r MandateRow, l question.Locale) string { return r.ScopeIn(l.Lang, l.Names) }},
		{Name: "dated", Words: value.Words{ID: "tertanggal", EN: "dated"}, Cell: func(r MandateRow, l question.Locale) string {
			if r.Given.IsZero() {
				return ""
			}
			return r.Given.In(l.Lang)
		}},
		{Name: "from", Words: value.Words{ID: "mulai", EN: "from"}, Cell: func(r MandateRow, l question.Locale) string { return r.From.In(l.Lang) }},
		{Name: "until", Words: value.Words{ID: "sampai", EN: "until"}, Cell: func(r MandateRow, l question.Locale) string { return r.To.In(l.Lang) }},
		{Name: "revoked", Words: wordRevoked, Cell: func(r MandateRow, l question.Locale) string { return r.RevokedIn(l.Lang) }},
		{Name: "signatures", Words: value.Words{ID: "tanda tangan", EN: "signatures"}, Cell: func(r MandateRow, _ question.Locale) string { return digits(uint64(r.Signatures)) }},
	},
	Keys: func(f MandateFilter) question.Keys {
		switch {
		case f.Instrument != "":
			return question.Keys{Prefix: mandates.Key('i').ID(string(f.Instrument)), Tail: 16}
		case f.Attorney != "":
			return question.Keys{Prefix: mandates.Key('o').ID(string(f.Attorney)), Tail: 16}
		case f.Giver != "":
			return question.Keys{Prefix: mandates.Key('g').ID(string(f.Giver)), Tail: 16}
		}
		return question.Keys{Prefix: mandates.Key('a'), Tail: 16}
	},
	Row: func(r *engine.Reader, f MandateFilter, k, _ []byte) (MandateRow, bool) {
		id := mandateIn(k)
		if a, ok := r.Aggregate(id.Ref()); !ok || !r.There(a) {
			return MandateRow{}, false
		}
		row := mandateRow(r, id)
		return row, f.fits(row)
	},
}

// MandateFilter narrows the powers of attorney. Empty fields do not narrow.
type MandateFilter struct {
	Instrument      value.InstrumentID
	Attorney, Giver value.OfficeID
}

func (f MandateFilter) fits(r MandateRow) bool {
	return (f.Instrument == "" || slices.Contains(r.Scope.Instruments, f.Instrument)) &&
		(f.Attorney == "" || slices.Contains(r.Attorney.Candidates(), f.Attorney)) &&
		(f.Giver == "" || slices.Contains(r.Giver.Candidates(), f.Giver))
}

// mandateRow is one power, with how many signatures name it.
func mandateRow(r *engine.Reader, id value.MandateID) MandateRow {
	m, _, _ := engine.State[domain.Mandate](r, id.Ref())
	row := MandateRow{Mandate: id, Number: m.Number, Giver: m.Giver, GiverPerson: m.GiverPerson, GiverActingAs: m.GiverAs,
		Attorney: m.Attorney, AttorneyPerson: m.AttorneyPerson, Scope: m.Scope, Given: m.Given, From: m.From, To: m.To,
		Revoked: m.Revoked, Grade: m.Grade}
	for range signaturesUnder(r, id) {
		row.Signatures++
	}
	engine.Mention(r, id)
	engine.MentionTold(r, m.Giver)
	engine.MentionTold(r, m.Attorney)
	engine.Mention(r, m.Instruments...)
	engine.MentionTold(r, m.Occasion)
	return row
}

// signaturesUnder goes through what names the power, reported or proven.
func signaturesUnder(r *engine.Reader, id value.MandateID) iter.Seq2[[]byte, SignatureRow] {
	f := SignatureFilter{Mandate: id, Reported: true}
	return signaturesIn(r, f, question.Range{Prefix: f.prefix()})
}

// showMandate is the power, what was signed under it, and the notes on that.
func showMandate(r *engine.Reader, s *Shown, id value.MandateID) {
	row := mandateRow(r, id)
	s.Mandate = &row
	for _, x := range signaturesUnder(r, id) {
		s.Under = append(s.Under, x)
	}
	finishSignatures(r, s.Under)
	for _, x := range s.Under {
		s.Notes = append(s.Notes, x.Notes...)
	}
}
