package journal

import (
	"context"
	"iter"
	"slices"
)

// mending is what goes into a segment that is made again.
type mending struct {
	j        *Journal
	ctx      context.Context
	damage   []Damage
	good     Fetch
	from, to uint64
	prev     Hash     // before the first
	next     *segment // that follows, if one does
}

// mending begins with the damaged segment, or with what is missing, and goes on
// to the next segment that is there.
func (j *Journal) mending(ctx context.Context, d Damage, all []Damage, good Fetch) (m mending, err error) {
	m = mending{j: j, ctx: ctx, damage: all, good: good, from: d.From, to: j.Durable()}
	segs := *j.segs.Load()
	var s *segment
	if i := holding(segs, d.Segment); i >= 0 && segs[i].first == d.Segment {
		s, m.from = segs[i], d.Segment
	}
	if i := holding(segs, max(m.from, d.To)) + 1; i < len(segs) {
		m.next, m.to = segs[i], segs[i].first-1
	}
	switch {
	case m.from == 1:
	case s != nil && s.head != nil:
		m.prev = s.head.prev
	default:
		var before Entry
		before, err = j.Read(m.from - 1)
		m.prev = before.Hash
	}
	return m, err
}

// entries are the journal's own, and the good ones where it has none.
func (m mending) entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		hash := m.prev
		for seq := m.from; seq <= m.to; seq++ {
			e, err := m.entry(seq)
			if err != nil {
				yield(e, err)
				return
			}
			own := e.Hash
			if hash = e.After(hash); own != (Hash{}) && own != hash {
				yield(e, &UnfitError{seq, "its running hash does not follow from what was given before it"})
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// entry is the journal's own, or a good one, which has no hash yet.
func (m mending) entry(seq uint64) (Entry, error) {
	var err error = &UnfitError{seq, "it is damaged, and nothing else was given"}
	if !slices.ContainsFunc(m.damage, func(d Damage) bool { return d.holds(seq) }) {
		var e Entry
		if e, err = m.j.Read(seq); err == nil {
			return e, nil
		}
	}
	if m.good == nil {
		return Entry{Seq: seq}, err
	}
	subject, body, err := m.good(m.ctx, seq)
	return Entry{Seq: seq, Subject: subject, Body: body}, err
}

// vouched reports whether what follows the mended segment follows from its hash.
func (m mending) vouched(hash Hash) error {
	if m.next == nil {
		return nil
	}
	unfit := &UnfitError{m.next.first, "it does not follow from what was given before it"}
	if h := m.next.head; h != nil {
		if h.prev != hash {
			return unfit
		}
		return nil
	}
	if e, err := m.j.Read(m.next.first); err == nil && e.After(hash) != e.Hash {
		return unfit
	}
	return nil
}
