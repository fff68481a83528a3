package domain

import (
	"testing"

	"mufakat/domain/fact"
)

// What happens anew each time is two records, however alike the words; the second
// knows which it resembles.
func TestWhatReadsAlikeIsRecorded(t *testing.T) {
	s := affair(t)
	for _, c := range []struct{ ref, command, body string }{
		{"instrument/1", "remind", `{"fact":{"channel":"wa"}}`},
		{"instrument/1", "state-term", `{"fact":{"years":5}}`},
		{"instrument/1", "add-signatory", `{"fact":{"party":"35"}}`},
		{"instrument/2", "itemise", `{"fact":{"items":[{"field":"pangan"}]}}`},
		{"instrument/2", "sign", `{"evidence":[{"grade":"news"}],"fact":{"slot":"35-1"}}`},
		{"instrument/2", "account", `{"fact":{"says":"belum"}}`},
		{"engagement/1", "deliver", `{"fact":{"from":"64","to":"35","count":2}}`},
		{"engagement/1", "receive", `{"fact":{"to":"35","count":2}}`},
		{"engagement/1", "defer", `{"fact":{"reason":"signatory-absent"}}`},
		{"engagement/1", "visit", `{"fact":{"guest":"64","host":"35"}}`},
		{"engagement/1", "coordinate", `{"fact":{"parties":["64","35"]}}`},
		{"office/1", "appoint", `{"fact":{"holder":"Pejabat A","actingAs":"plh"}}`},
	} {
		one := s.given(c.ref, c.command, c.body)
		two := s.given(c.ref, c.command, c.body)
		if one.ID == two.ID || two.Version != one.Version+1 {
			t.Errorf("%s %s: %+v, %+v", c.ref, c.command, one, two)
		}
	}
	s.given("instrument/1", "correct", `{"fact":{"record":"`+string(s.world[ref(t, "instrument/1")].Entries[1].ID)+`","notHappened":true}}`)
	if n := s.instrument("instrument/1").Reminders.Len(); n != 1 {
		t.Errorf("%d reminders; one of two was taken back", n)
	}
}

// What is so is so already; what is not so any more comes to be so again.
func TestAlreadySoIsThePresentState(t *testing.T) {
	s := affair(t)
	step := func(writes bool, ref, command, body string) {
		t.Helper()
		before := s.seq
		if s.given(ref, command, body); s.seq == before == writes {
			t.Errorf("%s %s %s: written %v, want %v", ref, command, body, s.seq != before, writes)
		}
	}
	step(false, "party/35", "register", `{"fact":{"code":"35"}}`)
	step(false, "office/1", "register", `{"fact":{"title":"Gubernur Jawa Timur","party":"35","role":"head"}}`)
	for range 2 {
		step(true, "instrument/1", "add-signatory", `{"fact":{"slot":"33-1","party":"35"}}`)
		step(false, "instrument/1", "add-signatory", `{"fact":{"slot":"33-1","party":"35"}}`)
		entries := s.world[ref(t, "instrument/1")].Entries
		last := entries[len(entries)-1].ID
		step(true, "instrument/1", "correct", `{"fact":{"record":"`+string(last)+`","notHappened":true}}`)
	}
	step(true, "agency/1", "alias", `{"fact":{"alias":"DKP"}}`)
	step(true, "agency/1", "alias", `{"fact":{"alias":"Dinas Perikanan"}}`)
	step(false, "agency/1", "alias", `{"fact":{"alias":"DKP"}}`)
	step(true, "subscription/1", "subscribe", `{"fact":{"party":"64"}}`)
	step(false, "subscription/1", "subscribe", `{"fact":{"party":"64"}}`)
	for range 3 {
		step(true, "subscription/1", "disable", `{"fact":{"reason":"libur"}}`)
		step(false, "subscription/1", "disable", `{"fact":{"reason":"libur"}}`)
		step(true, "subscription/1", "resume", `{}`)
		step(false, "subscription/1", "resume", `{}`)
	}
	step(true, "subscription/1", "resume", `{"fact":{"endpoint":"https://a.example.go.id"}}`)
	step(true, "subscription/1", "resume", `{"fact":{"endpoint":"https://b.example.go.id"}}`)
	step(true, "subscription/1", "resume", `{"fact":{"endpoint":"https://a.example.go.id"}}`)
	step(true, "subscription/1", "unsubscribe", `{}`)
	step(false, "subscription/1", "unsubscribe", `{}`)
	for range 2 {
		step(true, "setting/1", "allow-range", `{"fact":{"range":"10.20.0.0/16"}}`)
		step(false, "setting/1", "allow-range", `{"fact":{"range":"10.20.0.0/16"}}`)
		step(true, "setting/1", "withdraw-range", `{}`)
		step(false, "setting/1", "withdraw-range", `{}`)
	}
}

// A record that did not happen resembles nothing.
func TestWhatDidNotHappenIsNotResembled(t *testing.T) {
	s := affair(t)
	first := s.given("instrument/1", "remind", `{"fact":{"channel":"wa"}}`)
	s.given("instrument/1", "correct", `{"fact":{"record":"`+string(first.ID)+`","notHappened":true}}`)
	c := fact.Command{Hash: first.CommandHash}
	if like := s.world[first.Ref].Resembling(c); like != nil {
		t.Errorf("resembles %d", like.Seq)
	}
}

// Every row says what its event needs to be one, or that it needs nothing.
func TestEveryEventSaysWhatItNeeds(t *testing.T) {
	for ev := range Events() {
		if !ev.Judged() {
			t.Errorf("%s says neither what it needs nor that it says enough, or both", ev.Type)
		}
	}
	s := affair(t)
	s.refused(fact.SaysNothing, "", "instrument/5", "draft", `{"occurred":"2022","place":{"region":"35"}}`)
	s.refused(fact.SaysNothing, "", "instrument/1", "sign", `{"fact":{"method":"wet"}}`)
	s.refused(fact.SaysNothing, "", "instrument/1", "account", `{"fact":{"about":"cuaca"}}`)
	s.refused(fact.SaysNothing, "", "engagement/1", "deliver", `{"fact":{"papers":[]}}`)
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28"}`)
}
