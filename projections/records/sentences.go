package records

import (
	"regexp"
	"strconv"
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// sentence tells an entry as people read it: another record of its file by its
// number, and with what it says of that record.
func sentence(r *engine.Reader, a fact.Aggregate, e fact.Entry, restated []fact.Detail, l value.Lang) string {
	s := numbered(a, e.Sentence(l, r.Name))
	if len(restated) == 0 {
		return s
	}
	var parts []string
	for _, d := range restated {
		parts = append(parts, d.Label+" "+d.Text)
	}
	return strings.TrimSuffix(s, ".") + ": " + strings.Join(parts, ", ") + "."
}

var uuidForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// numbered names the records of the file by their numbers.
func numbered(a fact.Aggregate, s string) string {
	if strings.Count(s, "-") < 4 {
		return s // no UUID is in it
	}
	return uuidForm.ReplaceAllStringFunc(s, func(id string) string {
		e, ok := a.Record(value.RecordID(id))
		if !ok {
			return id
		}
		return strconv.FormatUint(e.Record.Seq, 10)
	})
}

// details are the stated fields of an entry, and then those that it states of
// an earlier record, in both languages.
func details(r *engine.Reader, a fact.Aggregate, e fact.Entry, restatedID, restatedEN []fact.Detail) (out []Detail) {
	id := append(e.Details(value.Indonesian, r.Name), restatedID...)
	en := append(e.Details(value.English, r.Name), restatedEN...)
	for i, d := range id {
		out = append(out, Detail{Field: d.Field, Label: value.Words{ID: d.Label, EN: en[i].Label},
			Text: value.Words{ID: numbered(a, d.Text), EN: numbered(a, en[i].Text)}})
	}
	return out
}

var (
	didNot    = value.Words{ID: "Diperbaiki: tidak terjadi (catatan %s).", EN: "Corrected: it did not happen (record %s)."}
	amendedBy = value.Words{ID: "Dibaca menurut catatan %s.", EN: "Read as record %s says."}
	pendingBy = value.Words{ID: "Perbaikan pada catatan %s menunggu penguatan orang lain.", EN: "The correction in record %s waits for another person to confirm it."}
)

// Amendments says what later records make of this one, a sentence each.
func (r HistoryRow) Amendments(l value.Lang) (out []string) {
	if r.Gone {
		out = append(out, didNot.With(seqs(r.Amended)).In(l))
	} else if len(r.Amended) > 0 {
		out = append(out, amendedBy.With(seqs(r.Amended)).In(l))
	}
	if len(r.Pending) > 0 {
		out = append(out, pendingBy.With(seqs(r.Pending)).In(l))
	}
	return out
}

func seqs(ns []uint64) string {
	var parts []string
	for _, n := range ns {
		parts = append(parts, strconv.FormatUint(n, 10))
	}
	return strings.Join(parts, ", ")
}
