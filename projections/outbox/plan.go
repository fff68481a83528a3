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
	told, ids, err := o.hearersOf(t, e.Key, e.Value)
	if err != nil {
		return err
	}
	for _, id := range ids {
		n := noticelog.Key{Rule: told.Rule, Seq: told.Seq, Subscription: id}
		k := NoticeKey(n)
		if err := t.Put(InPlanned, k, plannedValue(k, lastNumber(t.Entries, id)+1, told.About())); err != nil {
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
	for tk, b := range t.From(InTellings, engine.SeqKey(first)) {
		told, ids, err := o.hearersOf(t, tk, b)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for _, id := range ids {
			numbers[id]++
			k := NoticeKey(noticelog.Key{Rule: told.Rule, Seq: told.Seq, Subscription: id})
			if err := put(InPlanned, k, plannedValue(k, numbers[id], told.About())); err != nil {
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
func (o *Outbox) hearersOf(t *engine.Tx, key, value []byte) (told fact.Notice, ids []value.SubscriptionID, err error) {
	if told, err = TellingIn(o.table, key, value); err != nil {
		return told, nil, err
	}
	r := t.Reader(told.Seq)
	ids = o.hears(r, told)
	return told, ids, r.Err
}

func plannedValue(k engine.Key, n uint64, about value.Ref) []byte {
	return engine.Sealed(k, append(engine.SeqKey(n), about.String()...))
}

func PlannedIn(k, b []byte) (n uint64, about value.Ref, ok bool) {
	payload, ok := engine.Unsealed(k, b)
	if !ok || len(payload) < 8 {
		return 0, about, false
	}
	return engine.Number(payload), engine.RefIn(payload[8:]), true
}

// lastNumber is the number of the subscriber's newest notice, 0 for none.
func lastNumber(e engine.Entries, id value.SubscriptionID) uint64 {
	prefix := engine.Key(nil).ID(string(id))
	for k, b := range e.Before(InPlanned, engine.Successor(prefix)) {
		if !bytes.HasPrefix(k, prefix) {
			return 0
		}
		n, _, _ := PlannedIn(k, b)
		return n
	}
	return 0
}
