package bench

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/web"
	"mufakat/web/api"
	"mufakat/web/wire"
)

// widths are those measured: two governments, and up to all provinces, regencies
// and cities and beyond.
var widths = []int{2, 20, 100, 552, 1000}

// BenchmarkWide measures papers of several widths, by the signatory: what is
// right for one signatory is right for all of them.
func BenchmarkWide(b *testing.B) {
	for _, width := range widths {
		b.Run(fmt.Sprintf("width=%d", width), func(b *testing.B) {
			for name, op := range wide(b, width) {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						op()
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*width), "ns/slot")
				})
			}
			b.Run("decide", func(b *testing.B) { decideLast(b, width) })
			b.Run("record", func(b *testing.B) { recordLast(b, width) })
		})
	}
}

// What is asked of a paper ten times as wide takes about ten times as much, as
// far as what is allocated tells.
func TestWideIsLinear(t *testing.T) {
	few, many := maps.Collect(wide(t, 50)), maps.Collect(wide(t, 500))
	for name, op := range few {
		if n, m := testing.AllocsPerRun(2, op), testing.AllocsPerRun(2, many[name]); m > 12*n {
			t.Errorf("%s: %.0f allocations for 50 signatories, %.0f for 500", name, n, m)
		}
	}
}

// wide is what is asked of a paper that all have signed, of one that nobody has
// signed, and of one under another, signed by all and told to be.
func wide(tb testing.TB, width int) iter.Seq2[string, func()] {
	w := histories.SignedByAll(1, width)
	s, in, page := siteOf(tb, w.Records), w.Paper.State.(domain.Instrument), "/naskah/"+w.Paper.Ref.ID
	unsigned := histories.NewWide(2, width)
	under := histories.SignedByAll(3, width)
	under.Under()
	under.SignAll()
	under.Claim()
	s.add(unsigned.Records)
	s.add(under.Records)
	check(tb, s.views.CatchUp(tb.Context(), nil))
	ask := func(f func() error) func() { return func() { check(tb, f()) } }
	at := engine.Asked{Now: later, Limit: width}
	return func(yield func(string, func()) bool) {
		_ = yield("fold", func() { domain.Fold(w.Paper.Ref, recordsOf(w.Paper)) }) &&
			yield("statuses", func() { in.StandingAt(value.At(later)) }) &&
			yield("page", func() { s.get(tb, page) }) &&
			yield("show", ask(func() error {
				_, err := projections.Show.Ask(s.views, at, projections.ShowFilter{Ref: w.Paper.Ref})
				return err
			})) &&
			yield("show-unsigned", ask(func() error {
				_, err := projections.Show.Ask(s.views, at, projections.ShowFilter{Ref: unsigned.Paper.Ref})
				return err
			})) &&
			yield("findings", func() { domain.Findings(under.Paper, under, nil, nil) }) &&
			yield("questions", func() { under.Paper.Questions(value.English, nobody) }) &&
			yield("page-under", func() { s.get(tb, "/naskah/"+under.Paper.Ref.ID) }) &&
			yield("open", ask(func() error {
				p, err := projections.OpenSignatures.Ask(s.views, at, projections.OpenFilter{})
				if err == nil && len(p.Rows) != width {
					err = fmt.Errorf("%d of %d are open", len(p.Rows), width)
				}
				return err
			}))
	}
}

// nobody has a name.
func nobody(r value.Ref, _ value.Lang) string { return r.ID }

// later is when everything here is asked.
var later = histories.Begin.AddDate(0, 1, 0)

func recordsOf(a fact.Aggregate) iter.Seq[*fact.Record] {
	return func(yield func(*fact.Record) bool) {
		for _, e := range a.Entries {
			if !yield(e.Record) {
				return
			}
		}
	}
}

// decideLast decides upon the last signature.
func decideLast(b *testing.B, width int) {
	w := histories.NewWide(1, width)
	for i := range width - 1 {
		w.Sign(i)
	}
	c, err := histories.Command(w.Paper.Ref, "sign", w.Signature(width-1))
	check(b, err)
	for b.Loop() {
		_, err := fact.Decide(w.Paper, c, fact.Given{Now: later, Lookup: w})
		check(b, err)
	}
}

// recordLast brings views of papers that nearly all have signed the signatures
// that are missing, one by one.
func recordLast(b *testing.B, width int) {
	const signatures = 20
	missing := min(max(width/10, 1), signatures)
	var papers []*histories.Wide
	s := siteOf(b, nil)
	for n := range signatures / missing {
		w := histories.NewWide(uint64(n+1), width)
		for i := range width - missing {
			w.Sign(i)
		}
		s.add(w.Records)
		papers = append(papers, w)
	}
	check(b, s.views.CatchUp(b.Context(), nil))
	var took []time.Duration
	for _, w := range papers {
		for i := width - missing; i < width; i++ {
			s.add([]*fact.Record{w.Sign(i)})
			began := time.Now()
			check(b, s.views.CatchUp(b.Context(), nil))
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e3, "µs-p50")
}

// site is everything that is answered over HTTP, upon a ledger in memory.
type site struct {
	*histories.List
	views   *projections.Views
	handler http.Handler
}

func siteOf(b testing.TB, records []*fact.Record) *site {
	b.Helper()
	s := &site{List: histories.NewList()}
	var err error
	s.views, err = projections.Open(projections.Config{Path: filepath.Join(b.TempDir(), "views.db"), Ledger: histories.Ledger, Source: s, Log: quiet})
	check(b, err)
	b.Cleanup(func() { s.views.Close() })
	s.add(records)
	check(b, s.views.CatchUp(b.Context(), nil))
	s.handler = web.New(api.Config{Ledger: s, Views: ready{s.views}, Log: quiet, Version: "bench",
		Now: func() time.Time { return later }})
	return s
}

func (s *site) add(records []*fact.Record) {
	for _, r := range records {
		stored := histories.Stored(r)
		last, _ := s.Last(context.Background())
		stored.Seq = last + 1
		s.Add(stored)
	}
}

func (s *site) get(b testing.TB, path string) {
	b.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		b.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
}

func (s *site) Append(context.Context, fact.Request) (r fact.Receipt, err error) { return r, nil }

func (s *site) Status(context.Context) wire.Status { return wire.Status{Ledger: histories.Ledger} }

func (s *site) Stored(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return s.Replay(ctx, after, upTo)
}

// ready are views that wait for nothing.
type ready struct{ *projections.Views }

func (ready) Ready() error { return nil }
