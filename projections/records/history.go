package records

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

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
			question.ReferenceParam("ref", &f.Ref, question.OfAnything).PartOfPath(),
			question.BooleanParam("bodies", &f.Bodies, value.Words{ID: "beserta isi catatan sebagaimana ditulis", EN: "with the records as they were written"}),
		}
	},
	Columns: columns,
	Keys:    func(f HistoryFilter) question.Keys { return question.Keys{Prefix: engine.AggregateKey(f.Ref), Tail: 8} },
	Rows: func(r *engine.Reader, f HistoryFilter, in question.Range) iter.Seq2[[]byte, HistoryRow] {
		a := r.Must(f.Ref)
		r.Mention(f.Ref)
		r.FrozenHere(f.Ref)
		return func(yield func([]byte, HistoryRow) bool) {
			for _, e := range a.Entries {
				k := engine.RecordKey(f.Ref, e.Record.Seq)
				if bytes.Compare(k, in.After) > 0 && !r.Later(e.Data.Occurred) && !yield(k, RowOf(r, a, e, f.Bodies)) {
					return
				}
			}
		}
	},
	Total: func(r *engine.Reader, f HistoryFilter) int {
		if r.Past() || r.Selects() {
			return r.Head.Total
		}
		return r.Versions(f.Ref)
	},
}

// HistoryRow is one record as its recorder wrote it, and then what later records
// make of it.
type HistoryRow struct {
	Ref       value.Ref        `json:"ref"`
	Seq       uint64           `json:"seq"`
	Version   uint64           `json:"version"`
	Record    value.RecordID   `json:"record"`
	Type      fact.Type        `json:"type"`
	Recorded  time.Time        `json:"recorded"`
	By        fact.By          `json:"by"`
	Occurred  value.When       `json:"occurred,omitzero"`
	Grade     value.Grade      `json:"grade,omitempty"`
	Sentence  value.Words      `json:"sentence"`
	Details   []Detail         `json:"details,omitempty"`
	Sources   []value.Evidence `json:"sources,omitempty"`
	SaidBy    value.AssertedBy `json:"assertedBy,omitzero"`
	Gone      bool             `json:"gone,omitzero"`      // corrected: did not happen
	Changes   []Change         `json:"changes,omitempty"`  // what later records make of it
	Reads     *Reading         `json:"readsNow,omitempty"` // how it is read since, where that is otherwise
	Pending   []uint64         `json:"pending,omitempty"`  // corrections that wait for confirmation
	CommandID string           `json:"commandId,omitempty"`
	Hash      value.Hash       `json:"hash"`
	PrevHash  value.Hash       `json:"prevHash,omitempty"`
	Body      jsontext.Value   `json:"body,omitempty"` // the bytes as written, where asked for
}

// Detail is one stated field, in both languages. What an amendment says of
// another record has the text that stood there before.
type Detail struct {
	Field string      `json:"field"`
	Label value.Words `json:"label"`
	Text  value.Words `json:"text"`
	Was   value.Words `json:"was,omitzero"`
}

// HistoryFilter names one aggregate.
type HistoryFilter struct {
	Ref    value.Ref
	Bodies bool // with the bytes as written
}

