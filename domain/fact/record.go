package fact

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/value"
)

// A record is stored as one line of JSON: a CloudEvents 1.0 event in structured
// mode (application/cloudevents+json). docs/format.md gives it member by member.
// The bytes are made once, in [Command.Record], and never again: they are
// stored, hashed, exported and shown as they were written.

// ContentType is the media type of a record's bytes.
const ContentType = "application/cloudevents+json"

// By is who recorded: what the gate proved, and what name the caller gave.
type By struct {
	Actor string `json:"actor"`         // "local" while there is no gate
	Name  string `json:"name,omitzero"` // stated by the caller, proven by nobody
}

// Data is what a record says: the fact and what stands around it. Whose act it
// was (onBehalfOf, the fact's own fields) and who recorded it (by) are always
// two things.
type Data struct {
	By         By
	OnBehalfOf value.Stated[value.PartyID]
	Occurred   value.When
	Place      value.Place
	Evidence   []value.Evidence
	AssertedBy value.AssertedBy
	Fact       Fact
}

// Grade is the best grade of the evidence.
func (d Data) Grade() value.Grade { return value.BestGrade(d.Evidence) }

// Envelope are the members of data beside the fact, as they are written.
type Envelope struct {
	OnBehalfOf value.Stated[value.PartyID] `json:"onBehalfOf,omitzero" id:"atas nama" en:"on behalf of"`
	Occurred   value.When                  `json:"occurred,omitzero" id:"waktu kejadian" en:"occurred"`
	Place      value.Place                 `json:"place,omitzero" id:"tempat" en:"place"`
	Evidence   []value.Evidence            `json:"evidence,omitempty" id:"bukti" en:"evidence"`
	AssertedBy value.AssertedBy            `json:"assertedBy,omitzero" id:"menurut" en:"on whose word"`
}

func (d Data) Envelope() Envelope {
	return Envelope{d.OnBehalfOf, d.Occurred, d.Place, d.Evidence, d.AssertedBy}
}

func (a Envelope) data(by By, f Fact) Data {
	return Data{by, a.OnBehalfOf, a.Occurred, a.Place, a.Evidence, a.AssertedBy, f}
}

// wire is the record as it is written, member by member.
type wire struct {
	SpecVersion     string         `json:"specversion"`
	ID              value.RecordID `json:"id"`
	Source          string         `json:"source"`
	Type            Type           `json:"type"`
	Subject         string         `json:"subject"`
	Time            string         `json:"time"`
	DataContentType string         `json:"datacontenttype"`
	StreamVersion   uint64         `json:"streamversion"`
	PrevHash        value.Hash     `json:"prevhash,omitzero"`
	CommandID       string         `json:"commandid"`
	CommandHash     value.Hash     `json:"commandhash"`
	Data            wireData       `json:"data"`
}

type wireData struct {
	By       By `json:"by"`
	Envelope `json:",inline"`
	Fact     jsontext.Value `json:"fact"`
}

// Record is an event as the ledger keeps it.
type Record struct {
	Seq         uint64    // position in the whole ledger, from 1; 0 while it has none
	Ref         value.Ref // the aggregate
	ID          value.RecordID
	Ledger      string // id of the ledger
	Type        Type
	Time        time.Time  // when it was recorded, UTC
	Version     uint64     // position within the aggregate, from 1
	PrevHash    value.Hash // of the aggregate's previous record; empty for the first
	CommandID   string
	CommandHash value.Hash
	Data        Data
	Body        []byte     // the bytes as written
	Hash        value.Hash // SHA-256 of Body

	// Unreadable says why the record cannot be read, and is nil if it can. Such
	// a record is kept and counted, and freezes its aggregate.
	Unreadable *value.Refusal

	event *Event // how its data is read; nil if unknown
}

var (
	UnknownType = value.NewRefusal(value.Integrity, "unknown-type",
		"Catatan %d berjenis %q yang tidak dikenal versi Mufakat ini. Pasang versi yang lebih baru, lalu jalankan rebuild.",
		"Record %d is of type %q, which this version of Mufakat does not know. Install a newer version, then run rebuild.")
	Damaged = value.NewRefusal(value.Integrity, "damaged-record",
		"Catatan %d tidak terbaca: %s. Bandingkan dengan ekspor terakhir dan jalankan verify.",
		"Record %d cannot be read: %s. Compare it with your last export and run verify.")
	Misplaced = value.NewRefusal(value.Integrity, "misplaced-record",
		"Catatan %d tertulis untuk %s tetapi disimpan di bawah %s. Jalankan verify.",
		"Record %d is written for %s but stored under %s. Run verify.")
	WrongVersion = value.NewRefusal(value.Integrity, "wrong-version",
		"Catatan %d mengaku nomor %d dalam berkasnya, seharusnya %d. Jalankan verify.",
		"Record %d says it is number %d of its file, and should be %d. Run verify.")
	WrongPrevHash = value.NewRefusal(value.Integrity, "wrong-prevhash",
		"Catatan %d tidak bersambung dengan catatan sebelumnya dalam berkasnya. Jalankan verify.",
		"Record %d does not continue the record before it in its file. Run verify.")
)

