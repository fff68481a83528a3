package outbox

import (
	"bytes"
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// DueRow is a notice that is to be sent, as whoever sends it needs it.
type DueRow struct {
	Key     noticelog.Key
	About   value.Ref
	History noticelog.History
}

// Due are the notices to a subscriber that are to be sent, in the order of the
// records, after one of them where it is not the zero key. It answers also how
// much of the stream of notices that rests on.
func (o *Outbox) Due(id value.SubscriptionID, after noticelog.Key, limit int) (rows []DueRow, told uint64, err error) {
	silent := o.silent.Load()
	err = o.Db.Ask(engine.Asked{}, func(r *engine.Reader) {
		told = r.At(noticesPosition)
		prefix := engine.Key(nil).ID(string(id))
		from := engine.Key(bytes.Clone(prefix)).Num(silent + 1)
		if after.Seq > silent {
			from = append(NoticeKey(after), 0)
		}
		for k := range r.From(inDue, from) {
			if !bytes.HasPrefix(k, prefix) || len(rows) == limit {
				return
			}
			n := noticeIn(k)
			_, about, ok := PlannedIn(r.Get(InPlanned, k))
			if !ok {
				r.Fail(engine.RowDamaged)
				return
			}
			rows = append(rows, DueRow{n, about, HistoryOf(r.Entries, n, time.Time{})})
		}
	})
	return rows, told, err
}
