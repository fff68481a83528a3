package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
)

// The outbox is tested with a table in which agencies are named and renamed, and
// two subscriptions begin and end.

type named struct {
	Name string `json:"name" id:"nama" en:"name"`
}

func (named) Refuse(string, fact.Given) error        { return nil }
func (f named) Evolve(_ string, _ fact.Entry) string { return f.Name }

type subscribed struct {
	Ended bool `json:"ended,omitzero" id:"berakhir" en:"ended"`
}

func (subscribed) Refuse(subscribed, fact.Given) error            { return nil }
func (f subscribed) Evolve(_ subscribed, _ fact.Entry) subscribed { return f }

type nameNotice struct {
	Was string `json:"was,omitzero"`
}

// ruleNamed tells of every name, ruleRenamed of one that was another.
var (
	ruleNamed   = fact.NoticeRule[nameNotice]{Name: "named", About: func(nameNotice) (r value.Ref) { return r }}
	ruleRenamed = fact.NoticeRule[nameNotice]{Name: "renamed", About: func(nameNotice) value.Ref { return toyRef(value.KindAgency, 99) }}
)

const (
	agencies      fact.KindOf[string]     = fact.KindOf[string](value.KindAgency)
	subscriptions fact.KindOf[subscribed] = fact.KindOf[subscribed](value.KindSubscription)
)

var table = fact.NewTable([]fact.AnyKind{agencies.Any(), subscriptions.Any()}, fact.Join(
	fact.Of[named](agencies, "id.mufakat.agency.named.v1", "name", value.Words{ID: "Bernama {name}.", EN: "Named {name}."}, fact.Begins,
		fact.Tells(&ruleNamed, func(f named, _, _ string, _ fact.Entry) (nameNotice, bool) { return nameNotice{}, f.Name != "diam" }),
		fact.Tells(&ruleRenamed, func(_ named, was, is string, _ fact.Entry) (nameNotice, bool) {
			return nameNotice{was}, was != "" && was != is
		})),
	fact.Of[subscribed](subscriptions, "id.mufakat.subscription.subscribed.v1", "subscribe", value.Words{ID: "Langganan.", EN: "Subscription."}, fact.Begins)))

// toy is a ledger of such records with its stream of notices, and an outbox.
type toy struct {
	*testing.T
	*Outbox
	list    *histories.List
	notices notices
	path    string
	folded  map[value.Ref]fact.Aggregate
	fail    error // of asking who hears
}

// notices are the stream of notices, in memory.
type notices []noticelog.Stored

func (ns *notices) Last(context.Context) (uint64, error) { return uint64(len(*ns)), nil }
func (ns *notices) Follow(ctx context.Context, after uint64) iter.Seq2[noticelog.Stored, error] {
	return ns.Replay(ctx, after, uint64(len(*ns)))
}
func (ns *notices) Replay(_ context.Context, after, upTo uint64) iter.Seq2[noticelog.Stored, error] {
	return func(yield func(noticelog.Stored, error) bool) {
		for _, n := range (*ns)[after:upTo] {
			if !yield(n, nil) {
				return
			}
		}
	}
}

func newToy(t *testing.T) *toy {
	t.Helper()
	y := &toy{T: t, list: histories.NewList(), folded: map[value.Ref]fact.Aggregate{}, path: filepath.Join(t.TempDir(), "views.db")}
	y.open()
	t.Cleanup(func() { y.Db.Close() })
	return y
}

