package pages

import (
	"slices"
	"strings"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/records"
)

// signatureTable says of each signatory of each document how far each act has
// come; every cell leads to the record it rests on.
type signatureTable struct {
	Documents []signatureRows
	Sums      []string // what the table comes to, a sentence each
	Totals    []partyTotal
	Mark      string // that compliance notes stand on the document of the page
	Noted     bool   // on any of the documents
}

// signatureRows are the rows of one document. What concerns the whole document
// stands once, beside all of them.
type signatureRows struct {
	Row      projections.InstrumentRow
	Drafted  []cell
	Deferred []cell
	Rows     []signatureRow
	Notes    []projections.NoteRow // compliance notes on its signatures
}

// signatureRow is one signatory.
type signatureRow struct {
	domain.SlotStatus
	Mark                               string // that compliance notes stand on what was signed
	Signed, Reported, Handed, Received []cell
}

// cell is one thing on record, and where its record is; of a signature also under
// which power of attorney, and that compliance notes stand on it.
type cell struct {
	Text, Note, Href string
	Under            value.Stated[value.MandateID]
	Mark             string
}

// partyTotal is how far one party has come over all documents.
type partyTotal struct {
	Party link
	Text  string
}

func (s *page) signatureTable(g projections.Agreement) (t signatureTable) {
	for _, x := range append([]projections.Shown{g.Main}, g.Papers...) {
		if x.Instrument != nil {
			t.Documents = append(t.Documents, s.signatureRows(x))
		}
	}
	t.Sums, t.Totals = s.sums(t.Documents), s.totals(t.Documents)
	t.Mark = projections.NotesMark(g.Main.Notes, s.Lang)
	t.Noted = slices.ContainsFunc(t.Documents, func(d signatureRows) bool { return len(d.Notes) > 0 })
	return t
}

func (s *page) signatureRows(x projections.Shown) signatureRows {
	d := signatureRows{Row: *x.Instrument, Notes: x.Notes}
	for _, r := range x.History {
		if typeIs(r, "drafted") || typeIs(r, "cited") || typeIs(r, "text-finalised") {
			d.Drafted = append(d.Drafted, s.draftedCell(r))
		}
	}
	for _, r := range x.Deferrals {
		d.Deferred = append(d.Deferred, cell{Text: s.Short(r.Planned), Note: r.Why(s.Lang, s.name), Href: s.Record(r.Seq)})
	}
	notes := x.NotesByRecord()
	asked := map[value.Slot]projections.QuestionRow{}
	for _, q := range x.Questions {
		asked[q.Slot] = q // one for each, and those of no slot
	}
	for _, slot := range x.Instrument.Slots {
		d.Rows = append(d.Rows, s.signatureRow(x, slot, asked[slot.Slot], notes))
	}
	return d
}

// typeIs reports whether the record is of that fact of a document, whatever
// its version.
func typeIs(r records.HistoryRow, fact string) bool {
	return strings.HasPrefix(string(r.Type), "id.mufakat.instrument."+fact+".")
}

func (s *page) draftedCell(r records.HistoryRow) cell {
	text := s.T("tercatat", "on record")
	if typeIs(r, "text-finalised") {
		text = s.T("naskah final", "final text")
	}
	if r.When().IsZero() {
		return cell{Text: text, Note: s.T("hari tidak disebut", "day not stated"), Href: s.Record(r.Seq)}
	}
	return cell{Text: text, Note: s.Short(r.When()), Href: s.Record(r.Seq)}
}

func (s *page) signatureRow(x projections.Shown, slot domain.SlotStatus, asked projections.QuestionRow,
	notes map[value.RecordID][]projections.NoteRow) signatureRow {
	row := signatureRow{SlotStatus: slot, Mark: projections.NotesMark(projections.NotesOf(slot, notes), s.Lang)}
	for i := range slot.Signatures {
		sig := &slot.Signatures[i]
		c := s.signedCell(sig, notes[sig.Record])
		if sig.Counts {
			row.Signed = append(row.Signed, c)
		} else {
			row.Reported = append(row.Reported, c)
		}
	}
	row.Reported = append(row.Reported, s.claimCells(asked)...)
	for _, c := range x.Copies {
		if isOf(c.From, slot.Party) {
			row.Handed = append(row.Handed, s.handedCell(c))
		}
		if isOf(c.To, slot.Party) {
			row.Received = append(row.Received, s.receivedCell(c))
		}
	}
	return row
}

// isOf is false only where both are known and differ.
func isOf(a, b value.Stated[value.PartyID]) bool {
	party, ok := b.Known()
	return !ok || a.Is(party) != value.No
}

