package records

import (
	"iter"
	"strconv"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// List is the question what there is of a kind, in the order of the first records.
var List = question.Query[ListFilter, AggregateRow]{
	Name: "list", Alias: "daftar",
	Words:   value.Words{ID: "Semua dari satu jenis", EN: "All of one kind"},
	Example: []string{"office", "party --limit 20"},
	Params: func(f *ListFilter) []question.Param {
		return []question.Param{question.KindParam("kind", &f.Kind, value.Words{ID: "jenis", EN: "kind"}).PartOfPath()}
	},
	Columns: []question.Column[AggregateRow]{
		{Name: "name", Words: value.Words{ID: "nama", EN: "name"}, Cell: func(r AggregateRow, l question.Locale) string { return l.Name(r.Ref) }, Ref: func(r AggregateRow) value.Ref { return r.Ref }},
		{Name: "id", Words: question.WordID, Technical: true, Cell: func(r AggregateRow, _ question.Locale) string { return r.Ref.String() }},
		{Name: "records", Words: value.Words{ID: "banyak catatan", EN: "records"}, Cell: func(r AggregateRow, _ question.Locale) string { return strconv.FormatUint(r.Version, 10) }},
		{Name: "recorded", Words: value.Words{ID: "catatan terakhir", EN: "newest record"}, Cell: func(r AggregateRow, l question.Locale) string { return r.recordedIn(l) }, Seq: func(r AggregateRow) uint64 { return r.Seq }},
	},
	Keys: func(f ListFilter) question.Keys { return question.Keys{Prefix: engine.KindKey(f.Kind), Tail: 8 + 1} },
	Rows: listed,
	Total: func(r *engine.Reader, f ListFilter) int {
		if r.Past() || r.Selects() {
			return r.Head.Total
		}
		return question.Count(r.OfKind(f.Kind, nil))
	},
}

// AggregateRow is one aggregate in a list of its kind.
type AggregateRow struct {
	Ref      value.Ref `json:"ref"`
	Version  uint64    `json:"version"`
	Seq      uint64    `json:"seq"` // its newest record
	Recorded time.Time `json:"recorded"`
}

func (r AggregateRow) recordedIn(l question.Locale) string {
	if r.Recorded.IsZero() {
		return unreadable.In(l.Lang)
	}
	return value.Instant(r.Recorded, l.Zone, l.Lang)
}

var unreadable = value.Words{ID: "tidak terbaca", EN: "cannot be read"}

// ListFilter names the kind.
type ListFilter struct{ Kind value.Kind }

func listed(r *engine.Reader, f ListFilter, in question.Range) iter.Seq2[[]byte, AggregateRow] {
	r.Frozen([]value.Kind{f.Kind})
	return func(yield func([]byte, AggregateRow) bool) {
		for k, ref := range r.OfKind(f.Kind, in.After) {
			if r.Past() || r.Selects() {
				if a, ok := r.Aggregate(ref); !ok || !r.There(a) {
					continue
				}
			}
			row, err := aggregateRow(r, ref)
			if err != nil {
				r.Fail(err)
				return
			}
			if !yield(k, row) {
				return
			}
		}
	}
}

func aggregateRow(r *engine.Reader, ref value.Ref) (AggregateRow, error) {
	r.Mention(ref)
	seq := r.Newest(ref)
	rec, err := r.RecordOf(ref, seq)
	if err != nil {
		return AggregateRow{}, err
	}
	if rec.Unreadable != nil {
		r.Lost(ref, rec)
	}
	return AggregateRow{Ref: ref, Version: uint64(r.Versions(ref)), Seq: seq, Recorded: rec.Time}, nil
}
