package eventstore

import (
	"bytes"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// TestVerify restores records of which one does not carry what it should. The store
// takes them as they are; verifying tells, and so does who reads an export.
func TestVerify(t *testing.T) {
	for name, x := range map[string]struct {
		old, new string
		want     []*value.Refusal
		unfit    bool // a restore ends there
	}{
		"whole":            {"another name, 3", "another name, 3", nil, false},
		"altered":          {"another name, 3", "another name, 4", []*value.Refusal{recordAltered}, false},
		"another ledger's": {`"source":"/ledgers/`, `"source":"/ledgers/x`, []*value.Refusal{recordOfAnother}, true},
		"another number":   {`"streamversion":1`, `"streamversion":2`, []*value.Refusal{fact.WrongVersion}, true},
		"of no known type": {`alias-recorded.v1`, `alias-recorded.v9`, []*value.Refusal{fact.UnknownType}, false},
		"another form":     {`"specversion":"1.0"`, `"specversion":"1.1"`, []*value.Refusal{recordNotAsWritten}, false},
		"a member more":    {`"specversion"`, `"note":"x","specversion"`, []*value.Refusal{recordNotAsWritten}, false},
		"more in the data": {`"data":{`, `"data":{"note":"x",`, []*value.Refusal{recordNotAsWritten}, false},
		"unreadable":       {`"specversion"`, `specversion`, []*value.Refusal{fact.Damaged}, false},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				f := create(t, c)
				f.spoilt = true
				spoilt := func(yield func(fact.Stored, error) bool) {
					for r, err := range f.more(5) {
						if r.Seq == 3 {
							r.Body = bytes.Replace(r.Body, []byte(x.old), []byte(x.new), 1)
						}
						if !yield(r, err) {
							return
						}
					}
				}
				var err error
				for _, err = range Continuing(f.ledger.ID, spoilt) {
				}
				if x.unfit {
					refusedAs(t, err, x.want[0])
				} else if err != nil {
					t.Fatal(err)
				}
				if _, err = f.Restore(t.Context(), spoilt); err != nil {
					t.Fatal(err)
				}
				if err := f.hold(t.Context(), 5); err != nil {
					t.Fatal(err)
				}
				wrong, err := f.Verify(t.Context(), nil)
				if err != nil || len(wrong) != len(x.want) {
					t.Fatal(wrong, err)
				}
				for i, want := range x.want {
					refusedAs(t, wrong[i], want)
				}
			})
		})
	}
}

// TestVerifyComparesRecords judges a record by those before it.
func TestVerifyComparesRecords(t *testing.T) {
	ref := value.Ref{Kind: value.KindParty, ID: "957b664d-2e69-5da4-b5ca-5916587115e9"}
	first := fact.Record{Seq: 1, Ref: ref, ID: "a", CommandID: "k", Version: 1, Time: time.Unix(2000, 0), Unreadable: fact.Damaged}
	for name, x := range map[string]struct {
		next fact.Record
		want *value.Refusal
	}{
		"the id of another":      {fact.Record{ID: "a", CommandID: "l", Time: time.Unix(2000, 0)}, recordTwice},
		"the command of another": {fact.Record{ID: "b", CommandID: "k", Time: time.Unix(3000, 0)}, recordTwice},
	} {
		t.Run(name, func(t *testing.T) {
			v := verifier{files: newFiles(""), seen: map[packed]uint64{}}
			v.judge(&first)
			x.next.Seq, x.next.Ref, x.next.Version = 2, ref, 2
			v.judge(&x.next)
			refusedAs(t, v.wrong[len(v.wrong)-1], x.want)
		})
	}
}
