package value

import (
	"slices"
	"strings"
)

// Truth is what the ledger answers to a question of yes or no. Absence never
// answers no: that needs a record which says no. What nobody said is not on
// record, and what only sources say that do not count is reported.
type Truth int

const (
	NotOnRecord Truth = iota // nothing on record says anything of it
	Reported                 // only sources that do not count say so
	CannotTell               // something on record says so, with a gap
	No                       // something on record says that it is not so
	Yes
)

func (Truth) Choices() []Choice {
	return []Choice{
		{"yes", yes},
		{"no", no},
		{"reported", Words{"dilaporkan, belum dibuktikan", "reported, not proven"}},
		{"cannot-tell", Words{"belum dapat dipastikan", "cannot be told yet"}},
		{"not-on-record", Words{"belum tercatat", "not on record"}},
	}
}

var truths = map[Truth]string{NotOnRecord: "not-on-record", Reported: "reported", CannotTell: "cannot-tell", No: "no", Yes: "yes"}

func (t Truth) String() string               { return truths[t] }
func (t Truth) MarshalText() ([]byte, error) { return []byte(truths[t]), nil }

func (t *Truth) UnmarshalText(b []byte) error {
	for v, s := range truths {
		if s == string(b) {
			*t = v
			return nil
		}
	}
	return NotAChoice.With(Clip(string(b)), "yes, no, reported, cannot-tell, not-on-record")
}

// Label is what people read for the answer.
func (t Truth) Label(l Lang) string {
	for _, c := range t.Choices() {
		if c.Value == truths[t] {
			return c.In(l)
		}
	}
	return ""
}

// rank orders the answers by how much they leave open for what needs several
// things to be so: one no settles it, and otherwise the least known decides.
func (t Truth) rank() int {
	if t == No {
		return -1
	}
	return int(t)
}

// Both answers whether both are so.
func (t Truth) Both(u Truth) Truth {
	if u.rank() < t.rank() {
		return u
	}
	return t
}

// Reason is why an answer is not yes, or why it cannot be told.
type Reason string

// The reasons. The first of them name what a record does not state.
const (
	WhichSlot   Reason = "slot"
	WhenItWas   Reason = "occurred"
	HowMany     Reason = "extent"
	Signatories Reason = "signatories"
	TermFrom    Reason = "term.from"
	TermUntil   Reason = "term.until"
	HeldFrom    Reason = "from"
	HeldTo      Reason = "to"

	Signatures    Reason = "signatures"      // some are not on record
	NotProven     Reason = "not-proven"      // some are only reported
	SignedUnsure  Reason = "signed-unsure"   // of some it cannot be told
	TermNotProven Reason = "term.not-proven" // stated only by sources that do not count
	FromDiffers   Reason = "term.from-differs"
	UntilDiffers  Reason = "term.until-differs"
	Accounts      Reason = "accounts" // two that count contradict each other
	DeniedThen    Reason = "denied-then"
	Denied        Reason = "denied"
	NotBegun      Reason = "not-begun"
	Ended         Reason = "ended"
	HeldBefore    Reason = "held-before"
	EndedEarly    Reason = "ended-early"
	Withdrawn     Reason = "withdrawn"
)

// notStated are the reasons that name a field, in the words that follow "not
// stated".
var notStated = []Choice{
	NewChoice(WhichSlot, "penanda tangan yang mana", "which signatory"),
	NewChoice(WhenItWas, "waktu kejadian", "when it was"),
	NewChoice(HowMany, "banyaknya yang ditandatangani", "how many were signed"),
	NewChoice(Signatories, "penanda tangan", "the signatories"),
	NewChoice(TermFrom, "mulai berlaku", "from when it holds"),
	NewChoice(TermUntil, "akhir masa berlaku", "until when it holds"),
	NewChoice(HeldFrom, "mulai menjabat", "from when"),
	NewChoice(HeldTo, "akhir menjabat", "until when"),
}

var otherReasons = []Choice{
	NewChoice(Signatures, "tanda tangan belum tercatat semua", "not all signatures are on record"),
	NewChoice(NotProven, "sebagian tanda tangan baru dilaporkan", "some signatures are only reported"),
	NewChoice(SignedUnsure, "sebagian tanda tangan belum dapat dipastikan", "some signatures cannot be told yet"),
	NewChoice(TermNotProven, "jangka waktunya baru dilaporkan", "its term is only reported"),
	NewChoice(FromDiffers, "keterangan tentang mulai berlakunya berbeda", "accounts of its start differ"),
	NewChoice(UntilDiffers, "keterangan tentang akhirnya berbeda", "accounts of its end differ"),
	NewChoice(Accounts, "keterangan berbeda", "accounts differ"),
	NewChoice(DeniedThen, "sebelumnya disangkal pihak itu sendiri", "denied by that party itself before"),
	NewChoice(Denied, "disangkal pihak itu sendiri", "denied by that party itself"),
	NewChoice(NotBegun, "belum mulai", "it has not begun"),
	NewChoice(Ended, "masa berlakunya berakhir", "its term has ended"),
	NewChoice(HeldBefore, "masa jabatannya berakhir", "the time in office is over"),
	NewChoice(EndedEarly, "diakhiri", "it was ended"),
	NewChoice(Withdrawn, "ditarik", "it was withdrawn"),
}

func (Reason) Choices() []Choice {
	return append(notStated[:len(notStated):len(notStated)], otherReasons...)
}

var notStatedWords = Words{" (tidak disebut: %s)", " (not stated: %s)"}

// Because says the reasons in brackets behind a blank; nothing where there are
// none.
func Because(reasons []Reason, l Lang) string {
	var fields, parts []string
	for _, r := range reasons {
		if w := wordsOf(notStated, r, l); w != "" {
			fields = append(fields, w)
		} else {
			parts = append(parts, wordsOf(otherReasons, r, l))
		}
	}
	s := ""
	if len(parts) > 0 {
		s = " (" + strings.Join(parts, ", ") + ")"
	}
	if len(fields) > 0 {
		s += notStatedWords.With(strings.Join(fields, ", ")).In(l)
	}
	return s
}

func wordsOf(choices []Choice, r Reason, l Lang) string {
	for _, c := range choices {
		if c.Value == string(r) {
			return c.In(l)
		}
	}
	return ""
}

// Answer is an answer, why it is not yes, and the records that say so.
type Answer struct {
	Truth   Truth      `json:"truth"`
	Because []Reason   `json:"because,omitempty"`
	Records []RecordID `json:"records,omitempty"`
}

// AllOf answers whether all are so: for the reasons of those that decide it.
func AllOf(each ...Answer) Answer {
	all := Answer{Truth: Yes}
	for _, a := range each {
		all.Truth = all.Truth.Both(a.Truth)
	}
	for _, a := range each {
		if a.Truth != all.Truth {
			continue
		}
		for _, r := range a.Because {
			if !slices.Contains(all.Because, r) {
				all.Because = append(all.Because, r)
			}
		}
		for _, r := range a.Records {
			if !slices.Contains(all.Records, r) {
				all.Records = append(all.Records, r)
			}
		}
	}
	return all
}

// In says the answer and why, in a few words.
func (a Answer) In(l Lang) string { return a.Truth.Label(l) + Because(a.Because, l) }
