package outbox

import (
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// applyNotice keeps what the stream of notices says of one, and whether it is
// still due.
func applyNotice(t *engine.Tx, n noticelog.Stored) error {
	if !value.IsUUID(string(n.Key.Subscription)) {
		return nil // of no subscription that could be
	}
	k := NoticeKey(n.Key).Num(n.Seq)
	if err := t.Put(inAttempts, k, n.Body); err != nil {
		return err
	}
	return setDue(t, n.Key)
}

// setDue keeps the notice among those that are due, or not, as the stream of
// notices says of it.
func setDue(t *engine.Tx, n noticelog.Key) error {
	k := NoticeKey(n)
	if t.Get(InPlanned, k) != nil && HistoryOf(t.Entries, n, time.Time{}).Open() {
		return t.Put(inDue, k, nil)
	}
	return t.Delete(inDue, k)
}

// HistoryOf is what the stream of notices says of one, up to a time unless it is
// the zero one. A record that cannot be read (a newer version's) ends the tries:
// nothing is sent on a guess.
func HistoryOf(e engine.Entries, n noticelog.Key, upTo time.Time) noticelog.History {
	var rs []noticelog.Record
	prefix := NoticeKey(n)
	for k, b := range e.Begin(inAttempts, prefix) {
		seq := engine.Number(k[len(prefix):])
		r, err := noticelog.Read(seq, b)
		if err != nil {
			rs = append(rs, noticelog.Record{Seq: seq, Type: noticelog.Begun},
				noticelog.Record{Seq: seq, Type: noticelog.Ended, Begun: seq, Outcome: noticelog.Outcome{Result: noticelog.GivenUp}})
			continue
		}
		if !upTo.IsZero() && r.Time.After(upTo) {
			break
		}
		r.Body = nil
		rs = append(rs, r)
	}
	return noticelog.HistoryOf(rs)
}
