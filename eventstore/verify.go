package eventstore

import (
	"context"
	"errors"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/journal"
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
// why it could not look.
func (s *Store) Verify(ctx context.Context, progress func(done, total uint64)) (wrong []*value.Refusal, err error) {
	if progress == nil {
		progress = func(uint64, uint64) {}
	}
	v := verifier{ledger: s.ledger.ID, ends: map[value.Ref]end{}}
	damage, err := s.journal.Verify(ctx, func(uint64, uint64) {})
	if err != nil {
		return nil, err
	}
	for _, d := range damage {
		v.found(s.inWords(d))
	}
	if err := s.Rehash(ctx, progress); err != nil && !v.found(err) {
		return nil, err
	}
	for r, err := range s.inJournal(ctx, 1, s.journal.Durable()) {
		if err != nil {
			if !v.found(err) {
				return nil, err
			}
			break
		}
		v.judge(domain.Read(r.Seq, r.Ref, r.Body))
	}
	return v.wrong, ctx.Err()
}

// verifier remembers how each file ends.
type verifier struct {
	ledger string
	ends   map[value.Ref]end
	wrong  []*value.Refusal
}

type end struct {
	version uint64
	hash    value.Hash
}

// found notes what is a refusal, and answers whether it is one.
func (v *verifier) found(err error) bool {
	var damage journal.Damage
	var r *value.Refusal
	if !errors.As(err, &r) && !errors.As(err, &damage) {
		return false
	}
	if r != nil && len(v.wrong) < maxWrong {
		v.wrong = append(v.wrong, r)
	}
	return true
}

func (v *verifier) judge(r *fact.Record) {
	before := v.ends[r.Ref]
	v.ends[r.Ref] = end{before.version + 1, r.Hash}
	switch {
	case r.Unreadable != nil && errors.Is(r.Unreadable, fact.UnknownType): // of a newer version, which can tell
	case r.Unreadable != nil:
		v.found(r.Unreadable)
	case r.Ledger != v.ledger:
		v.found(recordOfAnother.With(r.Seq, r.Ledger, v.ledger))
	case r.Version != before.version+1:
		v.found(fact.WrongVersion.With(r.Seq, r.Version, before.version+1))
	case r.PrevHash != before.hash:
		v.found(fact.WrongPrevHash.With(r.Seq))
	case !r.SaysItsCommand():
		v.found(recordAltered.With(r.Seq))
	}
}