// Stored is a record as the event store holds it: its place and its bytes.
type Stored struct {
	Seq  uint64
	Ref  value.Ref // as the message's subject names it, known kind or not
	Body []byte
}

// Read reads the stored bytes of the record at seq, kept under ref. It never
// fails: what cannot be read comes back with Unreadable set, and the rest of
// its members as far as they could be told. Unknown members are ignored, so
// that a newer version may add some.
func (t *Table) Read(seq uint64, ref value.Ref, body []byte) *Record {
	r := &Record{Seq: seq, Ref: ref, Body: body, Hash: HashOf(body)}
	if !r.readAsWritten(t) {
		r.read(t)
	}
	return r
}

// read reads the body as any JSON.
func (r *Record) read(t *Table) {
	var w wire
	if err := json.Unmarshal(r.Body, &w); err != nil {
		r.Unreadable = damagedBy(r.Seq, err)
		return
	}
	ev := r.take(w, t)
	if ev == nil {
		return
	}
	fact, err := ev.decode(w.Data.Fact)
	if err != nil {
		r.Unreadable = damagedBy(r.Seq, err)
		return
	}
	r.Data = w.Data.data(w.Data.By, fact)
}

// take takes everything but the data, and answers how that is read; nil where it
// cannot be.
func (r *Record) take(w wire, t *Table) *Event {
	r.ID, r.Type, r.Version, r.PrevHash = w.ID, w.Type, w.StreamVersion, w.PrevHash
	r.CommandID, r.CommandHash = w.CommandID, w.CommandHash
	r.event = t.events[w.Type]
	r.Ledger, _ = cutPrefix(w.Source, "/ledgers/")
	at, err := time.Parse(time.RFC3339Nano, w.Time)
	if err != nil {
		r.Unreadable = damagedBy(r.Seq, value.NotATime.With(value.Clip(w.Time)))
		return nil
	}
	r.Time = at
	if w.Subject != r.Ref.String() {
		r.Unreadable = Misplaced.With(r.Seq, w.Subject, r.Ref.String())
		return nil
	}
	if r.event == nil || r.event.Kind != r.Ref.Kind {
		r.Unreadable = UnknownType.With(r.Seq, string(w.Type))
		return nil
	}
	return r.event
}

// damagedBy says in both languages what is wrong with the bytes.
func damagedBy(seq uint64, err error) *value.Refusal {
	why, ok := Explain(err, "").(*value.Refusal)
	if !ok {
		why = NotJSON.With(0)
	}
	return Damaged.With(seq, why)
}

func cutPrefix(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return s, false
}

// Event is the row of the table that the record's type names, nil if unknown.
func (r *Record) Event() *Event { return r.event }

// DatedAhead is the record whose time this one says not to believe, 0 for none.
// What was recorded before this record counts as recorded no later than it.
func (r *Record) DatedAhead() uint64 {
	if f, ok := r.Data.Fact.(interface{ DatedAhead() uint64 }); ok {
		return f.DatedAhead()
	}
	return 0
}

// HashOf is the SHA-256 of bytes, in hex.
func HashOf(b []byte) value.Hash {
	h := sha256.Sum256(b)
	return value.Hash(hex.EncodeToString(h[:]))
}

// Stamp is what a record gets from outside the domain when it is made.
type Stamp struct {
	ID        value.RecordID // UUIDv7
	Ledger    string         // id of the ledger
	Time      time.Time      // when it is recorded
	CommandID string         // UUIDv5 of ledger, actor and the caller's key
	By        By
}

// Record makes the record that the command adds to the aggregate, its bytes
// once and for all.
func (c Command) Record(a Aggregate, m Stamp) (*Record, error) {
	fact, err := json.Marshal(c.Data.Fact, json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	w := wire{
		SpecVersion: "1.0", DataContentType: "application/json",
		ID: m.ID, Source: "/ledgers/" + m.Ledger, Type: c.Event.Type, Subject: c.Ref.String(),
		Time:          m.Time.UTC().Format(time.RFC3339Nano),
		StreamVersion: a.Version() + 1, PrevHash: a.Head(),
		CommandID: m.CommandID, CommandHash: c.Hash,
		Data: wireData{By: m.By, Envelope: c.Data.Envelope(), Fact: fact},
	}
	body, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	return c.Event.table.Read(0, c.Ref, bytes.TrimSpace(body)), nil
}

// IsAsWritten reports whether the record's bytes are those that this version writes
// for what it reads in them, and so hold nothing that no hash covers. What cannot be
// read, and what an older version wrote, is not asked.
func (r *Record) IsAsWritten() bool {
	fact, err := json.Marshal(r.Data.Fact, json.Deterministic(true))
	if err != nil {
		return false
	}
	body, err := json.Marshal(wire{
		SpecVersion: "1.0", DataContentType: "application/json",
		ID: r.ID, Source: "/ledgers/" + r.Ledger, Type: r.Type, Subject: r.Ref.String(),
		Time:          r.Time.UTC().Format(time.RFC3339Nano),
		StreamVersion: r.Version, PrevHash: r.PrevHash,
		CommandID: r.CommandID, CommandHash: r.CommandHash,
		Data: wireData{By: r.Data.By, Envelope: r.Data.Envelope(), Fact: fact},
	})
	return err == nil && bytes.Equal(body, r.Body)
}
