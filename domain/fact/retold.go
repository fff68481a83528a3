package fact

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/value"
)

// What was told is taken back, or told anew, where a later record makes it read
// otherwise. What is then said of one notice stands beside its rule, as TakenBack.

// RuleCorrected is the rule of the notices that say so. It stands in every table.
const RuleCorrected Rule = "corrected"

// Retold is a notice as it was told, and as it would be told now, if at all.
type Retold struct {
	Was Notice
	Now *Notice
}

// retoldContent is what a notice of RuleCorrected holds.
type retoldContent struct{ told []Retold }

// Retold are the notices that this one takes back or corrects.
func (n Notice) Retold() []Retold {
	c, _ := n.content.(retoldContent)
	return c.told
}

// Of is the record that the notice tells of, where a later record gave it to
// tell: it made the earlier one count.
func (n Notice) Of() uint64 {
	if n.of > 0 {
		return n.of
	}
	return n.Seq
}

// retell is what the newest record, an amendment, gives to tell: what was told
// and is not so, in one notice, and what there is to tell only since. A detail or
// a source takes nothing back: what was told before is true with less in it.
func retell(before, after Aggregate) (ns []Notice) {
	newest := after.Entries[len(after.Entries)-1]
	was, now := before.tells(), after.tells()
	var back []Retold
	for _, w := range was {
		i := slices.IndexFunc(now, w.isOf)
		switch {
		case i < 0:
			back = append(back, Retold{Was: w})
		case !w.same(now[i]):
			back = append(back, Retold{w, &now[i]})
		}
	}
	switch newest.Data.Fact.(type) {
	case FactCorrected, CorrectionConfirmed:
		if len(back) > 0 {
			ns = append(ns, Notice{Rule: RuleCorrected, Seq: newest.Record.Seq, Ref: after.Ref, content: retoldContent{back}})
		}
	}
	for _, n := range now {
		same := func(x Notice) bool { return x.Rule == n.Rule }
		if !slices.ContainsFunc(was, n.isOf) && !slices.ContainsFunc(ns, same) {
			n.of, n.Seq = n.Seq, newest.Record.Seq
			ns = append(ns, n)
		}
	}
	return ns
}

// tells are the notices that the records give, as they are read now.
func (a Aggregate) tells() (ns []Notice) {
	if len(a.Entries) == 0 {
		return nil
	}
	var before Aggregate
	after := a.table.New(a.Ref)
	for _, e := range a.Entries {
		if e.Unreadable != nil {
			continue
		}
		before.State, after.State = after.State, e.Evolve(after.State)
		ns = append(ns, given(before, after, e)...)
	}
	return ns
}

func (n Notice) isOf(x Notice) bool { return n.Rule == x.Rule && n.Seq == x.Seq }

func (n Notice) same(x Notice) bool {
	a, errA := json.Marshal(n, json.Deterministic(true))
	b, errB := json.Marshal(x, json.Deterministic(true))
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// retoldRule reads and writes what such a notice holds: notices of a table.
type retoldRule struct{ table *Table }

func (retoldRule) rule() Rule { return RuleCorrected }

type retoldMembers struct {
	Rule Rule      `json:"rule,omitzero"`
	Seq  uint64    `json:"seq,omitzero"`
	Ref  value.Ref `json:"ref,omitzero"`
	Told []struct {
		Was jsontext.Value `json:"was"`
		Now jsontext.Value `json:"now,omitzero"`
	} `json:"told"`
}

func (r retoldRule) read(b []byte) (content, error) {
	var w retoldMembers
	if err := json.Unmarshal(b, &w); err != nil {
		return nil, err
	}
	var c retoldContent
	for _, x := range w.Told {
		var t Retold
		var err error
		if t.Was, err = r.table.DecodeNotice(x.Was); err != nil {
			return nil, err
		}
		if len(x.Now) > 0 {
			now, err := r.table.DecodeNotice(x.Now)
			if err != nil {
				return nil, err
			}
			t.Now = &now
		}
		c.told = append(c.told, t)
	}
	if len(c.told) == 0 {
		return nil, NotANotice.With(string(RuleCorrected))
	}
	return c, nil
}

func (c retoldContent) write(enc *jsontext.Encoder, n Notice) error {
	type told struct {
		Was Notice  `json:"was"`
		Now *Notice `json:"now,omitzero"`
	}
	w := struct {
		Rule Rule      `json:"rule"`
		Seq  uint64    `json:"seq"`
		Ref  value.Ref `json:"ref"`
		Told []told    `json:"told"`
	}{n.Rule, n.Seq, n.Ref, nil}
	for _, x := range c.told {
		w.Told = append(w.Told, told(x))
	}
	return json.MarshalEncode(enc, w)
}

func (c retoldContent) about() value.Ref { return c.told[0].Was.About() }

func (c retoldContent) Parts(known Lookup) (ps []Part) {
	for _, x := range c.told {
		ps = append(ps, x.Was.Parts(known)...)
		if x.Now != nil {
			ps = append(ps, x.Now.Parts(known)...)
		}
	}
	return ps
}

var (
	takenBack = value.Words{ID: "Ditarik kembali, karena ternyata tidak demikian: %s", EN: "Taken back, for it is not so: %s"}
	corrected = value.Words{ID: "Diperbaiki. Semula: %s Sekarang: %s", EN: "Corrected. Formerly: %s Now: %s"}
	// undo is what a subscriber is to do who relied on what is taken back.
	undo = value.Words{
		ID: "Abaikan pemberitahuan tentang catatan %d, periksa apa yang sudah dilakukan karenanya, lalu baca catatannya lagi.",
		EN: "Disregard the notice about record %d, look at what was done because of it, and read the record again."}
)

func (c retoldContent) Words(to Audience) NoticeWords {
	var w NoticeWords
	for _, x := range c.told {
		was, says := x.Was.Words(to).What, value.Words{}
		switch {
		case x.Now != nil:
			now := x.Now.Words(to).What
			says = value.Words{ID: corrected.With(was.ID, now.ID).ID, EN: corrected.With(was.EN, now.EN).EN}
		default:
			says = FirstWords(x.Was.takenBack(to), value.Words{ID: takenBack.With(was.ID).ID, EN: takenBack.With(was.EN).EN})
		}
		w.What = andThen(w.What, says)
		w.ToDo = andThen(w.ToDo, undo.With(x.Was.Of()))
	}
	return w
}

func (retoldContent) takenBack(Audience) value.Words { return value.Words{} } // it tells of no fact

func (c retoldContent) UnknownFields(to Audience) (names []string) {
	for _, x := range c.told {
		names = append(names, x.Was.UnknownFields(to)...)
	}
	return names
}

// andThen is a sentence after others.
func andThen(w, more value.Words) value.Words {
	if w == (value.Words{}) {
		return more
	}
	return value.Words{ID: w.ID + " " + more.ID, EN: w.EN + " " + more.EN}
}
