package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Delivery says that papers were handed over; Receipt, that the other side has
// them. One without the other is *handed over, no receipt yet*.
type Delivery struct {
	Record   value.RecordID              `json:"record"`
	Seq      uint64                      `json:"seq"`
	When     value.When                  `json:"occurred,omitzero"`
	Place    value.Place                 `json:"place,omitzero"`
	From     value.Stated[value.PartyID] `json:"from,omitzero"`
	To       value.Stated[value.PartyID] `json:"to,omitzero"`
	Papers   []Paper                     `json:"papers,omitempty"`
	Count    value.Stated[int]           `json:"count,omitzero"`
	Grade    value.Grade                 `json:"grade,omitzero"`
	Receipt  value.Truth                 `json:"receipt"`           // whether a receipt of this delivery is on record
	Received value.When                  `json:"received,omitzero"` // the day of the receipt
}

// DeliveryReceipt says which papers arrived.
type DeliveryReceipt struct {
	Record   value.RecordID
	Delivery value.Stated[value.RecordID]
	When     value.When
	To       value.Stated[value.PartyID]
	Number   string
	Grade    value.Grade
}

// Paper is how many papers of which document.
type Paper struct {
	Document value.Stated[value.InstrumentID] `json:"document,omitzero" id:"naskah" en:"document"`
	Count    value.Stated[int]                `json:"count,omitzero" id:"banyaknya" en:"number"`
	Original value.Stated[bool]               `json:"original,omitzero" id:"asli" en:"original"`
}

// The facts of handing over. The written names are the storage format.
var delivering = append(
	fact.Of[CopiesDelivered](engagements, "id.mufakat.engagement.copies-delivered.v1", "deliver", value.Words{
		ID: "{from} menyerahkan[ {count}] naskah kepada {to}[, {occurred}][, di {place}].",
		EN: "{from} handed over[ {count}] documents to {to}[ on {occurred}][, at {place}]."},
		fact.Needs("from", "to", "count", "papers", "occurred", "evidence"), fact.Begins,
		fact.Tells(&papersHandedOver, CopiesDelivered.handedOver)),
	fact.Of[CopiesReceived](engagements, "id.mufakat.engagement.copies-received.v1", "receive", value.Words{
		ID: "Tanda terima[ nomor {number}]: {to} menerima[ {count}] naskah[, {occurred}].",
		EN: "Receipt[ number {number}]: {to} received[ {count}] documents[ on {occurred}]."},
		fact.Needs("to", "count", "papers", "number", "delivery", "occurred"), fact.Begins)...,
)

// CopiesDelivered records a hand-over of papers.
type CopiesDelivered struct {
	From   value.Stated[value.PartyID] `json:"from,omitzero" id:"dari" en:"from"`
	To     value.Stated[value.PartyID] `json:"to,omitzero" id:"kepada" en:"to"`
	Count  value.Stated[int]           `json:"count,omitzero" id:"banyaknya" en:"number"`
	Papers []Paper                     `json:"papers,omitempty" id:"rincian" en:"papers"`
}

var (
	countBelowPapers = value.NewRefusal(value.Invalid, "count-below-papers",
		"Banyaknya %d, tetapi rinciannya %d. Periksa keduanya.",
		"The number is %d, but the papers listed add up to %d. Check both.")
	negativeCount = value.NewRefusal(value.Invalid, "negative-count",
		"Banyaknya tidak boleh kurang dari nol.",
		"The number cannot be less than zero.")
	noSuchDelivery = value.NewRefusal(value.Invalid, "no-such-delivery",
		"Penyerahan %s tidak tercatat pada kegiatan ini. Periksa nomornya, atau hilangkan isian ini.",
		"The hand-over %s is not on record for this occasion. Check its id, or leave this field out.")
)

func (f CopiesDelivered) Refuse(Engagement, fact.Given) error {
	sum := 0
	for i, p := range f.Papers {
		n := p.Count.Or(0)
		if n < 0 {
			return negativeCount.On(fact.FieldPath("papers", i, "count"))
		}
		sum += n
	}
	if n, ok := f.Count.Known(); ok && n < 0 {
		return negativeCount.On("count")
	} else if ok && n < sum {
		return countBelowPapers.With(n, sum).On("count")
	}
	return nil
}

func (f CopiesDelivered) Evolve(s Engagement, e fact.Entry) Engagement {
	if s.Sort == "" {
		s.Sort, s.When, s.Place = HandOver, e.Data.Occurred, e.Data.Place
	}
	s.Deliveries = append(s.Deliveries[:len(s.Deliveries):len(s.Deliveries)], Delivery{
		Record: e.ID, Seq: e.Seq, When: e.Data.Occurred, Place: e.Data.Place,
		From: f.From, To: f.To, Papers: slices.Clone(f.Papers), Count: f.Count, Grade: e.Grade(),
	})
	return s.matched()
}

// CopiesReceived records that papers arrived.
type CopiesReceived struct {
	Delivery value.Stated[value.RecordID] `json:"delivery,omitzero" id:"penyerahan" en:"hand-over"`
	To       value.Stated[value.PartyID]  `json:"to,omitzero" id:"penerima" en:"received by"`
	Count    value.Stated[int]            `json:"count,omitzero" id:"banyaknya" en:"number"`
	Papers   []Paper                      `json:"papers,omitempty" id:"rincian" en:"papers"`
	Number   string                       `json:"number,omitzero" id:"nomor tanda terima" en:"receipt number"`
}

