package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// A table of one kind and two events, to show what a table does by itself: a lamp
// is lit and put out.
type lamp struct{ Lit, Out int }

type lampLit struct {
	Watts value.Stated[int] `json:"watts,omitzero" id:"daya" en:"watts"`
}

type lampPutOut struct {
	By string `json:"by,omitzero" id:"oleh" en:"by"`
}

var notLit = value.NewRefusal(value.Conflict, "lamp-not-lit", "Lampu ini tidak menyala.", "This lamp is not lit.")

func (f lampLit) Refuse(lamp, fact.Given) error       { return nil }
func (f lampLit) Evolve(s lamp, _ fact.Entry) lamp    { s.Lit++; return s }
func (f lampPutOut) Evolve(s lamp, _ fact.Entry) lamp { s.Out++; return s }
func (f lampPutOut) Refuse(s lamp, _ fact.Given) error {
	if s.Lit <= s.Out {
		return notLit
	}
	return nil
}

type darkness struct {
	Lit int    `json:"lit"`
	By  string `json:"by,omitzero"`
}

var fellDark = fact.NoticeRule[darkness]{
	Name:  "fell-dark",
	About: func(darkness) value.Ref { return value.Ref{} },
	What:  func(darkness) value.Words { return value.Words{ID: "Gelap[ oleh {by}].", EN: "Dark[ by {by}]."} },
	ToDo:  func(darkness, fact.Audience) value.Words { return value.Words{ID: "Nyalakan.", EN: "Light it."} },
}

func (f lampPutOut) darkens(before, after lamp, _ fact.Entry) (darkness, bool) {
	return darkness{after.Lit, f.By}, before.Lit-before.Out == 1
}

var (
	lamps    = fact.KindOf[lamp]("lamp")
	lighting = fact.Join(
		fact.Of[lampLit](lamps, "id.mufakat.lamp.lit.v2", "light", value.Words{ID: "Menyala.", EN: "Lit."}, fact.Begins,
			fact.Was("id.mufakat.lamp.lit.v1", func(o lampLitV1) lampLit { return lampLit{value.Is(o.Candles * 12)} })),
		fact.Of[lampPutOut](lamps, "id.mufakat.lamp.put-out.v1", "put-out", value.Words{ID: "Padam.", EN: "Put out."},
			fact.Tells(&fellDark, lampPutOut.darkens)),
		fact.CorrectingOf("lamp"),
	)
)

type lampLitV1 struct {
	Candles int `json:"candles"`
}

// lampStory records commands of a table of lamps, and gives every aggregate that
// came of them, the empty one first.
func lampStory(t *testing.T, table *fact.Table, commands ...string) []fact.Aggregate {
	at := value.Ref{Kind: "lamp", ID: oid(1)}
	all := []fact.Aggregate{table.New(at)}
	for i, c := range commands {
		name, body, _ := strings.Cut(c, " ")
		ev, err := table.EventOf("lamp", name)
		if err != nil {
			t.Fatal(err)
		}
		a := all[i]
		cmd, err := fact.ReadCommand(ev, at, []byte(body))
		if err == nil {
			_, err = fact.Decide(a, cmd, fact.Given{Now: time.Unix(1e9, 0), Lookup: newStory(t)})
		}
		if err != nil {
			t.Fatalf("%s: %s", c, describe(err))
		}
		r, err := cmd.Record(a, fact.Stamp{ID: value.RecordID(oid(100 + i)), Ledger: oid(9), Time: time.Unix(int64(i), 0)})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a.Add(table.Read(uint64(i+1), at, r.Body)))
	}
	return all
}

func TestASmallTable(t *testing.T) {
	table := fact.NewTable([]fact.AnyKind{lamps.Any()}, lighting)
	if got := table.Kinds(); !slices.Equal(got, []value.Kind{"lamp"}) {
		t.Error(got)
	}
	all := lampStory(t, table, "light {}", `light {"fact":{"watts":5}}`, `put-out {"fact":{"by":"angin"}}`,
		`put-out {"fact":{"by":"orang"}}`, `correct {"fact":{"record":"`+oid(101)+`","notHappened":true}}`,
		`correct {"fact":{"record":"`+oid(102)+`","reads":{"type":"id.mufakat.lamp.lit.v2"}}}`)
	var got []string
	for i, a := range all[1:] {
		got = append(got, fmt.Sprint(a.State, len(fact.NoticesOf(all[i], a))))
		if a.Frozen != nil {
			t.Fatal(a.Frozen)
		}
	}
	if want := "{1 0} 0; {2 0} 0; {2 1} 0; {2 2} 1; {1 2} 2; {2 1} 1"; strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}
	n := fact.NoticesOf(all[3], all[4])[0]
	if w := n.Words(fact.Audience{}); n.Rule != "fell-dark" || n.About() != all[0].Ref || w.What.EN != "Dark by orang." || w.ToDo.ID != "Nyalakan." {
		t.Errorf("%+v reads as %+v", n, w)
	}
	if known := all[6].AsKnownAt(4); known.State != all[4].State {
		t.Errorf("as known at 4: %v", known.State)
	}
}

