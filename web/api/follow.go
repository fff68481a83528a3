package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
	"mufakat/web/wire"
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

const (
	retryAfter = time.Second
	lastMoment = 200 * time.Millisecond // for a follower to take what is written at the end
)

var (
	beyondLast = value.NewRefusal(value.Invalid, "beyond-last",
		"Catatan %d belum ada; yang terakhir %d. Ikuti sesudah nomor yang ada, atau hilangkan nomornya untuk mengikuti yang baru saja.",
		"There is no record %d yet; the last is %d. Follow after a number that is there, or leave it out to follow only what is new.")
	stopping = value.NewRefusal(value.Unavailable, "stopping",
		"Server sedang berhenti. Sambung lagi sebentar lagi.",
		"The server is stopping. Connect again shortly.")
)

// read takes the parameters and the header, which goes over from: it is sent by
// those who lost their connection.
func read(q *wire.FollowAsked, r *http.Request) (field string, err error) {
	if err := wire.ReadParams(joined(r, "type"), q.Params()); err != nil {
		return "", err
	}
	switch ids := r.Header.Values(wire.LastEventID); {
	case len(ids) > 1:
		return "", wire.HeaderTwice.With(wire.LastEventID).On(wire.LastEventID)
	case len(ids) == 0 || ids[0] == "":
		return "from", nil
	default:
		return wire.LastEventID, wire.On(wire.LastEventID, q.SetFrom(ids[0]))
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

// registerFollow registers the stream of records.
func (a *API) registerFollow() {
	words := value.Words{ID: "Ikuti catatan: setiap catatan satu peristiwa", EN: "Follow the records: each is one event"}
	header := &huma.Param{Name: wire.LastEventID, In: "header", Schema: text(),
		Description: "nomor catatan terakhir yang diterima; mengalahkan from / number of the last record that arrived; goes over from"}
	a.Handle(huma.Operation{Method: http.MethodGet, Path: "/api/follow", OperationID: "follow",
		Parameters: append(describe(new(wire.FollowAsked).Params()), header),
		Responses:  answer("200", words, wire.EventsType, schemaOf[wire.FollowLine](a.schemas))}, words, a.follow)
}

// follow looks whether there is anything to follow from where the follower is.
func (a *API) follow(w http.ResponseWriter, r *http.Request) error {
	var q wire.FollowAsked
	field, err := read(&q, r)
	if err != nil {
		return err
	}
	s := a.Ledger.Status(r.Context())
	switch {
	case a.Ending != nil && a.Ending.Err() != nil:
		return stopping
	case s.Last == 0 && s.Why != nil:
		return s.Why // nobody knows how many there are
	case !q.Given:
		q.From = s.Last
	case q.From > s.Last:
		return beyondLast.With(q.From, s.Last).On(field)
	}
	x := caller{q.From, s.Last, q.Wanted, wire.Language(r.Header.Get("Accept-Language")), r.RemoteAddr}
	c, taken := takeOver(w, r)
	if !taken {
		a.answerFollower(r.Context(), w, x, r.Method == http.MethodHead)
		return nil
	}
	a.followers.taken.Go(func() {
		defer a.recoverFollower(c)
		ctx, cancel := context.WithCancel(context.Background())
		go c.gone(cancel)
		c.end(a.answerFollower(ctx, c, x, false))
	})
	return nil
}

// caller is who follows, and from where.
type caller struct {
	from, last uint64
	want       wire.Wanted
	lang       value.Lang
	remote     string
}

// answerFollower answers until ctx ends because the follower goes away, it is too
// slow, or the server or the ledger stops. It reports whether the stream is whole.
func (a *API) answerFollower(ctx context.Context, w http.ResponseWriter, x caller, headOnly bool) (whole bool) {
	out := a.openEvents(ctx, w)
	defer out.close()
	if err := out.begin(x.from); err != nil || headOnly {
		return err == nil
	}
	err := a.followers.feed(out, x.from, x.last, x.want)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		a.Log.Info("a follower was too slow and was cut off", "from", x.remote)
	case err != nil && !out.failed && out.ctx.Err() == nil:
		out.problem(wire.ProblemOf(err, x.lang, a.Log))
	}
	return !out.failed
}

// recoverFollower cuts off the one follower that a bug is met with.
func (a *API) recoverFollower(c *followerConn) {
	if v := recover(); v != nil {
		a.Log.Error("panic while following", "panic", v, "stack", string(debug.Stack()))
		c.end(false)
	}
}

// EndFollowers waits until nobody follows over a connection any more, once
// [Config.Ending] says so.
func (a *API) EndFollowers() { a.followers.taken.Wait() }

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
func (a *API) openEvents(parent context.Context, w http.ResponseWriter) *events {
	e := &events{w: w, c: http.NewResponseController(w), stall: a.followers.stall, every: a.followers.heartbeat}
	ctx, cancel := context.WithCancel(parent)
	stop := func() bool { return true }
	if a.Ending != nil {
		stop = context.AfterFunc(a.Ending, func() {
			cancel()
			e.c.SetWriteDeadline(time.Now().Add(lastMoment))
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
	h.Set("Content-Type", wire.EventsType)
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

func (e *events) problem(p wire.Problem) {
	b, err := wire.Encode(p)
	if err != nil {
		panic(err) // strings and numbers
	}
	e.write(append(append([]byte("event: "+wire.ProblemName+"\ndata: "), b...), "\n\n"...))
}
