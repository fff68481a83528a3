package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine/kv"
)

// The engine is tested with views, effects and a stream that stand for nothing.

// lengths has a row for each aggregate: how many records it has.
var lengths = View{Name: "lengths", Letter: 'L', Version: 1,
	Orders: []Order{{Letter: 'a', Key: "kind 0 id", Of: "all"}},
	Rows: func(a fact.Aggregate, _ Part, rs *Rows) {
		rs.Add(rs.Key('a').Text(string(a.Ref.Kind)).ID(a.Ref.ID), fmt.Append(nil, len(a.Entries)))
	}}

// signed has rows for each signature on a document, in two orders; each signature
// is a part.
var signed = View{Name: "signed", Letter: 'S', Version: 1, Kind: value.KindInstrument,
	Orders: []Order{{Letter: 'i', Key: "instrument n", Of: "all"}, {Letter: 'n', Key: "n instrument", Of: "all"}},
	Parts: func(a fact.Aggregate) iter.Seq[Part] {
		return func(yield func(Part) bool) {
			for i := range a.State.(domain.Instrument).Signatures.Len() {
				if !yield(Part{N: uint64(i)}) {
					return
				}
			}
		}
	},
	Changed: func(_, after fact.Aggregate, e fact.Entry) Changed {
		if _, ok := e.Data.Fact.(domain.SignedByParty); ok {
			return Only(Part{N: uint64(after.State.(domain.Instrument).Signatures.Len()) - 1})
		}
		return Nothing
	},
	Rows: func(a fact.Aggregate, p Part, rs *Rows) {
		if all := a.State.(domain.Instrument).Signatures; p.N < uint64(all.Len()) {
			rs.Add(rs.Key('i').ID(a.Ref.ID).Num(p.N), []byte(all.At(int(p.N)).Record))
			rs.Add(rs.Key('n').Num(p.N).ID(a.Ref.ID), nil)
		}
	}}

// clicks are a stream beside the ledger: records that are only a number.
type clicks struct {
	last uint64
	fail error
	wait chan struct{} // Follow goes on when it is closed; nil: ends at the last

	looked func() // is called when somebody looked where the last is
}

func (c *clicks) Last(context.Context) (uint64, error) {
	if last := c.last; c.looked != nil {
		c.looked()
		return last, c.fail
	}
	return c.last, c.fail
}
func (c *clicks) Replay(_ context.Context, after, upTo uint64) iter.Seq2[uint64, error] {
	return func(yield func(uint64, error) bool) {
		for n := after + 1; n <= upTo; n++ {
			if !yield(n, nil) {
				return
			}
		}
	}
}
func (c *clicks) Follow(ctx context.Context, after uint64) iter.Seq2[uint64, error] {
	return func(yield func(uint64, error) bool) {
		for n := range c.Replay(ctx, after, c.last) {
			if !yield(n, nil) {
				return
			}
		}
		if c.wait != nil {
			select {
			case <-c.wait:
			case <-ctx.Done():
			}
		}
		yield(0, errors.Join(c.fail, ctx.Err()))
	}
}

var (
	inSteps  = Bucket{Name: []byte("steps")}
	inCounts = Bucket{Name: []byte("counts")}
	inClicks = Bucket{Name: []byte("clicks")}

	tooShort = value.NewRefusal(value.Integrity, "toy-short", "habis pada %d, padahal %d", "ends with %d before %d")
	differs  = value.NewRefusal(value.Integrity, "toy-differs", "berbeda", "differs")
)

// toyEffects note each record, and count those of each kind.
func toyEffects(feed *Feed[uint64]) Effects {
	write := func(put func(Bucket, []byte, []byte) error, kind string, n int) error {
		return put(inCounts, []byte(kind), fmt.Append(nil, n))
	}
	e := Effects{Buckets: []Bucket{inSteps, inCounts}, FeedBuckets: []Bucket{inClicks}, Differs: differs,
		Of: func(_, after fact.Aggregate) []Effect {
			return []Effect{{SeqKey(after.Seq()), []byte(after.Ref.Kind)}}
		},
		Apply: func(t *Tx, e Effect) error {
			n := 0
			fmt.Sscan(string(t.Get(inCounts, e.Value)), &n)
			return write(t.Put, string(e.Value), n+1)
		},
		Rebuild: func(ctx context.Context, t *Tx, put func(Bucket, []byte, []byte) error) error {
			counts := map[string]int{}
			for _, kind := range t.From(inSteps, nil) {
				counts[string(kind)]++
			}
			for kind, n := range counts {
				if err := write(put, kind, n); err != nil {
					return err
				}
			}
			return ctx.Err()
		}}
	if feed != nil {
		e.Feed = feed
	}
	return e
}

func toyFeed(source Stream[uint64]) *Feed[uint64] {
	return &Feed[uint64]{Key: "clicked", Source: source, Short: tooShort,
		Seq: func(n uint64) uint64 { return n }, Size: func(uint64) int { return 8 },
		Apply: func(t *Tx, n uint64) error { return t.Put(inClicks, SeqKey(n), []byte("click")) }}
}

// toy is a ledger of random records, and an engine over it.
type toy struct {
	*testing.T
	world  *histories.World
	list   *histories.List
	clicks *clicks
	path   string
	db     *DB
}

func newToy(t *testing.T) *toy { return newToyOf(t, 1) }

func newToyOf(t *testing.T, seed uint64) *toy {
	t.Helper()
	y := &toy{T: t, world: histories.NewWorld(seed), list: histories.NewList(), clicks: &clicks{}, path: filepath.Join(t.TempDir(), "views.db")}
	y.open()
	t.Cleanup(func() { y.db.Close() })
	return y
}

