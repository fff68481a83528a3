package domain

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// made is a record of an alias as somebody else would write it.
func made(version int, prev value.Hash, data string) []byte {
	head := fmt.Sprintf(`{"specversion":"1.0","id":"%s","source":"/ledgers/%s","type":"id.mufakat.agency.alias-recorded.v1",`+
		`"subject":"agency/%s","time":"2022-08-12T10:03:00Z","datacontenttype":"application/json","streamversion":%d,`,
		oid(50+version), oid(1), oid(1), version)
	if prev != "" {
		head += `"prevhash":"` + string(prev) + `",`
	}
	return []byte(head + `"commandid":"` + oid(3) + `","commandhash":"` + string(fact.HashOf(nil)) + `","data":` + data + `}`)
}

const anAlias = `{"by":{"actor":"local"},"fact":{"alias":"DKP"}}`

// Whatever cannot be read, or does not continue what is there, is kept and
// freezes its file: nothing after it is counted, and nothing is recorded.
func TestWhatFreezesAFile(t *testing.T) {
	at := value.Ref{Kind: "agency", ID: oid(1)}
	first := Read(1, at, made(1, "", anAlias))
	for _, c := range []struct {
		name   string
		second *fact.Record
		want   *value.Refusal
	}{
		{"a version left out", Read(2, at, made(3, first.Hash, anAlias)), fact.WrongVersion},
		{"the same version again", Read(2, at, made(1, "", anAlias)), fact.WrongVersion},
		{"another predecessor", Read(2, at, made(2, fact.HashOf([]byte("x")), anAlias)), fact.WrongPrevHash},
		{"no predecessor", Read(2, at, made(2, "", anAlias)), fact.WrongPrevHash},
		{"no JSON", Read(2, at, []byte("x")), fact.Damaged},
		{"a fact of another form", Read(2, at, made(2, first.Hash, `{"by":{"actor":"local"},"fact":{"alias":7}}`)), fact.Damaged},
		{"a type of tomorrow", Read(2, at, []byte(strings.Replace(string(made(2, first.Hash, anAlias)), "alias-recorded.v1", "alias-recorded.v9", 1))), fact.UnknownType},
		{"a type of another kind", Read(2, at, []byte(strings.Replace(string(made(2, first.Hash, anAlias)), "agency.alias-recorded", "party.registered", 1))), fact.UnknownType},
		{"another subject", Read(2, at, []byte(strings.Replace(string(made(2, first.Hash, anAlias)), "agency/"+oid(1), "agency/"+oid(2), 1))), fact.Misplaced},
		{"no time", Read(2, at, []byte(strings.Replace(string(made(2, first.Hash, anAlias)), "2022-08-12T10:03:00Z", "kemarin", 1))), fact.Damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := New(at).Add(first)
			if a.Frozen != nil {
				t.Fatalf("frozen by the first: %v", a.Frozen)
			}
			b := a.Add(c.second)
			if !errors.Is(b.Frozen, c.want) || b.Frozen.Class != value.Integrity || b.Version() != 2 {
				t.Fatalf("%v; want %s", b.Frozen, c.want.Code)
			}
			if n := len(b.State.(Agency).Aliases); n != 1 {
				t.Errorf("%d aliases count", n)
			}
			if third := b.Add(Read(3, at, made(3, b.Head(), anAlias))); !errors.Is(third.Frozen, c.want) || third.Version() != 3 || len(third.State.(Agency).Aliases) != 1 {
				t.Errorf("a record after it: %v, %v", third.Frozen, third.State)
			}
			if a.Version() != 1 || a.Frozen != nil {
				t.Error("the file as it was before has changed")
			}
			s := newStory(t)
			s.world[at] = b
			s.refused(fact.FrozenAggregate, "", "agency/1", "alias", `{"fact":{"alias":"Dinas Perikanan"}}`)
			for _, l := range []value.Lang{value.Indonesian, value.English} {
				if text := b.Frozen.In(l); text == "" || strings.Contains(text, "%!") {
					t.Errorf("%q", text)
				}
			}
		})
	}
}

