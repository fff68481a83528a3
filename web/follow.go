package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
)

// Following is a stream of server-sent events. The first has no data, only the
// position after which it begins; it says at once that the stream has begun.
// Then each record is one event, whose data is one line:
//
//	id: 17
//	data: {"seq":17,"subject":"<kind>/<uuid>","record":<the bytes>}
//
// Bytes that are no record anybody wrote in order stand in base64 under
// "bytes", as in an export. When there is nothing new a comment says that the
// connection is alive, with an id where records were passed over that the
// follower did not want. A ledger that cannot be followed any more ends the
// stream with an event of the type problem, whose data is the problem.

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
	if asWritten(s.Body) {
		return append(append(append(b, `,"record":`...), s.Body...), '}')
	}
	b = base64.StdEncoding.AppendEncode(append(b, `,"bytes":"`...), s.Body)
	return append(b, `"}`...)
}

const (
	eventsType  = "text/event-stream"
	lastEventID = "Last-Event-ID"
	problemName = "problem" // the type of the event that ends a stream
	retryAfter  = time.Second
)

var (
	beyondLast = value.NewRefusal(value.Invalid, "beyond-last",
		"Catatan %d belum ada; yang terakhir %d. Ikuti sesudah nomor yang ada, atau hilangkan nomornya untuk mengikuti yang baru saja.",
		"There is no record %d yet; the last is %d. Follow after a number that is there, or leave it out to follow only what is new.")
	noSuchType = value.NewRefusal(value.Invalid, "no-such-type",
		"Tidak ada jenis berkas atau jenis catatan yang berawalan %q. Tulis salah satu jenis (%s) atau awal nama jenis catatan, misalnya id.mufakat.instrument.signed.",
		"There is no kind and no type of record that begins with %q. Write a kind (%s) or how the name of a type begins, such as id.mufakat.instrument.signed.").On("type")
	stopping = value.NewRefusal(value.Unavailable, "stopping",
		"Server sedang berhenti. Sambung lagi sebentar lagi.",
		"The server is stopping. Connect again shortly.")
)

// followAsked is what a follower wants.
type followAsked struct {
	from   uint64
	given  bool // from was said; otherwise only what is new
	wanted wanted
}

func (q *followAsked) params() []projections.Param {
	return []projections.Param{
		{Name: "from", Form: projections.TextForm, Words: value.Words{ID: "sesudah catatan nomor ini; bila tidak disebut atau latest, hanya yang baru", EN: "after the record of this number; if left out or latest, only what is new"},
			Set: q.setFrom, Get: func() string {
				if !q.given {
					return ""
				}
				return strconv.FormatUint(q.from, 10)
			}},
		{Name: "type", Form: projections.TextForm, Words: value.Words{ID: "hanya jenis ini: jenis berkas atau awal nama jenis catatan, dipisahkan koma atau diulang", EN: "only these: kinds, or how names of types begin, separated by commas or repeated"},
			Set: q.wanted.set, Get: func() string { return strings.Join(q.wanted, ",") }},
	}
}

func (q *followAsked) setFrom(s string) (err error) {
	if q.given = s != "latest"; !q.given {
		return nil
	}
	if q.from, err = strconv.ParseUint(s, 10, 64); err != nil {
		return NotAPosition.With(projections.Clip(s))
	}
	return nil
}

// read takes the parameters and the header, which goes over from: it is sent by
// those who lost their connection.
func (q *followAsked) read(r *http.Request) (field string, err error) {
	if err := readParams(joined(r, "type"), q.params()); err != nil {
		return "", err
	}
	switch ids := r.Header.Values(lastEventID); {
	case len(ids) > 1:
		return "", headerTwice.With(lastEventID).On(lastEventID)
	case len(ids) == 0 || ids[0] == "":
		return "from", nil
	default:
		return lastEventID, on(lastEventID, q.setFrom(ids[0]))
	}
}

// joined is the request with a repeated parameter as one, separated by commas.
func joined(r *http.Request, name string) *http.Request {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(q[name]) < 2 {
		return r
	}
	q.Set(name, strings.Join(q[name], ","))
	u := *r.URL
	u.RawQuery = q.Encode()
	one := *r
	one.URL = &u
	return &one
}

// wanted are the kinds and beginnings of types that a follower wants; none
// means everything.
type wanted []string

func (w *wanted) set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); !isWanted(name) {
			var kinds []string
			for _, k := range value.Kinds() {
				kinds = append(kinds, string(k))
			}
			return noSuchType.With(projections.Clip(name), strings.Join(kinds, ", "))
		}
		*w = append(*w, name)
	}
	return nil
}

func isWanted(name string) bool {
	for e := range domain.Events() {
		if name != "" && (string(e.Kind) == name || strings.HasPrefix(string(e.Type), name)) {
			return true
		}
	}
	return false
}

