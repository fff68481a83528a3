package domain

import (
	"slices"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// TermBasis is what the beginning of a term hangs on.
type TermBasis string

const (
	BasisStated        TermBasis = "stated"
	BasisOwnDate       TermBasis = "own-date"
	BasisLastSignature TermBasis = "last-signature"
)

func (TermBasis) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(BasisStated, "hari yang disebut", "the day stated"),
		value.NewChoice(BasisOwnDate, "tanggal naskah", "the document's own date"),
		value.NewChoice(BasisLastSignature, "tanda tangan terakhir", "the last signature"),
	}
}
func (b *TermBasis) UnmarshalText(t []byte) error { return value.Choose(b, t) }

// The facts of the term. The written names are the storage format.
var termOf = fact.Join(
	fact.Of[TermStated](instruments, "id.mufakat.instrument.term-stated.v1", "state-term", value.Words{
		ID: "Jangka waktu[ mulai {from}][ sampai {until}][, {years} tahun][, {months} bulan][, dasar: {basis}].",
		EN: "Term[ from {from}][ until {until}][, {years} years][, {months} months][, on the basis of {basis}]."},
		fact.Needs("from", "until", "years", "months", "openEnded", "basis")),
	fact.Of[TermExtended](instruments, "id.mufakat.instrument.term-extended.v1", "extend-term", value.Words{
		ID: "Jangka waktu diperpanjang[ sampai {until}][, {years} tahun][, {months} bulan][, dengan {by}].",
		EN: "The term was extended[ until {until}][, by {years} years][, by {months} months][, by {by}]."},
		fact.Needs("until", "years", "months", "by")),
)

// TermStated is what a source says of how long a document holds. Several stand
// beside each other.
type TermStated struct {
	From      value.When              `json:"from,omitzero" id:"mulai" en:"from"`
	Until     value.When              `json:"until,omitzero" id:"sampai" en:"until"`
	OpenEnded bool                    `json:"openEnded,omitzero" id:"tanpa batas waktu" en:"open-ended"`
	Years     value.Stated[int]       `json:"years,omitzero" id:"tahun" en:"years"`
	Months    value.Stated[int]       `json:"months,omitzero" id:"bulan" en:"months"`
	Basis     value.Stated[TermBasis] `json:"basis,omitzero" id:"dasar" en:"basis"`
}

// TermExtended is a later act: the term goes on beyond its end.
type TermExtended struct {
	Until  value.When                       `json:"until,omitzero" id:"sampai" en:"until"`
	Years  value.Stated[int]                `json:"years,omitzero" id:"tahun" en:"years"`
	Months value.Stated[int]                `json:"months,omitzero" id:"bulan" en:"months"`
	By     value.Stated[value.InstrumentID] `json:"by,omitzero" id:"naskah" en:"document"`
}

var (
	openYetEnding = value.NewRefusal(value.Invalid, "open-yet-ending",
		"Tanpa batas waktu, padahal ada akhirnya. Pilih salah satu.",
		"It is open-ended and yet has an end. Choose one.")
	noLength = value.NewRefusal(value.Invalid, "no-length",
		"%d bukan lamanya jangka waktu. Tulis bilangan dari 1 sampai %d.",
		"%d is not how long a term is. Write a number from 1 to %d.")
	lengthAndEnd = value.NewRefusal(value.Invalid, "length-and-end",
		"Mulai %s selama itu berakhir %s, bukan %s. Periksa isian yang keliru, atau catat sebagai dua keterangan.",
		"From %s for so long it ends on %s, not on %s. Check which is wrong, or record two statements.")
)

const longestTerm = 999

func (f TermStated) Refuse(s Instrument, _ fact.Given) error {
	switch {
	case !s.Drafted:
		return NotDrafted
	case f.OpenEnded && (!f.Until.IsZero() || !f.Years.IsZero() || !f.Months.IsZero()):
		return openYetEnding.On("openEnded")
	}
	if err := refuseLength(f.Years, f.Months); err != nil {
		return err
	}
	if end := lengthFrom(f.From, f.Years, f.Months); !end.IsZero() && !f.Until.IsZero() && !end.Overlaps(f.Until) {
		return lengthAndEnd.With(f.From, end, f.Until).On("until")
	}
	return refuseBackwards(f.From, f.Until, "until")
}

func refuseLength(years, months value.Stated[int]) error {
	for _, n := range years.Candidates() {
		if n < 1 || n > longestTerm {
			return noLength.With(n, longestTerm).On("years")
		}
	}
	for _, n := range months.Candidates() {
		if n < 1 || n > longestTerm {
			return noLength.With(n, longestTerm).On("months")
		}
	}
	return nil
}

func (f TermStated) Evolve(s Instrument, e fact.Entry) Instrument {
	s.Terms = append(slices.Clip(s.Terms), TermStatement{Record: e.ID, Seq: e.Seq, From: f.From, Until: f.Until, OpenEnded: f.OpenEnded,
		Years: f.Years, Months: f.Months, Basis: f.Basis, Grade: gradeOf(e, f.From), SaidBy: e.Data.AssertedBy})
	return s
}