// What a newer version adds to a record is passed over, and the rest read.
func TestWhatANewerVersionAddsIsPassedOver(t *testing.T) {
	body := strings.Replace(string(made(1, "", `{"by":{"actor":"local"},"weather":"rain","fact":{"alias":"DKP","spelling":"old"}}`)), `"commandid"`, `"signature":"x","commandid"`, 1)
	r := Read(7, value.Ref{Kind: "agency", ID: oid(1)}, []byte(body))
	if r.Unreadable != nil || r.Data.Fact.(AgencyAliasRecorded).Alias != "DKP" || r.Seq != 7 || r.Ledger != oid(1) || r.Event().Command != "alias" {
		t.Errorf("%+v, %v", r, r.Unreadable)
	}
	if string(r.Body) != body || r.Hash != fact.HashOf([]byte(body)) {
		t.Error("its bytes are others than those stored")
	}
}

// A record is the same whatever it continues, but for its place in the file.
func TestARecordContinuesItsFile(t *testing.T) {
	s := newStory(t)
	one := s.given("agency/1", "alias", `{"fact":{"alias":"DKP"}}`)
	two := s.given("agency/1", "alias", `{"fact":{"alias":"Dinas Perikanan"}}`)
	other := s.given("agency/2", "alias", `{"fact":{"alias":"DKP"}}`)
	if one.Version != 1 || one.PrevHash != "" || two.Version != 2 || two.PrevHash != one.Hash || other.Version != 1 || other.PrevHash != "" {
		t.Errorf("%+v\n%+v\n%+v", one, two, other)
	}
	if a := s.world[one.Ref]; a.Head() != two.Hash || a.Seq() != two.Seq || a.Version() != 2 {
		t.Errorf("%s, %d", a.Head(), a.Seq())
	}
	if one.CommandHash == other.CommandHash {
		t.Error("one command on two files has one hash")
	}
}

// Every kind has commands; what there is none of is refused with what there is.
func TestCommandsOfTheKinds(t *testing.T) {
	for _, k := range value.Kinds() {
		n := 0
		for ev := range Commands(k) {
			n++
			if found, err := EventOf(k, ev.Command); err != nil || found != ev || ev.Kind != k || !strings.HasPrefix(string(ev.Type), "id.mufakat."+string(k)+".") {
				t.Errorf("%s %s: %+v, %v", k, ev.Command, found, err)
			}
		}
		_, err := EventOf(k, "burn")
		var r *value.Refusal
		if !errors.As(err, &r) || !errors.Is(err, fact.NoSuchCommand) || r.Class != value.NotFound || !strings.Contains(r.EN, "correct") || strings.Contains(r.ID+r.EN, "%!") || n < 8 {
			t.Errorf("%s, %d commands: %v", k, n, err)
		}
	}
	_, err := EventOf("treaty", "sign")
	var r *value.Refusal
	if !errors.As(err, &r) || !errors.Is(err, fact.NoSuchKind) || r.Class != value.NotFound || !strings.Contains(r.EN, "instrument, ") {
		t.Errorf("%v", err)
	}
}

// A command that is too large is refused before it is read; an empty one states nothing.
func TestSizeOfACommand(t *testing.T) {
	ev, err := EventOf("agency", "register")
	if err != nil {
		t.Fatal(err)
	}
	at := value.Ref{Kind: "agency", ID: oid(1)}
	if _, err := fact.ReadCommand(ev, at, []byte(strings.Repeat(" ", fact.MaxBody+1))); !errors.Is(err, fact.TooLong) {
		t.Error(err)
	}
	whole := `{"fact":{"name":"` + strings.Repeat("é", fact.MaxText) + `"}}`
	if c, err := fact.ReadCommand(ev, at, []byte(whole)); err != nil || len([]rune(c.Data.Fact.(AgencyRegistered).Name)) != fact.MaxText {
		t.Errorf("%v", err)
	}
	empty, err1 := fact.ReadCommand(ev, at, []byte(" \n"))
	braces, err2 := fact.ReadCommand(ev, at, []byte(`{"fact":{}}`))
	if err1 != nil || err2 != nil || empty.Hash != braces.Hash {
		t.Errorf("%s, %v; %s, %v", empty.Hash, err1, braces.Hash, err2)
	}
}

