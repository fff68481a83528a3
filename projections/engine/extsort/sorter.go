package extsort

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
	"slices"
)

// Sorter puts more rows in order than memory holds: each run is sorted and
// written to a file of its own, and the runs are merged.
type Sorter struct {
	Dir    string
	Limit  int // bytes that a run keeps in memory
	Expect int // bytes that it will probably take
	all    []*Run
}

// entry is a row to be written, with the letter of the bucket it goes into.
type entry struct {
	Tag        byte
	Key, Value []byte
}

func (e entry) compare(o entry) int {
	if e.Tag != o.Tag {
		return int(e.Tag) - int(o.Tag)
	}
	return bytes.Compare(e.Key, o.Key)
}

// NewRun begins a run; one goroutine puts into it.
func (s *Sorter) NewRun() *Run {
	return &Run{dir: s.Dir, limit: s.Limit, block: make([]byte, 0, s.Expect)}
}

// Add takes a run that is whole and sorted. It is not called by two at once.
func (s *Sorter) Add(r *Run) { s.all = append(s.all, r) }

// Run is what one worker puts, in one block of bytes, with where each entry
// stands in it.
type Run struct {
	dir   string
	limit int
	block []byte
	at    []span
	files []*os.File
}

// span is where an entry stands in the block, with the beginning of what it is
// sorted by.
type span struct {
	first, second    uint64 // the tag and fifteen bytes of the key
	start, key, size uint32
	tag              byte
}

func (r *Run) Put(tag byte, key, value []byte) error {
	if len(r.block) > 0 && len(r.block)+len(key)+len(value) > r.limit {
		if err := r.spill(); err != nil {
			return err
		}
	}
	var begin [16]byte
	begin[0] = tag
	copy(begin[1:], key)
	r.at = append(r.at, span{binary.BigEndian.Uint64(begin[:8]), binary.BigEndian.Uint64(begin[8:]), uint32(len(r.block)), uint32(len(key)), uint32(len(key) + len(value)), tag})
	r.block = append(append(r.block, key...), value...)
	return nil
}

func (r *Run) entry(s span) entry {
	b := r.block[s.start : s.start+s.size : s.start+s.size]
	return entry{s.tag, b[:s.key:s.key], b[s.key:]}
}

func (r *Run) Sort() {
	slices.SortFunc(r.at, func(a, b span) int {
		if c := cmp.Compare(a.first, b.first); c != 0 {
			return c
		}
		if c := cmp.Compare(a.second, b.second); c != 0 {
			return c
		}
		return r.entry(a).compare(r.entry(b))
	})
}

// spill writes what is in memory to a file, in order.
func (r *Run) spill() error {
	r.Sort()
	f, err := os.CreateTemp(r.dir, "views-run-")
	if err != nil {
		return err
	}
	r.files = append(r.files, f)
	w := bufio.NewWriterSize(f, 1<<20)
	var head [1 + 2*binary.MaxVarintLen32]byte
	for _, s := range r.at {
		head[0] = s.tag
		n := 1 + binary.PutUvarint(head[1:], uint64(s.key))
		n += binary.PutUvarint(head[n:], uint64(s.size-s.key))
		w.Write(head[:n])
		w.Write(r.block[s.start : s.start+s.size])
	}
	r.block, r.at = r.block[:0], r.at[:0]
	return w.Flush()
}

func (s *Sorter) Close() {
	for _, r := range s.all {
		for _, f := range r.files {
			f.Close()
			os.Remove(f.Name())
		}
	}
}

// merged goes through every entry of every run in order. What it yields is valid
// until the next.
func (s *Sorter) merged() iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		var h sources
		for _, r := range s.all {
			srcs, err := r.sources()
			if err != nil {
				yield(entry{}, err)
				return
			}
			h = append(h, srcs...)
		}
		h = slices.DeleteFunc(h, func(x source) bool { return !x.next() && x.err() == nil })
		heap.Init(&h)
		for len(h) > 0 {
			top := h[0]
			if err := top.err(); err != nil {
				yield(entry{}, err)
				return
			}
			if !yield(top.entry(), nil) {
				return
			}
			if top.next() || top.err() != nil {
				heap.Fix(&h, 0)
			} else {
				heap.Pop(&h)
			}
		}
	}
}

// chunk is some entries in order, in memory of their own: bbolt keeps hold of
// what it was given until it commits.
type chunk struct {
	Entries []entry
	Err     error
}

const chunkBytes = 1 << 20

// Chunks merges in a goroutine of its own, which ends with ctx.
func (s *Sorter) Chunks(ctx context.Context) <-chan chunk {
	ch := make(chan chunk, 4)
	go func() {
		defer close(ch)
		var c chunk
		block := make([]byte, 0, chunkBytes)
		send := func() bool {
			select {
			case ch <- c:
				c, block = chunk{}, make([]byte, 0, chunkBytes)
				return true
			case <-ctx.Done():
				return false
			}
		}
		for e, err := range s.merged() {
			if len(block)+len(e.Key)+len(e.Value) > chunkBytes && !send() {
				return
			}
			at := len(block)
			block = append(append(block, e.Key...), e.Value...)
			k := at + len(e.Key)
			c.Entries = append(c.Entries, entry{e.Tag, block[at:k:k], block[k:len(block):len(block)]})
			c.Err = err
		}
		send()
	}()
	return ch
}

// source is a sorted run that is being read.
type source interface {
	next() bool
	entry() entry
	err() error
}

// sources are the run's files and what it still has in memory.
func (r *Run) sources() (out []source, err error) {
	for _, f := range r.files {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		out = append(out, &spilled{r: bufio.NewReaderSize(f, 1<<18)})
	}
	return append(out, &kept{run: r, i: -1}), nil
}

type kept struct {
	run *Run
	i   int
}

func (k *kept) next() bool   { k.i++; return k.i < len(k.run.at) }
func (k *kept) entry() entry { return k.run.entry(k.run.at[k.i]) }
func (k *kept) err() error   { return nil }

type spilled struct {
	r      *bufio.Reader
	now    entry
	buf    []byte
	failed error
}

func (s *spilled) entry() entry { return s.now }
func (s *spilled) err() error   { return s.failed }

func (s *spilled) next() bool {
	tag, err := s.r.ReadByte()
	if errors.Is(err, io.EOF) {
		return false
	}
	key, err1 := binary.ReadUvarint(s.r)
	value, err2 := binary.ReadUvarint(s.r)
	if s.failed = errors.Join(err, err1, err2); s.failed != nil {
		return false
	}
	s.buf = slices.Grow(s.buf[:0], int(key+value))[:key+value]
	if _, s.failed = io.ReadFull(s.r, s.buf); s.failed != nil {
		return false
	}
	s.now = entry{tag, s.buf[:key:key], s.buf[key:]}
	return true
}

// sources are ordered by the entry each stands at; one that failed comes first.
type sources []source

func (h sources) Len() int { return len(h) }
func (h sources) Less(i, j int) bool {
	if h[i].err() != nil || h[j].err() != nil {
		return h[i].err() != nil
	}
	return h[i].entry().compare(h[j].entry()) < 0
}
func (h sources) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *sources) Push(x any)   { *h = append(*h, x.(source)) }
func (h *sources) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
