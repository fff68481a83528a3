package noticelog

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Key names a notice: for what reason, from which record, to which
// subscriber. It cannot be planned twice, and every try of it carries it.
type Key struct {
	Rule         fact.Rule
	Seq          uint64
	Subscription value.SubscriptionID
}

func (k Key) String() string {
	return string(k.Rule) + "/" + strconv.FormatUint(k.Seq, 10) + "/" + string(k.Subscription)
}

// ParseKey reads `<rule>/<sequence>/<subscription>`.
func ParseKey(s string) (k Key, err error) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 || !value.IsUUID(parts[2]) {
		return k, fact.NotANotice.With(value.Clip(s))
	}
	k = Key{Rule: fact.Rule(parts[0]), Subscription: value.SubscriptionID(parts[2])}
	k.Seq, err = strconv.ParseUint(parts[1], 10, 64)
	if err != nil || k.Seq == 0 || !k.Rule.IsName() {
		return k, fact.NotANotice.With(value.Clip(s))
	}
	return k, nil
}

func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
func (k *Key) UnmarshalText(b []byte) (err error) {
	*k, err = ParseKey(string(b))
	return err
}

// WebhookID is the webhook-id of every try of the notice, made from its key, so
// that a receiver who gets it twice recognises it.
func (k Key) WebhookID() string { return "msg_" + string(fact.HashOf([]byte(k.String())))[:32] }

// What the stream of notices says of a notice. The names are the storage format.
const (
	Begun  fact.Type = "id.mufakat.notice.begun.v1"  // a try begins
	Ended  fact.Type = "id.mufakat.notice.ended.v1"  // it ended, as Outcome says
	Resend fact.Type = "id.mufakat.notice.resend.v1" // somebody wants it sent again
)

// Delivered is how a try ended.
type Delivered string

const (
	Arrived  Delivered = "arrived" // the endpoint took it
	Failed   Delivered = "failed"  // it is tried again at Next
	GivenUp  Delivered = "parked"  // it waits for somebody to look
	Vanished Delivered = "gone"    // the endpoint says that it is gone for good; it waits for another
	Dropped  Delivered = "dropped" // it was not sent, for it was no longer so
)

// Final is true where no further try follows by itself.
func (d Delivered) Final() bool { return d == Arrived || d == GivenUp || d == Dropped }

// Trouble is why a try did not arrive.
type Trouble string

const (
	TroubleNoConnection Trouble = "no-connection"
	TroubleNotAllowed   Trouble = "not-allowed"
	TroubleUntrusted    Trouble = "untrusted"
	TroubleTooSlow      Trouble = "too-slow"
	TroubleBroken       Trouble = "broken"
	TroubleRedirect     Trouble = "redirect"
	TroubleRefused      Trouble = "refused"
	TroubleUnwell       Trouble = "unwell"
	TroubleGone         Trouble = "gone"
	TroubleInterrupted  Trouble = "interrupted"
	TroubleTakenBack    Trouble = "taken-back"
	TroubleNeverTold    Trouble = "never-told"
)

var troubles = map[Trouble]value.Words{
	TroubleNoConnection: {ID: "alamatnya tidak dapat dihubungi", EN: "its address could not be reached"},
	TroubleNotAllowed:   {ID: "alamatnya berada di jaringan yang tidak diizinkan", EN: "its address is in a network that is not allowed"},
	TroubleUntrusted:    {ID: "sertifikatnya tidak dapat dipercaya", EN: "its certificate cannot be trusted"},
	TroubleTooSlow:      {ID: "jawabannya tidak datang pada waktunya", EN: "its answer did not come in time"},
	TroubleBroken:       {ID: "hubungannya terputus sebelum jawabannya lengkap", EN: "the connection broke before the answer was whole"},
	TroubleRedirect:     {ID: "alamatnya mengalihkan ke tempat lain, yang tidak diikuti", EN: "its address points elsewhere, which is not followed"},
	TroubleRefused:      {ID: "penerimanya menolak", EN: "the receiver refused it"},
	TroubleUnwell:       {ID: "penerimanya sedang terganggu", EN: "the receiver is not well"},
	TroubleGone:         {ID: "alamatnya sudah tidak ada", EN: "the address is gone"},
	TroubleInterrupted:  {ID: "hasilnya tidak tercatat", EN: "its outcome is not on record"},
	TroubleTakenBack:    {ID: "isinya ditarik kembali atau diperbaiki sebelum terkirim", EN: "what it says was taken back or corrected before it was sent"},
	TroubleNeverTold:    {ID: "yang ditariknya kembali tidak pernah dikirim", EN: "what it takes back was never sent"},
}

