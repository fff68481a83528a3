package projections

import (
	"bytes"
	"context"
	"iter"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Notices answers who was told what, when, and with which outcome: what was
// planned, with its tries.
func (v *Views) Notices(_ context.Context, q NoticesAsked) (p Page[NoticeTold], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		p.Rows = page(r, r.toldOf(q))
		p.Head = r.done(value.KindSubscription)
	})
	return p, err
}

// toldOf goes through the notices in the order of the records they follow from,
// the newest first.
func (r *Reader) toldOf(q NoticesAsked) iter.Seq2[[]byte, NoticeTold] {
	return func(yield func([]byte, NoticeTold) bool) {
		subs := r.subscriptionsOf(q)
		from := r.after(nil)
		var before []byte // the telling of the cursor, itself too
		if len(from) > 16 {
			before = append(bytes.Clone(from[:len(from)-16]), 0)
		}
		for k, b := range r.Before(inTellings, before) {
			t, err := tellingIn(k, b)
			if err != nil {
				r.fail(err)
				return
			}
			for _, s := range subs {
				cursor := Key(bytes.Clone(k)).ID(string(s.Subscription))
				if t.Seq > r.known || from != nil && !comesAfter(cursor, from) {
					continue
				}
				if n, ok := r.notice(t, s); ok && n.matches(q) && !yield(cursor, n) {
					return
				}
			}
		}
	}
}

// comesAfter says whether a cursor comes later in the list, which goes through
// the tellings backwards and the subscriptions of each forwards.
func comesAfter(c, from []byte) bool {
	at := bytes.Compare(c[:len(c)-16], from[:len(from)-16])
	return at < 0 || at == 0 && bytes.Compare(c[len(c)-16:], from[len(from)-16:]) > 0
}

func (n NoticeTold) matches(q NoticesAsked) bool {
	switch {
	case q.Parked && n.State != NoticeParked && n.State != NoticeDisabled:
		return false
	case q.About.Kind != "" && n.About != q.About && n.Source != q.About:
		return false
	}
	return true
}

// subscriptionsOf are those asked for, as they stand now.
func (r *Reader) subscriptionsOf(q NoticesAsked) (out []SubscriptionRow) {
	for _, s := range r.subscriptions() {
		if q.Subscription != "" && s.Subscription != q.Subscription ||
			q.Agency != "" && s.Agency.Is(q.Agency) != value.Yes {
			continue
		}
		out = append(out, s)
	}
	return out
}

// notice is the notice to a subscriber, if one was planned.
func (r *Reader) notice(t fact.Notice, s SubscriptionRow) (n NoticeTold, ok bool) {
	id := fact.NoticeKey{Rule: t.Rule, Seq: t.Seq, Subscription: s.Subscription}
	k := noticeKey(id)
	b := r.Get(inPlanned, k)
	if b == nil {
		return n, false
	}
	number, about, ok := plannedIn(k, b)
	if !ok {
		r.fail(rowDamaged)
		return n, false
	}
	n = NoticeTold{Key: id.String(), Number: number, Subscription: s.Subscription, Rule: string(t.Rule),
		Language: s.state().Lang(), About: about, Source: t.Ref, Seq: t.Seq, Link: "/" + about.String()}
	r.say(&n, t, s)
	h := historyOf(r.Entries, id, r.asked.KnownAt)
	n.State, n.Attempts = r.noticeState(h, s, t.Seq), attemptsOf(h)
	if next := h.Next(); n.State == NoticeDue && !next.IsZero() {
		n.Next = &next
	}
	r.mentionSubscriber(s)
	r.mention(about)
	return n, true
}

// say writes the sentences, as they were known at the record: what was sent once
// reads the same for ever.
func (r *Reader) say(n *NoticeTold, t fact.Notice, s SubscriptionRow) {
	then := r.at(t.Seq)
	w := s.state().Reads(t, then.lookup(), then.name)
	n.Sentence, n.ToDo = w.What, w.ToDo
	if rec, err := recordAt(r.tx, t.Seq); err == nil {
		n.Planned = rec.Time
	}
	if then.err != nil {
		r.fail(then.err)
	}
}

func (r *Reader) noticeState(h fact.History, s SubscriptionRow, seq uint64) NoticeState {
	switch state := h.State(); {
	case len(h.Tries) == 0 && seq <= r.Silent() && !h.Again:
		return NoticeSilent
	case state == NoticeDue && s.Endpoint == "":
		return NoticeKept
	case state == NoticeDue && (s.Disabled || s.Ended):
		return NoticeDisabled
	case state == NoticeDisabled && !s.Disabled:
		return NoticeDue // sending was resumed
	default:
		return state
	}
}

func attemptsOf(h fact.History) (as []AttemptRow) {
	for _, t := range h.Tries {
		a := AttemptRow{Seq: t.Seq, Begun: t.Begun, Arrived: t.Outcome.Result == fact.Arrived, Status: t.Outcome.Status}
		if !t.Ended.IsZero() {
			a.Ended = &t.Ended
		}
		if t.Outcome.Why != "" {
			a.Why = t.Outcome.Why.Words(t.Outcome.Status)
		}
		as = append(as, a)
	}
	return as
}

// Notice is one notice by its key, and its history, which is the guard of what
// is written about it.
func (v *Views) Notice(id fact.NoticeKey) (n NoticeTold, h fact.History, err error) {
	found := false
	err = v.ask(Asked{}, func(r *Reader) {
		k := tellingKey(id.Seq, id.Rule)
		b := r.Get(inTellings, k)
		s, ok := r.subscription(id.Subscription)
		if b == nil || !ok {
			return
		}
		t, err := tellingIn(k, b)
		if err != nil {
			r.fail(err)
			return
		}
		n, found = r.notice(t, s)
		h = historyOf(r.Entries, id, time.Time{})
	})
	if err == nil && !found {
		err = noSuchNotice.With(id)
	}
	return n, h, err
}
