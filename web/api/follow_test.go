package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// following is a fixture whose followers can be tuned before they come.
type following struct {
	*fixture
	api    *API
	end    context.CancelFunc
	server *httptest.Server
	conns  *kept
}

// kept is a listener that keeps its connections, to break them.
type kept struct {
	net.Listener
	mu    sync.Mutex // guards what follows
	conns []net.Conn
}

func (k *kept) Accept() (net.Conn, error) {
	c, err := k.Listener.Accept()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.conns = append(k.conns, c)
	return c, err
}

func (k *kept) cut() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range k.conns {
		if c != nil {
			c.Close()
		}
	}
	k.conns = nil
}

func newFollowing(t *testing.T, l Ledger, f *fixture) *following {
	t.Helper()
	c := f.config()
	c.Ledger = l
	ctx, end := context.WithCancel(context.Background())
	c.Ending = ctx
	x := &following{fixture: f, api: NewAPI(c), end: end}
	x.server = httptest.NewUnstartedServer(x.api.Handler())
	x.server.Config.RegisterOnShutdown(end)
	x.conns = &kept{Listener: x.server.Listener}
	x.server.Listener = x.conns
	x.server.Start()
	f.client = client.New(x.server.URL, x.server.Client())
	t.Cleanup(func() { end(); x.conns.cut(); x.server.Close(); x.api.EndFollowers() })
	return x
}

func follower(t *testing.T) *following {
	f := newFixture(t)
	return newFollowing(t, f.ledger, f)
}

// more records n aliases of the agency.
func (f *fixture) more(n int) {
	f.t.Helper()
	for range n {
		key := strconv.FormatUint(f.views.Position(), 10)
		if w := f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"nama `+key+`"}}`, "Idempotency-Key: "+key); w.Code != 201 {
			f.t.Fatal(w.Body)
		}
	}
}

// nextEvent reads one event as it stands on the wire.
func nextEvent(t *testing.T, in *bufio.Reader) string {
	t.Helper()
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("%q, %v", text.String()+line, err)
		}
		if line == "\n" {
			return text.String()
		}
		text.WriteString(line)
	}
}

// open begins to follow and reads the head.
func (f *following) open(query string, headers ...string) *bufio.Reader {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), "GET", f.server.URL+"/api/follow"+query, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	resp, err := f.server.Client().Do(r)
	if err != nil || resp.StatusCode != 200 || resp.Header.Get("Content-Type") != wire.EventsType {
		f.t.Fatal(resp, err)
	}
	f.t.Cleanup(func() { resp.Body.Close() })
	return bufio.NewReader(resp.Body)
}

// Every record is one event, whatever its bytes are.
func TestFollowedBytes(t *testing.T) {
	f := follower(t)
	f.fill()
	in := f.open("?from=0")
	if head := nextEvent(t, in); head != "retry: 1000\nid: 0\n" {
		t.Errorf("%q", head)
	}
	for _, r := range f.ledger.records {
		n := strconv.FormatUint(r.Seq, 10)
		want := "id: " + n + "\ndata: {\"seq\":" + n + `,"subject":"` + r.Ref.String() + `",`
		if wire.AsWritten(r.Body) {
			want += `"record":` + string(r.Body) + "}\n"
		} else {
			want += `"bytes":"` + base64.StdEncoding.EncodeToString(r.Body) + "\"}\n"
		}
		if got := nextEvent(t, in); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestFollow(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		f.fill()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		want := uint64(2)
		for s, err := range f.client.Follow(ctx, 2) {
			if err != nil {
				if !errors.Is(err, context.Canceled) || want != 16 {
					t.Error(want, err)
				}
				return
			}
			want++
			if is := f.ledger.records[want-1]; s.Seq != want || s.Ref != is.Ref || !bytes.Equal(s.Body, is.Body) {
				t.Fatalf("%d: %+v", want, s)
			}
			if n := len(f.ledger.records); want == uint64(n) && n < 16 {
				f.more(1) // live
			} else if n == 16 && want == 16 {
				cancel()
			}
		}
		t.Error("it ended without an error")
	})
}

