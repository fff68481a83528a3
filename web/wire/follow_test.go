package wire

import (
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Followers of other versions read these lines.
func TestFollowedLines(t *testing.T) {
	agency := value.Ref{Kind: "agency", ID: anID}
	for want, s := range map[string]fact.Stored{
		`{"seq":1,"subject":"agency/` + anID + `","record":{"a": "é\u00e9"}}`: {Seq: 1, Ref: agency, Body: []byte(`{"a": "é\u00e9"}`)},
		`{"seq":2,"subject":"agency/` + anID + `","bytes":"AP8="}`:            {Seq: 2, Ref: agency, Body: []byte("\x00\xff")},
		`{"seq":3,"subject":"agency/` + anID + `","bytes":""}`:                {Seq: 3, Ref: agency},
		`{"seq":4,"subject":"agency/` + anID + `","bytes":"e30K"}`:            {Seq: 4, Ref: agency, Body: []byte("{}\n")},
		`{"seq":5,"subject":"a\"b/c","record":{}}`:                            {Seq: 5, Ref: value.Ref{Kind: `a"b`, ID: "c"}, Body: []byte(`{}`)},
		`{"seq":6,"subject":"","record":{}}`:                                  {Seq: 6, Ref: value.Ref{Kind: "\xff", ID: "c"}, Body: []byte(`{}`)},
	} {
		if got := string(AppendFollowed([]byte("data: "), s)); got != "data: "+want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}

func TestWhoGetsARecord(t *testing.T) {
	const signed = fact.Type("id.mufakat.instrument.signed.v1")
	for given, x := range map[string]struct {
		wanted Wanted
		typ    fact.Type
		gets   bool
	}{
		"everything":              {nil, signed, true},
		"its kind":                {Wanted{"instrument"}, signed, true},
		"its type":                {Wanted{"id.mufakat.instrument.signed"}, signed, true},
		"one of several":          {Wanted{"party", "id.mufakat.instrument."}, signed, true},
		"another kind":            {Wanted{"party"}, signed, false},
		"another type":            {Wanted{"id.mufakat.instrument.drafted"}, signed, false},
		"half the name of a kind": {Wanted{"instr"}, signed, false},
		"a type nobody can read":  {Wanted{"party"}, "", true},
	} {
		if got := x.wanted.Has(value.KindInstrument, x.typ); got != x.gets {
			t.Errorf("%s: %v", given, got)
		}
	}
}
