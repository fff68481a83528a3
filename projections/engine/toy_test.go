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
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
)

// The engine is tested with views, effects and a stream that stand for nothing.

// lengths has a row for each aggregate: how many records it has.
var lengths = View{Name: "lengths", Letter: 'L', Version: 1,
	Orders: []Order{{'a', "kind 0 id", "all"}},
	Rows: func(a fact.Aggregate, rs *Rows) {
		rs.Add(rs.Key('a').Text(string(a.Ref.Kind)).ID(a.Ref.ID), fmt.Append(nil, len(a.Entries)))
	}}

// clicks are a stream beside the ledger: records that are only a number.
type clicks struct {
	last uint64
	fail error
	wait chan struct{} // Follow goes on when it is closed; nil: ends at the last
}

func (c *clicks) Last(context.Context) (uint64, error) { return c.last, c.fail }
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
	inCounts = Bucket{Name: []byte("counts"), Sealed: true}
	inClicks = Bucket{Name: []byte("clicks"), Sealed: true}

	tooShort = value.NewRefusal(value.Integrity, "toy-short", "habis pada %d, padahal %d", "ends with %d before %d")
	differs  = value.NewRefusal(value.Integrity, "toy-differs", "berbeda", "differs")
)

// toyEffects note each record, and count those of each kind.
func toyEffects(feed *Feed[uint64]) Effects {
	write := func(put func(Bucket, []byte, []byte) error, kind string, n int) error {
		return put(inCounts, []byte(kind), Sealed([]byte(kind), fmt.Append(nil, n)))
	}
	e := Effects{Buckets: []Bucket{inSteps, inCounts}, FeedBuckets: []Bucket{inClicks}, Differs: differs,
		Of: func(_, after fact.Aggregate) []Effect {
			return []Effect{{SeqKey(after.Seq()), []byte(after.Ref.Kind)}}
		},
		Apply: func(t *Tx, e Effect) error {
			n := 0
			if b, ok := Unsealed(e.Value, t.Get(inCounts, e.Value)); ok {
				fmt.Sscan(string(b), &n)
			}
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
		Apply: func(t *Tx, n uint64) error { return t.Put(inClicks, SeqKey(n), Sealed(SeqKey(n), []byte("click"))) }}
}

// toy is a ledger of random records, and an engine over it.
type toy struct {
	*testing.T
	world  *histories.World
	list   *histories.List
	clicks *clicks
	db     *DB
}

func newToy(t *testing.T) *toy {
	t.Helper()
	y := &toy{T: t, world: histories.NewWorld(1), list: histories.NewList(), clicks: &clicks{}}
	db, err := Open(y.config())
	y.db = must(t, db, err)
	t.Cleanup(func() { y.db.Close() })
	return y
}

func (y *toy) config() Config {
	return Config{Table: domain.Table, Path: filepath.Join(y.TempDir(), "views.db"), Ledger: histories.Ledger, Source: y.list, Views: []View{lengths},
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

// Live, made again, and made again while both streams grow, the file comes to
// the same.
func TestEffectsComeToTheSameHoweverTheyAreMade(t *testing.T) {
	y := newToy(t)
	for range 5 {
		y.grow(37)
		y.clicks.last += 3
		y.catchUp()
	}
	live, _, err := y.db.DigestOf(t.Context(), y.db.File.Load())
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
	if y.db.Position() != 205 || y.feed().Position() != 16 || PositionIn(y.db.File.Load(), []byte("clicked")) != 16 {
		t.Errorf("at %d and %d", y.db.Position(), y.feed().Position())
	}
	if wrong := y.verified(); len(wrong) > 0 {
		t.Error(wrong)
	}
}

// What stands in a bucket of the feed and is not made again is said, in the words
// of whoever fills it, and changes no digest of the records.
func TestFeedThatDiffersIsSaid(t *testing.T) {
	y := newToy(t)
	y.grow(10)
	y.clicks.last = 2
	y.catchUp()
	put := func(in Bucket, k, v []byte) {
		tx, err := y.db.File.Load().Begin(true)
		must(t, tx, err)
		must(t, 0, tx.Bucket(in.Name).Put(k, v))
		must(t, 0, tx.Commit())
	}
	put(inClicks, SeqKey(9), Sealed(SeqKey(9), nil))
	if got := fmt.Sprint(y.verified()); got != "[toy-differs]" {
		t.Error(got)
	}
	put(inClicks, SeqKey(9), []byte("rubbish"))
	if got := fmt.Sprint(y.verified()); got != "[row-damaged toy-differs]" {
		t.Error(got)
	}
	put(inCounts, []byte("kind"), Sealed([]byte("kind"), nil))
	if got := fmt.Sprint(y.verified()); got != "[row-damaged toy-differs digest]" {
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
	if err := y.db.CatchUp(t.Context(), nil); !errors.Is(err, no) || y.db.Position() != 0 || PositionIn(y.db.File.Load(), PositionKey) != 0 {
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
	c.Effects = Effects{}
	db, err := Open(c)
	y.db = must(t, db, err)
	defer db.Close()
	y.grow(30)
	must(t, 0, db.CatchUp(t.Context(), nil))
	if wrong := y.verified(); len(wrong) > 0 || db.Position() != 30 {
		t.Error(wrong, db.Position())
	}
	must(t, 0, db.Ask(Asked{}, func(r *Reader) {
		n := 0
		for range r.Scan(lengths.Key('a'), nil) {
			n++
		}
		if refs := r.Head.Names; n == 0 || refs != nil || r.Silent() != 0 || r.Name(value.Ref{Kind: "party", ID: "35"}, value.English) == "" {
			t.Errorf("%d rows, %v", n, refs)
		}
	}))
}
