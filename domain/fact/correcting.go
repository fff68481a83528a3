package fact

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
)

// What is taken back: a correction, and who confirms it where it bears on a
// signature.

// FactCorrected says how an earlier record should have read, whole, or that
// what it says did not happen. What changed is computed.
type FactCorrected struct {
	Record      value.RecordID `json:"record,omitzero" id:"catatan" en:"record"`
	Reads       Reading        `json:"reads,omitzero" id:"seharusnya berbunyi" en:"should have read"`
	NotHappened bool           `json:"notHappened,omitzero" id:"tidak terjadi" en:"did not happen"`
	Reason      string         `json:"reason,omitzero" id:"alasan" en:"reason"`
	Authority   string         `json:"authority,omitzero" id:"dasar" en:"authority"`
}

var (
	// NoRecordNamed refuses to speak of a record without saying which.
	NoRecordNamed = value.NewRefusal(value.Invalid, "no-record-named",
		"Sebutkan catatan yang mana: nomornya seperti pada riwayat, atau pengenalnya.",
		"State which record is meant: its number as the history shows it, or its id.")
	// NotInThisFile refuses to speak of a record that the aggregate does not have.
	NotInThisFile = value.NewRefusal(value.Invalid, "not-in-this-file",
		"Catatan %q tidak ada dalam berkas ini. Lihat nomornya dengan history.",
		"There is no record %q in this file. See the ids with history.")
	ReadsOrNot = value.NewRefusal(value.Invalid, "reads-or-not-happened",
		"Isi tepat satu: reads (bunyi seharusnya, seluruhnya) atau notHappened.",
		"Give exactly one: reads (how it should have read, whole) or notHappened.")
	NotATypeHere = value.NewRefusal(value.Invalid, "not-a-type-here",
		"Jenis catatan %q tidak ada di sini.",
		"There is no record type %q here.")
	NamelessCorrection = value.NewRefusal(value.Invalid, "nameless-correction",
		"Perbaikan ini menyangkut tanda tangan dan harus dikuatkan orang lain. Sebutkan siapa yang memperbaiki (--by atau Mufakat-By), supaya orang lain dapat dikenali.",
		"This correction bears on a signature and has to be confirmed by another person. State who corrects (--by or Mufakat-By), so that another can be told apart.")
)

func (f FactCorrected) Refuse(a Aggregate, given Given) error {
	e, ok := a.entry(f.Record)
	if !ok {
		return notHere(f.Record).On("record")
	}
	if f.Reads.IsZero() != f.NotHappened {
		return ReadsOrNot.On("reads")
	}
	if given.By.nameless() && a.needsTwoPeople(f) {
		return NamelessCorrection
	}
	if f.NotHappened {
		return nil
	}
	ev, d, err := f.Reads.as(a.table, e, json.RejectUnknownMembers(true))
	if err == nil && d.Occurred.After(given.Now) {
		err = NotYet.With(d.Occurred)
	}
	if err == nil {
		err = refuseUnknownReferences(a, d, given.Lookup)
	}
	if err == nil {
		given.Data = d
		err = under("fact", ev.refuse(a.before(e), d.Fact, given))
	}
	if err == nil {
		err = ev.refuseEmpty(d)
	}
	return under("reads", err)
}

// before is the aggregate as it is read now, up to and without e: what e should
// have read must have been recordable then.
func (a Aggregate) before(e Entry) Aggregate {
	b := a.table.New(a.Ref)
	for _, x := range a.Entries {
		if x.ID == e.ID {
			break
		}
		b.Entries = append(b.Entries, x)
		if x.Unreadable == nil {
			b.State = x.Evolve(b.State)
		}
	}
	return b
}

func (f FactCorrected) about() value.RecordID { return f.Record }

func (f FactCorrected) amend(e, by *Entry) {
	ev, d, ok := f.reads(*e)
	if !ok {
		return
	}
	if by.twoPeople && by.confirmed == 0 {
		e.Pending = append(e.Pending, by.Seq)
		return
	}
	e.amended(by)
	e.Retracted = f.NotHappened
	if !f.NotHappened {
		e.Type, e.Data, e.event = ev.Type, d, ev
	}
}

