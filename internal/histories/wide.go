package histories

import (
	"fmt"
	"strings"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Wide is a paper that many governments are to sign, each in a place of its own,
// and what is on record of it and of them.
type Wide struct {
	*Maker
	Paper   fact.Aggregate
	Records []*fact.Record

	draft domain.InstrumentDrafted
	known map[value.Ref]fact.Aggregate
}

// NewWide makes one whose text is final and that nobody has signed.
func NewWide(seed uint64, width int) *Wide {
	w := &Wide{Maker: NewMaker(seed), known: map[value.Ref]fact.Aggregate{}}
	w.Tick = 0
	for i := range width {
		party, office := domain.New(w.party(i).Ref()), domain.New(w.office(i).Ref())
		w.add(&party, "register", fact.Data{Fact: domain.PartyRegistered{Code: value.Is(w.code(i)), Name: fmt.Sprintf("Daerah %d", i)}})
		w.add(&office, "register", fact.Data{Fact: domain.OfficeRegistered{Title: fmt.Sprintf("Kepala Daerah %d", i),
			Party: value.Is(w.party(i)), Role: value.Is(domain.RoleHead)}})
		w.draft.Signatories = append(w.draft.Signatories, domain.Signatory{Slot: w.slot(i), Party: value.Is(w.party(i)), Office: value.Is(w.office(i))})
	}
	w.draft.Kind, w.draft.Title = value.Is(domain.KesepakatanBersama), "Kesepakatan bersama semua daerah"
	w.drafted()
	return w
}

// Under goes on with a paper of the same governments under the one so far.
func (w *Wide) Under() {
	w.draft.Kind, w.draft.Under = value.Is(domain.PKS), value.Is(value.InstrumentID(w.Paper.Ref.ID))
	w.drafted()
}

func (w *Wide) drafted() {
	w.Paper = domain.New(value.InstrumentID(w.ID()).Ref())
	w.add(&w.Paper, "draft", w.around(w.draft))
	w.add(&w.Paper, "finalise", w.around(domain.TextFinalised{Version: "1"}))
}

// SignAll records the signatures of all of them.
func (w *Wide) SignAll() {
	for i := range w.draft.Signatories {
		w.Sign(i)
	}
}

// Claim records an account that all of them signed.
func (w *Wide) Claim() {
	w.add(&w.Paper, "account", w.around(fact.StatementRecorded{Says: "sudah ditandatangani semua", Claims: []fact.Claim{{}}}))
}

// SignedByAll is a paper that all have signed.
func SignedByAll(seed uint64, width int) *Wide {
	w := NewWide(seed, width)
	w.SignAll()
	return w
}

// Sign records the signature of one of them.
func (w *Wide) Sign(i int) *fact.Record { return w.add(&w.Paper, "sign", w.Signature(i)) }

// Signature is what its record says.
func (w *Wide) Signature(i int) fact.Data {
	d := w.around(domain.SignedByParty{Slot: value.Is(w.slot(i)), Office: value.Is(w.office(i)),
		Signer: value.Is(domain.Name(fmt.Sprintf("Pejabat %d", i))), ActingAs: value.Is(domain.Definitive)})
	d.OnBehalfOf = value.Is(w.party(i))
	return d
}

// Aggregate is one of what is on record; see [fact.Lookup].
func (w *Wide) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	a, ok := w.known[ref]
	return a, ok
}

func (w *Wide) add(a *fact.Aggregate, command string, d fact.Data) *fact.Record {
	r, err := w.Add(a, command, d)
	if err != nil {
		panic(err) // nothing here is refused
	}
	w.Records = append(w.Records, r)
	w.known[a.Ref] = *a
	return r
}

func (w *Wide) around(f fact.Fact) fact.Data {
	return fact.Data{Occurred: value.On(w.Now.AddDate(0, 0, -1).In(jakarta)), Fact: f,
		Evidence: []value.Evidence{{Grade: value.Is(value.GradeOriginal), Title: "Naskah asli", By: "Biro Pemerintahan"}}}
}

// code is a region's in form: no region is meant.
func (w *Wide) code(i int) value.RegionCode {
	return value.RegionCode(fmt.Sprintf("%02d.%02d", 11+i/90, 10+i%90))
}

func (w *Wide) party(i int) value.PartyID   { return value.PartyOf(w.code(i)) }
func (w *Wide) office(i int) value.OfficeID { return OfficeNumbered(i) }
func (w *Wide) slot(i int) value.Slot {
	return value.Slot(strings.Replace(string(w.code(i)), ".", "-", 1) + "-1")
}
