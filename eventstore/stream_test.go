package eventstore

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/eventstore/broker"
)

// words is a stream that no ledger has: what another one costs.
var words = streamSpec[string, string]{
	StreamConfig: broker.StreamConfig{Name: "WORDS", Subjects: "words.*"},
	subject:      func(k string) string { return "words." + k },
	key:          func(subject string) (string, bool) { return strings.CutPrefix(subject, "words.") },
	record:       func(_ uint64, k string, body []byte) string { return k + "=" + string(body) },
}

func TestAnotherStream(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f, ctx := create(t, c), t.Context()
		st := &Stream[string, string]{words, f.Store, new(ownGate)}
		made, err := st.Create(ctx, f.nc, 1, map[string]string{broker.MetaLedger: f.ledger.ID})
		if err != nil || st.Check(made, f.ledger.ID) != nil {
			t.Fatal(err, st.Check(made, f.ledger.ID))
		}
		for i, w := range []string{"a", "b", "a"} {
			after, err := st.lastUnder(ctx, w)
			if err != nil {
				t.Fatal(err)
			}
			if seq, err := st.writeOnce(ctx, w, []byte{'0' + byte(i)}, after); err != nil || seq != uint64(i+1) {
				t.Fatal(seq, err)
			}
		}
		last, err := st.Last(ctx)
		var got []string
		for r, err := range st.Replay(ctx, 0, last) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		if err != nil || !slices.Equal(got, []string{"a=0", "b=1", "a=2"}) {
			t.Fatal(got, err)
		}
	})
}

// A write whose answer is lost is recognised by its bytes, and one that was not
// stored gives way to whoever was first.
func TestWriteOnce(t *testing.T) {
	for name, stored := range map[string]bool{"stored": true, "not stored, and somebody else was first": false} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				f := create(t, c)
				f.openNotices()
				g := f.another(f.views)
				g.noticesGate.set(nil)
				g.faulty(func(n int) (before, after bool) {
					if n == 1 && !stored {
						f.mustWrite(0)
					}
					return n == 1 && !stored, n == 1 && stored
				})
				seq, err := g.WriteNotice(t.Context(), noticelog.Record{Key: aNotice, Type: noticelog.Begun}, 0)
				if stored && (err != nil || seq != 1) || !stored && !errors.Is(err, noticelog.ErrOvertaken) {
					t.Fatal(seq, err)
				}
			})
		})
	}
}

// A doubt about the notices stops what is written to them; the ledger goes on.
func TestDoubtAboutNotices(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		_, err := f.WriteNotice(t.Context(), noticelog.Record{Key: aNotice, Type: noticelog.Begun}, 0)
		refusedAs(t, err, starting)
		f.openNotices()
		f.mustWrite(0)
		if _, err := f.nc.Request("notices.not.a.key", []byte("{}"), time.Second); err != nil {
			t.Fatal(err)
		}
		for _, err = range f.Notices().Follow(t.Context(), 0) {
		}
		refusedAbout(t, err, badSubject, 2, "notices.not.a.key")
		_, err = f.WriteNotice(t.Context(), noticelog.Record{Key: aNotice, Type: noticelog.Begun}, 1)
		refusedAs(t, err, badSubject)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
	})
}

// Whoever stops reading casts no doubt on a stream.
func TestReadingStops(t *testing.T) {
	f := create(t, config(t))
	f.openNotices()
	f.mustWrite(0)
	for _, err := range f.Notices().Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if err := f.noticesGate.Writable(); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) openNotices() {
	f.t.Helper()
	if _, err := f.OpenNotices(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) mustWrite(after uint64) {
	f.t.Helper()
	if _, err := f.WriteNotice(f.t.Context(), noticelog.Record{Key: aNotice, Type: noticelog.Begun}, after); err != nil {
		f.t.Fatal(err)
	}
}