// A follower that has gone away is told no more.
func TestFollowEndsWithItsCaller(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		f.more(3)
		for s, err := range f.client.Follow(t.Context(), 0) {
			if err != nil || s.Seq != 1 {
				t.Error(s, err)
			}
			break
		}
	})
}

func TestFollowOnlyWhatIsNew(t *testing.T) {
	f := follower(t)
	f.more(3)
	for _, query := range []string{"", "?from=latest"} {
		last := strconv.FormatUint(f.views.Position(), 10)
		in := f.open(query)
		if head := nextEvent(t, in); head != "retry: 1000\nid: "+last+"\n" {
			t.Errorf("%q", head)
		}
		f.more(1)
		if e := nextEvent(t, in); !strings.HasPrefix(e, "id: "+strconv.FormatUint(f.views.Position(), 10)+"\n") {
			t.Errorf("%q", e)
		}
	}
	in := f.open("?from=1", "Last-Event-ID: 4") // the header wins
	if head, e := nextEvent(t, in), nextEvent(t, in); head != "retry: 1000\nid: 4\n" || !strings.HasPrefix(e, "id: 5\n") {
		t.Errorf("%q %q", head, e)
	}
}

func TestFollowsThatAreRefused(t *testing.T) {
	f := newFixture(t)
	f.more(3)
	for _, c := range []struct {
		query, header string
		status        int
		code, field   string
	}{
		{"?from=4", "", 422, "beyond-last", "from"},
		{"?from=-1", "", 422, "not-a-position", "from"},
		{"?from=1&from=2", "", 422, "parameter-twice", "from"},
		{"?from=1", "Last-Event-ID: 4", 422, "beyond-last", "Last-Event-ID"},
		{"", "Last-Event-ID: x", 422, "not-a-position", "Last-Event-ID"},
		{"?type=treaty", "", 422, "no-such-type", "type"},
		{"?type=agency&type=", "", 422, "no-such-type", "type"},
		{"?type=agency,id.mufakat.nothing", "", 422, "no-such-type", "type"},
		{"?until=3", "", 422, "unknown-parameter", "until"},
	} {
		f.refused(f.do("GET", "/api/follow"+c.query, "", c.header), c.status, c.code, c.field)
	}
	if w := f.do("HEAD", "/api/follow", ""); w.Code != 200 { // and comes to an end
		t.Error(w.Code)
	}
	_, err := collect(f.client.Follow(t.Context(), 4))
	if !errors.Is(err, beyondLast) {
		t.Error(err)
	}
	_, err = collect(client.New("http://127.0.0.1:1", nil).Follow(t.Context(), 0))
	if !errors.Is(err, wire.NotRunning) {
		t.Error(err)
	}
}

// What cannot be read may be anything: everybody gets it.
func TestFollowByType(t *testing.T) {
	f := newFixture(t)
	f.fill() // three aliases of an agency, then ten that cannot be read
	ref := value.Ref{Kind: "office", ID: uuidOf(9)}
	f.ledger.store(ref, strings.ReplaceAll(string(f.ledger.records[0].Body), "id.mufakat.agency.", "id.mufakat.office."))
	typ := string(f.ledger.records[0].Type)
	for _, c := range []struct {
		types []string
		want  int // of the three and the one
	}{
		{nil, 4}, {[]string{"agency"}, 3}, {[]string{typ}, 3}, {[]string{"id.mufakat.agency."}, 3}, {[]string{"id.mufakat."}, 4},
		{[]string{"instrument"}, 0}, {[]string{"office", "agency"}, 4}, {[]string{"office"}, 1},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		got := 0
		f.ledger.mu.Lock()
		f.ledger.why = value.NewRefusal(value.Integrity, "record-missing", "hilang", "missing") // ends it
		f.ledger.mu.Unlock()
		for s, err := range f.client.Follow(ctx, 0, c.types...) {
			if err != nil {
				break
			}
			if domain.Read(s.Seq, s.Ref, s.Body).Type != "" {
				got++
			}
		}
		cancel()
		if got != c.want {
			t.Errorf("%v: %d, want %d", c.types, got, c.want)
		}
	}
	w := f.do("GET", "/api/follow?from=0&type=agency&type=office", "")
	if n := strings.Count(w.Body.String(), "data: {\"seq\""); w.Code != 200 || n != len(f.ledger.records) {
		t.Error(w.Code, n)
	}
}

