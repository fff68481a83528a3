package projections

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// Whatever happened, in whatever batches it came and however often the file was
// closed and opened, the views answer what folding everything in memory answers,
// now and as known at any record.
func TestViewsAnswerAsTheModelDoes(t *testing.T) {
	for _, seed := range seeds(t, 6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			f := newFixture(t, seed)
			for range 6 {
				f.grow(1 + f.world.Rand.IntN(120))
				f.take(1 + f.world.Rand.IntN(40))
				if f.world.Rand.IntN(2) == 0 {
					f.views.Close()
					f.open()
				}
				f.compare(engine.Asked{Now: later, Limit: 500})
				for range 4 {
					f.compare(f.someday())
				}
			}
			live := f.checkViews()
			if done, err := f.views.Rebuild(t.Context(), nil); err != nil || live.Digest != done.Digest {
				t.Errorf("rebuilt: %s, live: %s, %v", done.Digest, live.Digest, err)
			}
			f.compare(f.someday())
		})
	}
}

// seeds are fixed ones, or the one of MUFAKAT_SEED.
func seeds(t *testing.T, n int) (out []uint64) {
	if s := os.Getenv("MUFAKAT_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		return []uint64{must(t, n, err)}
	}
	if testing.Short() {
		n = 2
	}
	for i := range n {
		out = append(out, uint64(i+1))
	}
	return append(out, uint64(time.Now().UnixNano()))
}

// someday is a question as of some day, as known at some record.
func (f *fixture) someday() engine.Asked {
	rs := f.world.Records
	at := time.Date(2021, 12, 1+f.world.Rand.IntN(20), f.world.Rand.IntN(24), 0, 0, 0, time.UTC)
	return engine.Asked{Now: later, Limit: 500, KnownAt: rs[f.world.Rand.IntN(len(rs))].Time,
		AsOf: []value.AsOf{value.EndOf(at), value.At(at)}[f.world.Rand.IntN(2)]}
}

// model is everything folded in memory as known.
type model struct {
	all  []fact.Aggregate
	asOf value.AsOf
	past bool // it was asked as of a day
}

func (f *fixture) model(q engine.Asked) model {
	known := uint64(len(f.world.Records))
	if !q.KnownAt.IsZero() {
		for i, r := range f.world.Records {
			if r.Time.After(q.KnownAt) {
				known = uint64(i)
				break
			}
		}
	}
	m := model{asOf: q.AsOf, past: !q.AsOf.IsZero()}
	if m.asOf.IsZero() {
		m.asOf = value.At(q.Now)
	}
	for _, a := range f.world.Folded {
		if a = a.AsKnownAt(known); a.Version() > 0 {
			m.all = append(m.all, a)
		}
	}
	return m
}

func (f *fixture) compare(q engine.Asked) {
	f.Helper()
	m := f.model(q)
	for name, c := range map[string][2][]string{
		"signatures": {m.signatures(SignatureFilter{}), keysOf(f, answer(Signatures.Ask(f.views, q, SignatureFilter{})), signatureName)},
		"reported":   {m.signatures(SignatureFilter{Reported: true}), keysOf(f, answer(Signatures.Ask(f.views, q, SignatureFilter{Reported: true})), signatureName)},
		"documents":  {m.documents(), keysOf(f, answer(Instruments.Ask(f.views, q, InstrumentFilter{})), documentName)},
		"open":       {m.open(), keysOf(f, answer(OpenSignatures.Ask(f.views, q, OpenFilter{})), openName)},
		"deferrals":  {m.deferrals(), keysOf(f, answer(Deferrals.Ask(f.views, q, DeferralFilter{})), func(r DeferralRow) string { return string(r.Record) })},
		"copies":     {m.copies(), keysOf(f, answer(Deliveries.Ask(f.views, q, DeliveryFilter{})), func(r DeliveryRow) string { return fmt.Sprint(r.Record, r.Receipt) })},
		"holders":    {m.holders(), keysOf(f, answer(Holders.Ask(f.views, q, HolderFilter{})), func(r HolderRow) string { return fmt.Sprint(r.Record, r.HeldOn.Truth) })},
		"questions":  {m.questions(), keysOf(f, answer(Accounts.Ask(f.views, q, AccountFilter{All: true})), questionName)},
	} {
		slices.Sort(c[0])
		slices.Sort(c[1])
		if !slices.Equal(c[0], c[1]) {
			f.Errorf("%s at record %d, known at %s as of %s:\n model %s\n views %s", name, len(f.world.Records), q.KnownAt, q.AsOf, c[0], c[1])
		}
	}
	f.compareNarrowed(m, q)
}