func (s *page) signedCell(sig *domain.Signature, notes []projections.NoteRow) cell {
	text := s.Short(sig.When)
	if !sig.Extent.IsZero() {
		text = s.Tell(sig.Extent) + ", " + text
	}
	note := strings.TrimSpace(sig.Grade.Label(s.Lang) + " " + sig.FurtherSources(s.Lang))
	if !sig.Signer.IsZero() {
		note = s.Tell(sig.Signer) + "; " + note
	}
	if !sig.ActingAs.IsZero() {
		note = s.Tell(sig.ActingAs) + "; " + note
	}
	return cell{Text: text, Note: note, Href: s.Record(sig.Seq), Under: sig.Mandate, Mark: projections.NotesMark(notes, s.Lang)}
}

// claimCells are what accounts say of a signature; they never count.
func (s *page) claimCells(q projections.QuestionRow) (cs []cell) {
	for _, x := range q.Accounts {
		if x.Own || x.SetAside {
			continue
		}
		text := s.T("disebut sudah", "said to have signed")
		if x.Denies {
			text = s.T("disebut belum", "said not to have signed")
		}
		note := x.Grade.Label(s.Lang)
		if !x.Occurred.IsZero() {
			text += ", " + s.Short(x.Occurred)
		}
		cs = append(cs, cell{Text: text, Note: note, Href: s.Record(x.Seq)})
	}
	return cs
}

func (s *page) handedCell(c projections.DeliveryRow) cell {
	return cell{Text: s.Short(c.When), Note: s.Tf("kepada %s", "to %s", s.Tell(c.To)), Href: s.Record(c.Seq)}
}

// receivedCell says whether a receipt is on record, and leads to the hand-over.
func (s *page) receivedCell(c projections.DeliveryRow) cell {
	text, waiting, _ := strings.Cut(c.ReceiptLabel(s.Lang), ", ")
	return cell{Text: text, Note: waiting, Href: s.Record(c.Seq)}
}

// sums counts the documents by how far they have come.
func (s *page) sums(docs []signatureRows) (out []string) {
	var whole, oneSide, reported, none int
	for _, d := range docs {
		some, missing := false, len(d.Rows) == 0
		for _, r := range d.Rows {
			some = some || !r.Missing()
			missing = missing || r.Missing()
		}
		switch {
		case d.Row.Signed.Truth == value.Yes:
			whole++
		case some && missing:
			oneSide++
		case d.Row.State == domain.StateReported:
			reported++
		case !some:
			none++
		}
	}
	say := func(n int, id, en string) {
		if n > 0 {
			out = append(out, s.Tf(id+": %s dari %s berkas.", en+": %s of %s files.", s.Number(n), s.Number(len(docs))))
		}
	}
	say(whole, "Ditandatangani semua pihak", "Signed by all")
	say(oneSide, "Ditandatangani sebagian, tanda tangan lainnya belum tercatat", "Signed in part, the other signatures are not on record")
	say(reported, "Dilaporkan ditandatangani, belum dibuktikan", "Reported as signed, not proven")
	say(none, "Belum ada tanda tangan yang tercatat", "No signature on record")
	say(len(docs)-whole-oneSide-reported-none, "Belum dapat dipastikan", "Cannot be told yet")
	return out
}

// totals says for each party how many of its signatures are in which state.
func (s *page) totals(docs []signatureRows) (out []partyTotal) {
	counts := map[value.PartyID]map[domain.SlotState]int{}
	var order []value.PartyID
	for _, d := range docs {
		for _, r := range d.Rows {
			party, ok := r.Party.Known()
			if !ok {
				continue
			}
			if counts[party] == nil {
				counts[party], order = map[domain.SlotState]int{}, append(order, party)
			}
			counts[party][r.State]++
		}
	}
	for _, party := range order {
		out = append(out, partyTotal{s.Ref(party), s.totalText(counts[party])})
	}
	return out
}

// slotStates are the states of a signatory, from the most to the least.
var slotStates = []domain.SlotState{domain.SlotSigned, domain.SlotPartly, domain.SlotUnclear, domain.SlotReported, domain.SlotDenied, domain.SlotNotSigned}

func (s *page) totalText(counts map[domain.SlotState]int) string {
	var parts []string
	for _, state := range slotStates {
		if n := counts[state]; n > 0 {
			parts = append(parts, s.Number(n)+" "+state.Label(s.Lang))
		}
	}
	return strings.Join(parts, ", ")
}
