package projections

import (
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// applyNotice keeps what the stream of notices says of one, and whether it is
// still due.
func applyNotice(t *Tx, n fact.StoredNotice) error {
	if !value.IsUUID(string(n.Key.Subscription)) {
		return nil // of no subscription that could be
	}
	k := noticeKey(n.Key).Num(n.Seq)
	if err := t.Put(inAttempts, k, sealed(k, n.Body)); err != nil {
		return err
	}
	return setDue(t, n.Key)
}

// setDue keeps the notice among those that are due, or not, as the stream of
// notices says of it.
func setDue(t *Tx, n fact.NoticeKey) error {
	k := noticeKey(n)
	if t.Get(inPlanned, k) != nil && historyOf(t.Entries, n, time.Time{}).Open() {
		return t.Put(inDue, k, nil)
	}
	return t.Delete(inDue, k)
}

// historyOf is what the stream of notices says of one, up to a time unless it is
// the zero one. A record that cannot be read (a newer version's) ends the tries:
// nothing is sent on a guess.
func historyOf(e Entries, n fact.NoticeKey, upTo time.Time) fact.History {
	var rs []fact.NoticeRecord
	prefix := noticeKey(n)
	for k, b := range e.Begin(inAttempts, prefix) {
		seq := number(k[len(prefix):])
		body, _ := unsealed(k, b)
		r, err := fact.ReadNotice(seq, body)
		if err != nil {
			rs = append(rs, fact.NoticeRecord{Seq: seq, Type: fact.NoticeBegun},
				fact.NoticeRecord{Seq: seq, Type: fact.NoticeEnded, Begun: seq, Outcome: fact.TryOutcome{Result: fact.GivenUp}})
			continue
		}
		if !upTo.IsZero() && r.Time.After(upTo) {
			break
		}
		r.Body = nil
		rs = append(rs, r)
	}
	return fact.HistoryOf(rs)
}