// A ledger that stops says so to everybody who follows, and to nobody twice.
func TestFollowedLedgerStops(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		f.more(1)
		refusal := value.NewRefusal(value.Integrity, "record-missing", "hilang", "missing")
		for s, err := range f.client.Follow(t.Context(), 0) {
			if err != nil {
				if !errors.Is(err, refusal) || wire.ExitCode(err) != 7 {
					t.Error(err)
				}
				return
			}
			if s.Seq != 1 {
				t.Error(s.Seq)
			}
			f.ledger.mu.Lock()
			f.ledger.why = refusal
			f.ledger.mu.Unlock()
		}
	})
}

func TestSignsOfLife(t *testing.T) {
	f := follower(t)
	f.api.followers.heartbeat = 10 * time.Millisecond
	in := f.open("?from=0&type=office")
	nextEvent(t, in)
	f.more(3) // passed over
	for {
		if e := nextEvent(t, in); e == ": mufakat\nid: 3\n" {
			return
		}
	}
}

// counted is a ledger that counts its readers.
type counted struct {
	*toy
	follows, reads, most atomic.Int64
}

func (c *counted) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	c.follows.Add(1)
	return c.toy.Follow(ctx, after)
}

func (c *counted) Stored(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		n := c.reads.Add(1)
		defer c.reads.Add(-1)
		for was := c.most.Load(); n > was && !c.most.CompareAndSwap(was, n); was = c.most.Load() {
		}
		time.Sleep(100 * time.Microsecond)
		c.toy.Stored(ctx, after, upTo)(yield)
	}
}

// A thousand followers are one reader of the stream.
func TestAThousandFollowers(t *testing.T) {
	f := newFixture(t)
	c := &counted{toy: f.ledger}
	x := newFollowing(t, c, f)
	f.client = client.New("http://mufakat", client.InProcess(x.api.Handler()))
	f.more(20)
	ctx, cancel := context.WithCancel(t.Context())
	var there, wg sync.WaitGroup
	there.Add(1000)
	for i := range 1000 {
		wg.Go(func() {
			want := uint64(i % 20)
			for s, err := range f.client.Follow(ctx, want) {
				if err != nil {
					if ctx.Err() == nil || want != 30 {
						t.Error(want, err)
					}
					return
				}
				if want++; s.Seq != want {
					t.Error(s.Seq, want)
					return
				}
				if want == 20 || want == 30 {
					there.Done()
				}
			}
		})
	}
	there.Wait()
	there.Add(1000)
	f.more(10)
	there.Wait()
	if c.follows.Load() > 5 || c.most.Load() > int64(cap(x.api.followers.reading)) {
		t.Errorf("the stream was followed %d times, and read %d times at once", c.follows.Load(), c.most.Load())
	}
	cancel()
	wg.Wait()
	x.alone()
}

// alone waits until nobody is a member of the tail any more.
func (f *following) alone() {
	f.t.Helper()
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		f.api.followers.mu.Lock()
		gone := f.api.followers.tail == nil
		f.api.followers.mu.Unlock()
		if gone {
			return
		}
		if time.Now().After(end) {
			f.t.Fatal("somebody still follows")
		}
	}
}

// A follower that does not read is cut off, in time, and keeps nobody else waiting.
func TestSlowFollower(t *testing.T) {
	f := follower(t)
	f.api.followers.stall = 100 * time.Millisecond
	slow := f.open("?from=0")
	nextEvent(t, slow)
	big := `{"a":"` + strings.Repeat("x", 1<<20) + `"}`
	got := make(chan uint64, 100)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for s, err := range f.client.Follow(ctx, 0) {
			if err != nil {
				close(got)
				return
			}
			got <- s.Seq
		}
	}()
	for i := range 20 {
		f.ledger.store(value.Ref{Kind: "agency", ID: uuidOf(1)}, big)
		if seq := <-got; seq != uint64(i+1) {
			t.Fatal(seq)
		}
	}
	cancel()
	for range got {
	}
	f.alone() // the slow one was cut off without being read
	for !strings.Contains(f.log.String(), "too slow") {
		time.Sleep(time.Millisecond)
	}
	if _, err := io.Copy(io.Discard, slow); err == nil {
		t.Error("half a stream passed for a whole one")
	}
}

