package records

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// Records are told of a table in which agencies are named, and what was said of
// them is corrected.

type named struct {
	Name  string                       `json:"name" id:"nama" en:"name"`
	Under value.Stated[value.AgencyID] `json:"under,omitzero" id:"di bawah" en:"under"`
}

func (named) Refuse(string, fact.Given) error        { return nil }
func (f named) Evolve(_ string, _ fact.Entry) string { return f.Name }

const agencies fact.KindOf[string] = fact.KindOf[string](value.KindAgency)

var table = fact.NewTable([]fact.AnyKind{agencies.Any()}, fact.Join(
	fact.Of[named](agencies, "id.mufakat.agency.named.v1", "name", value.Words{ID: "Bernama {name}[ di bawah {under}].", EN: "Named {name}[ under {under}]."}, fact.Begins),
	fact.CorrectingOf(value.KindAgency)))

// ledger is one of such records, and its views.
type ledger struct {
	*testing.T
	*engine.DB
	list   *histories.List
	folded map[value.Ref]fact.Aggregate
}

func newLedger(t *testing.T) *ledger {
	l := &ledger{T: t, list: histories.NewList(), folded: map[value.Ref]fact.Aggregate{}}
	db, err := engine.Open(engine.Config{Table: table, Path: filepath.Join(t.TempDir(), "views.db"), Ledger: id(0), Source: l.list,
		Name: func(_ *engine.Reader, r value.Ref) (value.Words, bool) {
			return value.Words{ID: "dinas " + r.ID[35:], EN: "agency " + r.ID[35:]}, true
		}})
	l.DB = must(t, db, err)
	t.Cleanup(func() { db.Close() })
	return l
}

func id(n int) string         { return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }
func agency(n int) value.Ref  { return value.Ref{Kind: value.KindAgency, ID: id(n)} }
func recordID(seq int) string { return id(1000 + seq) }

// begin is when the first record was recorded; each other a minute later.
var begin = time.Date(2022, 8, 11, 1, 0, 0, 0, time.UTC)

// add records what is said of an agency.
func (l *ledger) add(n int, command, body string) {
	l.Helper()
	ref := agency(n)
	ev, err := table.EventOf(ref.Kind, command)
	must(l, ev, err)
	c, err := fact.ReadCommand(ev, ref, []byte(body))
	must(l, c, err)
	a, ok := l.folded[ref]
	if !ok {
		a = table.New(ref)
	}
	seq := len(l.list.All()) + 1
	r, err := c.Record(a, fact.Stamp{ID: value.RecordID(recordID(seq)), Ledger: id(0), CommandID: id(2000 + seq),
		Time: begin.Add(time.Duration(seq-1) * time.Minute), By: fact.By{Name: "petugas"}})
	must(l, r, err)
	l.stored(n, string(r.Body))
	l.folded[ref] = a.Add(table.Read(uint64(seq), ref, r.Body))
}

// stored adds a record that may be of a newer version, or damaged.
func (l *ledger) stored(n int, body string) {
	l.list.Add(fact.Stored{Seq: uint64(len(l.list.All()) + 1), Ref: agency(n), Body: []byte(body)})
}

