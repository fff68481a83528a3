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

// holders answers who held which office, acting as what, on a day.
var holders = engine.View{Name: "holders", Letter: 'H', Version: 1, Kind: value.KindOffice,
	Orders: []engine.Order{
		{Letter: 'a', Key: "agency office", Of: "an office of the agency"},
		{Letter: 'f', Key: "office", Of: "the agencies that the office may be of"},
		{Letter: 'o', Key: "office from n", Of: "a holding"},
		{Letter: 'p', Key: "party office from n", Of: "a holding of an office of the party"},
	},
	Parts: func(a fact.Aggregate) iter.Seq[engine.Part] {
		return numbered(len(a.State.(domain.Office).Holders), agenciesPart)
	},
	Changed: func(_, after fact.Aggregate, e fact.Entry) engine.Changed {
		switch e.Data.Fact.(type) {
		case domain.HolderAppointed:
			return newest(len(after.State.(domain.Office).Holders))
		case fact.StatementRecorded, fact.AccountUpheld, fact.AccountSetAside:
			return engine.Nothing
		}
		return engine.Anything
	},
	Rows: func(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
		of := a.State.(domain.Office)
		if agencies := of.Agency.Candidates(); p == agenciesPart && len(agencies) > 0 {
			rs.Add(rs.Key('f').ID(a.Ref.ID), texts(nil, agencies))
			for _, g := range agencies {
				rs.Add(rs.Key('a').ID(string(g)).ID(a.Ref.ID), nil)
			}
		}
		h, ok := nth(of.Holders, p)
		if !ok {
			return
		}
		payload := engine.Encoded(HolderRow{Office: value.OfficeID(a.Ref.ID), Holding: h})
		end := func(k engine.Key) engine.Key { return k.ID(a.Ref.ID).Moment(h.From.SortKey()).Num(p.N) }
		rs.Add(end(rs.Key('o')), payload)
		for _, party := range of.Party.Candidates() {
			rs.Add(end(rs.Key('p').ID(string(party))), payload)
		}
	}}

// agenciesPart has the rows of the agencies that an office may be of; a holding
// has those of itself.
var agenciesPart = engine.Part{Text: "agencies"}

// Holders is the question who held which office. Of each it says whether it was
// held on the day asked.
var Holders = question.Query[HolderFilter, HolderRow]{
	Name: "holders", Alias: "pejabat",
	Words:   value.Words{ID: "Pejabat dan masa jabatannya", EN: "Holders of offices and when"},
	Example: []string{"--party 64 --as-of 2022-08-11"},
	Kinds:   []value.Kind{value.KindOffice},
	Params: func(f *HolderFilter) []question.Param {
		return []question.Param{question.IDParam("office", &f.Office, ofOffice), question.IDParam("party", &f.Party, ofParty)}
	},
	Columns: []question.Column[HolderRow]{
		{Name: "office", Words: WordOffice, Cell: func(r HolderRow, l question.Locale) string { return l.Name(r.Office.Ref()) }, Ref: func(r HolderRow) value.Ref { return r.Office.Ref() }},
		{Name: "holder", Words: wordSigner, Cell: func(r HolderRow, l question.Locale) string { return formatted(l, r.Holder) }},
		{Name: "acting_as", Words: WordActingAs, Cell: func(r HolderRow, l question.Locale) string { return formatted(l, r.ActingAs) }},
		{Name: "from", Words: value.Words{ID: "mulai", EN: "from"}, Cell: func(r HolderRow, l question.Locale) string { return r.From.In(l.Lang) }},
		{Name: "until", Words: value.Words{ID: "sampai", EN: "until"}, Cell: func(r HolderRow, l question.Locale) string { return r.To.In(l.Lang) }},
		{Name: "held_on", Words: value.Words{ID: "pada saat itu", EN: "on that day"}, Cell: func(r HolderRow, l question.Locale) string { return r.HeldOn.In(l.Lang) }},
		{Name: "decree", Words: value.Words{ID: "keputusan", EN: "decree"}, Cell: func(r HolderRow, _ question.Locale) string { return r.Decree }},
		{Name: "grade", Words: question.WordGrade, Cell: func(r HolderRow, l question.Locale) string { return r.Grade.Label(l.Lang) }},
	},
	Keys: func(f HolderFilter) question.Keys {
		switch {
		case f.Office != "":
			return question.Keys{Prefix: holders.Key('o').ID(string(f.Office)), Tail: 8 + 8}
		case f.Party != "":
			return question.Keys{Prefix: holders.Key('p').ID(string(f.Party)), Tail: 16 + 8 + 8}
		}
		return question.Keys{Prefix: holders.Key('o'), Tail: 16 + 8 + 8}
	},
	Row: func(r *engine.Reader, _ HolderFilter, _, b []byte) (HolderRow, bool) { return holder(r, b) },
}

// HolderFilter narrows the holders.
type HolderFilter struct {
	Office value.OfficeID
	Party  value.PartyID
}

func holder(r *engine.Reader, b []byte) (HolderRow, bool) {
	h := engine.Decoded[HolderRow](r, b)
	if r.Selects() {
		of, _, _ := engine.State[domain.Office](r, h.Office.Ref())
		i := slices.IndexFunc(of.Holders, func(x domain.Holding) bool { return x.Record == h.Record })
		if i < 0 {
			return h, false
		}
		h.Holding = of.Holders[i]
	}
	h.HeldOn = h.Holding.HeldOn(r.AsOf())
	engine.Mention(r, h.Office)
	return h, true
}

func holdersOf(r *engine.Reader, o value.OfficeID) (hs []HolderRow) {
	for _, b := range r.Scan(holders.Key('o').ID(string(o)), nil) {
		if h, ok := holder(r, b); ok {
			hs = append(hs, h)
		}
	}
	return hs
}

// heldIn gives the offices of a party that have a holder on record; those of each party
// are looked up once.
func heldIn(r *engine.Reader) domain.Offices {
	of := map[value.PartyID][]value.OfficeID{}
	return func(p value.PartyID) []value.OfficeID {
		ids, looked := of[p]
		if !looked {
			for k := range r.Scan(holders.Key('p').ID(string(p)), nil) {
				ids = append(ids, value.OfficeID(engine.Unpacked(k[len(k)-32:len(k)-16])))
			}
			ids = slices.Compact(ids)
			of[p] = ids
		}
		return ids
	}
}

// officesOf are the offices that are, or may be, of the agency.
func officesOf(r *engine.Reader, g value.AgencyID) (offices []value.OfficeID) {
	for k := range r.Scan(holders.Key('a').ID(string(g)), nil) {
		offices = append(offices, value.OfficeID(engine.Unpacked(k[len(k)-16:])))
	}
	return slices.Compact(offices)
}

// agenciesOf are the agencies that the office may be of.
func agenciesOf(r *engine.Reader, o value.OfficeID) (agencies []value.AgencyID) {
	if b, ok := r.One(holders.Key('f').ID(string(o))); ok {
		readTexts(&scanner{s: string(b)}, &agencies)
	}
	return agencies
}