func (f CopiesReceived) Refuse(s Engagement, _ fact.Given) error {
	if id, ok := f.Delivery.Known(); ok {
		i := slices.IndexFunc(s.Deliveries, func(d Delivery) bool { return d.Record == id })
		if i >= 0 && !compatible(s.Deliveries[i].To, f.To) {
			return contradict("delivery", "to")
		}
	}
	for _, id := range f.Delivery.Candidates() {
		if !slices.ContainsFunc(s.Deliveries, func(d Delivery) bool { return d.Record == id }) {
			return noSuchDelivery.With(id).On("delivery")
		}
	}
	return nil
}

func (f CopiesReceived) Evolve(s Engagement, e fact.Entry) Engagement {
	s.Receipts = append(s.Receipts[:len(s.Receipts):len(s.Receipts)], DeliveryReceipt{
		Record: e.ID, Delivery: f.Delivery, When: e.Data.Occurred, To: f.To, Number: f.Number, Grade: e.Grade(),
	})
	return s.matched()
}

// matched says for each delivery whether a receipt is on record. A receipt that
// does not say what it is for is of the only delivery, or it cannot be told.
func (s Engagement) matched() Engagement {
	s.Deliveries = slices.Clone(s.Deliveries)
	for i := range s.Deliveries {
		d := &s.Deliveries[i]
		d.Receipt, d.Received = s.receipt(d, func(DeliveryReceipt) bool { return true })
	}
	return s
}

// receipt answers whether one of the receipts is of a delivery, and when the first
// was given that is.
func (s Engagement) receipt(d *Delivery, counts func(DeliveryReceipt) bool) (t value.Truth, on value.When) {
	for _, r := range s.Receipts {
		if !counts(r) {
			continue
		}
		is := r.Delivery.Is(d.Record)
		if r.Delivery.IsZero() && len(s.Deliveries) == 1 {
			is = value.Yes
		}
		if is == value.Yes && (t != value.Yes || r.When.SortKey() < on.SortKey()) {
			on = r.When
		}
		if is != value.No { // a receipt of another hand-over says nothing of this one
			t = max(t, is)
		}
	}
	return t, on
}

// DeliveryAt is a hand-over as it stood at a time: a receipt that was given later
// was not there.
func (s Engagement) DeliveryAt(id value.RecordID, at value.AsOf) (d Delivery, ok bool) {
	for _, d := range s.Deliveries {
		if d.Record == id {
			d.Receipt, d.Received = s.receipt(&d, func(r DeliveryReceipt) bool { return r.When.By(at) != value.No })
			return d, true
		}
	}
	return d, false
}

// RuleHandedOver is the name of [papersHandedOver].
const RuleHandedOver fact.Rule = "papers-handed-over"

// papersHandedOver tells both sides, so that the receipt is not forgotten.
var papersHandedOver = fact.NoticeRule[handedOverNotice]{
	Name:  RuleHandedOver,
	About: func(n handedOverNotice) value.Ref { return firstDocument(n.Documents) },
	Parts: handedOverNotice.Parts,
	What: func(handedOverNotice) value.Words {
		return value.Words{
			ID: "{from} menyerahkan {papers}[, yaitu {documents},] kepada {to}[, {when}][, di {place}].",
			EN: "{from} handed over {papers}[, namely {documents},] to {to}[, {when}][, at {place}]."}
	},
	ToDo: func(n handedOverNotice, to fact.Audience) value.Words {
		if fact.AnyOf(to.Parties, n.To.Candidates()) {
			return value.Words{
				ID: "Cocokkan naskah yang diterima, lalu catat tanda terimanya.",
				EN: "Check what arrived, then record the receipt."}
		}
		return value.Words{
			ID: "Mintalah tanda terimanya, lalu catat.",
			EN: "Ask for the receipt, then record it."}
	},
	Values: map[string]func(handedOverNotice, fact.Audience) value.Words{
		"from": func(n handedOverNotice, to fact.Audience) value.Words {
			return fact.FirstWords(to.Say(n.From), unnamedParty)
		},
		"papers": handedOverNotice.papers,
		"to": func(n handedOverNotice, to fact.Audience) value.Words {
			return fact.FirstWords(to.Say(n.To), value.Words{ID: "pihak yang tidak disebut", EN: "a party not stated"})
		},
	},
}

// handedOverNotice is papers on their way from one party to another.
type handedOverNotice struct {
	Documents []value.InstrumentID        `json:"documents,omitempty"`
	From      value.Stated[value.PartyID] `json:"party,omitzero"`
	To        value.Stated[value.PartyID] `json:"to,omitzero"`
	When      value.When                  `json:"when,omitzero"`
	Place     value.Place                 `json:"place,omitzero"`
	Count     value.Stated[int]           `json:"count,omitzero"`
}

func (f CopiesDelivered) handedOver(_, _ Engagement, e fact.Entry) (handedOverNotice, bool) {
	n := handedOverNotice{From: f.From, To: f.To, Count: f.Count, When: e.Data.Occurred, Place: e.Data.Place}
	for _, p := range f.Papers {
		if d, known := p.Document.Known(); known && !slices.Contains(n.Documents, d) {
			n.Documents = append(n.Documents, d)
		}
	}
	return n, true
}

func (n handedOverNotice) Parts(known fact.Lookup) []fact.Part {
	ps := slotParts(n.Documents, known, everySlot)
	whole := len(ps) > 0
	return append(ps, fact.Part{Concerned: true, Whole: whole, Party: n.From}, fact.Part{Concerned: true, Whole: whole, Party: n.To})
}

func (n handedOverNotice) papers(to fact.Audience) value.Words {
	if n.Count.IsZero() {
		return value.Words{ID: "naskah yang banyaknya tidak disebut", EN: "documents whose number is not stated"}
	}
	count := to.Say(n.Count)
	return value.Words{ID: count.ID + " naskah", EN: count.EN + " documents"}
}
