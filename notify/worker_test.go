package notify

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mufakat/domain/noticelog"
)

// heard is what an endpoint got, by webhook-id.
type heard struct {
	mu     sync.Mutex
	ids    []string
	status func(nth int) int
	header http.Header
}

func (h *heard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.ids = append(h.ids, r.Header.Get("webhook-id"))
	n := len(h.ids)
	h.mu.Unlock()
	for k, v := range h.header {
		w.Header()[k] = v
	}
	status := 204
	if h.status != nil {
		status = h.status(n)
	}
	w.WriteHeader(status)
}

func (h *heard) all() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.ids)
}

func (h *heard) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.ids)
}

// An endpoint that is away for two and a half days gets everything once it is
// there, in order; one that is away for longer is given up, with a dozen tries
// or so on record and not thousands.
func TestAwayForDays(t *testing.T) {
	for _, x := range []struct {
		name string
		away time.Duration
		want noticelog.State
	}{{"two and a half", 60 * time.Hour, noticelog.NoticeArrived}, {"four", 96 * time.Hour, noticelog.NoticeParked}} {
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, n, h := newOutbox(), &network{}, &heard{}
				defer n.close()
				b.subscribe(sub(1), "http://opd.example/hook")
				var keys []string
				for i := range 20 {
					keys = append(keys, b.plan(sub(1), i%3).WebhookID())
				}
				stop := dispatch(Config{Outbox: b, dial: n.dial})
				defer stop()
				time.Sleep(x.away)
				tries := b.written()
				n.serve("opd.example", h)
				time.Sleep(24 * time.Hour)
				if got := b.states(sub(1)); got[x.want] != 20 {
					t.Errorf("after %v: %v", x.away, got)
				}
				if tries > 2*80 {
					t.Errorf("%d records of tries while it was away", tries)
				}
				if x.want == noticelog.NoticeArrived {
					slices.Sort(keys)
					got := slices.Sorted(slices.Values(h.all()))
					if strings.Join(got, " ") != strings.Join(keys, " ") {
						t.Errorf("heard %v", h.all())
					}
				}
			})
		})
	}
}

// Notices about one agreement arrive in the order of the records, though the
// first is refused a few times; others go past.
func TestOrderWithinAnAgreement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n := newOutbox(), &network{}
		defer n.close()
		first := b.plan(sub(1), 1)
		second, other := b.plan(sub(1), 1), b.plan(sub(1), 2)
		var order []string
		var mu sync.Mutex
		n.serve("opd.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			id := r.Header.Get("webhook-id")
			order = append(order, id)
			if id == first.WebhookID() && len(order) < 4 {
				w.WriteHeader(422)
			}
		}))
		b.subscribe(sub(1), "http://opd.example/hook")
		stop := dispatch(Config{Outbox: b, dial: n.dial})
		defer stop()
		time.Sleep(time.Hour)
		at := func(k noticelog.Key) int {
			mu.Lock()
			defer mu.Unlock()
			for i := len(order) - 1; i >= 0; i-- {
				if order[i] == k.WebhookID() {
					return i
				}
			}
			return -1
		}
		if at(second) < at(first) || at(other) > 1 || at(second) < 0 {
			t.Errorf("first %d, second %d, other %d of %d", at(first), at(second), at(other), len(order))
		}
	})
}