// compareNarrowed asks for one of each, by pages of three.
func (f *fixture) compareNarrowed(m model, q engine.Asked) {
	f.Helper()
	for _, n := range []SignatureFilter{
		{Office: value.OfficeID(f.someID("office")), Reported: true}, {Party: value.PartyID(f.someID("party")), Reported: true},
		{Instrument: value.InstrumentID(f.someID("instrument"))}, {Person: "Pejabat 1", Reported: true},
		{From: value.On(m.asOf.Time()), Reported: true}, {To: value.On(m.asOf.Time()), Reported: true},
	} {
		want := m.signatures(n)
		at := q
		at.Limit = 3
		var got []string
		for {
			p, err := Signatures.Ask(f.views, at, n)
			must(f, p, err)
			for _, r := range p.Rows {
				got = append(got, signatureName(r))
			}
			if at.After = p.Head.Next; at.After == "" {
				break
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			f.Errorf("%+v:\n model %s\n views %s", n, want, got)
		}
	}
}

func (f *fixture) someID(kind value.Kind) string {
	refs := slices.SortedFunc(maps.Keys(f.world.Folded), func(a, b value.Ref) int { return strings.Compare(a.String(), b.String()) })
	for i, from := 0, f.world.Rand.IntN(len(refs)); i < len(refs); i++ {
		if r := refs[(from+i)%len(refs)]; r.Kind == kind {
			return r.ID
		}
	}
	return refs[0].ID
}

type answered[R any] struct {
	page engine.Page[R]
	err  error
}

func answer[R any](p engine.Page[R], err error) answered[R] { return answered[R]{p, err} }

func keysOf[R any](f *fixture, a answered[R], name func(R) string) (out []string) {
	f.Helper()
	if a.err != nil {
		f.Fatal(a.err)
	}
	for _, r := range a.page.Rows {
		out = append(out, name(r))
	}
	return out
}

func signatureName(r SignatureRow) string {
	return fmt.Sprint(r.Record, r.Slots, r.Account, r.Denies, r.Counts, r.Grade, r.When, r.Office.Candidates(), r.Signer.Words(), r.Place.Text)
}
func documentName(r InstrumentRow) string {
	return fmt.Sprint(r.Instrument, r.Title, r.State, r.InForce.Truth, len(r.Slots))
}
func openName(r OpenRow) string {
	return fmt.Sprint(r.Instrument, r.Signatory.Slot, r.State, r.Because)
}
func questionName(r QuestionRow) string {
	return fmt.Sprint(r.Ref, r.Record, r.Field, r.Slot, r.About, r.Differ, r.Upheld, len(r.Accounts))
}

func (m model) instruments() (out []fact.Aggregate) {
	for _, a := range m.all {
		if _, ok := a.State.(domain.Instrument); ok {
			out = append(out, a)
		}
	}
	return out
}

func (m model) signatures(q SignatureFilter) (out []string) {
	for _, a := range m.instruments() {
		in, id := a.State.(domain.Instrument), value.InstrumentID(a.Ref.ID)
		var rows []SignatureRow
		for _, s := range in.Signatures.Slice() {
			rows = append(rows, SignatureRow{Instrument: id, Signature: s})
		}
		for _, e := range a.Entries {
			for _, c := range a.ClaimsOf(e) {
				rows = append(rows, SignatureRow{Instrument: id, Account: true, Denies: c.Denies, Signature: domain.Signature{
					Record: e.ID, Slots: c.Slots, OnBehalfOf: e.Data.OnBehalfOf, When: e.Data.Occurred, Place: e.Data.Place, Grade: e.Grade(), Recorded: e.Time}})
			}
		}
		for _, r := range rows {
			if (r.Counts || q.Reported) && r.HappenedBy(m.asOf) != value.No && q.wants(in, r) {
				out = append(out, signatureName(r))
			}
		}
	}
	return out
}

// wants says it once more, in the simplest words.
func (q SignatureFilter) wants(in domain.Instrument, r SignatureRow) bool {
	var offices []value.OfficeID
	var parties []value.PartyID
	for x := range in.Signatories.All() {
		if slices.Contains(r.Slots, x.Slot) {
			offices = append(offices, x.Office.Candidates()...)
			parties = append(parties, x.Party.Candidates()...)
		}
	}
	if !r.Office.IsZero() || r.Account {
		offices = r.Office.Candidates()
	}
	if !r.OnBehalfOf.IsZero() {
		parties = r.OnBehalfOf.Candidates()
	}
	return !r.When.Before(q.From) && !q.To.Before(r.When) && (q.Office == "" || slices.Contains(offices, q.Office)) && (q.Party == "" || slices.Contains(parties, q.Party)) &&
		(q.Instrument == "" || r.Instrument == q.Instrument) && (q.Person == "" || slices.Contains(r.Signer.Candidates(), q.Person))
}

func (m model) documents() (out []string) {
	for _, a := range m.instruments() {
		in := a.State.(domain.Instrument)
		if in.StateAt(m.asOf) != domain.StateNotDrafted {
			out = append(out, documentName(InstrumentRow{Instrument: value.InstrumentID(a.Ref.ID), Title: in.Title,
				State: in.StateAt(m.asOf), InForce: in.InForce(m.asOf), Slots: slices.Collect(in.Slots(m.asOf))}))
		}
	}
	return out
}

func (m model) open() (out []string) {
	for _, a := range m.instruments() {
		in := a.State.(domain.Instrument)
		if !in.StateAt(m.asOf).Awaited() {
			continue
		}
		for s := range in.Slots(m.asOf) {
			if s.State != domain.SlotSigned {
				out = append(out, openName(OpenRow{Instrument: value.InstrumentID(a.Ref.ID), Signatory: s.Signatory, State: s.State, Because: s.Because}))
			}
		}
	}
	return out
}

func (m model) deferrals() (out []string) {
	for _, a := range m.all {
		if e, ok := a.State.(domain.Engagement); ok {
			for _, d := range e.Deferrals {
				if d.Planned.By(m.asOf) != value.No {
					out = append(out, string(d.Record))
				}
			}
		}
	}
	return out
}

func (m model) copies() (out []string) {
	for _, a := range m.all {
		if e, ok := a.State.(domain.Engagement); ok {
			for _, d := range e.Deliveries {
				if d.When.By(m.asOf) != value.No {
					then, _ := e.DeliveryAt(d.Record, m.asOf)
					out = append(out, fmt.Sprint(d.Record, then.Receipt))
				}
			}
		}
	}
	return out
}

func (m model) holders() (out []string) {
	for _, a := range m.all {
		if o, ok := a.State.(domain.Office); ok {
			for _, h := range o.Holders {
				out = append(out, fmt.Sprint(h.Record, h.HeldOn(m.asOf).Truth))
			}
		}
	}
	return out
}

func (m model) questions() (out []string) {
	called := map[value.Ref]fact.Aggregate{}
	for _, a := range m.all {
		called[a.Ref] = a
	}
	name := func(r value.Ref, l value.Lang) string {
		if a, ok := called[r]; ok {
			return a.Name(l)
		}
		return r.Name(l)
	}
	for _, a := range m.all {
		for _, q := range a.Questions(value.Indonesian, name) {
			if m.past {
				q = q.Without(func(x fact.Account) bool { return x.Occurred.By(m.asOf) == value.No })
			}
			if len(q.Accounts) == 0 {
				continue
			}
			out = append(out, questionName(QuestionRow{Ref: a.Ref, Record: q.Record, Field: q.Field, Slot: q.Slot, About: q.About,
				Differ: q.Differ, Upheld: q.Upheld, Accounts: make([]AccountRow, len(q.Accounts))}))
		}
	}
	return out
}
