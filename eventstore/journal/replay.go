package journal

import (
	"cmp"
	"context"
	"io"
	"iter"
	"sort"
)

// through goes over the entries from one sequence to another and tells what is
// broken between them, until one of the two says no. Where bytes are broken and
// no entry is missing, the lost end before they begin.
func (s *scanner) through(from, to uint64, entry func(raw) bool, lost func(from, to uint64) bool) error {
	for from <= to {
		r, broken, err := s.next()
		if err != nil && err != io.EOF {
			return err
		}
		next := to + 1
		if err == nil {
			next = min(r.seq(), next)
		}
		if next < from {
			continue
		}
		if (broken > 0 || next > from) && !lost(from, next-1) {
			return nil
		}
		if from = next; err == io.EOF || next > to {
			return nil
		}
		if !entry(r) {
			return nil
		}
		from++
	}
	return nil
}

// holding is which segment a sequence belongs to, -1 for none.
func holding(segs []*segment, seq uint64) int {
	return sort.Search(len(segs), func(i int) bool { return segs[i].first > seq }) - 1
}

// until is the last sequence that belongs to a segment, as far as they are
// wanted up to one.
func until(segs []*segment, i int, to uint64) uint64 {
	if i+1 < len(segs) {
		return min(to, segs[i+1].first-1)
	}
	return to
}

// Read is the entry of a sequence: [ErrBeyond] if it is not durable yet, a
// [Damage] if it cannot be read.
func (j *Journal) Read(seq uint64) (e Entry, err error) {
	e.Seq, err = seq, ErrBeyond
	for got, problem := range j.Replay(context.Background(), seq, seq) {
		e, err = got, problem
	}
	return e, err
}

// Replay goes through the durable entries from one sequence to another, or to
// the end if that comes before. A stretch that cannot be read is one [Damage],
// after which it goes on; any other error is the last.
func (j *Journal) Replay(ctx context.Context, from, to uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if from == 0 {
			from = 1
		}
		to := min(to, j.durable.Load())
		segs := *j.segs.Load()
		for from := from; from <= to; {
			i := holding(segs, from)
			if i < 0 {
				d := Damage{Segment: from, From: from, To: min(to, segs[0].first-1), Reason: Missing}
				if from = d.To + 1; !yield(Entry{Seq: d.From}, d) {
					return
				}
				continue
			}
			end := until(segs, i, to)
			if !j.replay(ctx, segs[i], from, end, yield) {
				return
			}
			from = end + 1
		}
	}
}

func (j *Journal) replay(ctx context.Context, s *segment, from, to uint64, yield func(Entry, error) bool) bool {
	going := true
	entry := func(r raw) bool {
		if err := j.reading(ctx); err != nil {
			yield(Entry{Seq: r.seq()}, err)
			going = false
		} else {
			going = yield(r.entry(), nil)
		}
		return going
	}
	lost := func(from, to uint64) bool {
		if from <= to {
			going = yield(Entry{Seq: from}, Damage{Segment: s.first, From: from, To: to, Reason: Broken})
		}
		return going
	}
	err := j.reading(ctx)
	var sc *scanner
	if err == nil {
		sc, err = s.reader(j.o.disk, from, to)
	}
	if err == nil {
		err = sc.through(from, to, entry, lost)
	}
	if err != nil {
		yield(Entry{Seq: from}, cmp.Or(j.reading(ctx), err)) // a file that closed is a journal that did
		return false
	}
	return going
}

func (j *Journal) reading(ctx context.Context) error {
	if j.stop.Err() != nil {
		return ErrClosed
	}
	return ctx.Err()
}
