package outbox

import (
	"bytes"
	"context"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// Planning says to whom each telling goes. It is a function of the records up to
// the one told, so that it comes to the same while records are followed and in a
// rebuild: there it is done at the end, telling by telling, as known at each.

// plan gives what is told a number and a place among what is due, for each
// subscriber that hears of it.
func (o *Outbox) plan(t *engine.Tx, e engine.Effect) error {
	told, ids, err := o.hearersOf(t, e.Value)
	if err != nil {
		return err
	}
	for _, id := range ids {
		n := noticelog.Key{Rule: told.Rule, Seq: told.Seq, Subscription: id}
		k := NoticeKey(n)
		if err := t.Put(InPlanned, k, plannedValue(lastNumber(t.Entries, id)+1, told.About())); err != nil {
			return err
		}
		if err := setDue(t, n); err != nil {
			return err
		}
	}
	return nil
}

// planAgain plans everything, at the end of a rebuild.
func (o *Outbox) planAgain(ctx context.Context, t *engine.Tx, put func(in engine.Bucket, key, value []byte) error) error {
	first, any := t.First(value.KindSubscription)
	if !any {
		return nil // nobody is to hear anything
	}
	numbers := map[value.SubscriptionID]uint64{}
	for _, b := range t.From(InTellings, engine.SeqKey(first)) {
		told, ids, err := o.hearersOf(t, b)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for _, id := range ids {
			numbers[id]++
			k := NoticeKey(noticelog.Key{Rule: told.Rule, Seq: told.Seq, Subscription: id})
			if err := put(InPlanned, k, plannedValue(numbers[id], told.About())); err != nil {
				return err
			}
			if err := put(inDue, k, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// hearersOf are the subscribers that a telling goes to.
func (o *Outbox) hearersOf(t *engine.Tx, telling []byte) (told fact.Notice, ids []value.SubscriptionID, err error) {
	if told, err = TellingIn(o.table, telling); err != nil {
		return told, nil, err
	}
	r := t.Reader(told.Seq)
	ids = o.hears(r, told)
	return told, ids, r.Err
}

func plannedValue(n uint64, about value.Ref) []byte {
	return append(engine.SeqKey(n), about.String()...)
}

// PlannedIn is the number of a planned notice, and what it is about; false where
// none was planned.
func PlannedIn(b []byte) (n uint64, about value.Ref, ok bool) {
	if len(b) < 8 {
		return 0, about, false
	}
	return engine.Number(b), engine.RefIn(b[8:]), true
}

// lastNumber is the number of the subscriber's newest notice, 0 for none.
func lastNumber(e engine.Entries, id value.SubscriptionID) uint64 {
	prefix := engine.Key(nil).ID(string(id))
	for k, b := range e.Before(InPlanned, engine.Successor(prefix)) {
		if !bytes.HasPrefix(k, prefix) {
			return 0
		}
		n, _, _ := PlannedIn(b)
		return n
	}
	return 0
}
