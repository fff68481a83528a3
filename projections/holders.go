package projections

import (
	"context"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// holders answers who held which office, acting as what, on a day.
var holders = View{Name: "holders", Letter: 'H', Version: 1, Kind: value.KindOffice,
	Orders: []Order{
		{'a', "agency office", "an office of the agency"},
		{'f', "office", "the agencies that the office may be of"},
		{'o', "office from n", "a holding"},
		{'p', "party office from n", "a holding of an office of the party"},
	},
	Parts: func(a fact.Aggregate) []any {
		of := a.State.(domain.Office)
		return []any{of.Holders, of.Party, of.Agency}
	},
	Rows: func(a fact.Aggregate, rs *Rows) {
		of := a.State.(domain.Office)
		for i, h := range of.Holders {
			payload := encoded(HolderRow{Office: value.OfficeID(a.Ref.ID), Holding: h})
			end := func(k Key) Key { return k.ID(a.Ref.ID).Moment(h.From.SortKey()).Num(uint64(i)) }
			rs.Add(end(rs.Key('o')), payload)
			for _, p := range of.Party.Candidates() {
				rs.Add(end(rs.Key('p').ID(string(p))), payload)
			}
		}
		if agencies := of.Agency.Candidates(); len(agencies) > 0 {
			rs.Add(rs.Key('f').ID(a.Ref.ID), texts(nil, agencies))
			for _, g := range agencies {
				rs.Add(rs.Key('a').ID(string(g)).ID(a.Ref.ID), nil)
			}
		}
	}}

// Holders answers who held which office. Of each it says whether it was held on
// the day asked.
func (v *Views) Holders(_ context.Context, q HoldersAsked) (p Page[HolderRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		prefix := holders.Key('o')
		switch {
		case q.Office != "":
			prefix = prefix.ID(string(q.Office))
		case q.Party != "":
			prefix = holders.Key('p').ID(string(q.Party))
		}
		p.Rows = page(r, func(yield func([]byte, HolderRow) bool) {
			for k, b := range r.scan(prefix, r.after(prefix)) {
				if !yield(k, r.holder(b)) {
					return
				}
			}
		})
		p.Head = r.done(value.KindOffice)
	})
	return p, err
}

func (r *Reader) holder(b []byte) HolderRow {
	h := decoded[HolderRow](r, b)
	h.HeldOn = h.Holding.HeldOn(r.asOf())
	mention(r, h.Office)
	return h
}

func (r *Reader) holdersOf(o value.OfficeID) (hs []HolderRow) {
	for _, b := range r.scan(holders.Key('o').ID(string(o)), nil) {
		hs = append(hs, r.holder(b))
	}
	return hs
}

// officesOf are the offices that are, or may be, of the agency.
func (r *Reader) officesOf(g value.AgencyID) (offices []value.OfficeID) {
	for k := range r.scan(holders.Key('a').ID(string(g)), nil) {
		offices = append(offices, value.OfficeID(unpacked(k[len(k)-16:])))
	}
	return slices.Compact(offices)
}

// agenciesOf are the agencies that the office may be of.
func (r *Reader) agenciesOf(o value.OfficeID) (agencies []value.AgencyID) {
	if b, ok := r.one(holders.Key('f').ID(string(o))); ok {
		readTexts(&scanner{s: string(b)}, &agencies)
	}
	return agencies
}
