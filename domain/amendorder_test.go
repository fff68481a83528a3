package domain

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"mufakat/domain/fact"
)

// utterance is one record of the naive model: another name of an agency, or what is
// utterance of an earlier record.
type utterance struct {
	kind         string // alias, correct, rewrite (correct a correction), retract, detail
	of           int
	alias, place string
}

// read is how record i reads: as it was written, and then as every later record
// says that is about it, each of those read the same way.
func read(all []utterance, i int) (r utterance, gone bool) {
	r = all[i]
	for j := i + 1; j < len(all); j++ {
		by, void := read(all, j)
		if void || by.kind == "alias" || by.of != i {
			continue
		}
		switch by.kind {
		case "correct":
			r.alias, r.place, gone = by.alias, by.place, false
		case "rewrite": // the correction r now says something else
			r.kind, r.alias, r.place, gone = "correct", by.alias, by.place, false
		case "retract":
			gone = true
		case "detail":
			if r.place == "" {
				r.place = by.place
			}
		}
	}
	return r, gone
}

// Corrections, details, and corrections of those, in whatever order, read as a
// model reads that knows nothing of folding.
func TestAmendmentsReadAsTheModelDoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newStory(t)
		var all []utterance
		var recs []*fact.Record
		add := func(x utterance, command, body string) {
			if rec, err := s.try("agency/1", command, body); err == nil && (len(recs) == 0 || rec.Seq > recs[len(recs)-1].Seq) {
				all, recs = append(all, x), append(recs, rec)
			}
		}
		for n := range rapid.IntRange(2, 12).Draw(rt, "records") {
			name, of := fmt.Sprintf("n%d", n), -1
			if len(recs) > 0 {
				of = rapid.IntRange(-1, len(recs)-1).Draw(rt, "of")
			}
			if of < 0 {
				add(utterance{kind: "alias", alias: name}, "alias", `{"fact":{"alias":"`+name+`"}}`)
				continue
			}
			about := func(i int) string { return `"record":"` + string(recs[i].ID) + `"` }
			switch how := rapid.SampledFrom([]string{"correct", "retract", "detail"}).Draw(rt, "how"); {
			case how == "retract":
				add(utterance{kind: how, of: of}, "correct", `{"fact":{`+about(of)+`,"notHappened":true,"reason":"`+name+`"}}`)
			case all[of].kind == "alias" && how == "correct":
				add(utterance{kind: how, of: of, alias: name}, "correct", `{"fact":{`+about(of)+`,"reads":{"fact":{"alias":"`+name+`"}}}}`)
			case all[of].kind == "alias":
				add(utterance{kind: how, of: of, place: name}, "state", `{"fact":{`+about(of)+`,"details":{"place":{"text":"`+name+`"}}}}`)
			case all[of].kind == "correct" && how == "correct":
				add(utterance{kind: "rewrite", of: of, alias: name}, "correct",
					`{"fact":{`+about(of)+`,"reads":{"fact":{`+about(all[of].of)+`,"reads":{"fact":{"alias":"`+name+`"}}}}}}`)
			}
		}
		for i := range all {
			want, gone := read(all, i)
			e, _ := s.world[ref(t, "agency/1")].Record(recs[i].ID)
			f, ok := e.Data.Fact.(AgencyAliasRecorded)
			if e.Retracted != gone || ok && (f.Alias != want.alias || e.Data.Place.Text != want.place) {
				rt.Fatalf("record %d of %+v reads %+v at %q, gone %v; want %+v, gone %v", i, all, e.Data.Fact, e.Data.Place.Text, e.Retracted, want, gone)
			}
		}
	})
}

// The newest of two corrections holds, and so does a detail stated after one.
func TestAmendmentsApplyInTheirOrder(t *testing.T) {
	s := affair(t)
	rec := s.given("agency/1", "alias", `{"fact":{"alias":"A"}}`)
	alias := func() string {
		e, _ := s.world[rec.Ref].Record(rec.ID)
		return fmt.Sprintf("%s %s %v", e.Data.Fact.(AgencyAliasRecorded).Alias, e.Data.Place.Text, e.Retracted)
	}
	is := func(want string) {
		t.Helper()
		if got := alias(); got != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
	b := s.corrected(rec, `{"fact":{"alias":"B"}}`)
	s.corrected(rec, `{"fact":{"alias":"C"}}`)
	is("C  false")
	s.detailed(rec, `{"place":{"text":"Samarinda"}}`)
	is("C Samarinda false")
	s.takenBack(b)
	is("C Samarinda false")
	s.takenBack(rec)
	is("C Samarinda true")
	s.corrected(rec, `{"fact":{"alias":"D"}}`)
	is("D  false")
}
