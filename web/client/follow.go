package client

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"iter"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/wire"
)

// FromNow asks [Client.Follow] for new records only.
const FromNow uint64 = math.MaxUint64

const (
	silence      = 50 * time.Second // without any sign of life a connection is given up
	firstPause   = 100 * time.Millisecond
	longestPause = 10 * time.Second
)

// Follow goes through the records after from, and then through each new one, for
// ever: of these kinds, or with types that begin so, if any are named. Every
// record comes once and in order. A connection that is lost is made again, and
// followed from where it was. It ends with the context's error, with a refusal,
// or, where the first connection cannot be made, with why.
func (c *Client) Follow(ctx context.Context, from uint64, types ...string) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		f := &follow{c: c, types: types, at: from}
		for wait := firstPause; ; wait = min(2*wait, longestPause) {
			began := f.at
			err := f.connection(ctx, yield)
			switch {
			case errors.Is(err, errEnough):
				return
			case ctx.Err() != nil:
				err = ctx.Err()
			case f.begun && mayPass(err):
				if f.at != began {
					wait = firstPause
				}
				if err = sleep(ctx, wait/2+rand.N(wait/2)); err == nil {
					continue
				}
			}
			yield(fact.Stored{}, err)
			return
		}
	}
}

// mayPass reports whether an error is worth another try: all but refusals that
// say something else than that it cannot be done now.
func mayPass(err error) bool {
	var r *value.Refusal
	var f *wire.Failure
	return !errors.As(err, &f) && (!errors.As(err, &r) || r.Class == value.Unavailable)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// errEnough says that the caller wants no more.
var errEnough = errors.New("enough")

// follow is where a follower is.
type follow struct {
	c     *Client
	types []string
	at    uint64 // the last record that needs no second look; FromNow: not known yet
	begun bool   // a connection was made
}

// connection follows until the connection ends, which is an error like any other.
func (f *follow) connection(ctx context.Context, yield func(fact.Stored, error) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := f.request(ctx)
	if err != nil {
		return err
	}
	lifeline := time.AfterFunc(silence, cancel)
	defer lifeline.Stop()
	body, err := f.c.send(r)
	if err != nil {
		return err
	}
	defer body.Close()
	in := bufio.NewReaderSize(body, 64<<10)
	for {
		e, err := readEvent(in)
		if err != nil {
			return wire.ConnectionLost.With(f.c.base)
		}
		lifeline.Reset(silence)
		if err := f.take(e, yield); err != nil {
			return err
		}
	}
}

func (f *follow) request(ctx context.Context) (*http.Request, error) {
	q := wire.FollowAsked{Wanted: f.types, From: f.at, Given: f.at != FromNow}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, f.c.base+"/api/follow?"+wire.WriteParams(q.Params()).Encode(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", wire.EventsType)
	if f.begun && q.Given {
		r.Header.Set(wire.LastEventID, strconv.FormatUint(f.at, 10))
	}
	return r, nil
}

// take gives an event's record to the caller, unless it had it already.
func (f *follow) take(e serverEvent, yield func(fact.Stored, error) bool) error {
	if e.name == wire.ProblemName {
		var p wire.Problem
		if wire.Decode(e.data, &p) != nil || p.Code == "" {
			return wire.NotMufakat.With(f.c.base, http.StatusOK)
		}
		return p.Err()
	}
	f.begun = true
	if len(e.data) > 0 {
		s, err := followedIn(e.data)
		if err != nil {
			return wire.NotMufakat.With(f.c.base, http.StatusOK)
		}
		if f.at != FromNow && s.Seq <= f.at {
			return nil
		}
		f.at = s.Seq
		if !yield(s, nil) {
			return errEnough
		}
	}
	if e.hasID && (f.at == FromNow || e.id > f.at) {
		f.at = e.id
	}
	return nil
}

// followedIn reads the line of one record.
func followedIn(b []byte) (s fact.Stored, err error) {
	var l wire.FollowLine
	if err := json.Unmarshal(b, &l); err != nil {
		return s, err
	}
	kind, id, ok := strings.Cut(l.Subject, "/")
	if !ok || l.Seq == 0 || (l.Record == nil) == (l.Bytes == nil) {
		return s, errors.New("not the line of a record")
	}
	s = fact.Stored{Seq: l.Seq, Ref: value.Ref{Kind: value.Kind(kind), ID: id}, Body: l.Record}
	if l.Bytes != nil {
		s.Body = *l.Bytes
	}
	return s, nil
}

// serverEvent is one server-sent event.
type serverEvent struct {
	name  string
	data  []byte
	id    uint64
	hasID bool
}

// readEvent reads up to the empty line that ends an event. One that was cut off
// is none.
func readEvent(in *bufio.Reader) (e serverEvent, err error) {
	for {
		line, err := readLine(in)
		if err != nil || len(line) == 0 {
			return e, err
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "event":
			e.name = string(value)
		case "data":
			e.data = append(e.data, value...) // ours have one line
		case "id":
			e.id, err = strconv.ParseUint(string(value), 10, 64)
			e.hasID = err == nil
		}
	}
}

func readLine(in *bufio.Reader) (b []byte, err error) {
	for {
		part, err := in.ReadSlice('\n')
		b = append(b, part...)
		if err == nil {
			return bytes.TrimRight(b, "\r\n"), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) || len(b) > wire.MaxLine {
			return nil, err
		}
	}
}
