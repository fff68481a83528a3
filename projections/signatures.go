package projections

import (
	"context"
	"iter"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// signatures answers who signed when: a row for each signature and for each
// claim of one, under its document, office, party and signer and among all, each
// in the order of the days on which it may have been.
var signatures = View{Name: "signatures", Letter: 'S', Version: 1, Kind: value.KindInstrument, Rows: signatureRows,
	Orders: []Order{
		{'d', "day instrument seq n", "all; n tells the claims of one account apart"},
		{'i', "instrument day instrument seq n", "of a document"},
		{'n', "signer 0 day instrument seq n", "of a person's name"},
		{'o', "office day instrument seq n", "of an office, or one that it may be"},
		{'p', "party day instrument seq n", "of a party, or one that it may be"},
	},
	Parts: func(a fact.Aggregate) []any {
		in := a.State.(domain.Instrument)
		return []any{in.Signatures, in.Signatories}
	}}

func signatureRows(a fact.Aggregate, rs *Rows) {
	in := a.State.(domain.Instrument)
	id := value.InstrumentID(a.Ref.ID)
	for _, sig := range in.Signatures {
		addSignature(rs, in, SignatureRow{Instrument: id, Signature: sig}, 0)
	}
	for i, c := range a.Claims() {
		d := c.Entry.Data
		addSignature(rs, in, SignatureRow{Instrument: id, Account: true, Denies: c.Denies, Signature: domain.Signature{
			Record: c.Entry.ID, Seq: c.Entry.Seq, Slots: c.Slots, OnBehalfOf: d.OnBehalfOf, When: d.Occurred,
			Place: d.Place, Grade: d.Grade(), SaidBy: d.AssertedBy, Recorded: c.Entry.Time,
		}}, uint64(i+1))
	}
}

func addSignature(rs *Rows, in domain.Instrument, s SignatureRow, n uint64) {
	offices := s.Office.Candidates()
	parties := s.OnBehalfOf.Candidates()
	for _, x := range in.Signatories {
		if !slices.Contains(s.Slots, x.Slot) {
			continue
		}
		if s.OnBehalfOf.IsZero() {
			s.Parties = appendNew(s.Parties, x.Party.Candidates())
		}
		if s.Office.IsZero() && !s.Account {
			offices = appendNew(offices, x.Office.Candidates())
		}
	}
	payload := encodeSignature(s)
	put := func(k Key) {
		rs.Add(k.Moment(s.When.SortKey()).ID(string(s.Instrument)).Num(s.Seq).Num(n), payload)
	}
	put(rs.Key('d'))
	put(rs.Key('i').ID(string(s.Instrument)))
	for _, o := range offices {
		put(rs.Key('o').ID(string(o)))
	}
	for _, p := range appendNew(s.Parties, parties) {
		put(rs.Key('p').ID(string(p)))
	}
	for _, name := range s.Signer.Candidates() {
		put(rs.Key('n').Text(string(name)))
	}
}

func appendNew[T comparable](to, more []T) []T {
	to = to[:len(to):len(to)]
	for _, v := range more {
		if !slices.Contains(to, v) {
			to = append(to, v)
		}
	}
	return to
}

// Signatures answers who signed when.
func (v *Views) Signatures(_ context.Context, q SignaturesAsked) (p Page[SignatureRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		var keys iter.Seq2[[]byte, []byte]
		if q.Agency != "" {
			keys = r.ofAgency(q.Agency)
		} else {
			prefix := q.prefix()
			keys = r.scan(prefix, r.after(prefix))
		}
		p.Rows = page(r, r.signaturesIn(keys, q))
		agencies := map[value.OfficeID][]value.AgencyID{}
		for i := range p.Rows {
			r.mentionSignature(&p.Rows[i], agencies)
		}
		p.Head = r.done(value.KindInstrument)
	})
	return p, err
}

