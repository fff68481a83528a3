package projections

import (
	"bytes"
	"iter"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/outbox"
	"mufakat/projections/question"
)

// Notices is the question who was told what, when, and with which outcome: what
// was planned, with its tries.
var Notices = question.Query[NoticeFilter, NoticeRow]{
	Name: "notices", Alias: "pemberitahuan",
	Words:   value.Words{ID: "Siapa diberi tahu apa, dan kapan", EN: "Who was told what, and when"},
	Example: []string{"--agency 0190a5f2-…", "--about instrument/0190a5f3-…", "--parked"},
	Kinds:   []value.Kind{value.KindSubscription},
	Params: func(f *NoticeFilter) []question.Param {
		return []question.Param{
			question.IDParam("agency", &f.Agency, ofAgency),
			question.IDParam("subscription", &f.Subscription, value.Words{ID: "langganan", EN: "subscription"}),
			question.ReferenceParam("about", &f.About, question.OfAnything),
			question.BooleanParam("parked", &f.Parked, value.Words{ID: "hanya yang menunggu diperiksa", EN: "only those that wait for somebody to look"}),
		}
	},
	Columns: []question.Column[NoticeRow]{
		{Name: "sentence", Words: value.Words{ID: "pemberitahuan", EN: "notice"}, Cell: func(r NoticeRow, l question.Locale) string { return r.Sentence.In(l.Lang) }, Seq: func(r NoticeRow) uint64 { return r.Seq }},
		{Name: "to_do", Words: value.Words{ID: "tindak lanjut", EN: "to do"}, Cell: func(r NoticeRow, l question.Locale) string { return r.ToDo.In(l.Lang) }},
		{Name: "about", Words: value.Words{ID: "tentang", EN: "about"}, Cell: func(r NoticeRow, l question.Locale) string { return l.Name(r.About) }, Ref: func(r NoticeRow) value.Ref { return r.About }},
		{Name: "planned", Words: value.Words{ID: "direncanakan", EN: "planned"}, Cell: func(r NoticeRow, l question.Locale) string { return value.Instant(r.Planned, l.Zone, l.Lang) }},
		{Name: "state", Words: WordState, Cell: func(r NoticeRow, l question.Locale) string { return r.State.Label(l.Lang) }},
		{Name: "key", Words: value.Words{ID: "kunci", EN: "key"}, Technical: true, Cell: func(r NoticeRow, _ question.Locale) string { return r.Key }},
	},
	Keys: func(NoticeFilter) question.Keys { return question.Keys{Prefix: nil, Tail: 8 + 1 + 16} },
	Rows: noticesIn,
}

// NoticeFilter narrows the notices.
type NoticeFilter struct {
	Agency       value.AgencyID
	Subscription value.SubscriptionID
	About        value.Ref // the agreement or occasion
	Parked       bool      // only those that wait for somebody to look
}