// A value of another form is refused with what should stand there.
func TestWhatShouldStandInAField(t *testing.T) {
	for _, c := range []struct{ kind, command, body, field, id, en string }{
		{"instrument", "draft", `{"fact":{"bundle":"ya"}}`, "fact.bundle", "true atau false", "true or false"},
		{"instrument", "draft", `{"fact":{"bundle":true,"count":"tujuh"}}`, "fact.count", "bilangan bulat", "a whole number"},
		{"instrument", "draft", `{"fact":{"signatories":{"slot":"35-1"}}}`, "fact.signatories", "daftar […]", "a list […]"},
		{"instrument", "draft", `{"fact":{"title":7}}`, "fact.title", "teks dalam tanda kutip", "text in quotes"},
		{"instrument", "draft", `{"fact":"PKS"}`, "fact", "objek {…}", "an object {…}"},
		{"engagement", "deliver", `{"place":"Surabaya"}`, "place", "objek {…}", "an object {…}"},
	} {
		ev, err := EventOf(value.Kind(c.kind), c.command)
		if err != nil {
			t.Fatal(err)
		}
		_, err = fact.ReadCommand(ev, value.Ref{Kind: value.Kind(c.kind), ID: oid(1)}, []byte(c.body))
		var r *value.Refusal
		if !errors.As(err, &r) || !errors.Is(err, fact.WrongForm) || r.Field != c.field || !strings.Contains(r.ID, c.id) || !strings.Contains(r.EN, c.en) {
			t.Errorf("%s: %s", c.body, describe(err))
		}
	}
}

// What cannot be seen is no part of a text; line breaks, tabs and every script are.
func TestTextThatCannotBeSeen(t *testing.T) {
	s := newStory(t)
	for _, c := range []rune{0, 1, '\r', 0x1b, 0x7f, 0x80, 0x9f, 0x061c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff} {
		s.refused(fact.BadText, "fact.name", "agency/1", "register", fmt.Sprintf(`{"fact":{"name":"Dinas\u%04xKelautan"}}`, c))
	}
	s.refused(fact.BlankText, "fact.name", "agency/1", "register", `{"fact":{"name":" \u00a0\t"}}`)
	var r *value.Refusal
	if _, err := s.try("agency/1", "register", `{"fact":{"name":"Di\u200bnas"}}`); !errors.As(err, &r) || !strings.Contains(r.ID, "U+200B") || !strings.Contains(r.EN, "U+200B") {
		t.Errorf("%v does not name the sign", err)
	}
	const name = "Dinas\tKelautan\nᬅᬓ꧀ꦱꦫ – «é» 🐟"
	s.given("agency/1", "register", strings.NewReplacer("\t", `\t`, "\n", `\n`).Replace(`{"fact":{"name":"`+name+`"}}`))
	s.DisplayName("agency/1", name, name)
}

// Blanks around a text are no part of it, and every kind of blank is one kind: a
// command that differs in nothing else is the same command.
func TestBlanksOfATextAreTidied(t *testing.T) {
	s := newStory(t)
	s.given("agency/1", "register", `{"fact":{"name":" Dinas\u00a0Kelautan  dan\u3000Perikanan \n"}}`)
	s.DisplayName("agency/1", "Dinas Kelautan  dan Perikanan", "Dinas Kelautan  dan Perikanan")
	ev, _ := EventOf(value.KindAgency, "register")
	read := func(body string) value.Hash {
		c, err := fact.ReadCommand(ev, ref(t, "agency/1"), []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		return c.Hash
	}
	if read(`{"fact":{"name":"Dinas "}}`) != read(`{"fact":{"name":"Dinas"}}`) {
		t.Error("a blank at the end makes another command")
	}
	s.refused(fact.UnknownMember, "fact.name ", "agency/2", "register", `{"fact":{"name ":"Dinas"}}`)
}
