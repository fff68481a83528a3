package histories

import (
	"fmt"
	"iter"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Realistic makes n records of the kind a ledger of all provinces would hold:
// of twenty records about a document and its occasions, four are signatures.
func Realistic(n int) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		g := &realistic{Maker: NewMaker(1), left: n, yield: yield}
		g.Tick = time.Second
		g.offices()
		for !g.over {
			g.affair()
		}
	}
}

// OfficeNumbered is the office of a realistic history: that of one province, of
// which each has [OfficesPerProvince].
func OfficeNumbered(i int) value.OfficeID {
	return value.OfficeID(fmt.Sprintf("%08x-0000-7000-8000-%012x", 0xffff, i))
}

// OfficesPerProvince is how many offices of each province sign.
const OfficesPerProvince = 12

type realistic struct {
	*Maker
	left  int
	over  bool
	yield func(fact.Stored, error) bool
}

func (g *realistic) add(a *fact.Aggregate, command string, d fact.Data) value.RecordID {
	if g.over {
		return ""
	}
	r, err := g.Add(a, command, d)
	if err != nil {
		g.over = true
		g.yield(fact.Stored{}, err)
		return ""
	}
	g.left--
	if !g.yield(Stored(r), nil) || g.left == 0 {
		g.over = true
	}
	return r.ID
}

func (g *realistic) offices() {
	for i, p := range value.Provinces() {
		party := domain.New(value.PartyOf(p.Code).Ref())
		g.add(&party, "register", fact.Data{Fact: domain.PartyRegistered{Code: value.Is(p.Code), Name: "Provinsi " + p.Name}})
		for j := range OfficesPerProvince {
			office := domain.New(OfficeNumbered(i*OfficesPerProvince + j).Ref())
			g.add(&office, "register", fact.Data{Fact: domain.OfficeRegistered{
				Title: fmt.Sprintf("Kepala Dinas %d %s", j+1, p.Name), Party: value.Is(value.PartyOf(p.Code)),
				Role: value.Is(domain.RoleAgencyHead)}})
		}
	}
}

// side is one of the two governments of an affair.
type side struct {
	party  value.PartyID
	office value.OfficeID
	slot   value.Slot
}

func (g *realistic) side() side {
	ps := value.Provinces()
	i := g.Rand.IntN(len(ps))
	return side{value.PartyOf(ps[i].Code), OfficeNumbered(i*OfficesPerProvince + g.Rand.IntN(OfficesPerProvince)),
		value.Slot(string(ps[i].Code) + "-1")}
}

// affair is an umbrella, a paper under it, the occasion on which both were to be
// signed, and the hand-over.
func (g *realistic) affair() {
	one, other := g.side(), g.side()
	for other.slot == one.slot {
		other = g.side()
	}
	umbrella := g.document(domain.KesepakatanBersama, "", one, other)
	paper := g.document(domain.PKS, value.InstrumentID(umbrella.Ref.ID), one, other)
	occasion := domain.New(value.EngagementID(g.ID()).Ref())
	g.add(&occasion, "mission", g.around(domain.TradeMissionHeld{Title: "Misi dagang", Guest: value.Is(one.party), Host: value.Is(other.party)}))
	if g.Rand.IntN(4) == 0 {
		g.add(&occasion, "defer", g.around(domain.SigningDeferred{Planned: g.day(), Reason: value.Is(domain.SignatoryAbsent),
			Absent: value.Several[value.OfficeID]{value.OneOf(one.office, other.office)}, Documents: []value.InstrumentID{value.InstrumentID(umbrella.Ref.ID)}}))
	}
	for _, a := range []*fact.Aggregate{&umbrella, &paper} {
		g.add(a, "finalise", g.around(domain.TextFinalised{Version: "1"}))
		g.sign(a, one)
		g.add(a, "remind", g.around(domain.PendingSignatoryReminded{Slots: []value.Slot{other.slot}}))
		if g.Rand.IntN(5) > 0 {
			g.sign(a, other)
			g.add(a, "state-term", g.around(domain.TermStated{From: g.day(), Years: value.Is(5)}))
		}
	}
	if g.Rand.IntN(10) == 0 {
		g.add(&paper, "account", g.around(fact.StatementRecorded{Says: "sudah ditandatangani semua pihak",
			Claims: []fact.Claim{{Slot: value.Is(other.slot)}}}))
	}
	g.add(&occasion, "deliver", g.around(domain.CopiesDelivered{From: value.Is(one.party), To: value.Is(other.party), Count: value.Is(2),
		Papers: []domain.Paper{{Document: value.Is(value.InstrumentID(paper.Ref.ID)), Count: value.Is(2)}}}))
	if g.Rand.IntN(2) == 0 {
		g.add(&occasion, "receive", g.around(domain.CopiesReceived{To: value.Is(other.party), Count: value.Is(2)}))
	}
}

func (g *realistic) document(sort domain.InstrumentType, under value.InstrumentID, one, other side) fact.Aggregate {
	a := domain.New(value.InstrumentID(g.ID()).Ref())
	f := domain.InstrumentDrafted{Kind: value.Is(sort), Title: fmt.Sprintf("Naskah kerja sama nomor %d", g.ids),
		Fields: []string{"kehutanan", "kelautan dan perikanan"},
		Signatories: []domain.Signatory{{Slot: one.slot, Party: value.Is(one.party), Office: value.Is(one.office)},
			{Slot: other.slot, Party: value.Is(other.party), Office: value.Is(other.office)}}}
	if under != "" {
		f.Under = value.Is(under)
	}
	g.add(&a, "draft", g.around(f))
	return a
}

func (g *realistic) sign(a *fact.Aggregate, s side) {
	d := g.around(domain.SignedByParty{Slot: value.Is(s.slot), Office: value.Is(s.office),
		Signer: value.Is(domain.Name(fmt.Sprintf("Pejabat %d", g.Rand.IntN(500)))), ActingAs: value.Is(domain.Definitive)})
	d.OnBehalfOf = value.Is(s.party)
	g.add(a, "sign", d)
}

func (g *realistic) around(f fact.Fact) fact.Data {
	return fact.Data{Occurred: g.day(), Place: value.Place{Text: "Surabaya", Region: value.Is[value.RegionCode]("35")},
		Evidence: []value.Evidence{{Grade: value.Is(value.GradeOriginal), Title: "Naskah asli", By: "Biro Pemerintahan"}}, Fact: f}
}

// day is the day before the record is made, as people in Jakarta count.
func (g *realistic) day() value.When { return value.On(g.Now.Add(-24 * time.Hour).In(jakarta)) }

var jakarta = func() *time.Location {
	z, err := value.ZoneOf("WIB")
	if err != nil {
		panic(err) // the zones are compiled in
	}
	return z
}()
