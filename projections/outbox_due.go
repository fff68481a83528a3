package projections

import (
	"bytes"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// DueRow is a notice that is to be sent, as whoever sends it needs it.
type DueRow struct {
	Key     fact.NoticeKey
	About   value.Ref
	History fact.History
}

// Due are the notices to a subscriber that are to be sent, in the order of the
// records, after one of them where it is not the zero key. It answers also how
// much of the stream of notices that rests on.
func (o *Outbox) Due(id value.SubscriptionID, after fact.NoticeKey, limit int) (rows []DueRow, told uint64, err error) {
	silent := o.silent.Load()
	err = o.db.Ask(Asked{}, func(r *Reader) {
		told = r.At(noticesPosition)
		prefix := Key(nil).ID(string(id))
		from := Key(bytes.Clone(prefix)).Num(silent + 1)
		if after.Seq > silent {
			from = append(noticeKey(after), 0)
		}
		for k := range r.From(inDue, from) {
			if !bytes.HasPrefix(k, prefix) || len(rows) == limit {
				return
			}
			n := noticeIn(k)
			_, about, ok := plannedIn(k, r.Get(inPlanned, k))
			if !ok {
				r.fail(rowDamaged)
				return
			}
			rows = append(rows, DueRow{n, about, historyOf(r.Entries, n, time.Time{})})
		}
	})
	return rows, told, err
}
