package projections

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// signatures answers who signed when: a row for each signature and for each
// claim of one, under its document, office, party and signer and among all, each
// in the order of the days on which it may have been.
var signatures = engine.View{Name: "signatures", Letter: 'S', Version: 5, Kind: value.KindInstrument, Rows: signatureRows,
	Orders: []engine.Order{
		{Letter: 'd', Key: "day instrument seq n", Of: "all; n tells the claims of one account apart"},
		{Letter: 'i', Key: "instrument day instrument seq n", Of: "of a document"},
		{Letter: 'm', Key: "mandate day instrument seq n", Of: "of a power of attorney, or one that it may be"},
		{Letter: 'n', Key: "word 0 day instrument seq n", Of: "of each word of a person's name, folded, without titles"},
		{Letter: 'o', Key: "office day instrument seq n", Of: "of an office, or one that it may be"},
		{Letter: 'p', Key: "party day instrument seq n", Of: "of a party, or one that it may be"},
	},
	Parts: func(a fact.Aggregate) iter.Seq[engine.Part] {
		return func(yield func(engine.Part) bool) {
			for p := range numbered(a.State.(domain.Instrument).Signatures.Len()) {
				if !yield(p) {
					return
				}
			}
			for i, e := range a.Entries {
				if _, ok := e.Data.Fact.(fact.StatementRecorded); ok && !yield(accountPart(i)) {
					return
				}
			}
		}
	},
	Changed: func(_, after fact.Aggregate, e fact.Entry) engine.Changed {
		switch e.Data.Fact.(type) {
		case domain.SignedByParty:
			newest, first := after.State.(domain.Instrument).SigningOf()
			return engine.Only(engine.Part{N: uint64(newest)}, engine.Part{N: uint64(first)})
		case fact.StatementRecorded:
			return engine.Only(accountPart(len(after.Entries) - 1))
		case domain.TextFinalised, domain.BundleItemised, domain.TermStated, domain.TermExtended, domain.InstrumentEnded, domain.PendingSignatoryReminded,
			fact.AccountUpheld, fact.AccountSetAside:
			return engine.Nothing
		}
		return engine.Anything // a signatory may be one that is in a row already
	}}

// accountPart is what the i-th entry claims; a signature's part is its place among
// the signatures.
func accountPart(i int) engine.Part { return engine.Part{Text: "account", N: uint64(i)} }

func signatureRows(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
	in := a.State.(domain.Instrument)
	id := value.InstrumentID(a.Ref.ID)
	if p.Text == "" {
		if p.N < uint64(in.Signatures.Len()) {
			if sig, ok := in.SigningAt(int(p.N)); ok {
				addSignature(rs, in, SignatureRow{Instrument: id, Signature: sig}, 0)
			}
		}
		return
	}
	if p.N >= uint64(len(a.Entries)) {
		return
	}
	for i, c := range a.ClaimsOf(a.Entries[p.N]) {
		d := c.Entry.Data
		addSignature(rs, in, SignatureRow{Instrument: id, Account: true, Denies: c.Denies, Signature: domain.Signature{
			Record: c.Entry.ID, Seq: c.Entry.Seq, Slots: c.Slots, OnBehalfOf: d.OnBehalfOf, When: d.Occurred,
			Place: d.Place, Grade: c.Entry.Grade(), SaidBy: d.AssertedBy, Recorded: c.Entry.Time,
		}}, uint64(i+1))
	}
}

func addSignature(rs *engine.Rows, in domain.Instrument, s SignatureRow, n uint64) {
	offices := s.Office.Candidates()
	parties := s.OnBehalfOf.Candidates()
	for x := range in.SignatoriesIn(s.Slots) {
		if s.OnBehalfOf.IsZero() {
			s.Parties = appendNew(s.Parties, x.Party.Candidates())
		}
		if s.Office.IsZero() && !s.Account {
			offices = appendNew(offices, x.Office.Candidates())
		}
	}
	payload := encodeSignature(s)
	end := engine.Key(nil).Moment(s.When.SortKey()).ID(string(s.Instrument)).Num(s.Seq).Num(n)
	rs.Add(append(rs.Key('d'), end...), payload)
	payload = repeated(payload)
	put := func(k engine.Key) { rs.Add(append(k, end...), payload) }
	put(rs.Key('i').ID(string(s.Instrument)))
	for _, o := range offices {
		put(rs.Key('o').ID(string(o)))
	}
	for _, p := range appendNew(s.Parties, parties) {
		put(rs.Key('p').ID(string(p)))
	}
	for _, m := range s.Mandate.Candidates() {
		put(rs.Key('m').ID(string(m)))
	}
	for _, word := range wordsOfSigner(s) {
		put(rs.Key('n').Text(word))
	}
}