// A follower that the tail leaves behind reads from the store what it missed, on
// the same connection.
func TestFollowerLeftBehind(t *testing.T) {
	f := newFixture(t)
	c := &counted{toy: f.ledger}
	x := newFollowing(t, c, f)
	x.api.followers.recent = 4
	slow, quick := x.open("?from=0"), x.open("?from=0")
	nextEvent(t, slow)
	nextEvent(t, quick)
	big := `{"a":"` + strings.Repeat("x", 1<<20) + `"}`
	has := func(in *bufio.Reader, seq int) {
		t.Helper()
		if e := nextEvent(t, in); !strings.HasPrefix(e, "id: "+strconv.Itoa(seq)+"\n") {
			t.Fatalf("%.20q, want %d", e, seq)
		}
	}
	for i := range 20 {
		f.ledger.store(value.Ref{Kind: "agency", ID: uuidOf(1)}, big)
		has(quick, i+1)
	}
	if c.most.Load() > 0 {
		t.Error("a follower that kept up read from the store")
	}
	for i := range 20 {
		has(slow, i+1)
	}
	f.ledger.store(value.Ref{Kind: "agency", ID: uuidOf(1)}, `{}`)
	has(slow, 21)
	if c.most.Load() == 0 || c.follows.Load() != 1 {
		t.Errorf("%d read from the store, and the stream was followed %d times", c.most.Load(), c.follows.Load())
	}
}

// A server that stops waits for no follower, not even for one that does not read.
func TestShutdownEndsFollowers(t *testing.T) {
	f := follower(t)
	idle, slow := f.open(""), f.open("?from=0")
	nextEvent(t, idle)
	for range 20 {
		f.ledger.store(value.Ref{Kind: "agency", ID: uuidOf(1)}, `{"a":"`+strings.Repeat("x", 1<<20)+`"}`)
	}
	go io.Copy(io.Discard, idle)
	time.Sleep(20 * time.Millisecond)
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := f.server.Config.Shutdown(ctx); err != nil || time.Since(began) > time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	f.alone()
	io.Copy(io.Discard, slow)
}

// An idle follower's stream ends whole when the server stops.
func TestShutdownEndsStreamsWhole(t *testing.T) {
	f := follower(t)
	in := f.open("")
	nextEvent(t, in)
	go f.server.Config.Shutdown(t.Context())
	if b, err := io.ReadAll(in); err != nil || len(b) > 0 {
		t.Errorf("%q, %v", b, err)
	}
	w := httptest.NewRecorder()
	f.api.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/api/follow", nil))
	f.refused(w, 503, "stopping", "")
}

// Connections that break lose nothing and bring nothing twice.
func TestFollowOverBrokenConnections(t *testing.T) {
	f := follower(t)
	const n = 300
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range n {
			f.ledger.store(value.Ref{Kind: "agency", ID: uuidOf(i % 3)}, `{"n":`+strconv.Itoa(i)+`}`)
			time.Sleep(time.Millisecond)
			if i%60 == 30 {
				f.conns.cut()
			}
		}
	}()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			want := uint64(0)
			for s, err := range f.client.Follow(t.Context(), 0) {
				if want++; err != nil || s.Seq != want {
					t.Error(s.Seq, want, err)
					return
				}
				if want == n {
					return
				}
			}
		})
	}
	wg.Wait()
	<-done
}

// A bug met with one follower cuts off that one, and is no whole stream.
func TestABugCutsOffItsFollower(t *testing.T) {
	f := newFixture(t)
	x := newFollowing(t, buggy{f.ledger}, f)
	f.more(1)
	in := x.open("?from=0")
	nextEvent(t, in)
	if _, err := io.ReadAll(in); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	for !strings.Contains(f.log.String(), "a bug") {
		time.Sleep(time.Millisecond)
	}
}

// buggy is a ledger that nobody can follow.
type buggy struct{ *toy }

func (buggy) Stored(context.Context, uint64, uint64) iter.Seq2[fact.Stored, error] { panic("a bug") }