// has reports whether the follower wants a record. One whose type cannot be
// read may be anything, so everybody gets it.
func (w wanted) has(e followed) bool {
	return len(w) == 0 || e.typ == "" || slices.ContainsFunc(w, func(name string) bool {
		return string(e.kind) == name || strings.HasPrefix(string(e.typ), name)
	})
}

// registerFollow registers the stream of records.
func (a *api) registerFollow() {
	words := value.Words{ID: "Ikuti catatan: setiap catatan satu peristiwa", EN: "Follow the records: each is one event"}
	header := &huma.Param{Name: lastEventID, In: "header", Schema: text(),
		Description: "nomor catatan terakhir yang diterima; mengalahkan from / number of the last record that arrived; goes over from"}
	a.handle(huma.Operation{Method: http.MethodGet, Path: "/api/follow", OperationID: "follow",
		Parameters: append(describe(new(followAsked).params()), header),
		Responses:  answer("200", words, eventsType, schemaOf[FollowLine](a.schemas))}, words, a.follow)
}

// follow answers until the follower goes away, is too slow, or the server or
// the ledger stops.
func (a *api) follow(w http.ResponseWriter, r *http.Request) error {
	var q followAsked
	field, err := q.read(r)
	if err != nil {
		return err
	}
	s := a.Ledger.Status(r.Context())
	switch {
	case a.Ending != nil && a.Ending.Err() != nil:
		return stopping
	case s.Last == 0 && s.Why != nil:
		return s.Why // nobody knows how many there are
	case !q.given:
		q.from = s.Last
	case q.from > s.Last:
		return beyondLast.With(q.from, s.Last).On(field)
	}
	out := a.openEvents(w, r)
	defer out.close()
	if err := out.begin(q.from); err != nil || r.Method == http.MethodHead {
		return nil
	}
	err = a.followers.feed(out, q.from, s.Last, q.wanted)
	switch {
	case errors.Is(err, errTooSlow), errors.Is(err, os.ErrDeadlineExceeded):
		a.Log.Info("a follower was too slow and was cut off", "from", r.RemoteAddr)
	case err != nil && !out.failed && out.ctx.Err() == nil:
		out.problem(a.problemOf(err, language(r.Header.Get("Accept-Language"))))
	}
	return nil
}

// events writes server-sent events to one follower.
type events struct {
	ctx    context.Context // ends when the follower goes away or the server ends
	w      http.ResponseWriter
	c      *http.ResponseController
	stall  time.Duration // how long the follower may leave one write unread
	every  time.Duration // a sign of life
	sent   time.Time
	failed bool // a write did, so the follower is gone or as good as
	close  func()
}

// openEvents is told when the server ends, and then gives a write that hangs
// only a moment more, so that ending waits for nobody.
func (a *api) openEvents(w http.ResponseWriter, r *http.Request) *events {
	e := &events{w: w, c: http.NewResponseController(w), stall: a.followers.stall, every: a.followers.heartbeat}
	ctx, cancel := context.WithCancel(r.Context())
	stop := func() bool { return true }
	if a.Ending != nil {
		stop = context.AfterFunc(a.Ending, func() {
			cancel()
			e.c.SetWriteDeadline(time.Now().Add(200 * time.Millisecond))
		})
	}
	e.ctx, e.close = ctx, func() {
		stop()
		cancel()
		e.c.SetWriteDeadline(time.Time{}) // what comes next on the connection has its own time
	}
	return e
}

func (e *events) begin(at uint64) error {
	h := e.w.Header()
	h.Set("Content-Type", eventsType)
	h.Set("X-Accel-Buffering", "no") // for a proxy that would collect it
	e.w.WriteHeader(http.StatusOK)
	b := append([]byte("retry: "), strconv.FormatInt(retryAfter.Milliseconds(), 10)...)
	return e.write(appendID(append(b, '\n'), at))
}

func appendID(b []byte, at uint64) []byte {
	return append(strconv.AppendUint(append(b, "id: "...), at, 10), "\n\n"...)
}

// write sends whole events. The deadline is set before the context is asked: if
// that ends in between, the deadline that follows is the one of the end.
func (e *events) write(b []byte) error {
	e.c.SetWriteDeadline(time.Now().Add(e.stall)) // where the server can; in the process the reader is ours
	if err := e.ctx.Err(); err != nil {
		return err
	}
	_, err := e.w.Write(b)
	if err == nil {
		err = e.c.Flush()
	}
	e.failed, e.sent = err != nil, time.Now()
	return err
}

// alive is the sign of life of a stream that has read up to a record.
func (e *events) alive(at uint64) error {
	return e.write(appendID([]byte(": mufakat\n"), at))
}

// passed gives one where records were passed over for long.
func (e *events) passed(at uint64) error {
	if time.Since(e.sent) < e.every {
		return nil
	}
	return e.alive(at)
}

func (e *events) problem(p Problem) {
	b, err := encode(p)
	if err != nil {
		panic(err) // strings and numbers
	}
	e.write(append(append([]byte("event: "+problemName+"\ndata: "), b...), "\n\n"...))
}
