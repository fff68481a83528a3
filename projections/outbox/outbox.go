package outbox

import (
	"context"
	"sync/atomic"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// Outbox is what is to be told: what records give to tell, to whom it goes,
// which tries were made, and what is still due. It stands in the views' file,
// beside the rows.
type Outbox struct {
	Db     *engine.DB
	table  *fact.Table
	feed   *engine.Feed[noticelog.Stored]
	hears  func(*engine.Reader, fact.Notice) []value.SubscriptionID
	silent atomic.Uint64 // up to which record nothing is told
}

// Source is where the records of the stream of notices come from.
type Source = engine.Stream[noticelog.Stored]

// noticesPosition is the key of how far the stream of notices was read.
const noticesPosition = "told"

// NewOutbox makes one for the notices of a table. Who hears of a telling is for
// others to say: it is a question to the views as they were known at its record.
func NewOutbox(table *fact.Table, source Source, hears func(*engine.Reader, fact.Notice) []value.SubscriptionID) *Outbox {
	return &Outbox{table: table, hears: hears, feed: &engine.Feed[noticelog.Stored]{
		Key: noticesPosition, Source: source, Apply: applyNotice, Short: noticesShort,
		Seq:  func(n noticelog.Stored) uint64 { return n.Seq },
		Size: func(n noticelog.Stored) int { return len(n.Body) },
	}}
}

var (
	InTellings = engine.Bucket{Name: []byte("tellings"), Key: "seq rule", Value: "what the record gives to tell"}
	InPlanned  = engine.Bucket{Name: []byte("planned"), Key: "subscription seq rule 0", Value: "number ref; the notice's number, and what it is about"}
	inAttempts = engine.Bucket{Name: []byte("attempts"), Key: "subscription seq rule 0 notice", Value: "body, as the stream of notices has it at notice"}
	inDue      = engine.Bucket{Name: []byte("due"), Key: "subscription seq rule 0", Value: "(empty); planned, and a try is still to be made"}
)

// Effects is the outbox as the views' file is made with it.
func (o *Outbox) Effects() engine.Effects {
	return engine.Effects{
		Buckets: []engine.Bucket{InTellings, InPlanned}, FeedBuckets: []engine.Bucket{inAttempts, inDue},
		Of: tellings, Apply: o.plan, Rebuild: o.planAgain, Feed: o.feed, Differs: toldDiffers, Silent: o.silent.Load,
	}
}

// CatchUpNotices brings the views to where the stream of notices was when it was
// called. Nothing up to the record at silent is told.
func (o *Outbox) CatchUpNotices(ctx context.Context, silent uint64) error {
	o.silent.Store(silent)
	return o.feed.CatchUp(ctx)
}

// RunNotices follows the stream of notices until the context ends, or the stream
// does.
func (o *Outbox) RunNotices(ctx context.Context) error { return o.feed.Run(ctx) }

// AwaitNotice returns once the views hold the record at seq of the stream of
// notices, with the context's error, or with the reason why they follow it no
// more.
func (o *Outbox) AwaitNotice(ctx context.Context, seq uint64) error { return o.feed.Await(ctx, seq) }

func TellingKey(seq uint64, rule fact.Rule) []byte { return append(engine.SeqKey(seq), rule...) }

// tellings are what a record gives to tell.
func tellings(before, after fact.Aggregate) (out []engine.Effect) {
	for _, t := range fact.NoticesOf(before, after) {
		out = append(out, engine.Effect{Key: TellingKey(t.Seq, t.Rule), Value: engine.Encoded(t)})
	}
	return out
}

// TellingIn reads what a record gives to tell, by the rules of the table.
func TellingIn(table *fact.Table, b []byte) (t fact.Notice, err error) {
	if t, err = table.DecodeNotice(b); err != nil {
		return t, engine.RowDamaged
	}
	return t, nil
}

// NoticeKey is a notice's key in planned, due and, before the sequence in the
// stream of notices, attempts.
func NoticeKey(k noticelog.Key) engine.Key {
	return engine.Key(nil).ID(string(k.Subscription)).Num(k.Seq).Text(string(k.Rule))
}

// noticeIn reads what noticeKey wrote.
func noticeIn(k []byte) noticelog.Key {
	return noticelog.Key{Subscription: value.SubscriptionID(engine.Unpacked(k)), Seq: engine.Number(k[16:]), Rule: fact.Rule(k[24 : len(k)-1])}
}

var (
	toldDiffers = value.NewRefusal(value.Integrity, "told-differs",
		"Pandangan tentang pemberitahuan berbeda dari yang disusun ulang. Jalankan: mufakat rebuild",
		"What the views hold of notices differs from what is made again. Run: mufakat rebuild")
	noticesShort = value.NewRefusal(value.Integrity, "notices-shorter-than-views",
		"Catatan pengiriman berakhir pada %d, padahal pandangan memuat sampai %d. Pulihkan penyimpanannya dari cadangan; sampai saat itu tidak ada yang dikirim.",
		"The record of notices ends with %d, but the views hold up to %d. Put the store back from a backup; until then nothing is sent.")
)
