package projections

import (
	"strings"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections/question"
)

// In is the note with what it rests on.
func (n NoteRow) In(l value.Lang) string { return n.Words.In(l) + " (" + n.Basis.In(l) + ")" }

// notesIn are the notes on one signature in one cell, in few words.
func notesIn(notes []NoteRow, l value.Lang) string {
	parts := make([]string, len(notes))
	for i, n := range notes {
		parts[i] = n.Title.In(l)
		if n.Unsure {
			parts[i] += " (" + cannotTell.In(l) + ")"
		}
	}
	return strings.Join(parts, "; ")
}

// NotesMark says in few words that notes stand: that a rule was not kept, or only
// that it cannot be told; "" where there are none.
func NotesMark(notes []NoteRow, l value.Lang) string {
	if len(notes) == 0 {
		return ""
	}
	for _, n := range notes {
		if !n.Unsure {
			return noteStands.In(l)
		}
	}
	return noteUnsure.In(l)
}

var (
	noteStands = value.Words{ID: "ada catatan kepatuhan", EN: "a compliance note stands"}
	noteUnsure = value.Words{ID: "wewenangnya belum dapat dipastikan", EN: "by what right cannot be told yet"}
)

// StateIn says how far the signatory has come, and that notes stand on it: a
// signature to which there is a note is not simply given.
func StateIn(x domain.SlotStatus, notes map[value.RecordID][]NoteRow, l value.Lang) string {
	text := x.State.Label(l) + value.Because(x.Because, l)
	if mark := NotesMark(NotesOf(x, notes), l); mark != "" {
		text += "; " + mark
	}
	return text
}

// NotesOf are the notes on the signatures of one signatory.
func NotesOf(x domain.SlotStatus, notes map[value.RecordID][]NoteRow) (all []NoteRow) {
	for i := range x.Signatures {
		all = append(all, notes[x.Signatures[i].Record]...)
	}
	return all
}

// NotesByRecord are the notes by the signature that they are on.
func (s Shown) NotesByRecord() map[value.RecordID][]NoteRow {
	by := map[value.RecordID][]NoteRow{}
	for _, n := range s.Notes {
		by[n.Record] = append(by[n.Record], n)
	}
	return by
}

// withPerson is an office, who acted for it, and as what.
func withPerson(l question.Locale, o value.Stated[value.OfficeID], who value.Stated[domain.Name], as value.Stated[domain.ActingAs]) string {
	parts := []string{formatted(l, o)}
	for _, more := range []string{stated(l, who), stated(l, as)} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, ", ")
}

var (
	scopeKinds    = value.Words{ID: "naskah berjenis %s", EN: "documents of the kind %s"}
	scopeFields   = value.Words{ID: "bidang %s", EN: "the field %s"}
	scopeOccasion = value.Words{ID: "pada %s", EN: "at %s"}
)

// ScopeIn is what the power is for.
func (r MandateRow) ScopeIn(l value.Lang, names value.Names) string {
	var parts []string
	for _, id := range r.Scope.Instruments {
		parts = append(parts, names(id.Ref(), l))
	}
	if ks := r.Scope.Kinds; len(ks) > 0 {
		var labels []string
		for _, k := range ks {
			labels = append(labels, value.LabelOf(k, l))
		}
		parts = append(parts, scopeKinds.With(strings.Join(labels, ", ")).In(l))
	}
	if fs := r.Scope.Fields; len(fs) > 0 {
		parts = append(parts, scopeFields.With(strings.Join(fs, ", ")).In(l))
	}
	if !r.Scope.Occasion.IsZero() {
		parts = append(parts, scopeOccasion.With(r.Scope.Occasion.Format(l, names)).In(l))
	}
	if r.Scope.InWords != "" {
		parts = append(parts, "“"+r.Scope.InWords+"”")
	}
	if len(parts) == 0 {
		return value.NotStated.In(l)
	}
	return strings.Join(parts, "; ")
}

// RevokedIn says when and why it was taken back, and whether that is only reported.
func (r MandateRow) RevokedIn(l value.Lang) string {
	var parts []string
	for _, x := range r.Revoked {
		text := x.When.In(l)
		if x.When.IsZero() {
			text = value.Words{ID: "hari tidak disebut", EN: "day not stated"}.In(l)
		}
		if x.Reason != "" {
			text += ", " + x.Reason
		}
		if !x.Counts {
			text += " (" + x.Grade.Label(l) + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}
