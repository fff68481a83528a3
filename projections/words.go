package projections

import (
	"mufakat/domain/value"
)

// What people read of an answer, on the pages and on the command line alike.

var (
	cannotTell = value.Words{ID: "belum dapat dipastikan", EN: "cannot be told yet"}

	sinceWords = map[SinceWhat]value.Words{
		SinceFinal:     {ID: "naskah final", EN: "the final text"},
		SinceDeferral:  {ID: "penandatanganan ditunda", EN: "the deferral"},
		SinceOtherSide: {ID: "pihak lain menandatangani", EN: "the other side's signature"},
		SinceDrafted:   {ID: "naskah disusun", EN: "the draft"},
	}
)

// Label is what people read for the event that a time is counted from.
func (s SinceWhat) Label(l value.Lang) string { return sinceWords[s].In(l) }

// Counted is a number of working days, where it is known since when.
func Counted(w *value.Working, l value.Lang) string {
	if w == nil {
		return cannotTell.In(l)
	}
	return w.In(l)
}

var (
	receiptThere = value.Words{ID: "ada", EN: "on record"}
	receiptNot   = value.Words{ID: "belum ada tanda terima", EN: "no receipt yet"}
)

// ReceiptLabel says whether a receipt is on record, and if not, for how long it
// is missed.
func (r DeliveryRow) ReceiptLabel(l value.Lang) string {
	switch r.Receipt {
	case value.Yes:
		return receiptThere.In(l)
	case value.NotOnRecord:
		if r.Waiting != nil {
			return receiptNot.In(l) + ", " + r.Waiting.In(l)
		}
		return receiptNot.In(l)
	}
	return cannotTell.In(l)
}

var (
	whetherSigned = value.Words{ID: "apakah %s sudah menandatangani", EN: "whether %s had signed"}
	whetherParty  = value.Words{ID: "apakah %s (%s) sudah menandatangani", EN: "whether %s (%s) had signed"}
	wholeRecord   = value.Words{ID: "seluruh catatan", EN: "the whole record"}

	accountsVary  = value.Words{ID: "keterangan berbeda", EN: "accounts differ"}
	accountsAgree = value.Words{ID: "keterangan sejalan", EN: "accounts agree"}
	accountAlone  = value.Words{ID: "berdiri sendiri", EN: "stands alone"}
	accountsAside = value.Words{ID: "keterangan dikesampingkan", EN: "set aside"}
	accountsHeld  = value.Words{ID: "satu keterangan dipegang", EN: "one account is upheld"}
)

// Title is what the accounts are about.
func (q QuestionRow) Title(l value.Lang) string {
	switch {
	case q.Label.In(l) != "":
		return q.Label.In(l)
	case q.Slot != "":
		return whetherSigned.With(q.Slot).In(l)
	case q.About != "":
		return q.About
	case q.Field != "":
		return q.Field
	}
	return wholeRecord.In(l)
}

// Standing says whether the accounts differ: one alone neither agrees nor differs.
func (q QuestionRow) Standing(l value.Lang) string {
	switch {
	case q.Upheld != "":
		return accountsHeld.In(l)
	case q.Differ:
		return accountsVary.In(l)
	}
	switch q.standing() {
	case 0:
		return accountsAside.In(l)
	case 1:
		return accountAlone.In(l)
	}
	return accountsAgree.In(l)
}

// standing is how many of the accounts are not set aside.
func (q QuestionRow) standing() (n int) {
	for _, x := range q.Accounts {
		if !x.SetAside {
			n++
		}
	}
	return n
}

var (
	saysYes = value.Words{ID: "sudah", EN: "yes"}
	saysNo  = value.Words{ID: "belum", EN: "not yet"}
)

// Text is what the account says.
func (x AccountRow) Text(l value.Lang) string {
	switch {
	case x.Says.In(l) != "":
		return x.Says.In(l)
	case x.Denies:
		return saysNo.In(l)
	}
	return saysYes.In(l)
}

// WordNotYet is said of what was not there yet on the day asked.
var WordNotYet = value.Words{ID: "Belum ada pada hari yang ditanyakan.", EN: "Not there yet on the day asked."}