// ask brings the views up to date and asks.
func ask[F, R any](l *ledger, q question.Query[F, R], at engine.Asked, f F) engine.Page[R] {
	l.Helper()
	must(l, 0, l.CatchUp(l.Context(), nil))
	p, err := q.Ask(l, at, f)
	return must(l, p, err)
}

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// What there is of a kind stands in the order of its first records, each with how
// much is on record of it, now or as it was known.
func TestList(t *testing.T) {
	l := newLedger(t)
	for _, n := range []int{3, 1, 3, 2} {
		l.add(n, "name", `{"fact":{"name":"Dinas"}}`)
	}
	written := func(p engine.Page[AggregateRow]) string {
		var out []string
		for _, r := range p.Rows {
			out = append(out, fmt.Sprintf("%s:%d at %d %s", r.Ref.ID[35:], r.Version, r.Seq, r.Recorded.Format("04")))
		}
		return strings.Join(out, ", ")
	}
	p := ask(l, List, engine.Asked{Limit: 2}, ListFilter{value.KindAgency})
	if got := written(p); got != "3:2 at 3 02, 1:1 at 2 01" || p.Head.Total != 3 {
		t.Errorf("%s; %+v", got, p.Head)
	}
	p = ask(l, List, engine.Asked{Limit: 2, After: p.Head.Next}, ListFilter{value.KindAgency})
	if got := written(p); got != "2:1 at 4 03" || p.Head.Next != "" {
		t.Errorf("%s; %+v", got, p.Head)
	}
	p = ask(l, List, engine.Asked{KnownAt: begin.Add(time.Minute)}, ListFilter{value.KindAgency})
	if got := written(p); got != "3:1 at 1 00, 1:1 at 2 01" || p.Head.Total != 2 {
		t.Errorf("as known then: %s; %+v", got, p.Head)
	}
	if p = ask(l, List, engine.Asked{}, ListFilter{value.KindOffice}); len(p.Rows) > 0 || p.Head.Total != 0 {
		t.Errorf("of another kind: %+v", p)
	}
}

// A history tells each record in both languages: others of the file by number,
// what is restated of them, and what later ones make of it.
func TestHistory(t *testing.T) {
	l := newLedger(t)
	l.add(1, "name", `{"fact":{"name":"Dinas Laut"},"occurred":"2022-08-01","evidence":[{"grade":"copy"}]}`)
	l.add(2, "name", `{"fact":{"name":"Dinas Lain"}}`)
	l.add(1, "state", `{"fact":{"record":"`+recordID(1)+`","details":{"fact":{"under":"`+id(2)+`"}}}}`)
	l.add(1, "name", `{"fact":{"name":"Dinas Keliru"}}`)
	l.add(1, "correct", `{"fact":{"record":"`+recordID(4)+`","notHappened":true,"reason":"salah berkas"}}`)
	p := ask(l, History, engine.Asked{}, HistoryFilter{Ref: agency(1)})
	cells := History.Cells(p.Rows, question.LocaleFor(p.Head, value.English, time.UTC))
	var got []string
	for i, c := range cells {
		got = append(got, c[0].Text+" "+c[2].Text)
		if c[1].Text != "agency 1" || c[1].Ref != agency(1) || c[0].Seq != p.Rows[i].Seq || p.Rows[i].Body != nil {
			t.Errorf("%+v", c)
		}
	}
	want := []string{
		"1 Named Dinas Laut. “under” was detailed: agency 2 by petugas, since record 3. Read since record 3 as: Named Dinas Laut under agency 2.",
		"3 A detail of record 1 that was not stated is stated now: under agency 2.",
		"4 Named Dinas Keliru. Declared not to have happened by petugas, since record 5. Reason: salah berkas.",
		"5 Record 4 was corrected. Reason: salah berkas.",
	}
	if !slices.Equal(got, want) || p.Head.Total != 4 {
		t.Errorf("%d:\n%s", p.Head.Total, strings.Join(got, "\n"))
	}
	first := p.Rows[0]
	if first.Version != 1 || string(first.Record) != recordID(1) || first.By.Name != "petugas" || first.Occurred.String() != "2022-08-01" ||
		first.Grade != "copy" || len(first.Sources) != 1 || !first.Recorded.Equal(begin) || first.PrevHash != "" || p.Rows[1].PrevHash != first.Hash {
		t.Errorf("%+v", first)
	}
	if _, there := p.Head.Names[agency(2)]; !there || first.Sentence.ID != "Bernama Dinas Laut." || first.Reads.Sentence.ID != "Bernama Dinas Laut di bawah dinas 2." {
		t.Errorf("%v %s", p.Head.Names, first.Sentence.ID)
	}
	then := ask(l, History, engine.Asked{KnownAt: begin}, HistoryFilter{Ref: agency(1)})
	if len(then.Rows) != 1 || then.Rows[0].Sentence.EN != "Named Dinas Laut." || then.Rows[0].Changes != nil || then.Rows[0].Reads != nil {
		t.Errorf("as known then: %+v", then.Rows)
	}
	page := ask(l, History, engine.Asked{Limit: 3}, HistoryFilter{Ref: agency(1), Bodies: true})
	rest := ask(l, History, engine.Asked{After: page.Head.Next}, HistoryFilter{Ref: agency(1)})
	if len(rest.Rows) != 1 || rest.Rows[0].Seq != 5 || string(page.Rows[0].Body) != string(l.list.All()[0].Body) {
		t.Errorf("%+v", rest.Rows)
	}
}