// wordsOfSigner are the words of the names that the signer may have, each once.
func wordsOfSigner(s SignatureRow) (words []string) {
	for _, name := range s.Signer.Candidates() {
		words = appendNew(words, strings.Fields(value.FoldPerson(string(name))))
	}
	return words
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

// Signatures is the question who signed when.
var Signatures = question.Query[SignatureFilter, SignatureRow]{
	Name: "signatures", Alias: "tanda-tangan",
	Words:   value.Words{ID: "Siapa menandatangani, kapan", EN: "Who signed when"},
	Example: []string{"--party 64 --from 2022-07-01 --to 2022-08-31", "--reported -o csv"},
	Kinds:   []value.Kind{value.KindInstrument},
	Params: func(f *SignatureFilter) []question.Param {
		return []question.Param{
			question.IDParam("instrument", &f.Instrument, ofInstrument),
			question.IDParam("party", &f.Party, ofParty),
			question.IDParam("agency", &f.Agency, ofAgency),
			question.IDParam("office", &f.Office, ofOffice),
			question.IDParam("mandate", &f.Mandate, ofMandate),
			question.TextParam("person", &f.Person, value.Words{ID: "nama penanda tangan, atau kata darinya; gelar tidak perlu", EN: "the signer's name, or words of it; titles are not needed"}),
			question.DaysParam("from", &f.From, value.Words{ID: "mungkin ditandatangani sejak", EN: "may have been signed from"}),
			question.DaysParam("to", &f.To, value.Words{ID: "mungkin ditandatangani sampai", EN: "may have been signed up to"}),
			question.BooleanParam("reported", &f.Reported, value.Words{ID: "juga yang baru menurut berita atau pernyataan, belum dihitung", EN: "also what is only reported and does not count"}),
		}
	},
	Columns: []question.Column[SignatureRow]{
		{Name: "document", Words: WordDocument, Cell: func(r SignatureRow, l question.Locale) string { return l.Name(r.Instrument.Ref()) }, Ref: func(r SignatureRow) value.Ref { return r.Instrument.Ref() }},
		{Name: "signatory", Words: WordSignatory, Cell: func(r SignatureRow, l question.Locale) string { return slots(l, r.Slots) }},
		{Name: "party", Words: WordParty, Cell: func(r SignatureRow, l question.Locale) string { return r.partyIn(l) }},
		{Name: "office", Words: WordOffice, Cell: func(r SignatureRow, l question.Locale) string { return formatted(l, r.Office) }},
		{Name: "signer", Words: wordSigner, Cell: func(r SignatureRow, l question.Locale) string { return stated(l, r.Signer) }},
		{Name: "acting_as", Words: WordActingAs, Cell: func(r SignatureRow, l question.Locale) string { return formatted(l, r.ActingAs) }},
		{Name: "mandate", Words: WordMandate, Cell: func(r SignatureRow, l question.Locale) string { return stated(l, r.Mandate) }, Ref: func(r SignatureRow) value.Ref { return refOf(r.Mandate) }},
		{Name: "extent", Words: WordExtent, Cell: func(r SignatureRow, l question.Locale) string { return stated(l, r.Extent) }},
		{Name: "when", Words: question.WordWhen, Cell: func(r SignatureRow, l question.Locale) string { return r.When.In(l.Lang) }},
		{Name: "grade", Words: question.WordGrade, Cell: func(r SignatureRow, l question.Locale) string {
			return strings.TrimSpace(r.Grade.Label(l.Lang) + " " + r.FurtherSources(l.Lang))
		}},
		{Name: "counts", Words: value.Words{ID: "dihitung", EN: "counts"}, Cell: func(r SignatureRow, l question.Locale) string { return r.countsIn(l) }},
		{Name: "notes", Words: WordNotes, Cell: func(r SignatureRow, l question.Locale) string { return notesIn(r.Notes, l.Lang) }},
		{Name: "record", Words: question.WordRecord, Cell: func(r SignatureRow, l question.Locale) string { return digits(r.Seq) }, Seq: func(r SignatureRow) uint64 { return r.Seq }},
	},
	Note: func(f SignatureFilter) (w value.Words) {
		if f.Reported {
			return value.GradeRule(f.To)
		}
		return w
	},
	Keys:   func(f SignatureFilter) question.Keys { return question.Keys{Prefix: f.prefix(), Tail: signatureTail} },
	Rows:   signaturesIn,
	Finish: finishSignatures,
}

// signatureTail is how long the end is that the keys of a signature have in every
// order: day, instrument, seq, n.
const signatureTail = 8 + 16 + 8 + 8

// SignatureFilter narrows who signed when. Empty fields do not narrow.
type SignatureFilter struct {
	Instrument value.InstrumentID
	Party      value.PartyID
	Agency     value.AgencyID
	Office     value.OfficeID
	Mandate    value.MandateID
	Person     domain.Name
	From, To   value.When // days on which it may have been signed
	Reported   bool       // also those that do not count
}

// finishSignatures brings the names along, the agencies of the offices, and the
// notes on each.
func finishSignatures(r *engine.Reader, rows []SignatureRow) {
	agencies := map[value.OfficeID][]value.AgencyID{}
	judges, known := map[value.InstrumentID]*domain.Judge{}, r.Lookup()
	for i := range rows {
		x := &rows[i]
		mentionSignature(r, x, agencies)
		if !x.Counts {
			continue
		}
		if judges[x.Instrument] == nil {
			judges[x.Instrument] = domain.NewJudge(known, powersFor(r, x.Instrument), heldIn(r))
		}
		in := fact.StateOf[domain.Instrument](known, x.Instrument.Ref())
		for _, n := range judges[x.Instrument].Judge(x.Instrument, in, &x.Signature) {
			x.Notes = append(x.Notes, noteRow(n))
		}
	}
}

// SignatureOf is the question by what right one signature was given. A page asks it;
// it is not among [Queries].
var SignatureOf = question.One[SignatureOfFilter, OneSignature]{
	Name:  "signature",
	Words: value.Words{ID: "Satu tanda tangan", EN: "One signature"},
	Answer: func(r *engine.Reader, f SignatureOfFilter) (one OneSignature) {
		in, _, _ := engine.State[domain.Instrument](r, f.Instrument.Ref())
		for sig := range in.Signings() {
			if sig.Record == f.Record || slices.Contains(sig.Sources, f.Record) {
				one.Rows = []SignatureRow{{Instrument: f.Instrument, Signature: *sig}}
			}
		}
		finishSignatures(r, one.Rows)
		return one
	},
	Head: func(one *OneSignature) *engine.Head { return &one.Head },
}

// SignatureOfFilter names the document and the record.
type SignatureOfFilter struct {
	Instrument value.InstrumentID
	Record     value.RecordID
}

// OneSignature is the signature that the record tells, none where it tells none.
type OneSignature struct {
	Head engine.Head
	Rows []SignatureRow
}

func noteRow(n domain.Finding) NoteRow {
	return NoteRow{Record: n.Record, Rule: n.Rule, Title: n.Title, Basis: n.Basis, Words: n.Words, Unsure: n.Unsure}
}

var (
	accountOfIt  = value.Words{ID: "tidak (keterangan)", EN: "no (an account)"}
	accountNotIt = value.Words{ID: "tidak (menyangkal)", EN: "no (denies it)"}
)

// countsIn says whether the signature counts, and where it does not, whether it
// is an account's.
func (r SignatureRow) countsIn(l question.Locale) string {
	switch {
	case r.Account && r.Denies:
		return accountNotIt.In(l.Lang)
	case r.Account:
		return accountOfIt.In(l.Lang)
	}
	return yesNo(l, r.Counts)
}

// partyIn is for whom it was signed, or else whose slots it is in.
func (r SignatureRow) partyIn(l question.Locale) string {
	if !r.OnBehalfOf.IsZero() || len(r.Parties) == 0 {
		return formatted(l, r.OnBehalfOf)
	}
	return named(l, r.Parties)
}

// prefix is the narrowest range of rows that holds all that is asked for.
func (q SignatureFilter) prefix() engine.Key {
	switch {
	case q.Agency != "":
		return signatures.Key('d') // the offices of an agency are found row by row
	case q.Instrument != "":
		return signatures.Key('i').ID(string(q.Instrument))
	case q.Mandate != "":
		return signatures.Key('m').ID(string(q.Mandate))
	case q.Office != "":
		return signatures.Key('o').ID(string(q.Office))
	case q.Person != "":
		return signatures.Key('n').Text(q.longestWord())
	case q.Party != "":
		return signatures.Key('p').ID(string(q.Party))
	}
	return signatures.Key('d')
}

// longestWord is the word of the person's name that is likely to be the rarest.
func (q SignatureFilter) longestWord() string {
	words := strings.Fields(value.FoldPerson(string(q.Person)))
	if len(words) == 0 {
		return ""
	}
	return slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
}

// mayBe reports whether one of the names that the signer may have holds all words of
// the name asked for, whatever titles stand with either.
func (q SignatureFilter) mayBe(s SignatureRow) bool {
	asked := strings.Fields(value.FoldPerson(string(q.Person)))
	return slices.ContainsFunc(s.Signer.Candidates(), func(name domain.Name) bool {
		words := strings.Fields(value.FoldPerson(string(name)))
		return !slices.ContainsFunc(asked, func(w string) bool { return !slices.Contains(words, w) })
	})
}

// signaturesOfAgency goes through the rows of all offices of the agency, by day.
func signaturesOfAgency(r *engine.Reader, id value.AgencyID, all iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	offices := officesOf(r, id)
	return func(yield func([]byte, []byte) bool) {
		for k, b := range all {
			s := decodeSignature(b)
			if slices.ContainsFunc(s.Office.Candidates(), func(o value.OfficeID) bool { return slices.Contains(offices, o) }) &&
				!yield(k, b) {
				return
			}
		}
	}
}

// signaturesIn goes through the rows that fit what is asked.
func signaturesIn(r *engine.Reader, q SignatureFilter, in question.Range) iter.Seq2[[]byte, SignatureRow] {
	end, ends := q.To.Latest()
	keys := r.Scan(in.Prefix, in.After)
	if q.Agency != "" {
		keys = signaturesOfAgency(r, q.Agency, keys)
	}
	return func(yield func([]byte, SignatureRow) bool) {
		for k, b := range keys {
			if !q.Reported && !counts(b) && !r.Selects() {
				continue
			}
			if b = wholePayload(r, k, b); r.Err != nil {
				return
			}
			s := decodeSignature(b)
			s.Instrument, s.Seq = endOfSignatureKey(k)
			if ends && s.When.SortKey() >= end.Add(value.DayAround).Unix() {
				return // in the order of days, so nothing further fits
			}
			if r.Selects() {
				var told bool
				if s, told = asPublished(r, s); !told || !q.Reported && !s.Counts {
					continue
				}
			}
			if q.fits(s) && s.HappenedBy(r.AsOf()) != value.No && !yield(k, s) {
				return
			}
		}
	}
}

// asPublished is a signature, or what an account claims of one, as its sources had
// told it that count; false where none had.
func asPublished(r *engine.Reader, s SignatureRow) (SignatureRow, bool) {
	in, a, ok := engine.State[domain.Instrument](r, s.Instrument.Ref())
	if !ok {
		return s, false
	}
	if s.Account {
		e, told := a.Record(s.Record)
		s.Grade = e.Data.Grade()
		return s, told
	}
	for sig := range in.Signings() {
		if sig.Record == s.Record || slices.Contains(s.Sources, sig.Record) {
			s.Signature = *sig
			return s, true
		}
	}
	return s, false
}

func endOfSignatureKey(k []byte) (value.InstrumentID, uint64) {
	end := k[len(k)-32:]
	return value.InstrumentID(engine.Unpacked(end)), engine.Number(end[16:])
}

// fits is false only where what is known excludes it.
func (q SignatureFilter) fits(s SignatureRow) bool {
	in := func(none bool, has bool) bool { return none || has }
	return in(q.Instrument == "", s.Instrument == q.Instrument) &&
		in(q.Office == "", len(s.Office.Candidates()) == 0 || slices.Contains(s.Office.Candidates(), q.Office)) &&
		in(q.Mandate == "", slices.Contains(s.Mandate.Candidates(), q.Mandate)) &&
		in(q.Person == "", q.mayBe(s)) &&
		in(q.Party == "", slices.Contains(s.OnBehalfOf.Candidates(), q.Party) || slices.Contains(s.Parties, q.Party)) &&
		in(q.From.IsZero(), mayBeFrom(s.When, q.From)) && in(q.To.IsZero(), mayBeTo(s.When, q.To))
}

// mayBeFrom reports whether it may have been on a day from the first of from on.
func mayBeFrom(w, from value.When) bool {
	return !w.Before(from)
}

func mayBeTo(w, to value.When) bool {
	return !to.Before(w)
}

// mentionSignature brings the names along, and the agencies of the offices.
func mentionSignature(r *engine.Reader, s *SignatureRow, agencies map[value.OfficeID][]value.AgencyID) {
	engine.Mention(r, s.Instrument)
	engine.Mention(r, s.Parties...)
	engine.MentionTold(r, s.OnBehalfOf)
	engine.MentionTold(r, s.Office)
	engine.MentionTold(r, s.Mandate)
	engine.MentionTold(r, s.SaidBy.Office)
	engine.MentionTold(r, s.SaidBy.Party)
	for _, o := range s.Office.Candidates() {
		of, looked := agencies[o]
		if !looked {
			of = agenciesOf(r, o)
			agencies[o] = of
		}
		s.Agencies = appendNew(s.Agencies, of)
		engine.Mention(r, of...)
	}
}
