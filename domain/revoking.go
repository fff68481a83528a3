package domain

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The facts of taking a power back. The written names are the storage format.
var revoking = fact.Of[PowerOfAttorneyRevoked](mandates, "id.mufakat.mandate.revoked.v1", "revoke", value.Words{
	ID: "Surat kuasa dicabut, {occurred}[, alasan: {reason}].",
	EN: "The power of attorney was revoked, {occurred}[, reason: {reason}]."}, fact.SaysEnough)

// PowerOfAttorneyRevoked takes a power back from the day on which that happened
// (UU 30/2014 Pasal 14(6)). What was signed before stays signed.
type PowerOfAttorneyRevoked struct {
	Reason string `json:"reason,omitzero" id:"alasan" en:"reason"`
}

var (
	notGranted = value.NewRefusal(value.Invalid, "not-granted",
		"Surat kuasa ini belum tercatat. Catat dahulu dengan perintah grant.",
		"This power of attorney is not on record. Record it first with the command grant.")
	alreadyRevoked = value.NewRefusal(value.Conflict, "already-revoked",
		"Pencabutannya sudah tercatat. Bila catatan itu keliru pakai correct; bila sumbernya bertambah pakai add-source.",
		"Its revocation is on record already. If that record is wrong use correct; if there is a further source use add-source.")
)

func (f PowerOfAttorneyRevoked) Refuse(s Mandate, _ fact.Given) error {
	if !s.Granted {
		return notGranted
	}
	for _, r := range s.Revoked {
		if r.Counts {
			return alreadyRevoked
		}
	}
	return nil
}

func (f PowerOfAttorneyRevoked) Evolve(s Mandate, e fact.Entry) Mandate {
	grade := e.Grade()
	s.Revoked = append(s.Revoked[:len(s.Revoked):len(s.Revoked)],
		Revocation{e.ID, e.Data.Occurred, f.Reason, grade, proven(grade, e.Data.Occurred)})
	return s
}

// proven is false of what is only reported. What was entered without evidence is the
// ledger's own entry, as those of parties and offices are.
func proven(g value.Grade, when value.When) bool { return g == "" || g.Counts(when) }

// gradeOf is the grade by which what a record says of that time stands: that of the
// best of its sources. What its recorder gave none stands as it was read, and a
// further source that does not count takes nothing from that.
func gradeOf(e fact.Entry, when value.When) value.Grade {
	g := e.Grade()
	if e.Data.Grade() == "" && !g.Counts(when) {
		return ""
	}
	return g
}
