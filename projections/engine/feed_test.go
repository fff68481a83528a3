package engine

import (
	"context"
	"errors"
	"testing"
)

// Each stream is followed by the same loop, to its own position, and whoever
// waits hears of it.
func TestFeedsAreFollowed(t *testing.T) {
	y := newToy(t)
	ctx, stop := context.WithCancel(t.Context())
	y.clicks.last, y.clicks.wait = 2500, make(chan struct{})
	ended := make(chan error, 2)
	go func() { ended <- y.db.Run(ctx) }()
	go func() { ended <- y.feed().Run(ctx) }()
	y.grow(50)
	must(t, 0, y.db.Await(ctx, 50))
	must(t, 0, y.feed().Await(ctx, 2500))
	stop()
	for range 2 {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	for _, err := range []error{y.db.Await(t.Context(), 51), y.feed().Await(t.Context(), 2501)} {
		if !errors.Is(err, context.Canceled) {
			t.Error("what is followed no more is waited for:", err)
		}
	}
	if err := y.db.Await(t.Context(), 50); err != nil {
		t.Error("what is there already:", err)
	}
	if wrong := y.verified(); len(wrong) > 0 {
		t.Error(wrong)
	}
}

// A stream that fails is followed no more, with its reason, and the other goes on.
func TestFeedThatFails(t *testing.T) {
	y := newToy(t)
	broken := errors.New("broken")
	y.clicks.last, y.clicks.fail = 3, broken
	if err := y.feed().Run(t.Context()); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := y.feed().Await(t.Context(), 4); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := y.feed().CatchUp(t.Context()); !errors.Is(err, broken) {
		t.Error(err)
	}
	y.grow(5)
	must(t, 0, y.db.CatchUp(t.Context(), nil))
	must(t, 0, y.db.Await(t.Context(), 5))
}

func TestFeedThatEndsTooEarly(t *testing.T) {
	y := newToy(t)
	y.clicks.last = 5
	y.catchUp()
	y.clicks.last = 4
	if err := y.feed().CatchUp(t.Context()); code(err) != "toy-short" {
		t.Error(err)
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	y := newToy(t)
	ctx, stop := context.WithCancel(t.Context())
	changed := y.db.Changed()
	stop()
	if err := y.db.Await(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	y.grow(1)
	y.catchUp()
	<-changed
	y.db.Close()
	if err := y.feed().Await(t.Context(), 1); code(err) != "views-closed" {
		t.Error(err)
	}
}

// A batch ends where there are enough records, or enough bytes.
func TestBatch(t *testing.T) {
	for _, x := range []struct {
		records, size int
		want          []int
	}{{0, 1, nil}, {3, 1, []int{3}}, {batchRecords + 1, 1, []int{batchRecords, 1}}, {5, batchBytes / 2, []int{2, 2, 1}}} {
		var got []int
		b := &batch[int]{size: func(int) int { return x.size }, write: func(rs []int) error { got = append(got, len(rs)); return nil }}
		for i := range x.records {
			must(t, 0, b.add(i))
		}
		must(t, 0, b.flush())
		if len(got) != len(x.want) {
			t.Fatalf("%+v: %v", x, got)
		}
		for i := range got {
			if got[i] != x.want[i] {
				t.Errorf("%+v: %v", x, got)
			}
		}
	}
}
