package projections

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Planning says to whom each telling goes. It is a function of the records up to
// the one told, so that it comes to the same while records are followed and in a
// rebuild: there it is done at the end, telling by telling, as known at each.

func tellingKey(seq uint64, rule fact.Rule) []byte { return append(seqKey(seq), rule...) }

func tellingEntry(t fact.Notice) (key, value []byte) {
	k := tellingKey(t.Seq, t.Rule)
	return k, sealed(k, encoded(t))
}

func tellingIn(k, b []byte) (t fact.Notice, err error) {
	payload, ok := unsealed(k, b)
	if !ok {
		return t, rowDamaged
	}
	if t, err = domain.DecodeNotice(payload); err != nil {
		return t, rowDamaged
	}
	return t, nil
}

// noticeKey is a notice's key in planned, due and, before the sequence in the
// stream of notices, attempts.
func noticeKey(k fact.NoticeKey) key {
	return key(nil).id(string(k.Subscription)).num(k.Seq).text(string(k.Rule))
}

// noticeIn reads what noticeKey wrote.
func noticeIn(k []byte) fact.NoticeKey {
	return fact.NoticeKey{Subscription: value.SubscriptionID(unpacked(k)), Seq: number(k[16:]), Rule: fact.Rule(k[24 : len(k)-1])}
}

func plannedValue(k key, n uint64, about value.Ref) []byte {
	return sealed(k, append(seqKey(n), about.String()...))
}

func plannedIn(k, b []byte) (n uint64, about value.Ref, ok bool) {
	payload, ok := unsealed(k, b)
	if !ok || len(payload) < 8 {
		return 0, about, false
	}
	return number(payload), refIn(payload[8:]), true
}

// hearers are the subscribers that stood when it was recorded, from before it,
// and hear of it.
func (r *reading) hearers(t fact.Notice) (ids []value.SubscriptionID) {
	known := r.knowing()
	for _, s := range r.subscriptions() {
		if s.Since < t.Seq && !s.Ended && s.state().Hears(t, known) {
			ids = append(ids, s.Subscription)
		}
	}
	return ids
}

// knowing is a reading as the domain asks it, about the same few aggregates again
// and again.
type knowing struct {
	r    *reading
	seen map[value.Ref]fact.Aggregate
}

func (r *reading) knowing() knowing { return knowing{r, map[value.Ref]fact.Aggregate{}} }

func (k knowing) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	a, ok := k.seen[ref]
	if !ok {
		a, _ = k.r.Aggregate(ref)
		k.seen[ref] = a
	}
	return a, a.Version() > 0
}

// planLive keeps what the record gives to tell, and to whom.
func planLive(tx *bolt.Tx, before, after folded, known *cache) error {
	for _, t := range fact.NoticesOf(before.Aggregate, after.Aggregate) {
		k, b := tellingEntry(t)
		if err := tx.Bucket(inTellings).Put(k, b); err != nil {
			return err
		}
		r := &reading{tx: tx, v: &Views{cache: known}, known: t.Seq, now: true}
		for _, id := range r.hearers(t) {
			if err := planOne(tx, fact.NoticeKey{Rule: t.Rule, Seq: t.Seq, Subscription: id}, t.About()); err != nil {
				return err
			}
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

// planOne gives the notice the subscriber's next number.
func planOne(tx *bolt.Tx, n fact.NoticeKey, about value.Ref) error {
	k := noticeKey(n)
	if err := tx.Bucket(inPlanned).Put(k, plannedValue(k, lastNumber(tx, n.Subscription)+1, about)); err != nil {
		return err
	}
	return setDue(tx, n)
}

// lastNumber is the number of the subscriber's newest notice, 0 for none.
func lastNumber(tx *bolt.Tx, id value.SubscriptionID) uint64 {
	prefix := key(nil).id(string(id))
	c := tx.Bucket(inPlanned).Cursor()
	var b []byte
	k, _ := c.Seek(successor(prefix))
	if k == nil {
		k, b = c.Last()
	} else {
		k, b = c.Prev()
	}
	if !bytes.HasPrefix(k, prefix) {
		return 0
	}
	n, _, _ := plannedIn(k, b)
	return n
}

// setDue keeps the notice among those that are due, or not, as the stream of
// notices says of it.
func setDue(tx *bolt.Tx, n fact.NoticeKey) error {
	k := noticeKey(n)
	if tx.Bucket(inPlanned).Get(k) != nil && historyOf(tx, n, time.Time{}).Open() {
		return tx.Bucket(inDue).Put(k, nil)
	}
	return tx.Bucket(inDue).Delete(k)
}

// plan says, at the end of a rebuild, to whom everything goes.
func (m *making) plan(ctx context.Context) error {
	all, err := m.plannedAll(ctx)
	if err != nil {
		return err
	}
	w := &appender{db: m.db, ctx: ctx}
	for _, e := range all {
		w.put(inPlanned, e.key, e.value)
	}
	for _, e := range all {
		w.put(inDue, e.key, nil)
	}
	return w.commit()
}

// plannedAll goes through the tellings in the order of the records.
func (m *making) plannedAll(ctx context.Context) (all []entry, err error) {
	numbers := map[value.SubscriptionID]uint64{}
	own := &Views{cache: newCache()}
	err = m.db.View(func(tx *bolt.Tx) error {
		first, any := firstOf(tx, value.KindSubscription)
		if !any {
			return nil // nobody is to hear anything
		}
		c := tx.Bucket(inTellings).Cursor()
		for k, b := c.Seek(seqKey(first)); k != nil; k, b = c.Next() {
			t, err := tellingIn(k, b)
			if err = cmp.Or(err, ctx.Err()); err != nil {
				return err
			}
			r := &reading{tx: tx, v: own, known: t.Seq, keep: true}
			for _, id := range r.hearers(t) {
				numbers[id]++
				k := noticeKey(fact.NoticeKey{Rule: t.Rule, Seq: t.Seq, Subscription: id})
				all = append(all, entry{0, k, plannedValue(k, numbers[id], t.About())})
			}
			if r.err != nil {
				return r.err
			}
		}
		return nil
	})
	slices.SortFunc(all, entry.compare)
	return all, err
}
