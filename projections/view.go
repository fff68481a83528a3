package projections

import (
	"bytes"
	"slices"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// view is a pure function from an aggregate of one kind to its rows. It knows
// nothing of positions, corrections, known-at or rebuilds. Raise the version
// when the rows change, and the views are made again before they are asked.
//
// The key of a row belongs to one aggregate only, for its own id is part of it.
type view struct {
	name    string
	version int
	kind    value.Kind // empty: every kind
	rows    func(fact.Aggregate, *rows)

	// same is true where a fact that led from one state to the other cannot have
	// changed the rows: a short cut for what is costly to write out.
	same func(before, after fact.Aggregate) bool
}

// views are all there are. Their order is the order in which rows are folded.
var views = []view{names, signatures, instruments, open, deferrals, copies, accounts, holders, mandates, subscribers, ranges}

// row is one row of a view.
type row struct {
	key     []byte
	payload []byte
	from    uint64 // since when it stands; known in a rebuild only
}

// rows collects what a view says of an aggregate.
type rows struct{ all []row }

func (rs *rows) add(k key, payload []byte) { rs.all = append(rs.all, row{key: k, payload: payload}) }

// folded is an aggregate with its rows, view by view, each sorted by key.
type folded struct {
	fact.Aggregate
	rows [][]row // nil: not computed yet
}

// next is the aggregate with one more record, and its rows.
func (f folded) next(r *fact.Record) folded {
	after := folded{Aggregate: f.Add(r), rows: make([][]row, len(views))}
	fact := !after.Entries[len(after.Entries)-1].AboutRecords()
	for i, v := range views {
		if fact && f.rows != nil && v.same != nil && v.appliesTo(f.Aggregate) && v.same(f.Aggregate, after.Aggregate) {
			after.rows[i] = f.rows[i]
			continue
		}
		after.rows[i] = v.of(after.Aggregate)
	}
	return after
}

// withRows computes the rows of an aggregate that was loaded.
func (f folded) withRows() folded {
	if f.rows == nil {
		f.rows = make([][]row, len(views))
		for i, v := range views {
			f.rows[i] = v.of(f.Aggregate)
		}
	}
	return f
}

func (v view) appliesTo(a fact.Aggregate) bool {
	return (v.kind == "" || v.kind == a.Ref.Kind) && value.IsUUID(a.Ref.ID) && a.State != nil
}

func (v view) of(a fact.Aggregate) []row {
	if !v.appliesTo(a) || a.Version() == 0 {
		return nil
	}
	var rs rows
	v.rows(a, &rs)
	slices.SortFunc(rs.all, func(x, y row) int { return bytes.Compare(x.key, y.key) })
	return rs.all
}

// change is where the difference between two folds goes.
type change interface {
	put(is row) error               // the row stands from is.from on
	drop(was row, seq uint64) error // it stands no more from seq on
}

// differences tells what changed between the rows before and after the record at
// seq, and notes since when the rows after it stand.
func differences(before, after folded, seq uint64, to change) error {
	for i := range views {
		var was []row
		if before.rows != nil {
			was = before.rows[i]
		}
		if is := after.rows[i]; !sameSlice(was, is) {
			if err := difference(was, is, seq, to); err != nil {
				return err
			}
		}
	}
	return nil
}

func difference(was, is []row, seq uint64, to change) (err error) {
	for err == nil && (len(was) > 0 || len(is) > 0) {
		c := -1
		switch {
		case len(was) == 0:
			c = 1
		case len(is) > 0:
			c = bytes.Compare(was[0].key, is[0].key)
		}
		switch {
		case c < 0:
			err = to.drop(was[0], seq)
		case c == 0 && bytes.Equal(was[0].payload, is[0].payload):
			is[0].from = was[0].from
		case c == 0:
			err = to.drop(was[0], seq)
			fallthrough
		default:
			is[0].from = seq
			if err == nil {
				err = to.put(is[0])
			}
		}
		if c <= 0 {
			was = was[1:]
		}
		if c >= 0 {
			is = is[1:]
		}
	}
	return err
}

// live writes changes into the file.
type live struct{ rows, past *bolt.Bucket }

func (l live) put(is row) error { return l.rows.Put(is.key, rowValue(is)) }

// drop keeps the row that stood among the past ones.
func (l live) drop(was row, seq uint64) error {
	from, payload, ok := rowIn(was.key, l.rows.Get(was.key))
	if !ok {
		return rowDamaged
	}
	k := pastKey(was.key, from, seq)
	if err := l.past.Put(k, sealed(k, payload)); err != nil {
		return err
	}
	return l.rows.Delete(was.key)
}

// rowValue is a row as it is kept: since when it stands, and itself.
func rowValue(r row) []byte { return sealed(r.key, append(seqKey(r.from), r.payload...)) }

func rowIn(key, value []byte) (from uint64, payload []byte, ok bool) {
	b, ok := unsealed(key, value)
	if !ok || len(b) < 8 {
		return 0, nil, false
	}
	return number(b), b[8:], true
}
