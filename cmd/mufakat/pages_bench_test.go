package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
	"mufakat/web/api"
	"mufakat/web/wire"
)

// How fast the pages are over a large ledger, asked a hundred times a second,
// beside a handler that answers nothing on the same server:
//
//	go test ./cmd/mufakat -run '^$' -bench Pages -benchtime 500x -records 100000
var grownRecords = flag.Int("records", 20_000, "records of the ledger that the pages are measured over")

const (
	perSecond = 100
	grownBy   = 36 // provinces that take part
)

func BenchmarkPages(b *testing.B) {
	g := grow(b, *grownRecords)
	views, err := projections.Open(projections.Config{Path: filepath.Join(b.TempDir(), "views.db"), Ledger: g.ledger, Source: g, Log: quiet(io.Discard)})
	must(b, err)
	defer views.Close()
	must(b, views.CatchUp(b.Context(), nil))
	for i := range g.records {
		g.records[i].Body = nil // the views have them on disk
	}
	runtime.GC()
	pages := web.New(api.Config{Ledger: g, Views: grownViews{views}, Log: quiet(io.Discard)})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/empty" {
			pages.ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	random := rand.New(rand.NewPCG(1, 2))
	for _, x := range []struct {
		name string
		path func() string
	}{
		{"empty", func() string { return "/empty" }},
		{"start", func() string { return "/" }},
		{"start-then", func() string { return "/?as_of=2024-06-01&known_at=2025-01-01" }},
		{"documents", func() string { return "/naskah?party=35&state=partly-signed" }},
		{"agreement", func() string { return "/naskah/" + string(g.umbrellas[random.IntN(len(g.umbrellas))]) }},
		{"record", func() string { return fmt.Sprint("/catatan/", 1+random.IntN(len(g.records))) }},
	} {
		b.Run(x.name, func(b *testing.B) { ask(b, server.URL, x.path) })
	}
}

// ask makes b.N requests at their pace, whether the ones before are answered or
// not, and tells how long they took.
func ask(b *testing.B, base string, path func() string) {
	took := make([]time.Duration, b.N)
	var wg sync.WaitGroup
	pace := time.NewTicker(time.Second / perSecond)
	defer pace.Stop()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: perSecond}}
	for i := range b.N {
		<-pace.C
		url := base + path()
		wg.Go(func() {
			began := time.Now()
			resp, err := client.Get(url)
			if err != nil || resp.StatusCode != http.StatusOK {
				b.Error(url, resp, err)
				return
			}
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			took[i] = time.Since(began)
		})
	}
	wg.Wait()
	slices.Sort(took)
	ms := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(.5), "p50-ms")
	b.ReportMetric(ms(.99), "p99-ms")
}

// grown is a ledger in memory, as large as wanted.
type grown struct {
	ledger     string
	records    []fact.Stored
	aggregates map[value.Ref]fact.Aggregate
	at         time.Time
	random     *rand.Rand
	umbrellas  []value.InstrumentID
}

// grownViews are views that are always ready.
type grownViews struct{ *projections.Views }

func (grownViews) Ready() error { return nil }

func (g *grown) Last(context.Context) (uint64, error) { return uint64(len(g.records)), nil }
func (g *grown) Read(seq uint64) (fact.Stored, error) { return g.records[seq-1], nil }
func (g *grown) Replay(_ context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for _, r := range g.records[after:upTo] {
			if !yield(r, nil) {
				return
			}
		}
	}
}
func (g *grown) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return g.Replay(ctx, after, uint64(len(g.records)))
}
func (g *grown) Stored(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return g.Replay(ctx, after, upTo)
}
func (g *grown) Append(context.Context, fact.Request) (fact.Receipt, error) {
	panic("nothing is recorded")
}
func (g *grown) Status(context.Context) wire.Status {
	return wire.Status{Ledger: g.ledger, Last: uint64(len(g.records)), Writable: true}
}

// grow makes agreements, each an umbrella with its papers, until there are so
// many records. Most are signed in the end; a few are put off, handed over
// without a receipt, or told of differently.
func grow(b *testing.B, records int) *grown {
	g := &grown{ledger: idOf[string]("grown"), aggregates: map[value.Ref]fact.Aggregate{}, at: time.Date(2016, 1, 4, 2, 0, 0, 0, time.UTC),
		random: rand.New(rand.NewPCG(3, 4))}
	for _, p := range value.Provinces()[:grownBy] {
		g.record(b, value.PartyOf(p.Code).Ref(), "register", domain.PartyRegistered{Code: value.Is(p.Code), Name: "Provinsi " + p.Name})
	}
	for n := 0; len(g.records) < records; n++ {
		g.agreement(b, n)
		g.at = g.at.Add(time.Duration(g.random.IntN(40)) * time.Minute)
	}
	g.aggregates = nil
	return g
}

