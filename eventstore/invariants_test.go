package eventstore

import (
	"context"
	"reflect"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// checkLedger checks all that must hold of a ledger: sequences and versions are
// contiguous, nothing is there twice, what was acknowledged is where it was said
// to be, and the views are what they would be if they were made again.
func (f *fixture) checkLedger() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	last, err := f.Last(ctx)
	if err != nil {
		f.t.Fatal(err)
	}
	records, folded := f.records(ctx, last), map[value.Ref]fact.Aggregate{}
	ids, commands := map[value.RecordID]bool{}, map[string]bool{}
	for _, r := range records {
		if ids[r.ID] || commands[r.CommandID] {
			f.t.Fatalf("record %d is there twice", r.Seq)
		}
		ids[r.ID], commands[r.CommandID] = true, true
		if a := add(folded, r); a.Frozen != nil {
			f.t.Fatalf("record %d: %v", r.Seq, a.Frozen)
		}
	}
	f.checkReceipts(records)
	f.checkViews(ctx, last, folded)
}

// records reads the ledger.
func (f *fixture) records(ctx context.Context, last uint64) (records []*fact.Record) {
	f.t.Helper()
	for s, err := range f.Replay(ctx, 0, last) {
		if err != nil {
			f.t.Fatal(err)
		}
		if s.Seq != uint64(len(records)+1) {
			f.t.Fatalf("record %d follows record %d", s.Seq, len(records))
		}
		records = append(records, domain.Read(s.Seq, s.Ref, s.Body))
	}
	if uint64(len(records)) != last {
		f.t.Fatalf("%d records of %d", len(records), last)
	}
	return records
}

func add(folded map[value.Ref]fact.Aggregate, r *fact.Record) fact.Aggregate {
	a, ok := folded[r.Ref]
	if !ok {
		a = domain.New(r.Ref)
	}
	folded[r.Ref] = a.Add(r)
	return folded[r.Ref]
}

func (f *fixture) checkReceipts(records []*fact.Record) {
	f.t.Helper()
	f.gave.mu.Lock()
	defer f.gave.mu.Unlock()
	for _, a := range f.gave.all {
		if a.Seq == 0 || a.Seq > uint64(len(records)) {
			f.t.Fatalf("acknowledged but not there: %+v", a)
		}
		if is := records[a.Seq-1].Receipt(a.Outcome); is.ID != a.ID || is.Hash != a.Hash ||
			is.Version != a.Version || !is.Recorded.Equal(a.Recorded) || a.Record.Seq != a.Seq {
			f.t.Fatalf("acknowledged:\n%+v\nbut there is:\n%+v", a, is)
		}
	}
}

func (f *fixture) checkViews(ctx context.Context, last uint64, folded map[value.Ref]fact.Aggregate) {
	f.t.Helper()
	if f.stop == nil {
		f.follow()
	}
	if err := f.views.Await(ctx, last); err != nil {
		f.t.Fatalf("the views do not reach record %d: %v", last, err)
	}
	if wrong, err := f.Verify(ctx, nil); err != nil || wrong != nil {
		f.t.Fatal(wrong, err)
	}
	f.views.mu.RLock()
	defer f.views.mu.RUnlock()
	if !reflect.DeepEqual(f.views.folded, folded) {
		f.t.Fatal("the views are not what they would be if they were made afresh")
	}
}
