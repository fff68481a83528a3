package projections

import (
	"bytes"
	"iter"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Notices is the question who was told what, when, and with which outcome: what
// was planned, with its tries.
var Notices = Query[NoticeFilter, NoticeTold]{
	Name: "notices", Alias: "pemberitahuan",
	Words:   value.Words{ID: "Siapa diberi tahu apa, dan kapan", EN: "Who was told what, and when"},
	Example: []string{"--agency 0190a5f2-…", "--about instrument/0190a5f3-…", "--parked"},
	Kinds:   []value.Kind{value.KindSubscription},
	Params: func(f *NoticeFilter) []Param {
		return []Param{
			IDParam("agency", &f.Agency, ofAgency),
			IDParam("subscription", &f.Subscription, value.Words{ID: "langganan", EN: "subscription"}),
			ReferenceParam("about", &f.About, ofAnything),
			BooleanParam("parked", &f.Parked, value.Words{ID: "hanya yang menunggu diperiksa", EN: "only those that wait for somebody to look"}),
		}
	},
	Columns: []Column[NoticeTold]{
		{Name: "sentence", Words: value.Words{ID: "pemberitahuan", EN: "notice"}, Cell: func(r NoticeTold, l Locale) string { return r.Sentence.In(l.Lang) }, Seq: func(r NoticeTold) uint64 { return r.Seq }},
		{Name: "to_do", Words: value.Words{ID: "tindak lanjut", EN: "to do"}, Cell: func(r NoticeTold, l Locale) string { return r.ToDo.In(l.Lang) }},
		{Name: "about", Words: value.Words{ID: "tentang", EN: "about"}, Cell: func(r NoticeTold, l Locale) string { return l.Name(r.About) }, Ref: func(r NoticeTold) value.Ref { return r.About }},
		{Name: "planned", Words: value.Words{ID: "direncanakan", EN: "planned"}, Cell: func(r NoticeTold, l Locale) string { return value.Instant(r.Planned, l.Zone, l.Lang) }},
		{Name: "state", Words: WordState, Cell: func(r NoticeTold, l Locale) string { return r.State.Label(l.Lang) }},
		{Name: "key", Words: value.Words{ID: "kunci", EN: "key"}, Technical: true, Cell: func(r NoticeTold, _ Locale) string { return r.Key }},
	},
	Keys: func(NoticeFilter) Keys { return Keys{nil, 8 + 1 + 16} },
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
func noticesIn(r *Reader, q NoticeFilter, in Range) iter.Seq2[[]byte, NoticeTold] {
	return func(yield func([]byte, NoticeTold) bool) {
		subs := r.subscriptionsOf(q)
		var before []byte // the telling of the mark, itself too
		if in.After != nil {
			before = append(bytes.Clone(in.After[:len(in.After)-16]), 0)
		}
		for k, b := range r.Before(inTellings, before) {
			t, err := tellingIn(k, b)
			if err != nil {
				r.fail(err)
				return
			}
			for _, s := range subs {
				cursor := Key(bytes.Clone(k)).ID(string(s.Subscription))
				if t.Seq > r.known || in.After != nil && !comesAfter(cursor, in.After) {
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

func (n NoticeTold) matches(q NoticeFilter) bool {
	switch {
	case q.Parked && n.State != NoticeParked && n.State != NoticeDisabled:
		return false
	case q.About.Kind != "" && n.About != q.About && n.Source != q.About:
		return false
	}
	return true
}

// subscriptionsOf are those asked for, as they stand now.
func (r *Reader) subscriptionsOf(q NoticeFilter) (out []SubscriptionRow) {
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
	if rec, err := r.Record(t.Seq); err == nil {
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
	err = v.Ask(Asked{}, func(r *Reader) {
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
