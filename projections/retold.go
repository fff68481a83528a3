package projections

import (
	"iter"
	"slices"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/outbox"
)

// What was told and is not so: who had been told hears of it, and what is still to
// be sent is looked at again before it is.

// tellings goes through what was told of a record by a rule, in its order: by the
// record itself, and by each that amends something in its file, up to the reader's
// position. What takes it back is among them.
func tellings(r *engine.Reader, ref value.Ref, rule fact.Rule, of uint64) iter.Seq[fact.Notice] {
	return func(yield func(fact.Notice) bool) {
		get := func(seq uint64, rule fact.Rule) (n fact.Notice, ok bool) {
			b := r.Get(outbox.InTellings, outbox.TellingKey(seq, rule))
			if b == nil {
				return n, false
			}
			n, err := outbox.TellingIn(domain.Table, b)
			if err != nil {
				r.Fail(err)
			}
			return n, err == nil
		}
		if n, ok := get(of, rule); ok && !yield(n) {
			return
		}
		for _, e := range r.Must(ref).Entries {
			if e.Record.Seq <= of || !e.Amends() {
				continue
			}
			if n, ok := get(e.Record.Seq, rule); ok && n.Of() == of && !yield(n) {
				return
			}
			if n, ok := get(e.Record.Seq, fact.RuleCorrected); ok && takesBack(n, rule, of) && !yield(n) {
				return
			}
		}
	}
}

func takesBack(n fact.Notice, rule fact.Rule, of uint64) bool {
	return slices.ContainsFunc(n.Retold(), func(x fact.Retold) bool { return x.Was.Rule == rule && x.Was.Of() == of })
}

// lastTold is what was last told of it before the record at seq, apart from what
// takes it back.
func lastTold(r *engine.Reader, n fact.Notice, seq uint64) (last fact.Notice, ok bool) {
	for t := range tellings(r, n.Ref, n.Rule, n.Of()) {
		if t.Seq < seq && t.Rule == n.Rule {
			last, ok = t, true
		}
	}
	return last, ok
}

// takenBackBy is the newest record that tells anew what the notice tells of, 0 where
// it stands as it was told.
func takenBackBy(r *engine.Reader, n fact.Notice) (seq uint64) {
	of := []fact.Retold{{Was: n}}
	if x := n.Retold(); len(x) > 0 {
		of = x
	}
	for _, x := range of {
		for t := range tellings(r, n.Ref, x.Was.Rule, x.Was.Of()) {
			if t.Seq > n.Seq {
				seq = max(seq, t.Seq)
			}
		}
	}
	return seq
}

// moot is why the notice is not to be sent to the subscriber any more: what it says
// was told anew since, or it takes back what never went out. It is empty where the
// notice is to be sent.
func moot(r *engine.Reader, n fact.Notice, to value.SubscriptionID) noticelog.Trouble {
	if takenBackBy(r, n) > 0 {
		return noticelog.TroubleTakenBack
	}
	told := n.Retold()
	for _, x := range told {
		last, ok := lastTold(r, x.Was, n.Seq)
		k := noticelog.Key{Rule: last.Rule, Seq: last.Seq, Subscription: to}
		if x.Now != nil || !ok || outbox.HistoryOf(r.Entries, k, time.Time{}).Sent() {
			return ""
		}
	}
	if len(told) > 0 {
		return noticelog.TroubleNeverTold
	}
	return ""
}

// hearersOfCorrection are those who had been told what is taken back, and those whom
// it concerns as it reads now, as far as they still want to hear.
func hearersOfCorrection(r *engine.Reader, n fact.Notice) (ids []value.SubscriptionID) {
	told := map[value.SubscriptionID]bool{}
	for _, x := range n.Retold() {
		if last, ok := lastTold(r, x.Was, n.Seq); ok {
			then := r.AsKnownAt(last.Seq)
			for _, id := range hearersOf(then, last) {
				told[id] = true
			}
			if then.Err != nil {
				r.Fail(then.Err)
			}
		}
		if x.Now != nil {
			now := *x.Now
			now.Seq = n.Seq
			for _, id := range hearersOf(r, now) {
				told[id] = true
			}
		}
	}
	for _, s := range subscriptions(r) {
		if told[s.Subscription] && !s.Ended {
			ids = append(ids, s.Subscription)
		}
	}
	return ids
}