// columns are those of whatever is answered with records.
var columns = []question.Column[HistoryRow]{
	{Name: "record", Words: question.WordRecord, Cell: func(r HistoryRow, _ question.Locale) string { return strconv.FormatUint(r.Seq, 10) }, Seq: func(r HistoryRow) uint64 { return r.Seq }},
	{Name: "about", Words: value.Words{ID: "tentang", EN: "about"}, Cell: func(r HistoryRow, l question.Locale) string { return l.Name(r.Ref) }, Ref: func(r HistoryRow) value.Ref { return r.Ref }},
	{Name: "sentence", Words: value.Words{ID: "kalimat", EN: "sentence"}, Cell: func(r HistoryRow, l question.Locale) string {
		return strings.Join(append([]string{r.Sentence.In(l.Lang)}, r.Amendments(l.Lang)...), " ")
	}},
	{Name: "occurred", Words: question.WordWhen, Cell: func(r HistoryRow, l question.Locale) string { return r.When().In(l.Lang) }},
	{Name: "recorded", Words: value.Words{ID: "dicatat", EN: "recorded"}, Cell: func(r HistoryRow, l question.Locale) string { return value.Instant(r.Recorded, l.Zone, l.Lang) }},
	{Name: "by", Words: value.Words{ID: "oleh", EN: "by"}, Cell: func(r HistoryRow, _ question.Locale) string { return r.By.Name }},
	{Name: "grade", Words: question.WordGrade, Cell: func(r HistoryRow, l question.Locale) string { return r.Best().Label(l.Lang) }},
	{Name: "type", Words: value.Words{ID: "jenis peristiwa", EN: "type"}, Technical: true, Cell: func(r HistoryRow, _ question.Locale) string { return string(r.Type) }},
}

// One is the question what one record says, by its number or its id.
var One = question.Query[OneFilter, HistoryRow]{
	Name: "records", Alias: "catatan",
	Words:   value.Words{ID: "Satu catatan", EN: "One record"},
	Example: []string{"17", "17 --technical"},
	Params: func(f *OneFilter) []question.Param {
		p := question.TextParam("record", &f.Record, value.Words{ID: "nomor urut atau UUID catatan", EN: "the record's number or UUID"}).PartOfPath()
		p.Set = f.set
		return []question.Param{p}
	},
	Columns: columns,
	Rows: func(r *engine.Reader, f OneFilter, _ question.Range) iter.Seq2[[]byte, HistoryRow] {
		a, e, ok := find(r, f.Record)
		return func(yield func([]byte, HistoryRow) bool) {
			if ok {
				yield(nil, RowOf(r, a, e, true))
			}
		}
	},
}

// OneFilter names one record.
type OneFilter struct{ Record string }

func (f *OneFilter) set(s string) error {
	if _, err := strconv.ParseUint(s, 10, 64); err != nil && !value.IsUUID(s) {
		return notARecord.With(value.Clip(s))
	}
	f.Record = s
	return nil
}

var notARecord = value.NewRefusal(value.Invalid, "not-a-record",
	"%q bukan nomor atau pengenal catatan. Tulis nomor urutnya, misalnya 17, atau UUID-nya.",
	"%q is not a record's number or id. Write its number, such as 17, or its UUID.").On("record")

// find finds a record in its aggregate.
func find(r *engine.Reader, s string) (a fact.Aggregate, e fact.Entry, ok bool) {
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

// RowOf tells one record in both languages.
func RowOf(r *engine.Reader, a fact.Aggregate, e fact.Entry, body bool) HistoryRow {
	w := e.AsWritten()
	said, _ := a.ChangeBy(w)
	changed, later := changedFields(r, a, said), changes(r, a, e)
	row := HistoryRow{
		Ref: e.Ref, Seq: e.Record.Seq, Version: e.Version, Record: e.ID, Type: w.Type, Recorded: e.Time,
		By: w.Data.By, Occurred: w.Data.Occurred, Grade: w.Data.Grade(), Sources: w.Data.Evidence, SaidBy: w.Data.AssertedBy,
		Sentence: sentence(r, a, w, changed),
		Details:  append(details(r, a, w), changed...),
		Gone:     e.Retracted, Changes: later, Reads: readsNow(r, a, e, later), Pending: e.Pending,
		CommandID: e.CommandID, Hash: e.Hash, PrevHash: e.PrevHash,
	}
	if body {
		row.Body = bodyOf(e.Body)
	}
	for _, d := range []fact.Data{w.Data, e.Data} {
		for _, ref := range d.References() {
			r.Mention(ref)
		}
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