func (f TermExtended) Refuse(s Instrument, _ fact.Given) error {
	if !s.Drafted {
		return NotDrafted
	}
	return refuseLength(f.Years, f.Months)
}

func (f TermExtended) Evolve(s Instrument, e fact.Entry) Instrument {
	s.Terms = append(slices.Clip(s.Terms), TermStatement{Record: e.ID, Seq: e.Seq, Extends: true, Until: f.Until,
		Years: f.Years, Months: f.Months, Grade: gradeOf(e, value.When{}), SaidBy: e.Data.AssertedBy})
	return s
}

// TermStatement is what one record says of how long a document holds.
type TermStatement struct {
	Record    value.RecordID          `json:"record"`
	Seq       uint64                  `json:"seq"`
	Extends   bool                    `json:"extends,omitzero"` // it prolongs what was stated before
	From      value.When              `json:"from,omitzero"`
	Until     value.When              `json:"until,omitzero"`
	OpenEnded bool                    `json:"openEnded,omitzero"`
	Years     value.Stated[int]       `json:"years,omitzero"`
	Months    value.Stated[int]       `json:"months,omitzero"`
	Basis     value.Stated[TermBasis] `json:"basis,omitzero"`
	Grade     value.Grade             `json:"grade,omitempty"`
	SaidBy    value.AssertedBy        `json:"assertedBy,omitzero"`
}

// counts: a term whose grade nobody stated is as its recorder read it.
func (x *TermStatement) counts() bool { return x.Grade == "" || x.Grade.Counts(x.From) }

// Term is from when until when a document holds, as its statements have it.
type Term struct {
	From       TermDay         `json:"from,omitzero"`
	Until      TermDay         `json:"until,omitzero"`
	OpenEnded  bool            `json:"openEnded,omitzero"`
	Reported   bool            `json:"reported,omitzero"` // only sources that do not count state it
	Statements []TermStatement `json:"statements,omitempty"`
}

// TermDay is one end of a term: the day, or the several that statements of equal
// weight give, and how it is known.
type TermDay struct {
	When    []value.When     `json:"when,omitempty"`
	Known   TermKnown        `json:"known,omitempty"`
	Records []value.RecordID `json:"records,omitempty"`
}

// TermKnown is how an end of a term is known.
type TermKnown string

const (
	TermAsStated      TermKnown = "stated"
	TermOwnDate       TermKnown = "own-date"
	TermLastSignature TermKnown = "last-signature"
	TermFromLength    TermKnown = "from-length"
	TermExtension     TermKnown = "extended"
)

func (TermKnown) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(TermAsStated, "disebut", "stated"),
		value.NewChoice(TermOwnDate, "tanggal naskah", "the document's own date"),
		value.NewChoice(TermLastSignature, "tanda tangan terakhir", "the last signature"),
		value.NewChoice(TermFromLength, "dihitung dari lamanya", "worked out from its length"),
		value.NewChoice(TermExtension, "diperpanjang", "extended"),
	}
}

// In says the day, or the days that statements of equal weight give, and how it
// is known where nobody states it itself.
func (d TermDay) In(l value.Lang) string {
	var days []string
	for _, w := range d.When {
		days = append(days, w.In(l))
	}
	s := value.JoinWords(days, value.Or, l)
	if s != "" && d.Known != TermAsStated {
		s += " (" + value.LabelOf(d.Known, l) + ")"
	}
	return s
}

// UntilIn says until when it holds.
func (t Term) UntilIn(l value.Lang) string {
	if t.OpenEnded && len(t.Until.When) == 0 {
		return value.Words{ID: "tanpa batas waktu", EN: "open-ended"}.In(l)
	}
	return t.Until.In(l)
}

// Term is what is on record of how long the document holds; slots are its
// signatories as they stand.
func (s Instrument) Term(slots []SlotStatus) (t Term) {
	if len(s.Terms) == 0 {
		return t
	}
	t.Statements = s.Terms
	t.Reported = !slices.ContainsFunc(s.Terms, func(x TermStatement) bool { return !x.Extends && x.counts() })
	var from, until best
	for i := range s.Terms {
		x := &s.Terms[i]
		if x.Extends {
			continue
		}
		begins, known := s.begins(x, slots)
		from.add(x, begins, known)
		switch {
		case !x.Until.IsZero():
			until.add(x, x.Until, TermAsStated)
		case x.OpenEnded:
			until.add(x, value.When{}, TermAsStated)
		default:
			until.add(x, lengthFrom(begins, x.Years, x.Months), TermFromLength)
		}
	}
	t.From, t.Until = from.day(), until.day()
	t.OpenEnded = until.open
	for i := range s.Terms {
		t.Until.extend(&s.Terms[i])
	}
	return t
}

// begins is when a statement lets the term begin.
func (s Instrument) begins(x *TermStatement, slots []SlotStatus) (value.When, TermKnown) {
	switch basis, _ := x.Basis.Known(); {
	case !x.From.IsZero():
		return x.From, TermAsStated
	case basis == BasisOwnDate:
		return s.Dated, TermOwnDate
	case basis == BasisLastSignature:
		return lastSigned(slots), TermLastSignature
	}
	return value.When{}, ""
}

