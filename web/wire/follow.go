package wire

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/question"
)

// FollowLine is the data of one event.
type FollowLine struct {
	Seq     uint64         `json:"seq"`
	Subject string         `json:"subject"`
	Record  jsontext.Value `json:"record,omitempty"`
	Bytes   *[]byte        `json:"bytes,omitempty"`
}

// AppendFollowed appends the line of one record, without a line break.
func AppendFollowed(b []byte, s fact.Stored) []byte {
	b = strconv.AppendUint(append(b, `{"seq":`...), s.Seq, 10)
	b = append(b, `,"subject":`...)
	subject, err := jsontext.AppendQuote(nil, s.Ref.String())
	if err != nil {
		subject = []byte(`""`) // not UTF-8: no subject that a ledger has
	}
	b = append(b, subject...)
	if AsWritten(s.Body) {
		return append(append(append(b, `,"record":`...), s.Body...), '}')
	}
	b = base64.StdEncoding.AppendEncode(append(b, `,"bytes":"`...), s.Body)
	return append(b, `"}`...)
}

// FollowAsked is what a follower wants.
type FollowAsked struct {
	From   uint64
	Given  bool // from was said; otherwise only what is new
	Wanted Wanted
}

func (q *FollowAsked) Params() []question.Param {
	return []question.Param{
		{Name: "from", Form: question.TextForm, Words: value.Words{ID: "sesudah catatan nomor ini; bila tidak disebut atau latest, hanya yang baru", EN: "after the record of this number; if left out or latest, only what is new"},
			Set: q.SetFrom, Get: func() string {
				if !q.Given {
					return ""
				}
				return strconv.FormatUint(q.From, 10)
			}},
		{Name: "type", Form: question.TextForm, Words: value.Words{ID: "hanya jenis ini: jenis berkas atau awal nama jenis catatan, dipisahkan koma atau diulang", EN: "only these: kinds, or how names of types begin, separated by commas or repeated"},
			Set: q.Wanted.set, Get: func() string { return strings.Join(q.Wanted, ",") }},
	}
}

func (q *FollowAsked) SetFrom(s string) (err error) {
	if q.Given = s != "latest"; !q.Given {
		return nil
	}
	if q.From, err = strconv.ParseUint(s, 10, 64); err != nil {
		return NotAPosition.With(value.Clip(s))
	}
	return nil
}

// Wanted are the kinds and beginnings of types that a follower wants; none
// means everything.
type Wanted []string

func (w *Wanted) set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); !isWanted(name) {
			var kinds []string
			for _, k := range value.Kinds() {
				kinds = append(kinds, string(k))
			}
			return noSuchType.With(value.Clip(name), strings.Join(kinds, ", "))
		}
		*w = append(*w, name)
	}
	return nil
}

// Has reports whether the follower wants a record. One whose type cannot be
// read may be anything, so everybody gets it.
func (w Wanted) Has(kind value.Kind, typ fact.Type) bool {
	return len(w) == 0 || typ == "" || slices.ContainsFunc(w, func(name string) bool {
		return string(kind) == name || strings.HasPrefix(string(typ), name)
	})
}

const (
	EventsType  = "text/event-stream"
	LastEventID = "Last-Event-ID"
	ProblemName = "problem" // the type of the event that ends a stream
)

var noSuchType = value.NewRefusal(value.Invalid, "no-such-type",
	"Tidak ada jenis berkas atau jenis catatan yang berawalan %q. Tulis salah satu jenis (%s) atau awal nama jenis catatan, misalnya id.mufakat.instrument.signed.",
	"There is no kind and no type of record that begins with %q. Write a kind (%s) or how the name of a type begins, such as id.mufakat.instrument.signed.").On("type")

func isWanted(name string) bool {
	for e := range domain.Events() {
		if name != "" && (string(e.Kind) == name || strings.HasPrefix(string(e.Type), name)) {
			return true
		}
	}
	return false
}
