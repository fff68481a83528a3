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
// number, and with what it changes there.
func sentence(r *engine.Reader, a fact.Aggregate, e fact.Entry, changed []Detail) value.Words {
	in := func(l value.Lang) string {
		s := numbered(a, e.Sentence(l, r.Name))
		if len(changed) == 0 {
			return s
		}
		var parts []string
		for _, d := range changed {
			parts = append(parts, plain(d.change(stated, l)))
		}
		if _, ok := e.Data.Fact.(fact.FactCorrected); ok {
			return s + changing.With(strings.Join(parts, "; ")).In(l)
		}
		return strings.TrimSuffix(s, ".") + ": " + strings.Join(parts, "; ") + "."
	}
	return value.Words{ID: in(value.Indonesian), EN: in(value.English)}
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

// details are the stated fields of an entry, in both languages.
func details(r *engine.Reader, a fact.Aggregate, e fact.Entry) (out []Detail) {
	en := e.Details(value.English, r.Name)
	for i, d := range e.Details(value.Indonesian, r.Name) {
		out = append(out, Detail{Field: d.Field, Label: value.Words{ID: d.Label, EN: en[i].Label},
			Text: value.Words{ID: numbered(a, d.Text), EN: numbered(a, en[i].Text)}})
	}
	return out
}

// changedFields are the fields that a change makes read otherwise.
func changedFields(r *engine.Reader, a fact.Aggregate, c fact.Change) (out []Detail) {
	en := c.Fields(value.English, r.Name)
	for i, d := range c.Fields(value.Indonesian, r.Name) {
		out = append(out, Detail{Field: d.Field, Label: value.Words{ID: d.Label, EN: en[i].Label},
			Text: value.Words{ID: numbered(a, d.Reads), EN: numbered(a, en[i].Reads)},
			Was:  value.Words{ID: numbered(a, d.Was), EN: numbered(a, en[i].Was)}})
	}
	return out
}

var (
	changing   = value.Words{ID: " Yang berubah: %s.", EN: " What changed: %s."}
	readsSince = value.Words{ID: "Dibaca sejak catatan %d: %s", EN: "Read since record %d as: %s"}
	pendingBy  = value.Words{ID: "Perbaikan pada catatan %s menunggu penguatan orang lain.", EN: "The correction in record %s waits for another person to confirm it."}
)

// Amendments says what later records make of this one, a sentence each, and how
// it is read now.
func (r HistoryRow) Amendments(l value.Lang) (out []string) {
	for _, c := range r.Changes {
		out = append(out, c.Sentence.In(l))
	}
	if now := r.Now(l); now != "" {
		out = append(out, now)
	}
	if waits := r.Waits(l); waits != "" {
		out = append(out, waits)
	}
	return out
}

// Now is how the record is read now, where its sentence is another.
func (r HistoryRow) Now(l value.Lang) string {
	if r.Reads == nil || r.Gone || r.Reads.Sentence == r.Sentence {
		return ""
	}
	return readsSince.With(r.Reads.Since, r.Reads.Sentence.In(l)).In(l)
}

// Waits says which corrections of it wait to be confirmed.
func (r HistoryRow) Waits(l value.Lang) string {
	if len(r.Pending) == 0 {
		return ""
	}
	return pendingBy.With(seqs(r.Pending)).In(l)
}

func seqs(ns []uint64) string {
	var parts []string
	for _, n := range ns {
		parts = append(parts, strconv.FormatUint(n, 10))
	}
	return strings.Join(parts, ", ")
}