// What stands in a detail is told in both languages, with its label.
func TestDetails(t *testing.T) {
	l := newLedger(t)
	l.add(1, "name", `{"fact":{"name":"Dinas Laut","under":"`+id(2)+`"}}`)
	l.add(2, "name", `{"fact":{"name":"Dinas Lain"}}`)
	l.add(2, "correct", `{"fact":{"record":"`+recordID(2)+`","reads":{"fact":{"name":"Dinas Kelautan"}},"reason":"salah tulis"}}`)
	for seq, want := range map[string]string{
		"1": "name: Dinas Laut; under: agency 2",
		"2": "name: Dinas Lain", // as it was written
		"3": "record: 2; reason: salah tulis; name: Dinas Lain > Dinas Kelautan",
	} {
		p := ask(l, One, engine.Asked{}, OneFilter{seq})
		var got []string
		for _, d := range p.Rows[0].Details {
			text := d.Text.EN
			if d.Was.EN != "" {
				text = d.Was.EN + " > " + text
			}
			got = append(got, d.Label.EN+": "+text)
			if d.Label.ID == d.Label.EN || d.Field == "" {
				t.Errorf("%s: %+v", seq, d)
			}
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: %s", seq, strings.Join(got, "; "))
		}
	}
}

// One record is found by its number or its id, as far as it was known.
func TestOne(t *testing.T) {
	l := newLedger(t)
	l.add(1, "name", `{"fact":{"name":"Dinas Laut"}}`)
	l.add(2, "name", `{"fact":{"name":"Dinas Lain"}}`)
	for _, x := range []struct {
		record  string
		knownAt time.Time
		seq     uint64
	}{
		{"2", time.Time{}, 2}, {recordID(2), time.Time{}, 2}, {recordID(1), begin, 1},
		{"0", time.Time{}, 0}, {"3", time.Time{}, 0}, {recordID(3), time.Time{}, 0}, {"2", begin, 0}, {recordID(2), begin, 0},
	} {
		must(t, 0, l.CatchUp(t.Context(), nil))
		p, err := One.Ask(l, engine.Asked{KnownAt: x.knownAt}, OneFilter{x.record})
		if x.seq == 0 && !errors.Is(err, engine.NoSuchRecord) || x.seq > 0 && (err != nil || len(p.Rows) != 1 || p.Rows[0].Seq != x.seq || p.Rows[0].Body == nil) {
			t.Errorf("%s known at %s: %+v, %v", x.record, x.knownAt, p.Rows, err)
		}
	}
	asking := One.Asking()
	for _, s := range []string{"x", "-1", "1.5", ""} {
		if err := asking.Params[0].Set(s); !errors.Is(err, notARecord) {
			t.Errorf("%q: %v", s, err)
		}
	}
	must(t, 0, asking.Params[0].Set(recordID(1)))
	if got := asking.Params[0].Get(); got != recordID(1) || asking.Route() != "/api/records/{record}" {
		t.Error(got, asking.Route())
	}
}

