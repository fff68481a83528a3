package projections

import (
	"strconv"
	"strings"

	"mufakat/domain/value"
	"mufakat/projections/question"
)

// What several questions can be narrowed by.
var (
	ofParty      = value.Words{ID: "pihak: UUID atau kode wilayah", EN: "party: UUID or region code"}
	ofInstrument = value.Words{ID: "naskah", EN: "document"}
	ofAgency     = value.Words{ID: "perangkat daerah atau unit kerja", EN: "agency"}
	ofOffice     = value.Words{ID: "jabatan", EN: "office"}
	ofMandate    = value.Words{ID: "surat kuasa", EN: "power of attorney"}
)

// What the columns of several questions are called, and how a cell reads.
var (
	WordDocument  = value.Words{ID: "naskah", EN: "document"}
	WordSignatory = value.Words{ID: "penanda tangan", EN: "signatory"}
	WordParty     = value.Words{ID: "pihak", EN: "party"}
	WordOffice    = value.Words{ID: "jabatan", EN: "office"}
	WordExtent    = value.Words{ID: "banyaknya", EN: "how many"}
	WordState     = value.Words{ID: "keadaan", EN: "state"}
	wordSigner    = value.Words{ID: "pejabat", EN: "signer"}
	WordActingAs  = value.Words{ID: "bertindak sebagai", EN: "acting as"}
	WordMandate   = value.Words{ID: "surat kuasa", EN: "power of attorney"}
	wordGiver     = value.Words{ID: "pemberi kuasa", EN: "giver"}
	wordAttorney  = value.Words{ID: "penerima kuasa", EN: "attorney"}
	WordScope     = value.Words{ID: "untuk", EN: "for"}
	wordRevoked   = value.Words{ID: "dicabut", EN: "revoked"}
	WordNotes     = value.Words{ID: "catatan kepatuhan", EN: "compliance notes"}
)

func yesNo(l question.Locale, b bool) string {
	if b {
		return value.Words{ID: "ya", EN: "yes"}.In(l.Lang)
	}
	return value.Words{ID: "tidak", EN: "no"}.In(l.Lang)
}

// slots are the slots in which a signature may be.
func slots(l question.Locale, slots []value.Slot) string {
	if len(slots) == 0 {
		return cannotTell.In(l.Lang)
	}
	var parts []string
	for _, s := range slots {
		parts = append(parts, string(s))
	}
	return strings.Join(parts, value.Words{ID: " atau ", EN: " or "}.In(l.Lang))
}

// formatted is a value that may be unknown, in words.
func formatted[T comparable](l question.Locale, v value.Stated[T]) string {
	return v.Format(l.Lang, l.Names)
}

// stated is a value that may be unknown, and nothing where it is not stated.
func stated[T comparable](l question.Locale, v value.Stated[T]) string {
	if v.IsZero() {
		return ""
	}
	return formatted(l, v)
}

// named are the names of several aggregates.
func named[T interface{ Ref() value.Ref }](l question.Locale, ids []T) string {
	var parts []string
	for _, id := range ids {
		parts = append(parts, l.Name(id.Ref()))
	}
	return strings.Join(parts, ", ")
}

func digits(n uint64) string { return strconv.FormatUint(n, 10) }

// refOf is what a value names, if that is known.
func refOf[T interface {
	comparable
	Ref() value.Ref
}](v value.Stated[T]) (ref value.Ref) {
	if id, ok := v.Known(); ok {
		ref = id.Ref()
	}
	return ref
}
