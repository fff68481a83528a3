package projections

import (
	"bytes"
	"context"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// History answers with the records of one aggregate, the first first.
func (v *Views) History(_ context.Context, q HistoryAsked) (p Page[HistoryRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		a := r.must(q.Ref)
		prefix := refKey(q.Ref)
		after := r.after(prefix)
		p.Rows = page(r, func(yield func([]byte, HistoryRow) bool) {
			for _, e := range a.Entries {
				k := subjectKey(q.Ref, e.Record.Seq)
				if bytes.Compare(k, after) > 0 && !yield(k, r.historyRow(a, e, q.Bodies)) {
					return
				}
			}
		})
		r.head.Total = len(a.Entries)
		r.mention(q.Ref)
		r.frozenHere(q.Ref)
		p.Head = r.done()
	})
	return p, err
}

// Record answers with one record, by its number or its id.
func (v *Views) Record(_ context.Context, s string, q Asked) (p Page[HistoryRow], err error) {
	err = v.ask(q, func(r *Reader) {
		seq, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			if b := r.tx.Bucket(inIDs).Get([]byte(idKey(s))); b != nil {
				seq = number(b)
			}
		}
		if seq == 0 || seq > r.known {
			r.fail(noSuchRecord.With(s, r.known))
			return
		}
		stored, err := storedAt(r.tx, seq)
		if err != nil {
			r.fail(err)
			return
		}
		a := r.must(stored.Ref)
		for _, e := range a.Entries {
			if e.Record.Seq == seq {
				p.Rows = []HistoryRow{r.historyRow(a, e, true)}
			}
		}
		r.head.Total = 1
		r.mention(stored.Ref)
		r.frozenHere(stored.Ref)
		p.Head = r.done()
	})
	return p, err
}

// historyRow tells one record in both languages.
func (r *Reader) historyRow(a fact.Aggregate, e fact.Entry, body bool) HistoryRow {
	id, en := a.Restated(e, value.Indonesian, r.name), a.Restated(e, value.English, r.name)
	row := HistoryRow{
		Ref: e.Ref, Seq: e.Record.Seq, Version: e.Version, Record: e.ID, Type: e.Record.Type, Recorded: e.Time,
		By: e.Record.Data.By, Occurred: e.Data.Occurred, Grade: e.Data.Grade(), Sources: e.Data.Evidence,
		Sentence: value.Words{ID: r.sentence(a, e, id, value.Indonesian), EN: r.sentence(a, e, en, value.English)},
		Gone:     e.Retracted, Amended: e.Amended, Pending: e.Pending,
		CommandID: e.CommandID, Hash: e.Hash, PrevHash: e.PrevHash,
	}
	if body {
		row.Body = bodyOf(e.Body)
	}
	row.Details = r.details(a, e, id, en)
	for _, ref := range e.Data.References() {
		r.mention(ref)
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

// List answers with all aggregates of a kind, in the order of their first records.
func (v *Views) List(_ context.Context, kind value.Kind, q Asked) (p Page[AggregateRow], err error) {
	err = v.ask(q, func(r *Reader) {
		prefix := append([]byte(kind), 0)
		after := r.after(prefix)
		c := r.tx.Bucket(inKinds).Cursor()
		p.Rows = page(r, func(yield func([]byte, AggregateRow) bool) {
			for k, _ := c.Seek(max2(prefix, after)); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
				if bytes.Equal(k, after) {
					continue
				}
				if number(k[len(prefix):]) > r.known {
					return
				}
				row, err := r.listed(value.Ref{Kind: kind, ID: string(k[len(prefix)+8:])})
				if err != nil {
					r.fail(err)
					return
				}
				if !yield(k, row) {
					return
				}
			}
		})
		r.head.Total = r.countKind(prefix)
		p.Head = r.done(kind)
	})
	return p, err
}

func max2(a, b []byte) []byte {
	if bytes.Compare(a, b) > 0 {
		return a
	}
	return b
}

func (r *Reader) countKind(prefix []byte) (n int) {
	c := r.tx.Bucket(inKinds).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix) && number(k[len(prefix):]) <= r.known; k, _ = c.Next() {
		if n++; n > countable {
			return -1
		}
	}
	return n
}

func (r *Reader) listed(ref value.Ref) (AggregateRow, error) {
	r.mention(ref)
	seq := newestOf(r.tx, ref, r.known)
	rec, err := recordAt(r.tx, seq)
	if err != nil {
		return AggregateRow{}, err
	}
	n := uint64(0)
	for range seqsOf(r.tx, ref, r.known) {
		n++
	}
	return AggregateRow{Ref: ref, Version: n, Seq: seq, Recorded: rec.Time}, nil
}