func (g *grown) agreement(b *testing.B, n int) {
	one, other := g.random.IntN(grownBy), g.random.IntN(grownBy-1)
	if other >= one {
		other++
	}
	ps := value.Provinces()
	parties := [2]value.PartyID{value.PartyOf(ps[one].Code), value.PartyOf(ps[other].Code)}
	umbrella := g.document(b, fmt.Sprint("kb-", n), "kesepakatan-bersama", fmt.Sprintf("Kesepakatan Bersama %s dan %s nomor %d", ps[one].Name, ps[other].Name, n), value.Stated[value.InstrumentID]{}, parties)
	g.umbrellas = append(g.umbrellas, umbrella)
	var papers []value.InstrumentID
	for i := range 1 + g.random.IntN(6) {
		papers = append(papers, g.document(b, fmt.Sprint("pks-", n, "-", i), "pks", fmt.Sprintf("PKS bidang ke-%d nomor %d", i, n), value.Is(umbrella), parties))
	}
	occasion := idOf[value.EngagementID](fmt.Sprint("kegiatan-", n)).Ref()
	if g.random.IntN(20) == 0 {
		g.record(b, occasion, "defer", domain.SigningDeferred{Planned: value.On(g.at), Documents: papers, Reason: value.Is[domain.DeferralReason]("signatory-absent")})
	}
	if g.random.IntN(3) == 0 {
		g.record(b, occasion, "deliver", domain.CopiesDelivered{From: value.Is(parties[0]), To: value.Is(parties[1]), Count: value.Is(1),
			Papers: []domain.Paper{{Document: value.Is(umbrella), Count: value.Is(1)}}})
		if g.random.IntN(10) > 0 {
			g.record(b, occasion, "receive", domain.CopiesReceived{To: value.Is(parties[1])})
		}
	}
}

// idOf is the id of something in the grown ledger, the same in every run.
func idOf[T ~string](name string) T { return T(uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String()) }

// document drafts one, and has most of its signatories sign.
func (g *grown) document(b *testing.B, name string, sort domain.InstrumentType, title string, under value.Stated[value.InstrumentID], parties [2]value.PartyID) value.InstrumentID {
	id := idOf[value.InstrumentID](name)
	slots := []domain.Signatory{{Slot: "a-1", Party: value.Is(parties[0])}, {Slot: "b-1", Party: value.Is(parties[1])}}
	g.record(b, id.Ref(), "draft", domain.InstrumentDrafted{Title: title, Kind: value.Is(sort), Under: under, Fields: []string{"kelautan"}, Signatories: slots})
	for i, s := range slots {
		if g.random.IntN(25) > i {
			g.record(b, id.Ref(), "sign", domain.SignedByParty{Slot: value.Is(s.Slot)})
		}
	}
	for range 2 * (1 - min(1, g.random.IntN(60))) {
		g.record(b, id.Ref(), "account", fact.StatementRecorded{About: "jumlah naskah", Says: fmt.Sprint(g.random.IntN(9), " naskah")})
	}
	return id
}

// record records a fact.
func (g *grown) record(b *testing.B, ref value.Ref, command string, f fact.Fact) {
	ev, err := domain.EventOf(ref.Kind, command)
	must(b, err)
	a, ok := g.aggregates[ref]
	if !ok {
		a = domain.New(ref)
	}
	seq := uint64(len(g.records) + 1)
	g.at = g.at.Add(time.Minute)
	c := fact.Command{Event: ev, Ref: ref, Hash: fact.HashOf([]byte(command)), Data: fact.Data{Occurred: value.On(g.at.In(time.UTC)), Fact: f,
		Evidence: []value.Evidence{{Grade: value.Is(value.GradeOriginal), Title: "Naskah asli"}}}}
	r, err := c.Record(a, fact.Stamp{ID: value.RecordID(idOf[string](fmt.Sprint("r", seq))), Ledger: g.ledger, Time: g.at, CommandID: idOf[string](fmt.Sprint("c", seq))})
	must(b, err)
	r.Seq = seq
	if r.Unreadable != nil {
		b.Fatal(r.Unreadable)
	}
	g.aggregates[ref] = a.Add(r)
	g.records = append(g.records, fact.Stored{Seq: seq, Ref: ref, Body: r.Body})
}