func (y *toy) open() {
	y.Helper()
	db, err := Open(y.config())
	y.db = must(y.T, db, err)
}

func (y *toy) config() Config {
	return Config{Table: domain.Table, Path: y.path, Ledger: histories.Ledger, Source: y.list, Views: []View{lengths, signed},
		Effects: toyEffects(toyFeed(y.clicks)), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func (y *toy) feed() *Feed[uint64] { return y.db.c.Effects.Feed.(*Feed[uint64]) }

func (y *toy) grow(n int) {
	for range n {
		y.list.Add(histories.Stored(y.world.Step()))
	}
}

func (y *toy) catchUp() {
	y.Helper()
	must(y.T, 0, y.db.CatchUp(y.Context(), nil))
	must(y.T, 0, y.feed().CatchUp(y.Context()))
}

// take brings the views up to date, in batches of a size.
func (y *toy) take(size int) {
	y.Helper()
	for all := range slices.Chunk(y.list.All()[y.db.Position():], size) {
		must(y.T, 0, y.db.Ledger.Write(all))
	}
}

// rows are how many the view has now.
func (y *toy) rows() (n int, err error) {
	err = y.db.Ask(Asked{}, func(r *Reader) {
		for range r.Scan(lengths.Key('a'), nil) {
			n++
		}
	})
	return n, err
}

// verified is what a verification finds wrong.
func (y *toy) verified() []string {
	y.Helper()
	v, err := y.db.Verify(y.Context(), nil)
	must(y.T, v, err)
	var codes []string
	for _, r := range v.Wrong {
		codes = append(codes, code(r))
	}
	if v.Digest != v.Afresh {
		codes = append(codes, "digest")
	}
	return codes
}

// whole is what must hold of views whenever nobody writes: folded afresh
// they are the same.
func (y *toy) whole() {
	y.Helper()
	if wrong := y.verified(); len(wrong) > 0 {
		y.Error(wrong)
	}
}

func (y *toy) rebuild() Rebuilt {
	y.Helper()
	r, err := y.db.Rebuild(y.Context(), nil)
	return must(y.T, r, err)
}

// Live, made again, and made again while both streams grow, the file comes to
// the same.
func TestEffectsComeToTheSameHoweverTheyAreMade(t *testing.T) {
	y := newToy(t)
	for range 5 {
		y.grow(37)
		y.clicks.last += 3
		y.catchUp()
	}
	live, err := y.db.digestOf(t.Context(), y.db.file.Load())
	must(t, live, err)
	once := true
	done, err := y.db.Rebuild(t.Context(), func(Progress) {
		if once {
			once = false
			y.grow(20)
			y.clicks.last++
			y.catchUp()
		}
	})
	if must(t, done, err); done.Digest != live.Records || done.Position != 185 {
		t.Errorf("made again: %+v, live: %v", done, live)
	}
	if y.db.Position() != 205 || y.feed().Position() != 16 || positionIn(y.db.file.Load(), "clicked") != 16 {
		t.Errorf("at %d and %d", y.db.Position(), y.feed().Position())
	}
	y.whole()
}

// What stands in a bucket of the feed and is not made again is said, in the words
// of whoever fills it, and changes no digest of the records.
func TestFeedThatDiffersIsSaid(t *testing.T) {
	y := newToy(t)
	y.grow(10)
	y.clicks.last = 2
	y.catchUp()
	put := func(in Bucket, k, v []byte) {
		must(t, 0, y.db.file.Load().Update(func(w kv.Tx) error { return w.Put(in, k, v) }))
	}
	put(inClicks, SeqKey(9), nil)
	if got := fmt.Sprint(y.verified()); got != "[toy-differs]" {
		t.Error(got)
	}
	put(inCounts, []byte("kind"), nil)
	if got := fmt.Sprint(y.verified()); got != "[toy-differs digest]" {
		t.Error(got)
	}
}

// An effect that cannot be applied takes its record, and the position, back with
// it.
func TestEffectsAreOfOneTransactionWithTheirRecord(t *testing.T) {
	y := newToy(t)
	y.grow(3)
	apply, no := y.db.c.Effects.Apply, errors.New("no")
	y.db.c.Effects.Apply = func(t *Tx, e Effect) error {
		if bytes.Equal(e.Key, SeqKey(3)) {
			return no
		}
		return apply(t, e)
	}
	if err := y.db.CatchUp(t.Context(), nil); !errors.Is(err, no) || y.db.Position() != 0 || positionIn(y.db.file.Load(), positionKey) != 0 {
		t.Error(err, y.db.Position())
	}
	y.db.c.Effects.Apply = apply
	y.catchUp()
	if wrong := y.verified(); len(wrong) > 0 || y.db.Position() != 3 {
		t.Error(wrong, y.db.Position())
	}
}

func TestWithoutEffects(t *testing.T) {
	y := newToy(t)
	c := y.config()
	c.Path, c.Effects = filepath.Join(t.TempDir(), "views.db"), Effects{}
	db, err := Open(c)
	y.db = must(t, db, err)
	defer db.Close()
	y.grow(30)
	must(t, 0, db.CatchUp(t.Context(), nil))
	if wrong := y.verified(); len(wrong) > 0 || db.Position() != 30 {
		t.Error(wrong, db.Position())
	}
	if n, err := y.rows(); n == 0 {
		t.Error("no rows", err)
	}
	must(t, 0, db.Ask(Asked{}, func(r *Reader) {
		if refs := r.Head.Names; refs != nil || r.Silent() != 0 || r.Name(value.Ref{Kind: "party", ID: "35"}, value.English) == "" {
			t.Errorf("%v", refs)
		}
	}))
}
