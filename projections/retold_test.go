package projections

import (
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// takeBack corrects the record at seq as one person, and confirms that as another.
func (l *toldLedger) takeBack(seq uint64, how string) (confirmed uint64) {
	l.t.Helper()
	of := domain.Read(seq, l.records[seq-1].Ref, l.records[seq-1].Body)
	l.by = fact.By{Actor: "satu"}
	fix := l.record(of.Ref.Kind, of.Ref.ID, "correct", `{"fact":{"record":"`+string(of.ID)+`",`+how+`}}`)
	l.by = fact.By{Actor: "dua"}
	return l.record(of.Ref.Kind, of.Ref.ID, "confirm-correction", `{"fact":{"correction":"`+toldID(1000000+int(fix))+`"}}`)
}

// tried writes a try to send the notice, and how it ended.
func (l *toldLedger) tried(k noticelog.Key, o noticelog.Outcome) {
	begun := l.write(noticelog.Record{Key: k, Type: noticelog.Begun})
	l.write(noticelog.Record{Key: k, Type: noticelog.Ended, Begun: begun, Outcome: o})
}

// Who had been told hears that it is not so, and nobody who came later; what was not
// sent yet is not sent any more, and neither is what takes it back.
func TestWhatWasToldIsTakenBack(t *testing.T) {
	l, v := toldLedgerOf(t)
	signed := l.affair()
	l.record("subscription", toldID(14), "subscribe", `{"fact":{"party":"35","endpoint":"https://d.example/x"}}`)
	to := func(rule fact.Rule, seq uint64, n int) noticelog.Key {
		return noticelog.Key{Rule: rule, Seq: seq, Subscription: value.SubscriptionID(toldID(n))}
	}
	to10 := to(domain.RuleSigned, signed, 10)
	moot := func(k noticelog.Key, want noticelog.Trouble) {
		t.Helper()
		l.catchUp(v)
		if _, _, why, err := v.NoticeToSend(k); err != nil || why != want {
			t.Errorf("%s: %q, %v; want %q", k, why, err, want)
		}
	}
	moot(to10, "")
	back := l.takeBack(signed, `"notHappened":true`)
	moot(to10, noticelog.TroubleTakenBack)
	moot(to(fact.RuleCorrected, back, 10), noticelog.TroubleNeverTold)
	l.tried(to10, noticelog.Outcome{Result: noticelog.Failed, Why: noticelog.TroubleNoConnection})
	moot(to(fact.RuleCorrected, back, 10), noticelog.TroubleNeverTold)
	l.tried(to10, noticelog.Outcome{Result: noticelog.Arrived, Status: 204})
	moot(to(fact.RuleCorrected, back, 10), "")
	sameTold(t, toldTo(t, v, NoticeFilter{})[:1], []string{"10 4. corrected 15 due"})
	if rows, err := Notices.Ask(v, engine.Asked{Limit: 100}, NoticeFilter{Subscription: to10.Subscription}); err != nil || rows.Rows[2].TakenBack != back ||
		rows.Rows[0].Sentence.EN != "The record that Provinsi Kalimantan Timur signed PKS Kelautan is taken back: it is not so." {
		t.Errorf("%v %+v", err, rows.Rows)
	}

	// It did happen after all, and is told again: what took it back is not sent.
	fix := l.folded[value.Ref{Kind: value.KindInstrument, ID: toldID(30)}].Entries[3].Record.Seq
	restored := l.takeBack(fix, `"notHappened":true`)
	moot(to(fact.RuleCorrected, back, 10), noticelog.TroubleTakenBack)
	moot(to(domain.RuleSigned, restored, 10), "")

	// And then it was otherwise.
	other := l.takeBack(signed, `"reads":{"fact":{"slot":"35-1"},"evidence":[{"grade":"copy"}]}`)
	moot(to(fact.RuleCorrected, other, 10), "")
	moot(to(domain.RuleSigned, restored, 10), noticelog.TroubleTakenBack)

	live, err := v.Verify(t.Context(), nil)
	mustTell(t, err)
	before := toldTo(t, v, NoticeFilter{})
	done, err := v.Rebuild(t.Context(), nil)
	if err != nil || len(live.Wrong) > 0 || done.Digest != live.Digest {
		t.Errorf("%v: made again %s, live %+v", err, done.Digest, live)
	}
	sameTold(t, toldTo(t, v, NoticeFilter{}), before)
}

// A signature that counts only since a further source is told from then on.
func TestASignatureThatCountsLaterIsToldLater(t *testing.T) {
	l, v := toldLedgerOf(t)
	l.affair()
	news := l.record("instrument", toldID(30), "sign", `{"fact":{"slot":"35-1"},"onBehalfOf":"35","evidence":[{"grade":"news"}]}`)
	add := l.record("instrument", toldID(30), "add-source", `{"evidence":[{"grade":"own-statement"}],"assertedBy":{"party":"35"},"fact":{"record":"`+toldID(1000000+int(news))+`"}}`)
	l.catchUp(v)
	sameTold(t, toldTo(t, v, NoticeFilter{Subscription: value.SubscriptionID(toldID(11))})[:1], []string{"11 3. signed 14 due"})
	if add != 14 {
		t.Error(add)
	}
	back := l.takeBack(add, `"notHappened":true`)
	l.catchUp(v)
	if got := toldTo(t, v, NoticeFilter{Subscription: value.SubscriptionID(toldID(11))})[0]; back != 16 || got != "11 4. corrected 16 due" {
		t.Error(got, back)
	}
}