// What cannot be read freezes its file, whose history goes on with the bytes.
func TestFrozen(t *testing.T) {
	l := newLedger(t)
	l.add(1, "name", `{"fact":{"name":"Dinas Laut"}}`)
	l.stored(1, "{\xff")
	l.add(2, "name", `{"fact":{"name":"Dinas Lain"}}`)
	history := ask(l, History, engine.Asked{}, HistoryFilter{Ref: agency(1), Bodies: true})
	if len(history.Rows) != 2 || string(history.Rows[1].Body) != "\"{\uFFFD\"" {
		t.Errorf("%+v", history.Rows)
	}
	for name, h := range map[string]engine.Head{"history": history.Head,
		"one":  ask(l, One, engine.Asked{}, OneFilter{"2"}).Head,
		"list": ask(l, List, engine.Asked{}, ListFilter{value.KindAgency}).Head} {
		if len(h.Frozen) != 1 || h.Frozen[0].Ref != agency(1) || h.Frozen[0].Seq != 2 {
			t.Errorf("%s: %+v", name, h.Frozen)
		}
	}
	if h := ask(l, History, engine.Asked{}, HistoryFilter{Ref: agency(2)}).Head; h.Frozen != nil {
		t.Errorf("another file is said to be frozen: %+v", h.Frozen)
	}
}

// A correction is told with the old value before the new, by whom and since when;
// what was written stays as it was, and later sources are later ones.
func TestAmendments(t *testing.T) {
	l := newLedger(t)
	l.add(1, "name", `{"evidence":[{"title":"Berita"}],"assertedBy":{"name":"koran"},"fact":{"name":"Dinas Laut"}}`)
	l.add(1, "correct", `{"fact":{"record":"`+recordID(1)+`","reads":{"evidence":[{"title":"Berita"}],"assertedBy":{"name":"koran"},"fact":{"name":"Dinas Kelautan"}},"reason":"salah tulis"}}`)
	l.add(1, "add-source", `{"evidence":[{"title":"Foto","grade":"copy"}],"assertedBy":{"name":"dinas"},"fact":{"record":"`+recordID(1)+`"}}`)
	l.add(1, "correct", `{"fact":{"record":"`+recordID(1)+`","notHappened":true}}`)
	row := ask(l, One, engine.Asked{}, OneFilter{"1"}).Rows[0]
	if row.Sentence.EN != "Named Dinas Laut." || len(row.Sources) != 1 || row.SaidBy.Name != "koran" || !row.Gone {
		t.Errorf("%+v", row)
	}
	got := strings.Join(row.Amendments(value.Indonesian), "|")
	want := "“nama” diperbaiki dari Dinas Laut menjadi Dinas Kelautan oleh petugas, sejak catatan 2. Alasan: salah tulis.|" +
		"Sumber ditambahkan: Foto [salinan atau foto] (menurut dinas) oleh petugas, sejak catatan 3.|" +
		"Dinyatakan tidak terjadi oleh petugas, sejak catatan 4."
	if got != want {
		t.Errorf("%s", got)
	}
	then := ask(l, One, engine.Asked{KnownAt: row.Changes[1].Recorded}, OneFilter{"1"}).Rows[0]
	if now := then.Now(value.English); now != "Read since record 2 as: Named Dinas Kelautan." || then.Gone || then.Best() != "copy" || then.Grade != "" {
		t.Errorf("%q: %+v", now, then.Reads)
	}
	fix := ask(l, One, engine.Asked{}, OneFilter{"2"}).Rows[0]
	if fix.Sentence.EN != "Record 1 was corrected. Reason: salah tulis. What changed: name from Dinas Laut to Dinas Kelautan." {
		t.Errorf("%s", fix.Sentence.EN)
	}
	waits := HistoryRow{Pending: []uint64{5, 6}}
	if got := waits.Amendments(value.English); len(got) != 1 || got[0] != "The correction in record 5, 6 waits for another person to confirm it." {
		t.Errorf("%q", got)
	}
}
