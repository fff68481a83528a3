package eventstore

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/broker"
	"mufakat/eventstore/journal"
	"mufakat/internal/faultpoint"
)

// The ledger is known twice. The stream orders records and refuses those that
// come too late; the journal beside it holds the same bytes, on synced disk before
// anybody is answered, and everybody in this process reads it. Neither alone can
// tell that its end is missing, and each can mend the other.
//
// What an opened ledger did to make both copies whole is told: see [Store.Healed].

var (
	journalForeign = value.NewRefusal(value.Integrity, "journal-foreign",
		"Jurnal di %s bukan milik buku catatan ini, atau ditulis versi Mufakat yang lebih baru (%s). Pindahkan jurnal itu, atau pasang versi yang lebih baru.",
		"The journal in %s is not this ledger's, or was written by a newer version of Mufakat (%s). Move that journal away, or install a newer version.")
	recordLost = value.NewRefusal(value.Integrity, "record-lost",
		"Catatan %d sampai %d rusak di kedua salinan. Yang lain tetap dapat dibaca. Pulihkan dari ekspor dengan `mufakat restore`.",
		"Records %d to %d are damaged in both copies. Everything else can still be read. Restore an export with `mufakat restore`.")

	journalMade = value.Words{
		ID: "Jurnal tidak ada dan dibuat lagi dari aliran: %d catatan.",
		EN: "There was no journal; it was made again from the stream: %d records."}
	streamMade = value.Words{
		ID: "Aliran rusak atau tidak ada dan dibuat lagi dari jurnal: %d catatan. Yang rusak disimpan di %s.",
		EN: "The stream was damaged or missing and was made again from the journal: %d records. What was damaged is kept in %s."}
	streamCompleted = value.Words{
		ID: "Akhir aliran hilang: catatan %d sampai %d dikembalikan dari jurnal.",
		EN: "The end of the stream was missing: records %d to %d were put back from the journal."}
	journalCompleted = value.Words{
		ID: "Jurnal dilengkapi dari aliran: catatan %d sampai %d.",
		EN: "The journal was completed from the stream: records %d to %d."}
	journalMended = value.Words{
		ID: "Jurnal rusak di catatan %d sampai %d dan diperbaiki dari aliran.",
		EN: "The journal was damaged at records %d to %d and was mended from the stream."}
	journalCorrected = value.Words{
		ID: "Satu bit di jurnal berubah dan dikembalikan: catatan %s.",
		EN: "Single bits of the journal had changed and were turned back: records %s."}
	journalCut = value.Words{
		ID: "Akhir jurnal yang belum selesai ditulis dibuang, sesudah catatan %d.",
		EN: "The end of the journal, which had not been written to its end, was dropped after record %d."}
)

func journalDir(dir string) string { return filepath.Join(dir, "journal") }

func (s *Store) journalDir() string { return journalDir(s.c.Dir) }

func (s *Store) journalOptions() journal.Options {
	return journal.Options{Ledger: s.ledger.ID, Fetch: s.fetch}
}

// fetch finds a record in the stream whose writer ended before it was in the
// journal.
func (s *Store) fetch(ctx context.Context, seq uint64) (subject string, body []byte, err error) {
	if s.alone {
		return "", nil, s.Writable()
	}
	m, err := s.records.Message(ctx, s.nc, seq)
	return m.Message.Subject, m.Message.Data, err
}

// openCopies opens both copies, holds them against each other, and makes each
// whole from the other where it can. What it cannot makes the ledger read-only.
func (s *Store) openCopies(ctx context.Context) error {
	i, err := s.records.Info(ctx, s.nc, true)
	gone := broker.HasCode(err, broker.CodeStreamNotFound)
	if err != nil && !gone {
		return noConnection.With(redacted(s.ledger.NATS), err)
	}
	s.created = i.Created
	var doubt error
	if !gone {
		if doubt = s.records.Check(i, s.ledger.ID); errors.Is(doubt, broker.AnotherLedger) {
			return doubt
		}
	}
	s.journal, err = journal.Open(s.journalDir(), s.journalOptions())
	switch {
	case gone && (s.srv == nil || errors.Is(err, fs.ErrNotExist)):
		return streamMissing.With(s.ledger.ID)
	case errors.Is(err, fs.ErrNotExist):
		return s.makeJournal(ctx, i.State.LastSeq)
	case errors.Is(err, journal.ErrForeign):
		return journalForeign.With(s.journalDir(), err)
	case err != nil:
		return err
	case s.srv == nil:
		s.markDoubtful(doubt)
		return nil
	}
	return s.heal(ctx, gone, doubt)
}

