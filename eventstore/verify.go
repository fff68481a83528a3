package eventstore

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

var (
	recordAltered = value.NewRefusal(value.Integrity, "record-altered",
		"Isi catatan %d bukan yang diperintahkan: tidak cocok dengan sidik perintahnya. Bandingkan dengan ekspor lain.",
		"Record %d does not say what was commanded: it does not fit the hash of its command. Compare it with another export.")
	recordNotAsWritten = value.NewRefusal(value.Integrity, "record-not-as-written",
		"Catatan %d memuat sesuatu yang tidak ditulis versi ini, dan yang tidak tercakup sidik mana pun. Bandingkan dengan ekspor lain.",
		"Record %d holds something that this version does not write, and that no hash covers. Compare it with another export.")
	recordTwice = value.NewRefusal(value.Integrity, "record-twice",
		"Catatan %d memakai pengenal atau kunci perintah catatan %d. Bandingkan dengan ekspor lain.",
		"Record %d has the id, or the command's key, of record %d. Compare it with another export.")
	recordOfAnother = value.NewRefusal(value.Integrity, "record-of-another",
		"Catatan %d milik buku catatan %s, bukan %s. Bandingkan dengan ekspor lain.",
		"Record %d is of ledger %s, not of %s. Compare it with another export.")
)

// maxWrong is how much of what is wrong is told.
const maxWrong = 20

// Verify checks all that a ledger carries about itself: the journal's checksums
// and its running hash, both copies against each other, and of each record that
// it can be read, is of this ledger and of its file, continues the record before
// it there by number and hash, has an id and a command of its own, says what was
// commanded, and holds nothing besides. What is wrong is in
// the answer, and makes the ledger read-only where it concerns a copy; an error is
// why it could not look. A record of a type that this version does not know is told
// as [fact.UnknownType]: what wrote it can check it. It costs about six seconds a million records.
func (s *Store) Verify(ctx context.Context, progress func(done, total uint64)) (wrong []*value.Refusal, err error) {
	damage, err := s.journal.Verify(ctx, func(uint64, uint64) {})
	if err != nil {
		return nil, err
	}
	v := verifier{files: newFiles(s.ledger.ID), seen: map[packed]uint64{}}
	for _, d := range damage {
		v.found(s.inWords(d))
	}
	end, judged := s.journal.Durable(), uint64(0)
	judge := func(r fact.Stored) {
		v.judge(domain.Read(r.Seq, r.Ref, r.Body))
		if judged = r.Seq; progress != nil && (judged%checked == 0 || judged == end) {
			progress(judged, end)
		}
	}
	err = s.compare(ctx, 0, end, func(r fact.Stored) {
		judge(r)
		s.compared(r.Seq)
	})
	if err == nil {
		s.leftToCompare(stretch{})
	}
	s.markDoubtful(err)
	if err != nil && !v.found(err) {
		return nil, err
	}
	for r, err := range s.inJournal(ctx, judged+1, end) { // what follows a difference
		if err != nil {
			if !v.found(err) {
				return nil, err
			}
			break
		}
		judge(r)
	}
	return v.wrong, ctx.Err()
}

// verifier notes what is wrong.
type verifier struct {
	files
	wrong []*value.Refusal

	seen map[packed]uint64 // by which record an id, or that of a command, was used
}

// found notes what is a refusal, and answers whether it is one.
func (v *verifier) found(err error) bool {
	r, ok := errors.AsType[*value.Refusal](err)
	if ok && len(v.wrong) < maxWrong {
		v.wrong = append(v.wrong, r)
	}
	return ok
}

func (v *verifier) judge(r *fact.Record) {
	err := v.continued(r)
	twice := max(v.used(string(r.ID), r.Seq), v.used(r.CommandID, r.Seq))
	switch {
	case r.Unreadable != nil:
		v.found(r.Unreadable)
	case err != nil:
		v.found(err)
	case twice != 0:
		v.found(recordTwice.With(r.Seq, twice))
	case !r.SaysItsCommand():
		v.found(recordAltered.With(r.Seq))
	case r.Event().Command != "" && !r.IsAsWritten():
		v.found(recordNotAsWritten.With(r.Seq))
	}
}

// used is the record that used the id before, 0 where none did.
func (v *verifier) used(id string, seq uint64) uint64 {
	sum := sha256.Sum256([]byte(id))
	k := packed(sum[:16])
	before := v.seen[k]
	if before == 0 && id != "" {
		v.seen[k] = seq
	}
	return before
}

// packed stands for an id in memory: a ledger of a million records has two million.
type packed [16]byte

// Continuing goes through records from the first of a ledger, and ends with the
// refusal of one that is of another ledger or does not continue the one before it
// in its file. A record of which nothing can be read is handed on as it is.
func Continuing(ledger string, records iter.Seq2[fact.Stored, error]) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		f := newFiles(ledger)
		for s, err := range records {
			if err == nil {
				r := domain.Read(s.Seq, s.Ref, s.Body)
				if err = f.continued(r); r.ID == "" {
					err = nil
				}
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// files remembers how each file of a ledger ends.
type files struct {
	ledger string
	ends   map[value.Ref]end
}

type end struct {
	version uint64
	hash    value.Hash
}

func newFiles(ledger string) files { return files{ledger, map[value.Ref]end{}} }

// continued adds a record to its file, and says what keeps it from continuing it.
func (f files) continued(r *fact.Record) error {
	before := f.ends[r.Ref]
	f.ends[r.Ref] = end{before.version + 1, r.Hash}
	switch {
	case r.Ledger != f.ledger:
		return recordOfAnother.With(r.Seq, r.Ledger, f.ledger)
	case r.Version != before.version+1:
		return fact.WrongVersion.With(r.Seq, r.Version, before.version+1)
	case r.PrevHash != before.hash:
		return fact.WrongPrevHash.With(r.Seq)
	}
	return nil
}
