package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// load looks at the directory and takes the journal to be what it finds.
func (j *Journal) load() error {
	segs, err := j.openSegments()
	var c Condition
	if err == nil {
		c, err = survey(segs)
	}
	if err != nil {
		for _, s := range segs {
			err = errors.Join(err, s.close())
		}
		return err
	}
	s := segs[len(segs)-1]
	j.segs.Store(&segs)
	j.durable.Store(s.last)
	j.tail = tail{j: j, seg: s, seq: s.last, hash: s.hash, off: s.end, torn: c.Torn > 0}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.taken, j.state = s.last, c
	return nil
}

func survey(segs []*segment) (c Condition, err error) {
	lost := func(d Damage) { c.Damage = append(c.Damage, d) }
	if first := segs[0].first; first > 1 {
		lost(Damage{Segment: 1, From: 1, To: first - 1, Reason: Missing})
	}
	for i, s := range segs {
		if s.head == nil {
			lost(Damage{Segment: s.first, From: s.first, To: s.first - 1, Reason: Head})
		}
		if i+1 < len(segs) {
			err = s.survey(segs[i+1], lost)
		} else {
			c.Torn, err = s.surveyLast(lost)
		}
		if err != nil {
			return c, fmt.Errorf("%s: %w", s.path, err)
		}
		c.Last = s.last
	}
	return c, nil
}

// openSegments are the files with their heads read.
func (j *Journal) openSegments() (segs []*segment, err error) {
	firsts, err := segmentsIn(j.dir)
	if err == nil && len(firsts) == 0 {
		err = &fs.PathError{Op: "open journal", Path: j.dir, Err: fs.ErrNotExist}
	}
	for _, first := range firsts {
		var s *segment
		if s, err = j.openSegment(first); err != nil {
			return segs, fmt.Errorf("%s: %w", segmentPath(j.dir, first), err)
		}
		segs = append(segs, s)
	}
	return segs, err
}

func (j *Journal) openSegment(first uint64) (*segment, error) {
	s := &segment{first: first, path: segmentPath(j.dir, first), last: first - 1, end: segmentHead}
	f, err := j.o.disk.open(s.path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	s.f = f
	h, err := readHead(f)
	if err == nil && h != nil && h.ledger != j.o.Ledger {
		err = ErrForeign
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	if h != nil && h.first == first {
		s.head, s.hash = h, h.prev
	}
	return s, nil
}

// survey finds what a full segment holds: by its index, or by reading it.
func (s *segment) survey(next *segment, lost func(Damage)) error {
	info, err := os.Stat(s.path)
	if err != nil || s.readIndex(info.Size(), next.head) {
		return err
	}
	sound, until := s.head != nil, next.first-1
	found := func(d Damage) { sound = false; lost(d) }
	rest, _, err := s.scan(s.scanner(info.Size()), found)
	d := Damage{Segment: s.first, From: s.last + 1, To: until, Reason: Missing, off: s.end}
	switch {
	case err != nil:
		return err
	case s.last > until, s.last == until && rest > 0:
		d.From, d.Reason = next.first, Surplus
		found(d)
	case s.last < until && rest > 0:
		d.Reason = Broken
		found(d)
	case s.last < until:
		found(d)
	}
	switch {
	case !sound || next.head == nil:
	case next.head.prev != s.hash:
		lost(Damage{Segment: s.first, From: until, To: until, Reason: Unchained})
	default:
		_ = s.writeIndex() // without it the next Open reads the segment again
	}
	return nil
}

// surveyLast reads the last segment, tells a torn end from a damaged one, and
// says which damage stands in the last write.
func (s *segment) surveyLast(lost func(Damage)) (torn int64, err error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, err
	}
	var found []Damage
	sc := s.scanner(info.Size())
	rest, unsynced, err := s.scan(sc, func(d Damage) { found = append(found, d) })
	if err != nil {
		return 0, err
	}
	for _, d := range found {
		d.LastWrite = d.From+uint64(unsynced) >= s.last
		lost(d)
	}
	if rest == 0 {
		return 0, nil
	}
	if never, err := sc.torn(); never || err != nil {
		return rest, err
	}
	lost(Damage{Segment: s.first, From: s.last + 1, To: Unknown, Reason: Broken, LastWrite: true, off: s.end})
	return 0, nil
}

// scanner reads the whole file.
func (s *segment) scanner(size int64) *scanner {
	return &scanner{r: s.f, end: max(size, segmentHead), off: segmentHead, seq: s.first}
}

// scan reads all entries for marks and the end, and tells of what is broken
// between them. It answers how many bytes after the last are broken, and how
// many entries before the last were not synced when it was written.
func (s *segment) scan(sc *scanner, lost func(Damage)) (rest int64, unsynced uint32, err error) {
	for {
		at, expected := sc.off, sc.seq
		r, broken, err := sc.next()
		if err == io.EOF {
			return broken, unsynced, nil
		}
		if err != nil {
			return 0, 0, err
		}
		if broken > 0 {
			lost(Damage{Segment: s.first, From: expected, To: r.seq() - 1, Reason: Broken, off: at})
		}
		s.mark(r.seq(), sc.off-int64(len(r)))
		s.last, s.end, s.hash, unsynced = r.seq(), sc.off, r.hash(), r.unsynced()
	}
}