// What answers say: 410 ends it, another 4xx is given up after five, 5xx goes
// on, Retry-After is kept to within bounds.
func TestWhatAnswersSay(t *testing.T) {
	for _, x := range []struct {
		name   string
		h      *heard
		after  time.Duration
		tries  int
		state  noticelog.State
		status int // that disabled it
	}{
		{"gone", &heard{status: func(int) int { return 410 }}, time.Hour, 1, noticelog.NoticeDisabled, 410},
		{"refused", &heard{status: func(int) int { return 404 }}, 24 * time.Hour, 5, noticelog.NoticeParked, 0},
		{"unwell", &heard{status: func(n int) int { return map[bool]int{true: 503, false: 200}[n < 7] }}, 24 * time.Hour, 7, noticelog.NoticeArrived, 0},
		{"retry after a minute", &heard{status: func(n int) int { return map[bool]int{true: 429, false: 200}[n < 2] },
			header: http.Header{"Retry-After": {"60"}}}, 55 * time.Second, 1, noticelog.NoticeDue, 0},
		{"retry after a year", &heard{status: func(n int) int { return map[bool]int{true: 503, false: 200}[n < 2] },
			header: http.Header{"Retry-After": {"31536000"}}}, 13 * time.Hour, 2, noticelog.NoticeArrived, 0},
		{"retry at once", &heard{status: func(int) int { return 503 }, header: http.Header{"Retry-After": {"0"}}}, 4500 * time.Millisecond, 5, noticelog.NoticeDue, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, n := newOutbox(), &network{}
				defer n.close()
				n.serve("opd.example", x.h)
				b.subscribe(sub(1), "http://opd.example/hook")
				k := b.plan(sub(1), 1)
				stop := dispatch(Config{Outbox: b, dial: n.dial})
				defer stop()
				time.Sleep(x.after)
				h := b.history(k)
				if h.State() != x.state || x.h.count() != x.tries || b.stopped(sub(1)) != x.status {
					t.Errorf("%s after %d tries, disabled by %d", h.State(), x.h.count(), b.stopped(sub(1)))
				}
				if slices.ContainsFunc(x.h.all(), func(id string) bool { return id != k.WebhookID() }) {
					t.Errorf("ids %v", x.h.all())
				}
			})
		})
	}
}

// A process that ends between begin and outcome leaves a try that is made again
// after two minutes, not before, under the same id.
func TestBegunAndNeverEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n, h := newOutbox(), &network{}, &heard{}
		defer n.close()
		n.serve("opd.example", h)
		b.subscribe(sub(1), "http://opd.example/hook")
		k := b.plan(sub(1), 1)
		if _, err := b.Begin(t.Context(), k, 0); err != nil { // and then it was killed
			t.Fatal(err)
		}
		stop := dispatch(Config{Outbox: b, dial: n.dial})
		defer stop()
		time.Sleep(noticelog.Unanswered - time.Second)
		if h.count() != 0 {
			t.Fatal("sent while another process may be sending")
		}
		time.Sleep(2 * time.Second)
		if h.count() != 1 || h.all()[0] != k.WebhookID() || b.history(k).State() != noticelog.NoticeArrived {
			t.Errorf("heard %v, %s", h.all(), b.history(k).State())
		}
	})
}

// slowly is an outbox that takes long to write that a try begins.
type slowly struct {
	*memoryOutbox
	once sync.Once
}

func (s *slowly) Begin(ctx context.Context, k noticelog.Key, last uint64) (uint64, error) {
	seq, err := s.memoryOutbox.Begin(ctx, k, last)
	s.once.Do(func() { time.Sleep(noticelog.Unanswered - 10*time.Second) })
	return seq, err
}

// What took so long to begin that another process may take it for unanswered is
// not sent then, but begun anew.
func TestBegunTooSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n, h := newOutbox(), &network{}, &heard{}
		defer n.close()
		n.serve("opd.example", h)
		b.subscribe(sub(1), "http://opd.example/hook")
		k := b.plan(sub(1), 1)
		stop := dispatch(Config{Outbox: &slowly{memoryOutbox: b}, dial: n.dial})
		defer stop()
		time.Sleep(noticelog.Unanswered)
		got := b.history(k)
		if h.count() != 1 || len(got.Tries) != 2 || got.Tries[0].Outcome.Why != "interrupted" {
			t.Errorf("%d came, %+v", h.count(), got)
		}
	})
}

// Two dispatchers on one outbox never send one notice at the same time, and send
// each once when nobody is killed.
func TestTwoDispatchers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n, h := newOutbox(), &network{}, &heard{}
		defer n.close()
		n.serve("opd.example", h)
		b.subscribe(sub(1), "http://opd.example/hook")
		for i := range 200 {
			b.plan(sub(1), i)
		}
		stop1, stop2 := dispatch(Config{Outbox: b, dial: n.dial}), dispatch(Config{Outbox: b, dial: n.dial})
		defer stop1()
		defer stop2()
		time.Sleep(time.Hour)
		once := map[string]bool{}
		for _, id := range h.all() {
			if once[id] {
				t.Errorf("%s was sent twice", id)
			}
			once[id] = true
		}
		if len(once) != 200 {
			t.Errorf("%d arrived", len(once))
		}
	})
}