func (y *toy) open() {
	y.Helper()
	y.Outbox = NewOutbox(table, &y.notices, y.hear)
	db, err := engine.Open(engine.Config{Table: table, Path: y.path, Ledger: toyID(0),
		Source: y.list, Effects: y.Effects(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	must(y.T, err)
	y.Db = db
}

// hear are the subscriptions 1 and 2 while they are on record and not ended.
func (y *toy) hear(r *engine.Reader, _ fact.Notice) (ids []value.SubscriptionID) {
	if y.fail != nil {
		r.Fail(y.fail)
	}
	for n := 1; n <= 2; n++ {
		if s, _, ok := engine.State[subscribed](r, toyRef(value.KindSubscription, n)); ok && !s.Ended {
			ids = append(ids, sub(n))
		}
	}
	return ids
}

func toyID(n int) string                   { return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }
func toyRef(k value.Kind, n int) value.Ref { return value.Ref{Kind: k, ID: toyID(n)} }
func sub(n int) value.SubscriptionID       { return value.SubscriptionID(toyID(n)) }
func keyOf(rule fact.Rule, seq uint64, to int) noticelog.Key {
	return noticelog.Key{Rule: rule, Seq: seq, Subscription: sub(to)}
}

// record adds a record, without the views.
func (y *toy) record(kind value.Kind, n int, command, body string) {
	y.Helper()
	ref := toyRef(kind, n)
	ev, err := table.EventOf(kind, command)
	must(y, err)
	c, err := fact.ReadCommand(ev, ref, []byte(body))
	must(y, err)
	a, ok := y.folded[ref]
	if !ok {
		a = table.New(ref)
	}
	last, _ := y.list.Last(y.Context())
	seq := last + 1
	r, err := c.Record(a, fact.Stamp{ID: value.RecordID(toyID(1000 + int(seq))), Ledger: toyID(0), Time: at(seq), CommandID: toyID(2000 + int(seq))})
	must(y, err)
	y.list.Add(fact.Stored{Seq: seq, Ref: ref, Body: r.Body})
	y.folded[ref] = a.Add(table.Read(seq, ref, r.Body))
}

func (y *toy) name(n int, name string) {
	y.Helper()
	y.record(value.KindAgency, n, "name", `{"fact":{"name":"`+name+`"}}`)
}

func (y *toy) subscribe(n int) { y.Helper(); y.record(value.KindSubscription, n, "subscribe", `{}`) }
func (y *toy) end(n int) {
	y.Helper()
	y.record(value.KindSubscription, n, "subscribe", `{"fact":{"ended":true}}`)
}

// at is the time of the nth record, of the ledger or of the stream of notices.
func at(n uint64) time.Time { return time.Date(2022, 8, 11, 1, int(n), 0, 0, time.UTC) }

// say adds what the stream of notices says of one, and is its sequence.
func (y *toy) say(k noticelog.Key, r noticelog.Record) uint64 {
	y.Helper()
	seq := uint64(len(y.notices) + 1)
	r.Key, r.Time = k, at(seq)
	b, err := r.Write(toyID(0), toyID(3000+int(seq)))
	must(y, err)
	y.notices = append(y.notices, noticelog.Stored{Seq: seq, Key: k, Body: b})
	return seq
}

// try adds a try of a notice that ends so.
func (y *toy) try(k noticelog.Key, result noticelog.Delivered) {
	y.Helper()
	begun := y.say(k, noticelog.Record{Type: noticelog.Begun})
	if result != "" {
		y.say(k, noticelog.Record{Type: noticelog.Ended, Begun: begun, Outcome: noticelog.Outcome{Result: result}})
	}
}

func (y *toy) catchUp() {
	y.Helper()
	must(y, y.Db.CatchUp(y.Context(), nil))
	must(y, y.CatchUpNotices(y.Context(), 0))
}

// due is what is to be sent to a subscription, as rule/seq.
func (y *toy) due(n int) string {
	y.Helper()
	rows, _, err := y.Due(sub(n), noticelog.Key{}, 100)
	must(y, err)
	return written(rows)
}

func written(rows []DueRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, fmt.Sprintf("%s/%d", r.Key.Rule, r.Key.Seq))
	}
	return strings.Join(out, " ")
}

// planned is the number under which a notice was planned, 0 where it was not, and
// what it is about.
func (y *toy) planned(k noticelog.Key) (number uint64, about value.Ref) {
	y.Helper()
	must(y, y.Db.Ask(engine.Asked{}, func(r *engine.Reader) {
		if b := r.Get(InPlanned, NoticeKey(k)); b != nil {
			var ok bool
			if number, about, ok = PlannedIn(b); !ok {
				y.Errorf("%s is damaged", k)
			}
		}
	}))
	return number, about
}

// check is what must hold whenever nobody writes: made again from the records and
// the stream of notices, the file is the same.
func (y *toy) check() {
	y.Helper()
	found, err := y.Db.Verify(y.Context(), nil)
	if err != nil || found.Digest != found.Afresh || len(found.Wrong) > 0 {
		y.Errorf("%+v, %v", found, err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code is what a refusal is called; empty for none.
func code(err error) string {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.Code
	}
	return ""
}
