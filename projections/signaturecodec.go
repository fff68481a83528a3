package projections

import (
	"encoding/binary"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// A signature's payload is written in binary, because who signed when is the
// question that is asked most: JSON would take ten times as long to read. Its
// document and sequence stand in the key. The members follow one another:
//
//	flags; record; slots; onBehalfOf; office; signer; actingAs; mandate; method;
//	extent; occurred; place; region; grade; said by: party, office, name;
//	recorded (ns); parties; sources
//
// A text is its length and itself; a UUID its 16 bytes behind the length 1<<1|1.
// What may be unknown is the number of candidates, each, and the source's words.
const (
	flagCounts = 1 << iota
	flagAccount
	flagDenies
	flagElsewhere // nothing follows: the members stand with the same row among all
)

// mostRepeated is how long a payload may be to stand in every order. What may be
// of any of hundreds of signatories is longer, and has a row for each of them.
const mostRepeated = 2048

type writing []byte

func (w writing) uint(n uint64) writing { return binary.AppendUvarint(w, n) }

func (w writing) text(s string) writing {
	if b, ok := engine.Packed(s); ok {
		return append(w.uint(1), b[:]...)
	}
	return append(w.uint(uint64(len(s))<<1), s...)
}

func texts[T ~string](w writing, list []T) writing {
	w = w.uint(uint64(len(list)))
	for _, s := range list {
		w = w.text(string(s))
	}
	return w
}

func told[T interface {
	~string
	comparable
}](w writing, t value.Stated[T]) writing {
	return texts(w, t.Candidates()).text(t.Words())
}

func encodeSignature(s SignatureRow) []byte {
	flags := byte(0)
	if s.Counts {
		flags |= flagCounts
	}
	if s.Account {
		flags |= flagAccount
	}
	if s.Denies {
		flags |= flagDenies
	}
	w := make(writing, 1, 256)
	w[0] = flags
	w = texts(w.text(string(s.Record)), s.Slots)
	w = told(told(told(told(w, s.OnBehalfOf), s.Office), s.Signer), s.ActingAs)
	w = told(told(told(w, s.Mandate), s.Method), s.Extent)
	w = told(w.text(s.When.String()).text(s.Place.Text), s.Place.Region).text(string(s.Grade))
	w = told(told(w, s.SaidBy.Party), s.SaidBy.Office).text(s.SaidBy.Name)
	return texts(texts(w.uint(uint64(s.Recorded.UnixNano())), s.Parties), s.Sources)
}

// repeated is the payload as it stands in the other orders than that of all.
func repeated(payload []byte) []byte {
	if len(payload) <= mostRepeated {
		return payload
	}
	return []byte{payload[0] | flagElsewhere}
}

// wholePayload is the payload of a row, wherever its members stand.
func wholePayload(r *engine.Reader, k, b []byte) []byte {
	if b[0]&flagElsewhere == 0 {
		return b
	}
	whole, ok := r.One(append(signatures.Key('d'), k[len(k)-signatureTail:]...))
	if !ok {
		r.Fail(engine.RowDamaged)
	}
	return whole
}

// counts reads from a payload whether its evidence makes it count.
func counts(b []byte) bool { return b[0]&flagCounts != 0 }

// scanner reads what writing wrote. Rows are checked before they are read, so
// what does not fit is a mistake of ours and panics.
type scanner struct {
	s  string // texts are parts of it
	at int
}

func (r *scanner) uint() (n uint64) {
	for shift := 0; ; shift += 7 {
		b := r.s[r.at]
		r.at++
		if n |= uint64(b&0x7f) << shift; b < 0x80 {
			return n
		}
	}
}

func (r *scanner) text() string {
	n := r.uint()
	if n == 1 {
		r.at += 16
		return engine.Unpacked([]byte(r.s[r.at-16 : r.at]))
	}
	r.at += int(n >> 1)
	return r.s[r.at-int(n>>1) : r.at]
}

func readTexts[T ~string](r *scanner, into *[]T) {
	n := int(r.uint())
	if n == 0 {
		return
	}
	*into = make([]T, n)
	for i := range n {
		(*into)[i] = T(r.text())
	}
}

func readTold[T interface {
	~string
	comparable
}](r *scanner, into *value.Stated[T]) {
	var vs []T
	readTexts(r, &vs)
	if words := r.text(); words != "" {
		*into = value.InWords[T](words)
	} else if len(vs) > 0 {
		*into = value.OneOf(vs...)
	}
}

func decodeSignature(b []byte) (s SignatureRow) {
	s.Counts, s.Account, s.Denies = b[0]&flagCounts != 0, b[0]&flagAccount != 0, b[0]&flagDenies != 0
	r := &scanner{s: string(b), at: 1}
	s.Record = value.RecordID(r.text())
	readTexts(r, &s.Slots)
	readTold(r, &s.OnBehalfOf)
	readTold(r, &s.Office)
	readTold(r, &s.Signer)
	readTold(r, &s.ActingAs)
	readTold(r, &s.Mandate)
	readTold(r, &s.Method)
	readTold(r, &s.Extent)
	s.When, _ = value.ParseWhen(r.text())
	s.Place.Text = r.text()
	readTold(r, &s.Place.Region)
	s.Grade = value.Grade(r.text())
	readTold(r, &s.SaidBy.Party)
	readTold(r, &s.SaidBy.Office)
	s.SaidBy.Name = r.text()
	s.Recorded = time.Unix(0, int64(r.uint())).UTC()
	readTexts(r, &s.Parties)
	readTexts(r, &s.Sources)
	return s
}
