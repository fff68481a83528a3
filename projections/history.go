package projections

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// History is the question what the records of one aggregate are, the first first.
var History = question.Query[HistoryFilter, HistoryRow]{
	Name: "history", Alias: "riwayat",
	Words:   value.Words{ID: "Catatan satu berkas", EN: "The records of one file"},
	Example: []string{"instrument/0190a5f2-… --technical"},
	Params: func(f *HistoryFilter) []question.Param {
		return []question.Param{
			question.ReferenceParam("ref", &f.Ref, ofAnything).PartOfPath(),
			question.BooleanParam("bodies", &f.Bodies, value.Words{ID: "beserta isi catatan sebagaimana ditulis", EN: "with the records as they were written"}),
		}
	},
	Columns: recordColumns,
	Keys:    func(f HistoryFilter) question.Keys { return question.Keys{Prefix: engine.AggregateKey(f.Ref), Tail: 8} },
	Rows: func(r *engine.Reader, f HistoryFilter, in question.Range) iter.Seq2[[]byte, HistoryRow] {
		a := r.Must(f.Ref)
		r.Mention(f.Ref)
		r.FrozenHere(f.Ref)
		return func(yield func([]byte, HistoryRow) bool) {
			for _, e := range a.Entries {
				k := engine.RecordKey(f.Ref, e.Record.Seq)
				if bytes.Compare(k, in.After) > 0 && !yield(k, historyRow(r, a, e, f.Bodies)) {
					return
				}
			}
		}
	},
	Total: func(r *engine.Reader, f HistoryFilter) int { return r.Versions(f.Ref) },
}

// HistoryFilter names one aggregate.
type HistoryFilter struct {
	Ref    value.Ref
	Bodies bool // with the bytes as written
}

// recordColumns are those of every question that is answered with records.
var recordColumns = []question.Column[HistoryRow]{
	{Name: "record", Words: WordRecord, Cell: func(r HistoryRow, _ question.Locale) string { return digits(r.Seq) }, Seq: func(r HistoryRow) uint64 { return r.Seq }},
	{Name: "about", Words: value.Words{ID: "tentang", EN: "about"}, Cell: func(r HistoryRow, l question.Locale) string { return Name(l, r.Ref) }, Ref: func(r HistoryRow) value.Ref { return r.Ref }},
	{Name: "sentence", Words: value.Words{ID: "kalimat", EN: "sentence"}, Cell: func(r HistoryRow, l question.Locale) string {
		return strings.Join(append([]string{r.Sentence.In(l.Lang)}, r.Amendments(l.Lang)...), " ")
	}},
	{Name: "occurred", Words: WordWhen, Cell: func(r HistoryRow, l question.Locale) string { return r.Occurred.In(l.Lang) }},
	{Name: "recorded", Words: value.Words{ID: "dicatat", EN: "recorded"}, Cell: func(r HistoryRow, l question.Locale) string { return value.Instant(r.Recorded, l.Zone, l.Lang) }},
	{Name: "by", Words: value.Words{ID: "oleh", EN: "by"}, Cell: func(r HistoryRow, _ question.Locale) string { return r.By.Name }},
	{Name: "grade", Words: WordGrade, Cell: func(r HistoryRow, l question.Locale) string { return r.Grade.Label(l.Lang) }},
	{Name: "type", Words: value.Words{ID: "jenis peristiwa", EN: "type"}, Technical: true, Cell: func(r HistoryRow, _ question.Locale) string { return string(r.Type) }},
}

// Records is the question what one record says, by its number or its id.
var Records = question.Query[RecordFilter, HistoryRow]{
	Name: "records", Alias: "catatan",
	Words:   value.Words{ID: "Satu catatan", EN: "One record"},
	Example: []string{"17", "17 --technical"},
	Params: func(f *RecordFilter) []question.Param {
		p := question.TextParam("record", &f.Record, value.Words{ID: "nomor urut atau UUID catatan", EN: "the record's number or UUID"}).PartOfPath()
		p.Set = f.set
		return []question.Param{p}
	},
	Columns: recordColumns,
	Rows: func(r *engine.Reader, f RecordFilter, _ question.Range) iter.Seq2[[]byte, HistoryRow] {
		a, e, ok := record(r, f.Record)
		return func(yield func([]byte, HistoryRow) bool) {
			if ok {
				yield(nil, historyRow(r, a, e, true))
			}
		}
	},
}

// RecordFilter names one record.
type RecordFilter struct{ Record string }

func (f *RecordFilter) set(s string) error {
	if _, err := strconv.ParseUint(s, 10, 64); err != nil && !value.IsUUID(s) {
		return notARecord.With(question.Clip(s))
	}
	f.Record = s
	return nil
}

var notARecord = value.NewRefusal(value.Invalid, "not-a-record",
	"%q bukan nomor atau pengenal catatan. Tulis nomor urutnya, misalnya 17, atau UUID-nya.",
	"%q is not a record's number or id. Write its number, such as 17, or its UUID.").On("record")