// A record of one table is of an unknown type to another.
func TestATableReadsItsOwnRecords(t *testing.T) {
	a := lampStory(t, fact.NewTable([]fact.AnyKind{lamps.Any()}, lighting), "light {}")[1]
	if r := Table.Read(1, a.Ref, a.Entries[0].Body); r.Unreadable == nil || r.Unreadable.Code != fact.UnknownType.Code {
		t.Errorf("%+v", r)
	}
	if _, err := Table.EventOf("lamp", "light"); err == nil {
		t.Error("a lamp stands among the kinds")
	}
}

// What was stored under an older version is read as the newest one, and is no
// longer proposed.
func TestAnOlderVersionIsReadAsTheNew(t *testing.T) {
	table := fact.NewTable([]fact.AnyKind{lamps.Any()}, lighting)
	old := table.Event("id.mufakat.lamp.lit.v1")
	f, err := old.Decode([]byte(`{"candles":2,"colour":"red"}`))
	if err != nil || f.(lampLit).Watts.Is(24) != value.Yes {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := old.Decode([]byte(`{"candles":"two"}`)); err == nil {
		t.Error("a wrong form was read")
	}
	if e, err := table.EventOf("lamp", "light"); err != nil || e.Type != "id.mufakat.lamp.lit.v2" {
		t.Errorf("proposed: %+v, %v", e, err)
	}
}

func TestTheTableChecksItself(t *testing.T) {
	kinds := []fact.AnyKind{lamps.Any()}
	twice := fellDark
	for name, make := range map[string]func(){
		"a kind twice": func() { fact.NewTable(append(kinds, lamps.Any()), nil) },
		"a type twice": func() {
			fact.NewTable(kinds, fact.Join(lighting, fact.Of[lampLit](lamps, "id.mufakat.lamp.lit.v1", "x", value.Words{})))
		},
		"a command twice": func() {
			fact.NewTable(kinds, fact.Join(lighting, fact.Of[lampLit](lamps, "id.mufakat.lamp.x.v1", "light", value.Words{})))
		},
		"another kind": func() {
			fact.NewTable(kinds, fact.Of[PartyRegistered](parties, "id.mufakat.party.x.v1", "x", value.Words{}))
		},
		"a rule twice": func() {
			fact.NewTable(kinds, fact.Join(lighting, fact.Of[lampPutOut](lamps, "id.mufakat.lamp.x.v1", "x", value.Words{}, fact.Tells(&twice, lampPutOut.darkens))))
		},
		"what follows from another fact": func() {
			fact.Of[lampLit](lamps, "id.mufakat.lamp.x.v1", "x", value.Words{}, fact.Tells(&fellDark, lampPutOut.darkens))
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("was taken")
				}
			}()
			make()
		})
	}
}

// Whether an event may be the first record of something, the row says and refuse
// does: both must say the same. What refuses the events that do not begin, for
// lack of an earlier record, refuses none that does.
func TestWhatBeginsAndWhatDoesNot(t *testing.T) {
	lacking := map[string]fact.Type{}
	refusedFirst := func(ev *fact.Event) *value.Refusal {
		at := ref(t, string(ev.Kind)+"/1")
		c, err := fact.ReadCommand(ev, at, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = fact.Decide(New(at), c, fact.Given{Lookup: newStory(t)})
		r, _ := err.(*value.Refusal)
		return r
	}
	for ev := range Events() {
		if ev.Command == "" || ev.Begins {
			continue
		}
		r := refusedFirst(ev)
		if r == nil {
			t.Errorf("%s is taken as a first record, and its row does not say that it begins", ev.Type)
			continue
		}
		lacking[r.Code] = ev.Type
	}
	for ev := range Events() {
		if r := refusedFirst(ev); ev.Begins && r != nil && lacking[r.Code] != "" {
			t.Errorf("%s begins, and yet is refused as %s is: %s", ev.Type, lacking[r.Code], r.Code)
		}
	}
}
