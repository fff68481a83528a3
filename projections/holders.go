package projections

import (
	"context"
	"slices"

	"github.com/go-json-experiment/json"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// holders answers who held which office, acting as what, on a day:
//
//	'H' 'o' office from n           a holding; so for 'p' party office from n
//	'H' 'a' agency office           an office of the agency
//	'H' 'f' office                  the agencies that the office may be of
var holders = view{name: "holders", version: 1, kind: value.KindOffice,
	same: func(before, after fact.Aggregate) bool {
		b, a := before.State.(domain.Office), after.State.(domain.Office)
		return sameSlice(b.Holders, a.Holders) && sameSlice(b.Party.Candidates(), a.Party.Candidates()) &&
			sameSlice(b.Agency.Candidates(), a.Agency.Candidates())
	}, rows: func(a fact.Aggregate, rs *rows) {
		of := a.State.(domain.Office)
		for i, h := range of.Holders {
			payload := encoded(HolderRow{Office: value.OfficeID(a.Ref.ID), Holding: h})
			end := func(k key) key { return k.id(a.Ref.ID).moment(h.From.SortKey()).num(uint64(i)) }
			rs.add(end(keyOf('H', 'o')), payload)
			for _, p := range of.Party.Candidates() {
				rs.add(end(keyOf('H', 'p').id(string(p))), payload)
			}
		}
		if agencies := of.Agency.Candidates(); len(agencies) > 0 {
			rs.add(keyOf('H', 'f').id(a.Ref.ID), texts(nil, agencies))
			for _, g := range agencies {
				rs.add(keyOf('H', 'a').id(string(g)).id(a.Ref.ID), nil)
			}
		}
	}}

// encoded writes a row of ours as JSON; ours can always be written.
func encoded(v any) []byte {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(err)
	}
	return b
}

// decoded reads what encoded wrote.
func decoded[R any](r *reading, b []byte) (v R) {
	if err := json.Unmarshal(b, &v); err != nil {
		r.fail(rowDamaged)
	}
	return v
}

// Holders answers who held which office. Of each it says whether it was held on
// the day asked.
func (v *Views) Holders(_ context.Context, q HoldersAsked) (p Page[HolderRow], err error) {
	err = v.ask(q.Asked, func(r *reading) {
		prefix := keyOf('H', 'o')
		switch {
		case q.Office != "":
			prefix = prefix.id(string(q.Office))
		case q.Party != "":
			prefix = keyOf('H', 'p').id(string(q.Party))
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

func (r *reading) holder(b []byte) HolderRow {
	h := decoded[HolderRow](r, b)
	h.HeldOn = h.Holding.HeldOn(r.asOf())
	mention(r, h.Office)
	return h
}

func (r *reading) holdersOf(o value.OfficeID) (hs []HolderRow) {
	for _, b := range r.scan(keyOf('H', 'o').id(string(o)), nil) {
		hs = append(hs, r.holder(b))
	}
	return hs
}

// officesOf are the offices that are, or may be, of the agency.
func (r *reading) officesOf(g value.AgencyID) (offices []value.OfficeID) {
	for k := range r.scan(keyOf('H', 'a').id(string(g)), nil) {
		offices = append(offices, value.OfficeID(unpacked(k[len(k)-16:])))
	}
	return slices.Compact(offices)
}

// agenciesOf are the agencies that the office may be of.
func (r *reading) agenciesOf(o value.OfficeID) (agencies []value.AgencyID) {
	if b, ok := r.one(keyOf('H', 'f').id(string(o))); ok {
		readTexts(&scanner{s: string(b)}, &agencies)
	}
	return agencies
}
