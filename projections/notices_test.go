package projections

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// toldLedger is a ledger in memory with its stream of notices: where the views
// of these tests read from.
type toldLedger struct {
	t       *testing.T
	records inMemory[fact.Stored]
	folded  map[value.Ref]fact.Aggregate
	notices inMemory[noticelog.Stored]
	now     time.Time
	by      fact.By
}

func (l *toldLedger) Aggregate(r value.Ref) (fact.Aggregate, bool) {
	a, ok := l.folded[r]
	return a, ok
}

// inMemory is a stream that ends where it ends.
type inMemory[R any] []R

func (s *inMemory[R]) Last(context.Context) (uint64, error) { return uint64(len(*s)), nil }
func (s *inMemory[R]) Read(seq uint64) (R, error)           { return (*s)[seq-1], nil }
func (s *inMemory[R]) Follow(ctx context.Context, after uint64) iter.Seq2[R, error] {
	return s.Replay(ctx, after, uint64(len(*s)))
}
func (s *inMemory[R]) Replay(_ context.Context, after, upTo uint64) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for _, r := range (*s)[after:upTo] {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func toldID(n int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }

func (l *toldLedger) record(kind value.Kind, id, command, body string) uint64 {
	l.t.Helper()
	ref, err := value.ParseRef(string(kind) + "/" + id)
	mustTell(l.t, err)
	ev, err := domain.EventOf(kind, command)
	mustTell(l.t, err)
	c, err := fact.ReadCommand(ev, ref, []byte(body))
	mustTell(l.t, err)
	a, ok := l.folded[ref]
	if !ok {
		a = domain.New(ref)
	}
	l.now = l.now.Add(time.Second)
	if _, err := fact.Decide(a, c, fact.Given{Now: l.now, By: l.by, Lookup: l}); err != nil {
		l.t.Fatal(err)
	}
	n := len(l.records) + 1
	r, err := c.Record(a, fact.Stamp{ID: value.RecordID(toldID(1000000 + n)), Ledger: toldID(1), Time: l.now, CommandID: toldID(2000000 + n), By: l.by})
	mustTell(l.t, err)
	s := fact.Stored{Seq: uint64(n), Ref: ref, Body: r.Body}
	l.records, l.folded[ref] = append(l.records, s), a.Add(domain.Read(s.Seq, s.Ref, s.Body))
	return s.Seq
}

func (l *toldLedger) write(r noticelog.Record) uint64 {
	r.Time = l.now
	b, err := r.Write(toldID(1), toldID(3000000+len(l.notices)))
	mustTell(l.t, err)
	l.notices = append(l.notices, noticelog.Stored{Seq: uint64(len(l.notices) + 1), Key: r.Key, Body: b})
	return uint64(len(l.notices))
}

func mustTell(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func toldLedgerOf(t *testing.T) (*toldLedger, *Views) {
	l := &toldLedger{t: t, folded: map[value.Ref]fact.Aggregate{}, now: time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC)}
	v, err := Open(Config{Path: filepath.Join(t.TempDir(), "views.db"), Ledger: toldID(1), Source: &l.records, Notices: &l.notices})
	mustTell(t, err)
	t.Cleanup(func() { v.Close() })
	return l, v
}

func (l *toldLedger) catchUp(v *Views) {
	l.t.Helper()
	mustTell(l.t, v.CatchUp(l.t.Context(), nil))
	mustTell(l.t, v.CatchUpNotices(l.t.Context(), 0))
}

// A little of everything: subscribers before and after what is told, one that
// ends, tries that arrive and that do not.
func (l *toldLedger) affair() (signed uint64) {
	l.record("party", "35", "register", `{"fact":{"code":"35","name":"Provinsi Jawa Timur"}}`)
	l.record("party", "64", "register", `{"fact":{"code":"64","name":"Provinsi Kalimantan Timur"}}`)
	l.record("agency", toldID(20), "register", `{"fact":{"name":"Dinas Kelautan","party":"64"}}`)
	l.record("subscription", toldID(10), "subscribe", `{"fact":{"party":"35","endpoint":"https://a.example/x"}}`)
	l.record("subscription", toldID(11), "subscribe", `{"fact":{"agency":"`+toldID(20)+`","endpoint":"https://b.example/x"}}`)
	l.record("subscription", toldID(12), "subscribe", `{"fact":{"party":"64","language":"en"}}`)
	l.record("instrument", toldID(30), "draft", `{"fact":{"title":"PKS Kelautan","signatories":[{"slot":"35-1","party":"35"},{"slot":"64-1","party":"64"}]}}`)
	l.record("instrument", toldID(30), "finalise", `{}`)
	l.record("subscription", toldID(12), "unsubscribe", `{}`)
	signed = l.record("instrument", toldID(30), "sign", `{"fact":{"slot":"64-1"},"evidence":[{"grade":"copy"}]}`)
	l.record("subscription", toldID(13), "subscribe", `{"fact":{"outside":"arsip","endpoint":"https://c.example/x"}}`)
	l.record("engagement", toldID(40), "defer", `{"fact":{"documents":["`+toldID(30)+`"],"reason":"text-open"}}`)
	return signed
}

func toldTo(t *testing.T, v *Views, q NoticeFilter) []string {
	t.Helper()
	return toldToAt(t, v, engine.Asked{}, q)
}

func toldToAt(t *testing.T, v *Views, at engine.Asked, q NoticeFilter) []string {
	t.Helper()
	at.Limit = 100
	p, err := Notices.Ask(v, at, q)
	mustTell(t, err)
	var got []string
	for _, n := range p.Rows {
		got = append(got, fmt.Sprintf("%s %d. %s %d %s", string(n.Subscription)[34:], n.Number, n.Rule, n.Seq, n.State))
	}
	return got
}

func sameTold(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatIsPlannedAndWhatIsDue(t *testing.T) {
	l, v := toldLedgerOf(t)
	signed := l.affair()
	l.catchUp(v)
	to10 := noticelog.Key{Rule: domain.RuleSigned, Seq: signed, Subscription: value.SubscriptionID(toldID(10))}
	begun := l.write(noticelog.Record{Key: to10, Type: noticelog.Begun})
	l.catchUp(v)
	sameTold(t, toldTo(t, v, NoticeFilter{}), []string{
		"10 3. signing-deferred 12 due", "11 2. signing-deferred 12 due", "13 1. signing-deferred 12 due",
		"10 2. signed 10 trying",
		"10 1. signature-awaited 8 due", "11 1. signature-awaited 8 due", "12 1. signature-awaited 8 kept",
	})
	l.write(noticelog.Record{Key: to10, Type: noticelog.Ended, Begun: begun, Outcome: noticelog.Outcome{Result: noticelog.Arrived}})
	l.catchUp(v)
	sameTold(t, toldTo(t, v, NoticeFilter{Subscription: value.SubscriptionID(toldID(10))}), []string{
		"10 3. signing-deferred 12 due", "10 2. signed 10 arrived", "10 1. signature-awaited 8 due"})
	sameTold(t, toldTo(t, v, NoticeFilter{Agency: value.AgencyID(toldID(20))}), []string{
		"11 2. signing-deferred 12 due", "11 1. signature-awaited 8 due"})
	l.now = l.now.Add(time.Minute)
	to11 := noticelog.Key{Rule: domain.RuleAwaited, Seq: 8, Subscription: value.SubscriptionID(toldID(11))}
	l.write(noticelog.Record{Key: to11, Type: noticelog.Begun})
	l.catchUp(v)
	sameTold(t, toldToAt(t, v, engine.Asked{KnownAt: l.now.Add(-time.Second)}, NoticeFilter{Subscription: to11.Subscription}), []string{
		"11 2. signing-deferred 12 due", "11 1. signature-awaited 8 due"})
	sameTold(t, toldTo(t, v, NoticeFilter{Subscription: to11.Subscription}), []string{
		"11 2. signing-deferred 12 due", "11 1. signature-awaited 8 trying"})
	rows, told, err := v.Due(value.SubscriptionID(toldID(10)), noticelog.Key{}, 10)
	if err != nil || told != 3 || len(rows) != 2 || rows[0].Key.Rule != domain.RuleAwaited || rows[1].Key.Rule != domain.RuleDeferred {
		t.Errorf("%v %d %v", rows, told, err)
	}
	if rows, _, _ := v.Due(value.SubscriptionID(toldID(10)), rows[0].Key, 10); len(rows) != 1 {
		t.Errorf("after the first: %v", rows)
	}
	mustTell(t, v.CatchUpNotices(t.Context(), 11))
	if rows, _, _ := v.Due(value.SubscriptionID(toldID(10)), noticelog.Key{}, 10); len(rows) != 1 {
		t.Errorf("of what was restored: %v", rows)
	}
}

// Who was told remains to be seen when the subscription is ended, or corrected
// away; but nothing more is planned.
func TestToldBeforeTheEnd(t *testing.T) {
	l, v := toldLedgerOf(t)
	l.affair()
	l.catchUp(v)
	made := l.folded[value.Ref{Kind: value.KindSubscription, ID: toldID(10)}].Entries[0].ID
	l.record("subscription", toldID(10), "correct", `{"fact":{"record":"`+string(made)+`","notHappened":true,"reason":"keliru"}}`)
	l.record("subscription", toldID(11), "unsubscribe", `{}`)
	l.record("instrument", toldID(30), "sign", `{"fact":{"slot":"35-1"},"evidence":[{"grade":"copy"}]}`)
	l.catchUp(v)
	for n, want := range map[int][]string{
		10: {"10 3. signing-deferred 12 kept", "10 2. signed 10 kept", "10 1. signature-awaited 8 kept"},
		11: {"11 2. signing-deferred 12 disabled", "11 1. signature-awaited 8 disabled"},
	} {
		sameTold(t, toldTo(t, v, NoticeFilter{Subscription: value.SubscriptionID(toldID(n))}), want)
	}
	if rows, err := v.Reachable(); err != nil || len(rows) != 1 || rows[0].Outside != "arsip" {
		t.Errorf("%v %v", rows, err)
	}
	found, err := v.Verify(t.Context(), nil)
	if err != nil || found.Digest != found.Afresh {
		t.Errorf("%v %+v", err, found)
	}
}

// Pages of notices join without a gap or a repetition.
func TestPagesOfNoticesJoin(t *testing.T) {
	l, v := toldLedgerOf(t)
	l.affair()
	l.catchUp(v)
	var keys []string
	for after := ""; ; {
		p, err := Notices.Ask(v, engine.Asked{Limit: 2, After: after}, NoticeFilter{})
		mustTell(t, err)
		for _, n := range p.Rows {
			keys = append(keys, n.Key)
		}
		if after = p.Head.Next; after == "" {
			break
		}
	}
	all, err := Notices.Ask(v, engine.Asked{Limit: 100}, NoticeFilter{})
	mustTell(t, err)
	var want []string
	for _, n := range all.Rows {
		want = append(want, n.Key)
	}
	sameTold(t, keys, want)
}

// Whatever came first, notices or records, and however the views were made, they
// come to the same; and a rebuild plans nothing anew.
func TestNoticesComeToTheSameHoweverTheyAreMade(t *testing.T) {
	l, v := toldLedgerOf(t)
	signed := l.affair()
	to11 := noticelog.Key{Rule: domain.RuleAwaited, Seq: 8, Subscription: value.SubscriptionID(toldID(11))}
	to10 := noticelog.Key{Rule: domain.RuleSigned, Seq: signed, Subscription: value.SubscriptionID(toldID(10))}
	for _, k := range []noticelog.Key{to11, to10} {
		begun := l.write(noticelog.Record{Key: k, Type: noticelog.Begun})
		l.write(noticelog.Record{Key: k, Type: noticelog.Ended, Begun: begun, Outcome: noticelog.Outcome{Result: noticelog.GivenUp, Why: "refused", Status: 404}})
	}
	l.write(noticelog.Record{Key: to10, Type: noticelog.Resend})
	mustTell(t, v.CatchUpNotices(t.Context(), 0)) // before the records that planned them
	l.catchUp(v)
	before := toldTo(t, v, NoticeFilter{})
	sameTold(t, toldTo(t, v, NoticeFilter{Parked: true}), []string{"11 1. signature-awaited 8 parked"})
	if p, err := Notices.Ask(v, engine.Asked{}, NoticeFilter{About: value.Ref{Kind: value.KindParty, ID: toldID(99)}}); err != nil || len(p.Head.Names) > 0 {
		t.Errorf("what is not shown was written out, with %v: %v", p.Head.Names, err)
	}
	live, err := v.Verify(t.Context(), nil)
	mustTell(t, err)

	done, err := v.Rebuild(t.Context(), nil)
	mustTell(t, err)
	if len(live.Wrong) > 0 || done.Digest != live.Digest {
		t.Errorf("made again: %s, live: %+v", done.Digest, live)
	}
	sameTold(t, toldTo(t, v, NoticeFilter{}), before)
	found, err := v.Verify(t.Context(), nil)
	if err != nil || found.Digest != found.Afresh || len(found.Wrong) > 0 {
		t.Errorf("%v %+v", err, found)
	}

	l.record("instrument", toldID(30), "sign", `{"fact":{"slot":"35-1"},"evidence":[{"grade":"copy"}]}`)
	l.catchUp(v)
	found, err = v.Verify(t.Context(), nil)
	if err != nil || found.Digest != found.Afresh || len(found.Wrong) > 0 {
		t.Errorf("after one more: %v %+v", err, found)
	}
}
