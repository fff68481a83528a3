package eventstore

import (
	"context"
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
	recordOfAnother = value.NewRefusal(value.Integrity, "record-of-another",
		"Catatan %d milik buku catatan %s, bukan %s. Bandingkan dengan ekspor lain.",
		"Record %d is of ledger %s, not of %s. Compare it with another export.")
)

// maxWrong is how much of what is wrong is told.
const maxWrong = 20

// Verify checks all that a ledger carries about itself: the journal's checksums
// and its running hash, both copies against each other, and of each record that
// it can be read, is of this ledger and of its file, continues the record before
// it there by number and hash, and says what was commanded. What is wrong is in
// the answer, and makes the ledger read-only where it concerns a copy; an error is
// why it could not look. It costs about six seconds a million records.
func (s *Store) Verify(ctx context.Context, progress func(done, total uint64)) (wrong []*value.Refusal, err error) {
	damage, err := s.journal.Verify(ctx, func(uint64, uint64) {})
	if err != nil {
		return nil, err
	}
	v := verifier{files: newFiles(s.ledger.ID)}
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
	switch {
	case r.Unreadable != nil && errors.Is(r.Unreadable, fact.UnknownType): // of a newer version, which can tell
	case r.Unreadable != nil:
		v.found(r.Unreadable)
	case err != nil:
		v.found(err)
	case !r.SaysItsCommand():
		v.found(recordAltered.With(r.Seq))
	}
}

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