// Words say why, with the HTTP status where there was one.
func (t Trouble) Words(status int) value.Words {
	w := troubles[t]
	if status > 0 {
		w = value.Words{ID: fmt.Sprintf("%s (HTTP %d)", w.ID, status), EN: fmt.Sprintf("%s (HTTP %d)", w.EN, status)}
	}
	return w
}

// Outcome is the end of a try.
type Outcome struct {
	Result Delivered `json:"result,omitzero"`
	Status int       `json:"status,omitzero"` // of the HTTP answer
	Why    Trouble   `json:"why,omitzero"`
	Next   time.Time `json:"next,omitzero"` // when it is tried again
}

// Record is one record of the stream of notices: an attempt, its outcome,
// or that somebody asked for another. It is stored as a record of the ledger is,
// as one line of JSON that is a CloudEvent.
type Record struct {
	Seq     uint64 // in the stream of notices
	Key     Key
	Type    fact.Type
	Time    time.Time
	Begun   uint64 // of an outcome: the sequence of its begin
	Outcome Outcome
	By      fact.By // of a resend: who asked
	Body    []byte
}

type noticeWire struct {
	SpecVersion     string     `json:"specversion"`
	ID              string     `json:"id"`
	Source          string     `json:"source"`
	Type            fact.Type  `json:"type"`
	Subject         Key        `json:"subject"`
	Time            time.Time  `json:"time"`
	DataContentType string     `json:"datacontenttype"`
	Data            noticeData `json:"data"`
}

type noticeData struct {
	By      fact.By `json:"by,omitzero"`
	Begun   uint64  `json:"begun,omitzero"`
	Outcome `json:",inline"`
}

// Write makes the bytes of the record, once and for all.
func (r Record) Write(ledger, id string) ([]byte, error) {
	b, err := json.Marshal(noticeWire{
		SpecVersion: "1.0", ID: id, Source: "/ledgers/" + ledger + "/notices", Type: r.Type, Subject: r.Key,
		Time: r.Time.UTC(), DataContentType: "application/json",
		Data: noticeData{By: r.By, Begun: r.Begun, Outcome: r.Outcome},
	}, json.Deterministic(true))
	return bytes.TrimSpace(b), err
}

// Read reads the stored bytes of the record at seq. What a newer version
// wrote is an error.
func Read(seq uint64, body []byte) (Record, error) {
	var w noticeWire
	if err := json.Unmarshal(body, &w); err != nil {
		return Record{}, fact.Explain(err, "")
	}
	switch w.Type {
	case Begun, Ended, Resend:
	default:
		return Record{}, fact.UnknownType.With(seq, string(w.Type))
	}
	if w.Subject.Seq == 0 {
		return Record{}, fact.NotANotice.With("")
	}
	return Record{Seq: seq, Key: w.Subject, Type: w.Type, Time: w.Time, Begun: w.Data.Begun,
		Outcome: w.Data.Outcome, By: w.Data.By, Body: body}, nil
}

// ErrOvertaken says that another process has the notice: it wrote about it first.
var ErrOvertaken = errors.New("another process has the notice")

// State is how far a notice has come.
type State string

