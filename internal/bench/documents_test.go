package bench

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections"
	"mufakat/projections/engine"
)

// BenchmarkDocuments asks where documents stand, a page of fifty at a time, as of a
// day that has passed, and records signatures, in a ledger of many documents.
func BenchmarkDocuments(b *testing.B) {
	n := 100_000
	if testing.Short() {
		n = 1_000
	}
	b.Run(fmt.Sprintf("documents=%d", n), func(b *testing.B) {
		d := documentsOf(b, n)
		b.Run("page", d.page)
		b.Run("sign", d.sign)
	})
}

// documents is a ledger of documents between two governments, which both have
// signed.
type documents struct {
	*site
	*histories.Maker
	known map[value.Ref]fact.Aggregate
}

var twoSides = []value.RegionCode{"35", "64"}

func documentsOf(b *testing.B, n int) *documents {
	d := &documents{site: siteOf(b, nil), Maker: histories.NewMaker(1), known: map[value.Ref]fact.Aggregate{}}
	d.Tick = time.Second
	for _, code := range twoSides {
		party := domain.New(value.PartyOf(code).Ref())
		d.record(b, &party, "register", fact.Data{Fact: domain.PartyRegistered{Code: value.Is(code)}})
		d.known[party.Ref] = party
	}
	for range n {
		paper := d.draft(b)
		for _, code := range twoSides {
			d.record(b, &paper, "sign", d.signature(code))
		}
		d.record(b, &paper, "state-term", fact.Data{Fact: domain.TermStated{From: value.On(histories.Begin), Until: value.On(later.AddDate(5, 0, 0))}})
	}
	check(b, d.views.CatchUp(b.Context(), nil))
	return d
}

func (d *documents) draft(b *testing.B) fact.Aggregate {
	paper := domain.New(value.InstrumentID(d.ID()).Ref())
	f := domain.InstrumentDrafted{Kind: value.Is(domain.PKS), Title: "Naskah kerja sama"}
	for _, code := range twoSides {
		f.Signatories = append(f.Signatories, domain.Signatory{Slot: value.Slot(code), Party: value.Is(value.PartyOf(code))})
	}
	d.record(b, &paper, "draft", fact.Data{Fact: f})
	return paper
}

func (d *documents) signature(code value.RegionCode) fact.Data {
	return fact.Data{Occurred: value.On(d.Now), Evidence: []value.Evidence{{Grade: value.Is(value.GradeOriginal)}},
		Fact: domain.SignedByParty{Slot: value.Is(value.Slot(code))}}
}

// record adds a command's record to the ledger, without the views.
func (d *documents) record(b *testing.B, a *fact.Aggregate, command string, data fact.Data) {
	r, err := d.Add(a, command, data)
	check(b, err)
	d.site.Add(histories.Stored(r))
}

// Aggregate is one of the governments; see [fact.Lookup].
func (d *documents) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	a, ok := d.known[ref]
	return a, ok
}

// page asks for one page after the other.
func (d *documents) page(b *testing.B) {
	q := engine.Asked{Now: later, AsOf: value.EndOf(histories.Begin.AddDate(0, 0, 10)), Limit: 50}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		p, err := projections.Instruments.Ask(d.views, q, projections.InstrumentFilter{})
		took = append(took, time.Since(began))
		check(b, err)
		if len(p.Rows) == 0 || p.Rows[0].State != domain.StateInForce {
			b.Fatalf("%d documents, of which the first must be in force: %+v", len(p.Rows), p.Rows[:min(len(p.Rows), 1)])
		}
		q.After = p.Head.Next
	}
	reportMedian(b, took)
}

// sign decides upon signatures of papers that nobody has signed, and brings the views
// each of them.
func (d *documents) sign(b *testing.B) {
	d.Known = d
	defer func() { d.Known = nil }()
	var took []time.Duration
	for b.Loop() {
		paper := d.draft(b)
		check(b, d.views.CatchUp(b.Context(), nil))
		began := time.Now()
		d.record(b, &paper, "sign", d.signature(twoSides[0]))
		check(b, d.views.CatchUp(b.Context(), nil))
		took = append(took, time.Since(began))
	}
	reportMedian(b, took)
}

func reportMedian(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e3, "µs-p50")
}