// lastSigned is when the last of them signed; not stated where one has not, or on
// a day that nobody states.
func lastSigned(slots []SlotStatus) (last value.When) {
	for _, s := range slots {
		on := s.signedOn()
		if on.IsZero() {
			return value.When{}
		}
		if last.IsZero() || on.SortKey() > last.SortKey() {
			last = on
		}
	}
	return last
}

// best keeps what the best statements say of one end of a term: one that counts
// before one that does not, then the better grade.
type best struct {
	by   *TermStatement
	open bool
	TermDay
}

func (b *best) add(x *TermStatement, w value.When, known TermKnown) {
	open := w.IsZero() && x.OpenEnded && known == TermAsStated
	if w.IsZero() && !open {
		return
	}
	switch better := betterTerm(x, b.by); {
	case b.by == nil || better > 0:
		*b = best{by: x, open: open, TermDay: TermDay{Known: known, Records: []value.RecordID{x.Record}}}
	case better < 0:
		return
	default:
		b.Records = append(b.Records, x.Record)
		b.open = b.open && open
	}
	for i, have := range b.When {
		if w.IsZero() || w == have || w.Refines(have) {
			return
		}
		if have.Refines(w) {
			b.When[i] = w
			return
		}
	}
	if !w.IsZero() {
		b.When = append(b.When, w)
	}
}

func (b *best) day() TermDay { return b.TermDay }

// betterTerm is above 0 where x weighs more than y.
func betterTerm(x, y *TermStatement) int {
	switch {
	case y == nil || x.counts() && !y.counts():
		return 1
	case !x.counts() && y.counts():
		return -1
	}
	return y.Grade.Rank() - x.Grade.Rank()
}

// extend moves an end on.
func (d *TermDay) extend(x *TermStatement) {
	if !x.Extends || !x.counts() {
		return
	}
	until := x.Until
	if until.IsZero() && len(d.When) == 1 {
		until = lengthAfter(d.When[0], x.Years, x.Months)
	}
	if until.IsZero() || len(d.When) > 0 && until.SortKey() <= d.When[len(d.When)-1].SortKey() {
		return
	}
	*d = TermDay{When: []value.When{until}, Known: TermExtension, Records: append(d.Records, x.Record)}
}

// lengthFrom is the last day of a term that begins on a day and is so long: sources
// do not say whether that is the day before the same date or that date itself, so
// that it is one of the two. It is not stated where the start or the length is
// not exact.
func lengthFrom(from value.When, years, months value.Stated[int]) value.When {
	y, okYears := years.Known()
	m, okMonths := months.Known()
	first, last, begins, ends := from.Days()
	if !begins || !ends || !first.Equal(last) || !okYears && !okMonths {
		return value.When{}
	}
	zone := ""
	if z := from.Zone(); z != nil {
		zone = "[" + z.String() + "]"
	}
	day := addMonths(first, 12*y+m)
	w, err := value.ParseWhen(day.AddDate(0, 0, -1).Format(time.DateOnly) + zone + "|" + day.Format(time.DateOnly) + zone)
	if err != nil {
		return value.When{} // beyond the years that can be written
	}
	return w
}

// lengthAfter is the last day of what goes on for so long after another last day.
func lengthAfter(until value.When, years, months value.Stated[int]) value.When {
	_, last, _, ends := until.Days()
	if !ends {
		return value.When{}
	}
	w, err := value.ParseWhen(last.Format(time.DateOnly))
	if err != nil {
		return value.When{}
	}
	return lengthFrom(w, years, months)
}

// addMonths is the same date so many months later, or the month's last day where
// it is shorter.
func addMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, t.Location()).Day()
	return time.Date(y, m+time.Month(n), min(d, last), 0, 0, 0, 0, t.Location())
}

// begun answers whether the term had begun as of at, and ended whether it was over:
// its last day is within it.
func (t Term) begun(at value.AsOf) value.Answer {
	return t.From.judge(value.TermFrom, value.FromDiffers, func(w value.When) value.Truth { return w.BegunBy(at) })
}

func (t Term) ended(at value.AsOf) value.Answer {
	if t.OpenEnded && len(t.Until.When) == 0 {
		return value.Answer{Truth: value.No}
	}
	return t.Until.judge(value.TermUntil, value.UntilDiffers, func(w value.When) value.Truth { return w.EndedBy(at) })
}

func (d TermDay) judge(missing, differs value.Reason, is func(value.When) value.Truth) value.Answer {
	if len(d.When) == 0 {
		return value.Answer{Truth: value.CannotTell, Because: []value.Reason{missing}}
	}
	a := value.Answer{Truth: is(d.When[0]), Records: d.Records}
	for _, w := range d.When[1:] {
		if is(w) != a.Truth {
			return value.Answer{Truth: value.CannotTell, Because: []value.Reason{differs}, Records: d.Records}
		}
	}
	if a.Truth == value.CannotTell {
		a.Because = []value.Reason{missing}
	}
	return a
}
