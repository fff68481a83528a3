package outbox

import (
	"context"
	"errors"
	"testing"
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// What a record gives to tell is planned to those who subscribed before it, under
// a number of each subscriber's own, and is due in the order of the records.
func TestWhatIsPlannedIsDue(t *testing.T) {
	y := newToy(t)
	y.name(10, "Alfa") // 1: nobody hears
	y.subscribe(1)
	y.name(10, "Beta") // 3: tells for two reasons
	y.name(10, "diam") // 4: tells of the change only
	y.subscribe(2)
	y.name(11, "Citra") // 6: both hear
	y.end(1)
	y.name(11, "Citra") // 8: the second alone
	y.catchUp()
	for n, want := range map[int]string{1: "named/3 renamed/3 renamed/4 named/6", 2: "named/6 named/8", 3: ""} {
		if got := y.due(n); got != want {
			t.Errorf("due to %d: %s, want %s", n, got, want)
		}
	}
	for k, want := range map[noticelog.Key]uint64{
		keyOf("named", 1, 1): 0, keyOf("named", 3, 1): 1, keyOf("renamed", 3, 1): 2, keyOf("renamed", 4, 1): 3, keyOf("named", 6, 1): 4,
		keyOf("named", 3, 2): 0, keyOf("named", 6, 2): 1, keyOf("named", 8, 2): 2, keyOf("named", 8, 1): 0,
	} {
		if n, _ := y.planned(k); n != want {
			t.Errorf("%s has the number %d, want %d", k, n, want)
		}
	}
	for k, want := range map[noticelog.Key]value.Ref{keyOf("named", 6, 1): toyRef("agency", 11), keyOf("renamed", 3, 1): toyRef("agency", 99)} {
		if _, about := y.planned(k); about != want {
			t.Errorf("%s is about %s, want %s", k, about, want)
		}
	}
	y.check()
}

// Whoever sends takes some, goes on after the last, and nothing up to the record
// at which the ledger was restored.
func TestDueByPieces(t *testing.T) {
	y := newToy(t)
	y.subscribe(1)
	y.name(10, "Alfa")
	y.name(10, "Beta")
	y.name(10, "Citra")
	y.catchUp()
	for _, x := range []struct {
		after  noticelog.Key
		limit  int
		silent uint64
		want   string
	}{
		{noticelog.Key{}, 2, 0, "named/2 named/3"},
		{keyOf("named", 3, 1), 2, 0, "renamed/3 named/4"},
		{keyOf("renamed", 4, 1), 2, 0, ""},
		{noticelog.Key{}, 9, 3, "named/4 renamed/4"},
		{keyOf("named", 2, 1), 9, 3, "named/4 renamed/4"},
		{keyOf("named", 4, 1), 9, 3, "renamed/4"},
	} {
		must(t, y.CatchUpNotices(t.Context(), x.silent))
		rows, told, err := y.Due(sub(1), x.after, x.limit)
		if got := written(rows); err != nil || told != 0 || got != x.want {
			t.Errorf("%d after %s, silent to %d: %s, want %s; %d %v", x.limit, x.after, x.silent, got, x.want, told, err)
		}
	}
}

// A notice is due until a try of it arrives or is given up; and again when
// somebody asks.
func TestWhatTriesMakeDue(t *testing.T) {
	k := keyOf("named", 2, 1)
	for name, x := range map[string]struct {
		say  func(*toy)
		due  bool
		want noticelog.State
	}{
		"not tried":        {func(*toy) {}, true, noticelog.NoticeDue},
		"begun":            {func(y *toy) { y.try(k, "") }, true, noticelog.NoticeTrying},
		"arrived":          {func(y *toy) { y.try(k, noticelog.Arrived) }, false, noticelog.NoticeArrived},
		"failed":           {func(y *toy) { y.try(k, noticelog.Failed) }, true, noticelog.NoticeDue},
		"failed, arrived":  {func(y *toy) { y.try(k, noticelog.Failed); y.try(k, noticelog.Arrived) }, false, noticelog.NoticeArrived},
		"given up":         {func(y *toy) { y.try(k, noticelog.GivenUp) }, false, noticelog.NoticeParked},
		"address gone":     {func(y *toy) { y.try(k, noticelog.Vanished) }, true, noticelog.NoticeDisabled},
		"of another":       {func(y *toy) { y.try(keyOf("named", 2, 2), noticelog.Arrived) }, true, noticelog.NoticeDue},
		"of no subscriber": {func(y *toy) { y.try(noticelog.Key{Rule: "named", Seq: 2, Subscription: "x"}, noticelog.Arrived) }, true, noticelog.NoticeDue},
		"wanted again": {func(y *toy) {
			y.try(k, noticelog.Arrived)
			y.say(k, noticelog.Record{Type: noticelog.Resend})
		}, true, noticelog.NoticeDue},
		"of a newer version": {func(y *toy) {
			y.notices = append(y.notices, noticelog.Stored{Seq: 1, Key: k, Body: []byte(`{"type":"id.mufakat.notice.read.v1"}`)})
		}, false, noticelog.NoticeParked},
	} {
		t.Run(name, func(t *testing.T) {
			y := newToy(t)
			y.subscribe(1)
			y.name(10, "Alfa")
			x.say(y)
			y.catchUp()
			rows, told, err := y.Due(sub(1), noticelog.Key{}, 9)
			if err != nil || told != uint64(len(y.notices)) || len(rows) == 1 != x.due {
				t.Errorf("%s, %d %v", written(rows), told, err)
			}
			if got := y.history(k, time.Time{}).State(); got != x.want || x.due && rows[0].History.State() != x.want {
				t.Errorf("%s, want %s", got, x.want)
			}
			y.check()
		})
	}
}

func (y *toy) history(k noticelog.Key, upTo time.Time) (h noticelog.History) {
	y.Helper()
	must(y, y.Db.Ask(engine.Asked{}, func(r *engine.Reader) { h = HistoryOf(r.Entries, k, upTo) }))
	return h
}

// A history can be read as it was known at a time.
func TestHistoryUpToATime(t *testing.T) {
	y, k := newToy(t), keyOf("named", 2, 1)
	y.subscribe(1)
	y.name(10, "Alfa")
	y.try(k, noticelog.Failed)
	y.try(k, noticelog.Arrived)
	y.catchUp()
	for n, want := range []noticelog.State{noticelog.NoticeDue, noticelog.NoticeTrying, noticelog.NoticeDue, noticelog.NoticeTrying, noticelog.NoticeArrived} {
		if h := y.history(k, at(uint64(n))); h.State() != want || h.Last != uint64(n) {
			t.Errorf("up to %d: %s, %+v", n, h.State(), h)
		}
	}
}

// What was sent is not due again when the views are made again, whichever of the
// streams came first; and what comes afterwards goes on with the next number.
func TestRebuildSendsNothingAgain(t *testing.T) {
	for _, noticesFirst := range []bool{false, true} {
		y := newToy(t)
		y.subscribe(1)
		y.name(10, "Alfa") // 2
		y.name(11, "Beta") // 3
		y.subscribe(2)
		y.name(10, "Citra") // 5
		y.try(keyOf("named", 2, 1), noticelog.Arrived)
		y.try(keyOf("named", 3, 1), noticelog.GivenUp)
		y.try(keyOf("renamed", 5, 2), noticelog.Failed)
		y.try(keyOf("named", 7, 2), noticelog.Arrived) // its record comes later
		if noticesFirst {
			must(t, y.CatchUpNotices(t.Context(), 0))
		}
		y.catchUp()
		for _, again := range []bool{false, true} {
			if again {
				if _, err := y.Db.Rebuild(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
			}
			if a, b := y.due(1), y.due(2); a != "named/5 renamed/5" || b != "named/5 renamed/5" {
				t.Errorf("rebuilt %v: due %s; %s", again, a, b)
			}
			y.check()
		}
		y.end(1)
		y.name(11, "Dara") // 7
		y.catchUp()
		if n, _ := y.planned(keyOf("renamed", 7, 2)); n != 4 || y.due(2) != "named/5 renamed/5 renamed/7" || y.due(1) != "named/5 renamed/5" {
			t.Errorf("number %d; due %s; %s", n, y.due(1), y.due(2))
		}
		y.check()
	}
}

// Planning is of one transaction with its record: where it cannot be said who
// hears, neither is kept.
func TestPlanningFailsWithItsRecord(t *testing.T) {
	y, no := newToy(t), errors.New("no")
	y.subscribe(1)
	y.name(10, "Alfa")
	y.fail = no
	if err := y.Db.CatchUp(t.Context(), nil); !errors.Is(err, no) || y.Db.Position() != 0 {
		t.Errorf("at %d: %v", y.Db.Position(), err)
	}
	y.fail = nil
	y.catchUp()
	y.fail = no
	if _, err := y.Db.Rebuild(t.Context(), nil); !errors.Is(err, no) {
		t.Errorf("rebuilt: %v", err)
	}
	y.fail = nil
	if got := y.due(1); got != "named/2" {
		t.Errorf("due: %s", got)
	}
	y.check()
}

// A stream of notices that has lost its end is refused, and not sent upon.
func TestNoticesThatLostTheirEnd(t *testing.T) {
	y := newToy(t)
	y.try(keyOf("named", 2, 1), noticelog.Arrived)
	must(t, y.RunNotices(t.Context()))
	must(t, y.AwaitNotice(t.Context(), 2))
	y.notices = y.notices[:1]
	if err := y.CatchUpNotices(t.Context(), 0); code(err) != "notices-shorter-than-views" {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := y.AwaitNotice(ctx, 3); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// What gives something to tell by a rule that there is not is said, and nothing is
// sent on it.
func TestTellingsThatCannotBeRead(t *testing.T) {
	for name, b := range map[string]string{"nothing": "", "no such rule": `{"rule":"sold","seq":2,"ref":"agency/x"}`, "no notice": "x"} {
		if _, err := TellingIn(table, []byte(b)); !errors.Is(err, engine.RowDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