// makeJournal makes the journal of a ledger that has none from its stream, as far
// as that can be read.
func (s *Store) makeJournal(ctx context.Context, last uint64) (err error) {
	var missing error
	err = journal.Create(s.journalDir(), s.journalOptions(), func(yield func(journal.Entry, error) bool) {
		for r, err := range s.records.replay(ctx, 0, last) {
			if isRefusal(err) {
				missing = err
				return
			}
			if !yield(entryOf(r), err) || err != nil {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	if s.journal, err = journal.Open(s.journalDir(), s.journalOptions()); err != nil {
		return err
	}
	s.markDoubtful(missing)
	if last > 0 {
		s.tell(journalMade.With(s.journal.Durable()))
	}
	return nil
}

// heal makes the copies of an embedded ledger agree: the journal is mended from
// the stream and takes in what the stream has beyond it; then a stream that only
// ends early is completed, and one that is not what the journal says, or that
// turns out not to be while it is completed, is made again from it.
func (s *Store) heal(ctx context.Context, gone bool, doubt error) error {
	if errors.Is(doubt, broker.SettingChanged) {
		s.stop(doubt)
		return nil
	}
	if err := s.mendJournal(ctx); err != nil {
		return err
	}
	faultpoint.Reach(faultpoint.Mended)
	if gone {
		doubt = streamMissing.With(s.ledger.ID)
	}
	if doubt == nil && !s.isStopped() {
		doubt = s.holdAgainstJournal(ctx)
	}
	if doubt == nil && !s.isStopped() {
		doubt = s.completeStream(ctx)
	}
	switch {
	case s.isStopped():
		return nil
	case isUnsound(doubt):
		s.c.Log.Warn("the stream is not what the journal says", "why", doubt)
		return s.remakeStream(ctx)
	}
	return doubt
}

// holdAgainstJournal takes in what the stream has beyond the journal, and refuses
// a stream that cannot be read to its end or does not say what the journal says.
func (s *Store) holdAgainstJournal(ctx context.Context) error {
	err := s.takeIn(ctx)
	if err == nil {
		err = s.compareOpened(ctx)
	}
	if errors.Is(err, recordDiffers) {
		err = s.mendForged(ctx, err)
	}
	return err
}

// isUnsound tells a stream that is not the ledger's from storage that cannot be
// reached or written: a refusal says what is wrong with the stream, and so does
// whatever else the server says of one that it serves.
func isUnsound(err error) bool {
	_, definite := errors.AsType[*broker.APIError](err)
	return isRefusal(err) || definite && !broker.HasCode(err, broker.CodeStoreFailed, broker.CodeStoreFull, broker.CodeResources)
}

func (s *Store) isStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped != nil
}

// mendJournal mends what the journal found damaged when it was opened: single bits
// by itself, everything else from the stream. What stood in its last write, and
// the stream does not have, nobody was answered about.
func (s *Store) mendJournal(ctx context.Context) error {
	damage := s.journal.Condition().Damage
	if len(damage) > 0 {
		corrected, err := s.journal.Correct()
		if err != nil {
			return err
		}
		if len(corrected) > 0 {
			s.tell(journalCorrected.With(listed(corrected)))
		}
		damage = s.journal.Condition().Damage
	}
	if n := len(damage); n > 0 && damage[n-1].To == journal.Unknown {
		end := damage[n-1]
		if err := s.journal.Cut(end); err != nil {
			return err
		}
		s.tell(journalCut.With(end.From - 1))
		damage = s.journal.Condition().Damage
	}
	if len(damage) == 0 || faultpoint.Off(faultpoint.Mend) {
		return nil
	}
	return s.mend(ctx, damage)
}

// mendForged mends the journal, where it differs from the stream, if its own
// running hash is broken there: its checksums are sound, so that somebody changed
// it. Where the hash is whole the stream differs, for which different is answered.
func (s *Store) mendForged(ctx context.Context, different error) error {
	damage, err := s.journal.Verify(ctx, func(_, _ uint64) {})
	if err != nil || len(damage) == 0 {
		return cmp.Or(err, different)
	}
	if err := s.mend(ctx, damage); err != nil {
		return err
	}
	return s.compareOpened(ctx)
}

// mend mends damages of the journal from the stream, or makes the ledger
// read-only.
func (s *Store) mend(ctx context.Context, damage []journal.Damage) error {
	err := s.journal.Mend(ctx, damage, s.fetch)
	left := s.journal.Condition().Damage
	switch {
	case err == nil && len(left) == 0:
		s.tell(journalMended.With(damage[0].From, max(damage[0].From, damage[len(damage)-1].To)))
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case len(left) == 0 && !isUnfit(err):
		return err
	case len(left) == 0:
		left = damage
	}
	s.c.Log.Error("the journal cannot be mended from the stream", "why", err)
	s.stop(recordLost.With(left[0].From, max(left[0].From, left[0].To)))
	return nil
}

// listed are sequences as people read them.
func listed(seqs []uint64) string {
	var s []string
	for _, seq := range seqs {
		s = append(s, strconv.FormatUint(seq, 10))
	}
	return strings.Join(s, ", ")
}

// isUnfit says that what the stream has does not follow from the journal either.
func isUnfit(err error) bool {
	_, unfit := errors.AsType[*journal.UnfitError](err)
	return unfit
}

// takeIn takes in what the stream has beyond the journal's end, about which
// nobody was answered, as far as that can be read.
func (s *Store) takeIn(ctx context.Context) error {
	last, err := s.Last(ctx)
	if err != nil {
		return err
	}
	from := s.journal.Durable()
	end := from
	var unread error
	for r, err := range s.records.replay(ctx, from, last) {
		if isUnsound(err) {
			unread = err
			break
		}
		if err == nil {
			err = s.journal.Append(entryOf(r))
		}
		if err != nil {
			return err
		}
		end = r.Seq
	}
	if end > from {
		s.tell(journalCompleted.With(from+1, end))
	}
	return cmp.Or(s.journal.Sync(), unread)
}

// completeStream puts back what the stream has lost at its end, under its guards.
func (s *Store) completeStream(ctx context.Context) error {
	last, err := s.Last(ctx)
	end := s.journal.Durable()
	if err != nil || last >= end || faultpoint.Off(faultpoint.Heal) {
		return err
	}
	if _, err := s.Restore(ctx, s.inJournal(ctx, last+1, end)); err != nil {
		return err
	}
	s.tell(streamCompleted.With(last+1, end))
	return nil
}

// remakeStream sets the stream's files aside and makes it again from the journal.
func (s *Store) remakeStream(ctx context.Context) error {
	var aside string
	err := s.srv.Restart(ctx, func() (err error) {
		aside, err = s.records.SetAside(s.c.Dir, s.c.Clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	faultpoint.Reach(faultpoint.SetAside)
	if err := s.connected(ctx); err != nil {
		return err
	}
	if err := createLedger(ctx, s.nc, s.ledger, 1); err != nil {
		return err
	}
	faultpoint.Reach(faultpoint.Remade)
	if faultpoint.Off(faultpoint.Heal) {
		return nil
	}
	i, err := s.records.Info(ctx, s.nc, false)
	if err != nil {
		return err
	}
	s.created = i.Created
	end := s.journal.Durable()
	if _, err := s.Restore(ctx, s.inJournal(ctx, 1, end)); err != nil {
		return err
	}
	s.tell(streamMade.With(end, aside))
	return nil
}

// connected waits until a server that was started afresh answers.
func (s *Store) connected(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		_, err := s.records.Info(ctx, s.nc, false)
		if err == nil || broker.HasCode(err, broker.CodeStreamNotFound) {
			return nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

// tell keeps what was done to the copies, for whoever runs the ledger.
func (s *Store) tell(w value.Words) {
	s.c.Log.Warn("the ledger has healed", "what", w.EN)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.healed = append(s.healed, w)
}

// Healed says what was done to make both copies of the ledger whole since it was
// opened.
func (s *Store) Healed() []value.Words {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.healed)
}

// Repair puts back what an external stream has lost at its end: how many records,
// after which one. An embedded one is completed when it is opened.
func (s *Store) Repair(ctx context.Context) (put, after uint64, err error) {
	if after, err = s.Last(ctx); err != nil {
		return 0, 0, err
	}
	put, err = s.Restore(ctx, s.inJournal(ctx, after+1, s.journal.Durable()))
	return put, after, err
}

func entryOf(r fact.Stored) journal.Entry {
	return journal.Entry{Seq: r.Seq, Subject: subjectOf(r.Ref), Body: r.Body}
}

func storedOf(e journal.Entry) (fact.Stored, error) {
	ref, ok := refOf(e.Subject)
	if !ok {
		return fact.Stored{}, badSubject.With(e.Seq, e.Subject)
	}
	return fact.Stored{Seq: e.Seq, Ref: ref, Body: e.Body}, nil
}
