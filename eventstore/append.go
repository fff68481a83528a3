package eventstore

import (
	"context"
	"errors"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/journal"
	"mufakat/internal/faultpoint"
)

// Append records a command, once, however often it is sent with the same key.
//
// It decides upon the aggregate as the views hold it, with what this process had
// acknowledged since (see [ahead]), and appends under the guard that nothing else
// was written to the aggregate; if something was, it lets the views catch up and
// decides again. The order is: has this key been
// used, is the caller's version the present one, does the domain refuse. A
// refusal, or an answer that nothing need be written, is given only by views
// that hold everything that was acknowledged before the command came.
//
// A refusal of class Unavailable says whether the outcome is unknown; in either
// case the same key is safe to repeat for ever. An error that is no refusal is
// internal.
func (s *Store) Append(ctx context.Context, q fact.Request) (fact.Receipt, error) {
	if err := checkKey(q.Key); err != nil {
		return fact.Receipt{}, err
	}
	if err := s.Writable(); err != nil {
		return fact.Receipt{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()

	t := &task{s: s, Request: q, commandID: s.commandID(q), subject: subjectOf(q.Command.Ref)}
	leave, err := s.queue.enter(ctx, t.commandID, t.subject)
	if err != nil {
		return fact.Receipt{}, t.failed(err)
	}
	defer leave()

	for need := s.ahead.room(); ; {
		if err := t.await(ctx, need); err != nil {
			return fact.Receipt{}, t.failed(err)
		}
		v := t.decide()
		switch {
		case v.record != nil:
		case v.certain && v.err != nil:
			return fact.Receipt{}, t.refused(v.err)
		case v.certain:
			return v.receipt, nil
		default:
			if need, err = t.refresh(ctx); err != nil {
				return fact.Receipt{}, t.failed(err)
			}
			continue
		}

		err := t.put(ctx, v.record)
		if err == nil {
			s.ahead.add(v.upon, v.record)
			return t.done(v.record), nil
		}
		if !errors.Is(err, errConflict) {
			return fact.Receipt{}, t.failed(err)
		}
		if need, err = t.overtaken(ctx); err != nil {
			return fact.Receipt{}, t.failed(err)
		}
	}
}

// task is one command on its way through Append.
type task struct {
	s *Store
	fact.Request
	commandID string
	subject   string
	id        value.RecordID // of the record, minted before the first try

	position uint64 // of the views when last looked at
	after    uint64 // sequence of the aggregate's last record then: the guard
	fresh    bool   // the views hold all that was acknowledged before the command came
	unsure   bool   // a try may have been stored
	like     uint64 // sequence of the record that this one resembles; 0: none
}

// verdict is what a look at the views led to: a record to append upon an
// aggregate, or the receipt of one that is there, or an error.
type verdict struct {
	upon    fact.Aggregate
	record  *fact.Record
	receipt fact.Receipt
	err     error
	certain bool // views that hold more would not say otherwise
}

// decide looks at the views once. What they cannot read decides nothing.
func (t *task) decide() verdict {
	known, err := t.s.known(t.commandID, t.Command.Ref)
	if err != nil {
		return verdict{err: err, certain: true}
	}
	defer known.Close()
	v := t.decideBy(known)
	if err := known.Err(); err != nil {
		return verdict{err: err, certain: true}
	}
	return v
}

func (t *task) decideBy(known *known) verdict {
	t.position = known.Position()

	a, ok := known.Aggregate(t.Command.Ref)
	if !ok {
		a = domain.New(t.Command.Ref)
	}
	c, err := t.Command.Within(a)
	if err != nil {
		return verdict{err: err, certain: t.fresh}
	}
	t.Command = c
	if r, ok := known.ByCommand(t.commandID); ok {
		return t.recognise(r)
	}
	if a.Seq() != t.after {
		t.after, t.unsure = a.Seq(), false // no try under the old guard was stored, or will be
	}
	if t.IfMatch != nil && *t.IfMatch != a.Version() {
		return verdict{err: fact.Stale.With(t.Command.Ref, a.Version(), *t.IfMatch), certain: t.fresh}
	}
	now, err := t.s.clock(known, a, t.Command)
	if err != nil {
		return verdict{err: err, certain: t.fresh}
	}
	same, err := fact.Decide(a, t.Command, fact.Given{Now: now, By: t.By, Lookup: known})
	if err != nil {
		return verdict{err: err, certain: t.fresh}
	}
	if same != nil {
		return verdict{receipt: same.Receipt(fact.AlreadySo), certain: t.fresh}
	}
	t.like = 0
	if r := a.Resembling(t.Command); r != nil {
		t.like = r.Seq
	}
	return t.mint(a, now)
}

// recognise answers with the record that the same key led to.
func (t *task) recognise(r *fact.Record) verdict {
	t.unsure = false
	switch {
	case r.CommandHash != t.Command.Hash:
		return verdict{err: keyReused.With(r.Seq), certain: true}
	case r.ID == t.id: // an earlier try of this very call
		return verdict{receipt: t.done(r), certain: true}
	}
	return verdict{receipt: r.Receipt(fact.Replayed), certain: true}
}

// mint makes the record, its bytes once for all tries under one guard.
func (t *task) mint(a fact.Aggregate, now time.Time) verdict {
	if t.id == "" {
		t.id = newRecordID(now)
	}
	r, err := t.Command.Record(a, fact.Stamp{
		ID: t.id, Ledger: t.s.ledger.ID, Time: now, CommandID: t.commandID, By: t.By,
	})
	return verdict{upon: a, record: r, err: err, certain: true}
}

// refresh answers how far the views must reach before what they say is certain.
func (t *task) refresh(ctx context.Context) (uint64, error) {
	last, err := t.s.Last(ctx)
	t.fresh = err == nil
	return last, err
}

// put appends the record, unless the ledger becomes read-only meanwhile.
func (t *task) put(ctx context.Context, r *fact.Record) error {
	given := max(t.position, t.s.ahead.acknowledged())
	seq, unsure, err := t.s.records.write(ctx, t.Command.Ref, r.Body, t.after)
	t.unsure = t.unsure || unsure
	if err != nil {
		return err
	}
	if seq <= given { // the stream has lost its end and gives its sequences again
		err := recordDiffers.With(seq)
		t.s.stop(err)
		t.unsure = true
		return err
	}
	r.Seq = seq
	return t.keep(ctx, r)
}

// keep waits until the record is on synced disk: in the journal, where the stream
// is ours.
func (t *task) keep(ctx context.Context, r *fact.Record) error {
	if t.s.srv == nil {
		return nil
	}
	faultpoint.Reach(faultpoint.Published)
	if faultpoint.Off(faultpoint.Journal) {
		return nil
	}
	err := t.s.journal.Commit(ctx, journal.Entry{Seq: r.Seq, Subject: t.subject, Body: r.Body})
	if err != nil {
		t.unsure = true
		if t.s.journal.Err() != nil {
			t.s.fail(err)
		}
		return err
	}
	faultpoint.Reach(faultpoint.Synced)
	return nil
}

// overtaken answers how far the views must reach to see what was written to the
// aggregate first. On a replicated stream it may be on its way still.
func (t *task) overtaken(ctx context.Context) (uint64, error) {
	last, err := t.s.records.lastUnder(ctx, t.Command.Ref)
	if err != nil || last > t.position {
		return last, err
	}
	select {
	case <-time.After(5 * time.Millisecond):
		return last, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// await lets the views catch up.
func (t *task) await(ctx context.Context, seq uint64) error {
	if seq <= t.position {
		return nil
	}
	err := t.s.hold(ctx, seq)
	if err == nil {
		err = t.s.views.Await(ctx, seq)
	}
	if err != nil && ctx.Err() != nil {
		return viewsBehind
	}
	return err
}

// refused is what the caller hears of a decision, unless an earlier try may
// have been stored.
func (t *task) refused(err error) error {
	if t.unsure {
		return t.failed(err)
	}
	return err
}

// failed is what a failure on the way means to the caller.
func (t *task) failed(err error) error {
	var r *value.Refusal
	switch {
	case t.unsure:
		t.s.c.Log.Error("the outcome of a command is unknown", "subject", t.subject, "command", t.commandID, "err", err)
		if why := t.s.failure(); why != nil {
			return storageFailed.With(causeOf(why))
		}
		return outcomeUnknown
	case errors.As(err, &r):
		return r
	case t.s.failure() != nil:
		return storageFails.With(causeOf(t.s.failure()))
	}
	t.s.c.Log.Error("a command was not recorded", "subject", t.subject, "command", t.commandID, "err", err)
	return notRecorded
}

func (t *task) done(r *fact.Record) fact.Receipt {
	t.s.observe(r)
	receipt := r.Receipt(fact.Recorded)
	receipt.Resembles = t.like
	return receipt
}