const (
	NoticeDue      State = "due"      // not tried yet, or to be tried again
	NoticeTrying   State = "trying"   // begun, without an outcome yet
	NoticeArrived  State = "arrived"  // the endpoint took it
	NoticeParked   State = "parked"   // given up until somebody looks
	NoticeDisabled State = "disabled" // the subscription's endpoint is gone
	NoticeSilent   State = "silent"   // planned before the ledger was restored here: not sent
	NoticeKept     State = "kept"     // the subscription has no address: it is read here
	NoticeDropped  State = "dropped"  // not sent: it was no longer so
)

func (State) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(NoticeDue, "menunggu dikirim", "waiting to be sent"),
		value.NewChoice(NoticeTrying, "sedang dikirim", "being sent"),
		value.NewChoice(NoticeArrived, "sampai", "arrived"),
		value.NewChoice(NoticeParked, "tidak sampai, menunggu diperiksa", "did not arrive, waits to be looked at"),
		value.NewChoice(NoticeDisabled, "pengiriman dihentikan", "sending is stopped"),
		value.NewChoice(NoticeKept, "tanpa alamat, dibaca di sini", "no address, to be read here"),
		value.NewChoice(NoticeDropped, "tidak jadi dikirim", "not sent after all"),
		value.NewChoice(NoticeSilent, "tidak dikirim, berasal dari pemulihan", "not sent, from a restore"),
	}
}

// Label is what people read for the state.
func (s State) Label(l value.Lang) string { return value.LabelOf(s, l) }

// Try is one attempt with its outcome, if it has one.
type Try struct {
	Seq     uint64 // of its begin
	Begun   time.Time
	Ended   time.Time
	Outcome Outcome
}

// History is what the stream says of one notice: a pure fold of its records in
// their order.
type History struct {
	Tries []Try
	Last  uint64 // sequence of the newest record: the guard of the next
	Again bool   // somebody asked for another try after the last one
}

// HistoryOf folds the records of one notice.
func HistoryOf(records []Record) (h History) {
	for _, r := range records {
		h.Last = r.Seq
		switch r.Type {
		case Begun:
			h.Tries = append(h.Tries, Try{Seq: r.Seq, Begun: r.Time})
			h.Again = false
		case Ended:
			for i := range h.Tries {
				if h.Tries[i].Seq == r.Begun {
					h.Tries[i].Ended, h.Tries[i].Outcome = r.Time, r.Outcome
				}
			}
		case Resend:
			h.Again = true
		}
	}
	return h
}

// Sent reports whether it may have reached the subscriber: a try was made, and its
// address was there.
func (h History) Sent() bool {
	return slices.ContainsFunc(h.Tries, func(t Try) bool {
		return t.Outcome.Result != Dropped && t.Outcome.Why != TroubleNoConnection && t.Outcome.Why != TroubleNotAllowed
	})
}

// Unanswered is how long a try may be without an outcome before it is made
// again, under the same id.
const Unanswered = 2 * time.Minute

// Open is true while a further try is to be made.
func (h History) Open() bool {
	n := len(h.Tries)
	return n == 0 || h.Again || !h.Tries[n-1].Outcome.Result.Final()
}

// Next is when the next try may begin; the zero time is at once.
func (h History) Next() time.Time {
	n := len(h.Tries)
	if n == 0 {
		return time.Time{}
	}
	switch last := h.Tries[n-1]; {
	case last.Outcome.Result == "":
		return last.Begun.Add(Unanswered)
	case h.Again:
		return time.Time{}
	default:
		return last.Outcome.Next
	}
}

// State is how far it has come, where sending is possible.
func (h History) State() State {
	n := len(h.Tries)
	switch {
	case n > 0 && h.Tries[n-1].Outcome.Result == "":
		return NoticeTrying
	case n > 0 && h.Tries[n-1].Outcome.Result == Vanished:
		return NoticeDisabled
	case h.Open():
		return NoticeDue
	case h.Tries[n-1].Outcome.Result == Arrived:
		return NoticeArrived
	case h.Tries[n-1].Outcome.Result == Dropped:
		return NoticeDropped
	}
	return NoticeParked
}

// Stored is a record of the stream of notices as the event store holds it.
type Stored struct {
	Seq  uint64
	Key  Key // as the message's subject names it
	Body []byte
}
