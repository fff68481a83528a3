package engine

import (
	"errors"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
	"mufakat/projections/engine/view"
)

// Tx is a transaction in which records are applied to a file: what the file held
// before them, and what they wrote so far.
type Tx struct {
	Entries
	write      kv.Tx
	db         *DB
	known      *cache
	changed    map[value.Ref]fact.Aggregate
	rebuilding bool // records are not in their order: each is asked about as it was known
}

// Write applies records to the file that is in use.
func (f *Feed[R]) Write(records []R) error {
	f.db.writing.Lock()
	defer f.db.writing.Unlock()
	file := f.db.file.Load()
	if file == nil {
		return closed
	}
	err := f.writeTo(file, f.db.cache, records)
	if errors.Is(err, outOfOrder) && f.Seq(records[0]) <= f.Position()+1 {
		err = file.Damage("it fell back behind what was written")
	}
	if err = f.db.refused(err); err == nil {
		f.move(f.Seq(records[len(records)-1]))
		return nil
	}
	if r, ok := errors.AsType[*value.Refusal](err); ok && errors.Is(err, viewsUnwritten) {
		f.db.tell(func() { f.db.unwritten = r })
	}
	return err
}

// writeTo applies records to a file, passing over those that it holds, and what
// they come to with the position in one transaction.
func (f *Feed[R]) writeTo(file *kv.File, known *cache, records []R) error {
	t := &Tx{db: f.db, known: known, changed: map[value.Ref]fact.Aggregate{}}
	err := file.Update(func(w kv.Tx) error {
		t.Entries, t.write = Entries{w.Entries}, w
		at := t.At(f.Key)
		for _, r := range records {
			seq := f.Seq(r)
			if seq <= at {
				continue
			}
			if seq != at+1 {
				return outOfOrder.With(at, seq)
			}
			if err := f.Apply(t, r); err != nil {
				return err
			}
			at = seq
		}
		return setPosition(w, f.Key, at)
	})
	if err != nil {
		return err
	}
	for _, a := range t.changed {
		known.put(a)
	}
	return nil
}

// applyRecord writes a record of the ledger, the rows it changes, and what else
// follows from it.
func (db *DB) applyRecord(t *Tx, s fact.Stored) error {
	before, err := t.before(s)
	if err != nil {
		return err
	}
	r := db.c.Table.Read(s.Seq, s.Ref, s.Body)
	if err := putRecord(t.write, s, r, before.Version() == 0); err != nil {
		return err
	}
	after := before.Add(r)
	if after.Frozen != nil && before.Frozen == nil {
		if err := t.Put(inFrozen, RefKey(s.Ref), SeqKey(s.Seq)); err != nil {
			return err
		}
	}
	if err := view.Differences(db.c.Views, before, after, inFile{t.write, s.Seq}); err != nil {
		return err
	}
	t.changed[s.Ref] = after
	return db.c.Effects.applyAll(t, before, after)
}

// before is the aggregate as it is before the record.
func (t *Tx) before(s fact.Stored) (fact.Aggregate, error) {
	if a, ok := t.changed[s.Ref]; ok {
		return a, nil
	}
	newest := t.newestOf(s.Ref, s.Seq-1)
	if newest == 0 {
		return t.db.c.Table.New(s.Ref), nil
	}
	if a, ok := t.known.get(s.Ref, newest); ok {
		return a, nil
	}
	return t.db.c.load(t.Entries, s.Ref, s.Seq-1)
}
