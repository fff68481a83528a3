package domain

import (
	"errors"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What a command may not be. Nothing here reaches the ledger, and every
// sentence names its field in both languages.
func TestCommandsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       *value.Refusal
		field      string
	}{
		{"unknown member", `{"facts":{}}`, fact.UnknownMember, "facts"},
		{"unknown member of the fact", `{"fact":{"slots":"35-1"}}`, fact.UnknownMember, "fact.slots"},
		{"unknown member below the fact", `{"evidence":[{"grades":"news"}]}`, fact.UnknownMember, "evidence.0.grades"},
		{"wrong case", `{"fact":{"Slot":"35-1"}}`, fact.UnknownMember, "fact.Slot"},
		{"twice", `{"fact":{"slot":"35-1","slot":"64-1"}}`, fact.DuplicateMember, "fact.slot"},
		{"null", `{"fact":{"slot":null}}`, fact.NullMember, "fact.slot"},
		{"two values", `{} {}`, fact.MoreThanOneValue, ""},
		{"bad UTF-8", "{\"fact\":{\"signer\":\"\xff\"}}", fact.BadUTF8, "fact.signer"},
		{"cut off", `{"fact":{"slot":"35-1"`, fact.NotJSON, "fact"},
		{"not an object", `[]`, fact.WrongForm, ""},
		{"a number for text", `{"fact":{"slot":7}}`, fact.WrongForm, "fact.slot"},
		{"bidi", "{\"fact\":{\"signer\":\"a\u202eb\"}}", fact.BadText, "fact.signer"},
		{"control", `{"fact":{"signer":"a\u0000b"}}`, fact.BadText, "fact.signer"},
		{"too long", `{"fact":{"signer":"` + strings.Repeat("a", fact.MaxText+1) + `"}}`, fact.TooLong, "fact.signer"},
		{"id with a dot", `{"fact":{"mandate":"0190a5f2.7c1e"}}`, value.NotAnID, "fact.mandate"},
		{"nothing but marks", `{"fact":{"signer":" –. "}}`, fact.BlankText, "fact.signer"},
		{"a source that states nothing", `{"evidence":[{"grade":"news"},{}],"fact":{"slot":"35-1"}}`, fact.EmptyMember, "evidence.1"},
		{"a place that states nothing", `{"place":{},"fact":{"slot":"35-1"}}`, fact.EmptyMember, "place"},
		{"UTF-16 with its mark", "\xff\xfe{\x00}\x00", fact.BadUTF8, ""},
		{"UTF-16 without", "\x00{\x00}", fact.BadUTF8, ""},
		{"id with a wildcard", `{"fact":{"mandate":"a.*"}}`, value.NotAnID, "fact.mandate"},
		{"id in capitals", `{"fact":{"mandate":"0190A5F2-7C1E-7000-8000-3F2B9C5D1E01"}}`, value.NotAnID, "fact.mandate"},
		{"no such day", `{"occurred":"2026-02-30"}`, value.NoSuchDay, "occurred"},
		{"time without zone", `{"occurred":"2022-07-28T19:54"}`, value.TimeWithoutZone, "occurred"},
		{"no such zone", `{"occurred":"2022-07-28[Asia/Surabaya]"}`, value.NoSuchZone, "occurred"},
		{"end before start", `{"occurred":"2022-08-11/2022-07-28"}`, value.EndBeforeStart, "occurred"},
		{"not a choice", `{"fact":{"actingAs":"boss"}}`, value.NotAChoice, "fact.actingAs"},
		{"one of one", `{"fact":{"slot":{"oneOf":["35-1"]}}}`, value.StatedWrongly, "fact.slot"},
		{"one of the same", `{"fact":{"slot":{"oneOf":["35-1","35-1"]}}}`, value.StatedWrongly, "fact.slot"},
		{"both ways", `{"fact":{"slot":{"oneOf":["35-1","64-1"],"inWords":"x"}}}`, value.StatedWrongly, "fact.slot"},
		{"a number that is no year", `{"occurred":7}`, value.NotATime, "occurred"},
		{"wrong slot", `{"fact":{"slot":"35 1"}}`, value.NotASlot, "fact.slot"},
		{"wrong hash", `{"fact":{"textHash":"abc"}}`, value.NotAHash, "fact.textHash"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ev, err := EventOf("instrument", "sign")
			if err != nil {
				t.Fatal(err)
			}
			_, err = fact.ReadCommand(ev, ref(t, "instrument/1"), []byte(c.body))
			var r *value.Refusal
			if !errors.As(err, &r) || r.Code != c.want.Code || r.Field != c.field {
				t.Fatalf("got %s; want %s on %q", describe(err), c.want.Code, c.field)
			}
			if r.ID == "" || r.EN == "" || strings.Contains(r.ID+r.EN, "%!") {
				t.Errorf("not whole: %q, %q", r.ID, r.EN)
			}
		})
	}
}