// reads is how e should have read; nothing where it did not happen.
func (f FactCorrected) reads(e Entry) (*Event, Data, bool) {
	if f.NotHappened || e.Event() == nil {
		return nil, Data{}, f.NotHappened
	}
	ev, d, err := f.Reads.as(e.Event().table, e)
	return ev, d, err == nil // judged when it was recorded; a newer version may read less
}

// needTwoPeople marks the corrections that wait for another person to confirm
// them: those that bear on who signed, as they were written. It looks at nothing
// recorded later, so that a correction that counted does not begin to wait. It
// answers which records bear on who signed, now.
func needTwoPeople(entries []Entry, at map[value.RecordID]int) (signatures []bool) {
	signatures = make([]bool, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.Unreadable != nil || !bears(e.Record.Data.Fact, entries[:i], at, signatures) {
			continue
		}
		e.twoPeople, signatures[i] = true, true
		if f, ok := e.Record.Data.Fact.(FactCorrected); ok {
			if of, ok := at[f.Record]; ok && of < i {
				signatures[of] = true
			}
		}
	}
	return signatures
}

// bears reports whether the fact, recorded after some, says that somebody signed,
// or amends what does.
func bears(f Fact, before []Entry, at map[value.RecordID]int, signatures []bool) bool {
	if _, ok := f.(interface{ Signs() }); ok {
		return true
	}
	a, ok := f.(Amendment)
	if !ok {
		return false
	}
	of, ok := at[a.about()]
	if !ok || of >= len(before) {
		return false
	}
	if signatures[of] {
		return true
	}
	c, ok := f.(FactCorrected)
	if !ok {
		return false
	}
	_, d, ok := c.reads(before[of].AsWritten())
	return ok && !c.NotHappened && bears(d.Fact, before[:of], at, signatures)
}

// needsTwoPeople reports whether the fact would have to be confirmed.
func (a Aggregate) needsTwoPeople(f FactCorrected) bool {
	entries := slices.Clone(a.Entries)
	at := positions(entries)
	return bears(f, entries, at, needTwoPeople(entries, at))
}

// CorrectionConfirmed lets a correction of a signature count. Another person
// than the one who corrected must say so.
type CorrectionConfirmed struct {
	Correction value.RecordID `json:"correction,omitzero" id:"perbaikan" en:"correction"`
}

var (
	NotACorrection = value.NewRefusal(value.Invalid, "not-a-correction",
		"Catatan %s bukan perbaikan.",
		"Record %s is not a correction.")
	SamePerson = value.NewRefusal(value.NotAllowed, "same-person",
		"Perbaikan tanda tangan harus dikuatkan orang lain. Sebutkan nama pencatat yang berbeda (--by).",
		"A correction of a signature must be confirmed by another person. State another recorder's name (--by).")
)

func (f CorrectionConfirmed) Refuse(a Aggregate, given Given) error {
	e, ok := a.entry(f.Correction)
	if !ok {
		return notHere(f.Correction).On("correction")
	}
	if _, ok := e.Data.Fact.(FactCorrected); !ok {
		return NotACorrection.With(string(f.Correction)).On("correction")
	}
	if !anotherPerson(e.Record.Data.By, given.Data.By) {
		return SamePerson
	}
	return nil
}

// anotherPerson is sure only where the gate proved two actors, or two names
// were stated.
func anotherPerson(a, b By) bool {
	if a.Actor != b.Actor {
		return true
	}
	return a.Actor == localActor && !a.nameless() && !b.nameless() && !strings.EqualFold(nameOf(a), nameOf(b))
}

// localActor is who records where no gate proves anything: only the name that is
// stated tells people apart.
const localActor = "local"

// nameless reports whether nobody can tell who it was.
func (b By) nameless() bool { return b.Actor == localActor && nameOf(b) == "" }

func nameOf(b By) string { return strings.Join(strings.Fields(b.Name), " ") }

func (f CorrectionConfirmed) about() value.RecordID { return f.Correction }

func (f CorrectionConfirmed) amend(e, by *Entry) {
	if anotherPerson(e.Record.Data.By, by.Record.Data.By) {
		e.confirmed = by.Seq
	}
}

// notHere refuses a record that the aggregate does not have.
func notHere(id value.RecordID) *value.Refusal {
	if id == "" {
		return NoRecordNamed
	}
	return NotInThisFile.With(string(id))
}