// record finds a record in its aggregate.
func record(r *engine.Reader, s string) (a fact.Aggregate, e fact.Entry, ok bool) {
	seq, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		seq = r.SeqOf(s)
	}
	if seq == 0 || seq > r.Known {
		r.Fail(engine.NoSuchRecord.With(s, r.Known))
		return a, e, false
	}
	stored, err := r.Stored(seq)
	if err != nil {
		r.Fail(err)
		return a, e, false
	}
	a = r.Must(stored.Ref)
	r.Mention(stored.Ref)
	r.FrozenHere(stored.Ref)
	i := slices.IndexFunc(a.Entries, func(e fact.Entry) bool { return e.Record.Seq == seq })
	if i < 0 {
		return a, e, false
	}
	return a, a.Entries[i], true
}

// historyRow tells one record in both languages.
func historyRow(r *engine.Reader, a fact.Aggregate, e fact.Entry, body bool) HistoryRow {
	id, en := a.Restated(e, value.Indonesian, r.Name), a.Restated(e, value.English, r.Name)
	row := HistoryRow{
		Ref: e.Ref, Seq: e.Record.Seq, Version: e.Version, Record: e.ID, Type: e.Record.Type, Recorded: e.Time,
		By: e.Record.Data.By, Occurred: e.Data.Occurred, Grade: e.Data.Grade(), Sources: e.Data.Evidence,
		Sentence: value.Words{ID: sentence(r, a, e, id, value.Indonesian), EN: sentence(r, a, e, en, value.English)},
		Gone:     e.Retracted, Amended: e.Amended, Pending: e.Pending,
		CommandID: e.CommandID, Hash: e.Hash, PrevHash: e.PrevHash,
	}
	if body {
		row.Body = bodyOf(e.Body)
	}
	row.Details = details(r, a, e, id, en)
	for _, ref := range e.Data.References() {
		r.Mention(ref)
	}
	return row
}

// bodyOf is the bytes as written, or as a JSON text where they are no JSON.
func bodyOf(b []byte) jsontext.Value {
	if v := jsontext.Value(b); v.IsValid() {
		return v
	}
	quoted, err := jsontext.AppendQuote(nil, bytes.ToValidUTF8(b, []byte("\uFFFD")))
	if err != nil {
		panic(err) // it is valid UTF-8
	}
	return quoted
}

// List is the question what there is of a kind, in the order of the first records.
var List = question.Query[ListFilter, AggregateRow]{
	Name: "list", Alias: "daftar",
	Words:   value.Words{ID: "Semua dari satu jenis", EN: "All of one kind"},
	Example: []string{"office", "party --limit 20"},
	Params: func(f *ListFilter) []question.Param {
		return []question.Param{KindParam("kind", &f.Kind, value.Words{ID: "jenis", EN: "kind"}).PartOfPath()}
	},
	Columns: []question.Column[AggregateRow]{
		{Name: "name", Words: value.Words{ID: "nama", EN: "name"}, Cell: func(r AggregateRow, l question.Locale) string { return Name(l, r.Ref) }, Ref: func(r AggregateRow) value.Ref { return r.Ref }},
		{Name: "id", Words: wordID, Technical: true, Cell: func(r AggregateRow, _ question.Locale) string { return r.Ref.String() }},
		{Name: "records", Words: value.Words{ID: "banyak catatan", EN: "records"}, Cell: func(r AggregateRow, _ question.Locale) string { return digits(r.Version) }},
		{Name: "recorded", Words: value.Words{ID: "catatan terakhir", EN: "newest record"}, Cell: func(r AggregateRow, l question.Locale) string { return value.Instant(r.Recorded, l.Zone, l.Lang) }, Seq: func(r AggregateRow) uint64 { return r.Seq }},
	},
	Keys:  func(f ListFilter) question.Keys { return question.Keys{Prefix: engine.KindKey(f.Kind), Tail: 8 + 1} },
	Rows:  listed,
	Total: func(r *engine.Reader, f ListFilter) int { return countKind(r, f.Kind) },
}

// ListFilter names the kind.
type ListFilter struct{ Kind value.Kind }

func listed(r *engine.Reader, f ListFilter, in question.Range) iter.Seq2[[]byte, AggregateRow] {
	r.Frozen([]value.Kind{f.Kind})
	return func(yield func([]byte, AggregateRow) bool) {
		for k, ref := range r.OfKind(f.Kind, in.After) {
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

func countKind(r *engine.Reader, kind value.Kind) (n int) {
	for range r.OfKind(kind, nil) {
		if n++; n > countable {
			return -1
		}
	}
	return n
}

func aggregateRow(r *engine.Reader, ref value.Ref) (AggregateRow, error) {
	r.Mention(ref)
	seq := r.Newest(ref)
	rec, err := r.Record(seq)
	if err != nil {
		return AggregateRow{}, err
	}
	return AggregateRow{Ref: ref, Version: uint64(r.Versions(ref)), Seq: seq, Recorded: rec.Time}, nil
}
