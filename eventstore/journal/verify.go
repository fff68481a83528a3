package journal

import (
	"context"
	"os"

	"mufakat/internal/faultpoint"
)

// Verify reads the whole journal as it is durable now: heads, checksums,
// sequences, and the running hash from the first entry to the last. It tells of
// its progress in sequences, and changes nothing: what it finds is for
// [Journal.Mend].
//
// Where the running hash breaks between two entries either may be the wrong one;
// the damage names both.
func (j *Journal) Verify(ctx context.Context, progress func(done, of uint64)) ([]Damage, error) {
	v := verification{ctx: ctx, progress: progress, to: j.durable.Load(), known: true}
	segs := *j.segs.Load()
	if first := segs[0].first; first > 1 {
		v.found(Damage{Segment: 1, From: 1, To: first - 1, Reason: Missing})
		v.known = false
	}
	for i, s := range segs {
		if err := v.segment(j, s, until(segs, i, v.to), i+1 < len(segs)); err != nil {
			return v.damage, err
		}
	}
	progress(v.to, v.to)
	return v.damage, nil
}

// verification is the running hash on its way through the journal.
type verification struct {
	ctx      context.Context
	progress func(done, of uint64)
	to       uint64
	damage   []Damage

	before *segment // the one before
	last   uint64   // entry read
	hash   Hash     // after it
	known  bool     // whether hash is: not after a stretch that is lost
}

func (v *verification) found(d Damage) { v.damage = append(v.damage, d) }

func (v *verification) segment(j *Journal, s *segment, to uint64, full bool) error {
	if err := j.reading(v.ctx); err != nil {
		return err
	}
	sc, err := s.reader(j.o.disk, 0, Unknown)
	if err != nil {
		return err
	}
	h, err := readHead(sc.r)
	switch {
	case err != nil && err != ErrForeign:
		return err
	case h == nil || h.first != s.first || h.ledger != j.o.Ledger:
		v.found(Damage{Segment: s.first, From: s.first, To: s.first - 1, Reason: Head})
	default:
		if v.known && h.prev != v.hash {
			v.foundBetween(s.first)
		}
		v.hash, v.known = h.prev, true
	}
	err = sc.through(s.first, to, func(r raw) bool { return v.entry(s, r) }, func(from, to uint64) bool {
		v.found(Damage{Segment: s.first, From: from, To: to, Reason: Broken})
		v.known = v.known && to < from
		return true
	})
	if err == nil && full {
		err = v.end(sc, s, to)
	}
	if err == nil {
		err = v.ctx.Err()
	}
	v.before = s
	return err
}

func (v *verification) entry(s *segment, r raw) bool {
	if v.known && !faultpoint.Off(faultpoint.Chain) && r.follows(v.hash) != r.hash() {
		v.found(Damage{Segment: s.first, From: max(s.first, r.seq()-1), To: r.seq(), Reason: Unchained})
	}
	v.last, v.hash, v.known = r.seq(), r.hash(), true
	if v.last%4096 == 0 {
		v.progress(v.last, v.to)
	}
	return v.ctx.Err() == nil
}

// foundBetween is a segment's end that does not lead to the next one's head.
func (v *verification) foundBetween(next uint64) {
	d := Damage{Segment: next, From: next, To: next - 1, Reason: Head}
	if v.before != nil {
		d = Damage{Segment: v.before.first, From: next - 1, To: next - 1, Reason: Unchained}
	}
	v.found(d)
}

// end looks for what stands in a full segment after its last entry.
func (v *verification) end(sc *scanner, s *segment, to uint64) error {
	info, err := os.Stat(s.path)
	if err == nil && v.last == to && sc.off < info.Size() {
		v.found(Damage{Segment: s.first, From: to + 1, To: to, Reason: Surplus})
	}
	return err
}