// What somebody wants sent again is sent again, and then given up anew.
func TestSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n := newOutbox(), &network{}
		h := &heard{status: func(n int) int { return map[bool]int{true: 404, false: 200}[n < 8] }}
		defer n.close()
		n.serve("opd.example", h)
		b.subscribe(sub(1), "http://opd.example/hook")
		k := b.plan(sub(1), 1)
		stop := dispatch(Config{Outbox: b, dial: n.dial})
		defer stop()
		time.Sleep(24 * time.Hour)
		if b.history(k).State() != noticelog.NoticeParked || h.count() != 5 {
			t.Fatal(b.history(k).State(), h.count())
		}
		if _, err := b.write(noticelog.Record{Key: k, Type: noticelog.Resend}, b.history(k).Last); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)
		if b.history(k).State() != noticelog.NoticeArrived || h.count() != 8 {
			t.Error(b.history(k).State(), h.count())
		}
	})
}

// What is no longer so when its turn comes is not sent, and says why; what comes
// after it is.
func TestWhatIsNoLongerSoIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n, h := newOutbox(), &network{}, &heard{}
		defer n.close()
		b.subscribe(sub(1), "http://opd.example/hook")
		gone, next := b.plan(sub(1), 1), b.plan(sub(1), 1)
		stop := dispatch(Config{Outbox: b, dial: n.dial})
		defer stop()
		time.Sleep(time.Hour) // nobody answers yet
		b.mu.Lock()
		b.moot = map[noticelog.Key]noticelog.Trouble{gone: noticelog.TroubleTakenBack}
		b.mu.Unlock()
		n.serve("opd.example", h)
		time.Sleep(24 * time.Hour)
		if got := h.all(); !slices.Equal(got, []string{next.WebhookID()}) {
			t.Errorf("sent %v", got)
		}
		tries := b.history(gone).Tries
		if last := tries[len(tries)-1]; b.history(gone).State() != noticelog.NoticeDropped || last.Outcome.Why != noticelog.TroubleTakenBack {
			t.Errorf("%+v", last)
		}
	})
}

// Ten thousand are due, and one endpoint of three hangs and one is away: the
// third gets its own within seconds.
func TestADeadEndpointHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n, h := newOutbox(), &network{}, &heard{}
		defer n.close()
		hang := make(chan struct{})
		defer close(hang)
		n.serve("well.example", h)
		n.serve("hangs.example", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		}))
		for i, host := range []string{"hangs", "away", "well"} {
			b.subscribe(sub(i+1), "http://"+host+".example/hook")
		}
		for i := range 10_000 {
			b.plan(sub(i%2+1), i)
			if i%50 == 0 {
				b.plan(sub(3), i)
			}
		}
		stop := dispatch(Config{Outbox: b, dial: n.dial})
		defer stop()
		time.Sleep(2 * time.Second)
		if h.count() != 200 {
			t.Errorf("%d of 200 arrived", h.count())
		}
		time.Sleep(10 * time.Hour)
		if b.written() > 200*2+2*(2*width+2*30) {
			t.Errorf("%d records for endpoints that take nothing", b.written())
		}
	})
}

func TestWaitsStayWithinTheirJitter(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, step := range steps {
		failed := slices.Repeat([]noticelog.Try{{Outcome: noticelog.Outcome{Why: "unwell"}}}, i)
		for _, chance := range []float64{0, 0.5, 1} {
			o := judge(answer{status: 500, why: "unwell"}, failed, at, at, chance)
			if got := o.Next.Sub(at); got < step*8/10 || got > step*12/10 {
				t.Errorf("after %d: %v, want about %v", i, got, step)
			}
		}
	}
	for _, s := range []string{"", "-1", "soon", "1e3", strconv.Itoa(1 << 40)} {
		if d, ok := retryAfter(s, at); ok {
			t.Errorf("%q was read as %v", s, d)
		}
	}
}
