package domain

import (
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The affair of 2022 gives the notes that its papers give: the PKS came before
// their umbrella was complete, and no power of attorney is on record.
func TestNotesOnTheAffair(t *testing.T) {
	s := affair(t)
	const around = `{"onBehalfOf":"64","occurred":"2022-07-28/2022-08-11[Asia/Makassar]","evidence":[{"grade":"own-statement"}],"fact":`
	s.given("instrument/1", "sign", around+`{"slot":"64-1","office":"`+oid(2)+`"}}`)
	s.given("instrument/2", "sign", around+`{"slot":"64-1","office":{"inWords":"para kepala OPD Kaltim"}}}`)
	for id, want := range map[string][]string{
		"instrument/1": nil,
		"instrument/2": {"umbrella-incomplete", "mandate-missing"},
	} {
		a := s.world[ref(t, id)]
		var got []string
		for _, n := range Findings(a, s, nil, nil) {
			got = append(got, n.Rule)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s (%s): %v, want %v", id, a.Name(value.English), got, want)
		}
	}
}

func TestNotes(t *testing.T) {
	head, other := value.OfficeID(oid(201)), value.OfficeID(oid(202))
	known := toldBy{
		head.Ref():  fact.Aggregate{State: Office{Role: value.Is[Role]("head"), Party: value.Is(value.PartyID(oid(35)))}},
		other.Ref(): fact.Aggregate{State: Office{Role: value.Is[Role]("agency-head")}},
	}
	day := mustWhen("2022-07-28[Asia/Makassar]")
	sign := func(o value.OfficeID, as ActingAs) Signature {
		s := Signature{Counts: true, When: day}
		if o != "" {
			s.Office = value.Is(o)
		}
		if as != "" {
			s.ActingAs = value.Is(as)
		}
		return s
	}
	power := Mandate{Granted: true, Giver: value.Is(head), Attorney: value.Is(other), Scope: Scope{Kinds: []InstrumentType{PKS}}}
	known[value.MandateID(oid(7)).Ref()] = fact.Aggregate{State: power}
	power.Attorney = value.Is(head)
	known[value.MandateID(oid(8)).Ref()] = fact.Aggregate{State: power}
	withMandate := sign(other, "")
	withMandate.OnBehalfOf = value.Is(value.PartyID(oid(35)))
	withMandate.Mandate = value.Is(value.MandateID(oid(7)))
	old := sign(other, "plh")
	old.When = mustWhen("2018-07-01[Asia/Makassar]")
	news := sign(other, "plh")
	news.Counts = false
	for name, c := range map[string]struct {
		sort InstrumentType
		sig  Signature
		on   []value.MandateID
		want []string
	}{
		"a head signs":                {"pks", sign(head, "definitive"), nil, nil},
		"an OPD head without power":   {"pks", sign(other, ""), nil, []string{"mandate-missing"}},
		"an OPD head with a power":    {"pks", withMandate, nil, nil},
		"a power on record would fit": {"pks", sign(other, ""), []value.MandateID{value.MandateID(oid(7))}, []string{"mandate-missing?"}},
		"a power of somebody else":    {"pks", sign(other, ""), []value.MandateID{value.MandateID(oid(8))}, []string{"mandate-missing"}},
		"nobody knows which office":   {"pks", sign("", ""), nil, []string{"mandate-missing"}},
		"an acting head":              {"pks", sign(head, "plh"), nil, []string{"acting-official"}},
		"an umbrella by its head":     {"kesepakatan-bersama", sign(head, ""), nil, nil},
		"an umbrella by another":      {"kesepakatan-bersama", sign(other, ""), nil, []string{"umbrella-not-by-head"}},
		"an umbrella, office unknown": {"kesepakatan-bersama", sign("", ""), nil, nil},
		"before the rules were":       {"pks", old, nil, nil},
		"only reported":               {"pks", news, nil, nil},
	} {
		in := Instrument{Drafted: true, Sort: value.Is(c.sort), Signatures: fact.IndexedOf(c.sig)}
		var got []string
		for _, n := range Findings(fact.Aggregate{State: in}, known, func(value.OfficeID) []value.MandateID { return c.on }, nil) {
			if n.Unsure {
				n.Rule += "?"
			}
			got = append(got, n.Rule)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

type toldBy map[value.Ref]fact.Aggregate

func (m toldBy) Aggregate(r value.Ref) (fact.Aggregate, bool) { a, ok := m[r]; return a, ok }