// The order of members and the spaces between them are the caller's business.
func TestHashIsOfWhatIsMeant(t *testing.T) {
	ev, _ := EventOf("instrument", "sign")
	read := func(s string) fact.Command {
		c, err := fact.ReadCommand(ev, ref(t, "instrument/1"), []byte(s))
		if err != nil {
			t.Fatal(describe(err))
		}
		return c
	}
	a := read(`{"occurred":"2022-07-28","fact":{"slot":"35-1","office":"` + oid(1) + `"}}`)
	b := read(`{ "fact": {"office":"` + oid(1) + `", "slot":"35-1"}, "occurred":"2022-07-28" }`)
	c := read(`{"occurred":"2022-07-29","fact":{"slot":"35-1","office":"` + oid(1) + `"}}`)
	if a.Hash != b.Hash || a.Hash == c.Hash {
		t.Errorf("%s, %s, %s", a.Hash, b.Hash, c.Hash)
	}
}

func TestWhatHasNotComeYetIsRefused(t *testing.T) {
	s := affair(t)
	s.refused(fact.NotYet, "occurred", "instrument/1", "sign", `{"occurred":"2022-08-20","fact":{"slot":"35-1"}}`)
	s.refused(fact.NotYet, "occurred", "instrument/1", "sign", `{"occurred":"2022-07-28/2022-08-20","fact":{"slot":"35-1"}}`)
	s.given("instrument/1", "sign", `{"occurred":"2022-08","fact":{"slot":"35-1"}}`)
}

func TestUnknownReferenceIsRefused(t *testing.T) {
	s := affair(t)
	s.refused(fact.NoSuchAggregate, "fact.office", "instrument/1", "sign", `{"fact":{"office":"`+oid(77)+`"}}`)
	s.refused(fact.NoSuchAggregate, "onBehalfOf", "instrument/1", "sign", `{"onBehalfOf":{"oneOf":["35","36"]}}`)
	s.refused(fact.NoSuchAggregate, "assertedBy.office", "instrument/1", "sign", `{"assertedBy":{"office":"`+oid(77)+`"}}`)
}

// What other programs write is taken for what it says.
func TestUsualInput(t *testing.T) {
	s := affair(t)
	s.now = s.now.AddDate(1, 0, 0)
	s.given("instrument/1", "add-signatory", "\ufeff"+`{"occurred":1990,"fact":{"slot":"35.07-1","party":"35"}}`)
	s.given("instrument/1", "state-term", `{"fact":{"from":2022,"until":2030}}`)
	for _, e := range s.world[ref(t, "instrument/1")].Entries {
		if f, ok := e.Data.Fact.(SignatoryAdded); ok && (f.Slot.Or("") != "35.07-1" || e.Data.Occurred.String() != "1990") {
			t.Errorf("%+v, %s", f, e.Data.Occurred)
		}
	}
}

// Whatever bytes come in, reading refuses or accepts; what it accepts can be
// written and read again.
func FuzzReadCommand(f *testing.F) {
	f.Add("instrument", "sign", []byte(`{"occurred":"2022-07-28/..[WITA]","fact":{"slot":{"oneOf":["35-1","64-1"]}}}`))
	f.Add("engagement", "defer", []byte(`{"fact":{"absent":{"inWords":"gubernur"},"documents":["`+oid(1)+`"]}}`))
	f.Add("party", "correct", []byte(`{"fact":{"record":"`+oid(1)+`","reads":{"fact":{"code":"64"}}}}`))
	f.Fuzz(func(t *testing.T, kind, command string, b []byte) {
		ev, err := EventOf(value.Kind(kind), command)
		if err != nil {
			return
		}
		c, err := fact.ReadCommand(ev, value.Ref{Kind: value.Kind(kind), ID: oid(1)}, b)
		if err != nil {
			var r *value.Refusal
			if !errors.As(err, &r) {
				t.Fatalf("no refusal: %v", err)
			}
			return
		}
		again, err := c.Data.CommandBody()
		if err != nil {
			t.Fatal(err)
		}
		d, err := fact.ReadCommand(ev, c.Ref, again)
		if err != nil || d.Hash != c.Hash {
			t.Fatalf("written and read again: %s\n%s\n%s", describe(err), b, again)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"specversion":"1.0","type":"id.mufakat.party.registered.v1","data":{"fact":{}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := Read(1, value.Ref{Kind: "party", ID: oid(1)}, b)
		a := New(r.Ref).Add(r)
		if a.Version() != 1 || r.Unreadable != nil && a.Frozen == nil {
			t.Fatal("not kept, or not frozen")
		}
	})
}