// noticesIn goes through the notices in the order of the records they follow
// from, the newest first.
func noticesIn(r *engine.Reader, q NoticeFilter, in question.Range) iter.Seq2[[]byte, NoticeRow] {
	return func(yield func([]byte, NoticeRow) bool) {
		subs := subscriptionsOf(r, q)
		var before []byte // the telling of the mark, itself too
		if in.After != nil {
			before = append(bytes.Clone(in.After[:len(in.After)-16]), 0)
		}
		for k, b := range r.Before(outbox.InTellings, before) {
			t, err := outbox.TellingIn(domain.Table, b)
			if err != nil {
				r.Fail(err)
				return
			}
			for _, s := range subs {
				cursor := engine.Key(bytes.Clone(k)).ID(string(s.Subscription))
				if t.Seq > r.Known || in.After != nil && !comesAfter(cursor, in.After) {
					continue
				}
				if n, ok := planned(r, t, s); ok && n.matches(q) && !yield(cursor, n.written(r, t, s)) {
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

func (n NoticeRow) matches(q NoticeFilter) bool {
	switch {
	case q.Parked && n.State != NoticeParked && n.State != NoticeDisabled:
		return false
	case q.About.Kind != "" && n.About != q.About && n.Source != q.About:
		return false
	}
	return true
}

// subscriptionsOf are those asked for, as they stand now.
func subscriptionsOf(r *engine.Reader, q NoticeFilter) (out []SubscriptionRow) {
	for _, s := range subscriptions(r) {
		if q.Subscription != "" && s.Subscription != q.Subscription ||
			q.Agency != "" && s.Agency.Is(q.Agency) != value.Yes {
			continue
		}
		out = append(out, s)
	}
	return out
}

// planned is the notice to a subscriber, if one was planned: how far it has come,
// and not yet what it says, which takes looking at everything it names.
func planned(r *engine.Reader, t fact.Notice, s SubscriptionRow) (n NoticeRow, ok bool) {
	id := noticelog.Key{Rule: t.Rule, Seq: t.Seq, Subscription: s.Subscription}
	k := outbox.NoticeKey(id)
	number, about, ok := outbox.PlannedIn(r.Get(outbox.InPlanned, k))
	if !ok {
		return n, false
	}
	n = NoticeRow{Key: id.String(), Number: number, Subscription: s.Subscription, Rule: string(t.Rule),
		Language: s.state().Lang(), About: about, Source: t.Ref, Seq: t.Seq, Link: "/" + about.String()}
	h := outbox.HistoryOf(r.Entries, id, r.Asked.KnownAt)
	n.State, n.Attempts = noticeState(r, h, s, t.Seq), attemptsOf(h)
	if next := h.Next(); n.State == NoticeDue && !next.IsZero() {
		n.Next = &next
	}
	return n, true
}

// written is the notice with its sentences, as they were known at the record:
// what was sent once reads the same for ever.
func (n NoticeRow) written(r *engine.Reader, t fact.Notice, s SubscriptionRow) NoticeRow {
	then := r.AsKnownAt(t.Seq)
	w := s.state().Reads(t, then.Lookup(), then.Name)
	n.Sentence, n.ToDo, n.TakenBack = w.What, w.ToDo, takenBackBy(r, t)
	if rec, err := r.Record(t.Seq); err == nil {
		n.Planned = rec.Time
	}
	if then.Err != nil {
		r.Fail(then.Err)
	}
	mentionSubscriber(r, s)
	r.Mention(n.About)
	return n
}

func noticeState(r *engine.Reader, h noticelog.History, s SubscriptionRow, seq uint64) NoticeState {
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

func attemptsOf(h noticelog.History) (as []AttemptRow) {
	for _, t := range h.Tries {
		a := AttemptRow{Seq: t.Seq, Begun: t.Begun, Arrived: t.Outcome.Result == noticelog.Arrived,
			Dropped: t.Outcome.Result == noticelog.Dropped, Status: t.Outcome.Status}
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
func (v *Views) Notice(id noticelog.Key) (n NoticeRow, h noticelog.History, err error) {
	n, h, _, err = v.NoticeToSend(id)
	return n, h, err
}

// NoticeToSend is the same with why it is not to be sent any more, if so.
func (v *Views) NoticeToSend(id noticelog.Key) (n NoticeRow, h noticelog.History, why noticelog.Trouble, err error) {
	found := false
	err = v.Ask(engine.Asked{}, func(r *engine.Reader) {
		k := outbox.TellingKey(id.Seq, id.Rule)
		b := r.Get(outbox.InTellings, k)
		s, ok := subscription(r, id.Subscription)
		if b == nil || !ok {
			return
		}
		t, err := outbox.TellingIn(domain.Table, b)
		if err != nil {
			r.Fail(err)
			return
		}
		if n, found = planned(r, t, s); found {
			n, why = n.written(r, t, s), moot(r, t, id.Subscription)
		}
		h = outbox.HistoryOf(r.Entries, id, time.Time{})
	})
	if err == nil && !found {
		err = engine.NoSuchNotice.With(id)
	}
	return n, h, why, err
}