// prefix is the narrowest range of rows that holds all that is asked for.
func (q SignaturesAsked) prefix() Key {
	switch {
	case q.Instrument != "":
		return signatures.Key('i').ID(string(q.Instrument))
	case q.Office != "":
		return signatures.Key('o').ID(string(q.Office))
	case q.Person != "":
		return signatures.Key('n').Text(string(q.Person))
	case q.Party != "":
		return signatures.Key('p').ID(string(q.Party))
	}
	return signatures.Key('d')
}

// ofAgency goes through the rows of all offices of the agency, by day.
func (r *Reader) ofAgency(id value.AgencyID) iter.Seq2[[]byte, []byte] {
	prefix := signatures.Key('d')
	offices := r.officesOf(id)
	return func(yield func([]byte, []byte) bool) {
		for k, b := range r.scan(prefix, r.after(prefix)) {
			s := decodeSignature(b)
			if slices.ContainsFunc(s.Office.Candidates(), func(o value.OfficeID) bool { return slices.Contains(offices, o) }) &&
				!yield(k, b) {
				return
			}
		}
	}
}

// signaturesIn goes through the rows that fit what is asked.
func (r *Reader) signaturesIn(keys iter.Seq2[[]byte, []byte], q SignaturesAsked) iter.Seq2[[]byte, SignatureRow] {
	end, ends := q.To.Latest()
	return func(yield func([]byte, SignatureRow) bool) {
		for k, b := range keys {
			if !q.Reported && !counts(b) {
				continue
			}
			s := decodeSignature(b)
			s.Instrument, s.Seq = endOfSignatureKey(k)
			if ends && s.When.SortKey() >= end.Unix() {
				return // in the order of days, so nothing further fits
			}
			if q.fits(s) && s.HappenedBy(r.asOf()) != value.No && !yield(k, s) {
				return
			}
		}
	}
}

func endOfSignatureKey(k []byte) (value.InstrumentID, uint64) {
	end := k[len(k)-32:]
	return value.InstrumentID(unpacked(end)), number(end[16:])
}

// fits is false only where what is known excludes it.
func (q SignaturesAsked) fits(s SignatureRow) bool {
	in := func(none bool, has bool) bool { return none || has }
	return in(q.Instrument == "", s.Instrument == q.Instrument) &&
		in(q.Office == "", len(s.Office.Candidates()) == 0 || slices.Contains(s.Office.Candidates(), q.Office)) &&
		in(q.Person == "", slices.Contains(s.Signer.Candidates(), q.Person)) &&
		in(q.Party == "", slices.Contains(s.OnBehalfOf.Candidates(), q.Party) || slices.Contains(s.Parties, q.Party)) &&
		in(q.From.IsZero(), mayBeFrom(s.When, q.From)) && in(q.To.IsZero(), mayBeTo(s.When, q.To))
}

// mayBeFrom reports whether it may have been on a day from the first of from on.
func mayBeFrom(w, from value.When) bool {
	first, ok := from.Earliest()
	last, known := w.Latest()
	return !ok || !known || last.After(first)
}

func mayBeTo(w, to value.When) bool {
	last, ok := to.Latest()
	first, known := w.Earliest()
	return !ok || !known || first.Before(last)
}

// mentionSignature brings the names along, and the agencies of the offices.
func (r *Reader) mentionSignature(s *SignatureRow, agencies map[value.OfficeID][]value.AgencyID) {
	mention(r, s.Instrument)
	mention(r, s.Parties...)
	mentionTold(r, s.OnBehalfOf)
	mentionTold(r, s.Office)
	mentionTold(r, s.SaidBy.Office)
	mentionTold(r, s.SaidBy.Party)
	for _, o := range s.Office.Candidates() {
		of, looked := agencies[o]
		if !looked {
			of = r.agenciesOf(o)
			agencies[o] = of
		}
		s.Agencies = appendNew(s.Agencies, of)
		mention(r, of...)
	}
}
