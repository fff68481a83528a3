package node

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/internal/natstest"
	"mufakat/notify"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
)

// inbox is a subscriber's own system: it checks whom webhooks are from, and
// keeps what came when.
type inbox struct {
	*httptest.Server
	mu     sync.Mutex // guards what follows
	secret string
	ids    map[string]int
	at     []time.Time
	wrong  int
	status int
	delay  time.Duration
}

func newInbox(t testing.TB) *inbox {
	in := &inbox{ids: map[string]int{}, status: http.StatusNoContent}
	in.Server = httptest.NewServer(in)
	t.Cleanup(in.Close)
	return in
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := time.Now()
	body, _ := io.ReadAll(r.Body)
	in.mu.Lock()
	in.ids[r.Header.Get("webhook-id")]++
	in.at = append(in.at, at)
	var sec int64
	fmt.Sscan(r.Header.Get("webhook-timestamp"), &sec)
	if in.secret != "" && notify.Verify(in.secret, r.Header, body, time.Unix(sec, 0)) != nil {
		in.wrong++
	}
	status, delay := in.status, in.delay
	in.mu.Unlock()
	time.Sleep(delay)
	w.WriteHeader(status)
}

func (in *inbox) set(status int, delay time.Duration) {
	in.mu.Lock()
	in.status, in.delay = status, delay
	in.mu.Unlock()
}

// heard is how many different notices came, and how many came twice.
func (in *inbox) heard() (n, twice int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, times := range in.ids {
		n++
		twice += times - 1
	}
	return n, twice
}

func give(t testing.TB, c *client.Client, kind value.Kind, id, command, body string) fact.Receipt {
	t.Helper()
	got, err := c.Record(context.Background(), kind, id, command, []byte(body), client.RecordOptions{Key: kindKey(kind, id, command, body)})
	if err != nil {
		t.Error(kind, command, err)
	}
	return got
}

func kindKey(parts ...any) string { return string(fact.HashOf(fmt.Append(nil, parts...))) }

const (
	aSubscription = "0190a5f2-7c1e-7000-8000-000000000501"
	bSubscription = "0190a5f2-7c1e-7000-8000-000000000502"
)

// agreements enters both parties and n documents between them, that loopback
// may be sent to, and who is to be told where.
func agreements(t testing.TB, c *client.Client, n int, url string) fact.Receipt {
	t.Helper()
	give(t, c, "party", string(value.PartyOf("35")), "register", `{"fact":{"code":"35","name":"Provinsi Jawa Timur"}}`)
	give(t, c, "party", string(value.PartyOf("64")), "register", `{"fact":{"code":"64","name":"Provinsi Kalimantan Timur"}}`)
	give(t, c, "setting", fileID(1), "allow-range", `{"fact":{"range":"127.0.0.0/8"}}`)
	made := give(t, c, "subscription", aSubscription, "subscribe", `{"fact":{"party":"35","endpoint":"`+url+`"}}`)
	all(n, 16, func(i int) {
		give(t, c, "instrument", fileID(1000+i), "draft", `{"fact":{"title":"PKS","signatories":[{"slot":"35-1","party":"35"},{"slot":"64-1","party":"64"}]}}`)
	})
	return made
}

// remind makes one notice about the ith document.
func remind(t testing.TB, c *client.Client, documents, i int) fact.Receipt {
	return give(t, c, "instrument", fileID(1000+i%documents), "remind", fmt.Sprintf(`{"fact":{"channel":"surat %d"}}`, i))
}

func noticeStates(t testing.TB, c *client.Client) map[projections.NoticeState]int {
	t.Helper()
	m := map[projections.NoticeState]int{}
	for q := (engine.Asked{Limit: question.MaxRows}); ; {
		p, err := client.Ask(context.Background(), c, projections.Notices, q, projections.NoticeFilter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range p.Rows {
			m[n.State]++
		}
		if q.After = p.Head.Next; q.After == "" {
			return m
		}
	}
}

// From a record to its webhook and back: the secret is shown once and fits; what
// was refused is parked, and sent again when somebody says so; 410 stops it.
func TestAWebhookThroughTheWholeProgram(t *testing.T) {
	n, c := fresh(t, "")
	in := newInbox(t)
	made := agreements(t, c, 2, in.URL)
	if !strings.HasPrefix(made.Secret, "whsec_") {
		t.Fatalf("the secret was shown as %q", made.Secret)
	}
	in.secret = made.Secret
	if again := give(t, c, "subscription", aSubscription, "subscribe", `{"fact":{"party":"35","endpoint":"`+in.URL+`"}}`); again.Secret != "" {
		t.Error("the secret was shown twice")
	}
	sends(t, n)
	remind(t, c, 2, 0)
	until(t, "the first notice", func() bool { return noticeStates(t, c)[projections.NoticeArrived] == 1 })
	p, err := client.Ask(t.Context(), c, projections.Notices, engine.Asked{}, projections.NoticeFilter{})
	must(t, err)
	first := p.Rows[0]
	if first.Number != 1 || len(first.Attempts) != 1 || first.Attempts[0].Status != 204 || first.Link != "/instrument/"+fileID(1000) {
		t.Errorf("%+v", first)
	}
	k, err := noticelog.ParseKey(first.Key)
	must(t, err)
	_, err = c.Resend(t.Context(), k)
	must(t, err)
	until(t, "the notice again", func() bool { _, twice := in.heard(); return twice == 1 })
	until(t, "its outcome", func() bool { return noticeStates(t, c)[projections.NoticeArrived] == 1 })

	in.set(http.StatusGone, 0)
	remind(t, c, 2, 1)
	until(t, "the end of sending", func() bool {
		p, err := client.Ask(t.Context(), c, projections.Subscriptions, engine.Asked{}, projections.SubscriptionFilter{})
		must(t, err)
		return p.Rows[0].Disabled
	})
	remind(t, c, 2, 2)
	if got := noticeStates(t, c); got[projections.NoticeDisabled] != 2 || got[projections.NoticeArrived] != 1 {
		t.Errorf("%v", got)
	}
	in.set(http.StatusNoContent, 0)
	give(t, c, "subscription", aSubscription, "resume", `{"fact":{}}`)
	until(t, "what waited", func() bool { return noticeStates(t, c)[projections.NoticeArrived] == 3 })
	if in.wrong > 0 {
		t.Errorf("%d signatures were wrong", in.wrong)
	}
}

// A private address is refused until an administrator allows its range.
func TestAPrivateAddressMustBeAllowed(t *testing.T) {
	n, c := fresh(t, "")
	in := newInbox(t)
	agreements(t, c, 1, in.URL)
	give(t, c, "setting", fileID(1), "withdraw-range", `{"fact":{}}`)
	sends(t, n)
	remind(t, c, 1, 0)
	until(t, "the refusal", func() bool {
		p, err := client.Ask(t.Context(), c, projections.Notices, engine.Asked{}, projections.NoticeFilter{})
		must(t, err)
		return len(p.Rows) == 1 && len(p.Rows[0].Attempts) > 0 && p.Rows[0].Attempts[0].Why.EN == noticelog.Trouble("not-allowed").Words(0).EN
	})
	if n, _ := in.heard(); n != 0 {
		t.Error("it was sent")
	}
}

// A rebuild in the middle of sending sends nothing by itself and loses nothing:
// each notice arrives once.
func TestARebuildWhileSending(t *testing.T) {
	n, c := fresh(t, "")
	in := newInbox(t)
	const notices = 400
	agreements(t, c, 20, in.URL)
	all(notices, 16, func(i int) { remind(t, c, 20, i) })
	in.set(http.StatusNoContent, time.Millisecond)
	sends(t, n)
	until(t, "a few", func() bool { n, _ := in.heard(); return n > 40 })
	for range 3 {
		_, err := c.Rebuild(t.Context(), func(engine.Progress) {})
		must(t, err)
	}
	until(t, "everything", func() bool { return noticeStates(t, c)[projections.NoticeArrived] == notices })
	if n, twice := in.heard(); n != notices || twice != 0 {
		t.Errorf("%d arrived, %d of them twice", n, twice)
	}
	_, err := c.Rebuild(t.Context(), func(engine.Progress) {})
	must(t, err)
	v, err := c.Verify(t.Context(), func(engine.Progress) {})
	must(t, err)
	if v.Digest != v.Afresh || len(v.Wrong) > 0 {
		t.Errorf("%+v", v)
	}
	if n, twice := in.heard(); n != notices || twice != 0 {
		t.Errorf("after a rebuild %d arrived, %d of them twice", n, twice)
	}
}

// sendingFrom makes this test's binary a process that sends from the ledger of a
// directory until it is killed.
const sendingFrom = "MUFAKAT_TEST_SENDS"

func TestMain(m *testing.M) {
	dir := os.Getenv(sendingFrom)
	if dir == "" {
		os.Exit(m.Run())
	}
	ctx := context.Background()
	n, err := Open(ctx, Config{Dir: dir, Log: discard})
	if err == nil {
		err = n.Boot(ctx, nil)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	n.Send(ctx)
	select {}
}

// Two processes send from one ledger, one of them is killed in the middle: the
// other one sends the rest, and what the killed one had begun again after two
// minutes of its clock, under the same ids. Nothing else arrives twice.
func TestTwoProcessesOneKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a second process (-short)")
	}
	const notices, documents = 300, 60
	nats, dir := natstest.Run(t).URL, t.TempDir()
	first, second := filepath.Join(dir, "1"), filepath.Join(dir, "2")
	id, err := Init(t.Context(), eventstore.Config{Dir: first, NATS: nats, Log: discard}, nil)
	must(t, err)
	must(t, eventstore.Join(t.Context(), eventstore.Config{Dir: second, NATS: nats, Log: discard}, id))
	key, err := os.ReadFile(keyFile(first))
	must(t, err)
	must(t, os.WriteFile(keyFile(second), key, 0o600))

	var later atomic.Int64
	n := booted(t, Config{Dir: second, Clock: eventstore.Told(func() time.Time { return time.Now().Add(time.Duration(later.Load())) })})
	c := n.Client()
	in := newInbox(t)
	in.secret = agreements(t, c, documents, in.URL).Secret
	all(notices, 16, func(i int) { remind(t, c, documents, i) })
	in.set(http.StatusNoContent, 20*time.Millisecond)

	killed := exec.Command(os.Args[0])
	killed.Env, killed.Stderr = append(os.Environ(), sendingFrom+"="+first), os.Stderr
	must(t, killed.Start())
	t.Cleanup(func() { killed.Process.Kill() })
	until(t, "some", func() bool { heard, _ := in.heard(); return heard > 30 })
	sends(t, n)
	until(t, "some more", func() bool { heard, _ := in.heard(); return heard > 90 })
	must(t, killed.Process.Kill())
	killed.Wait()
	before, twice := in.heard()
	if twice > 0 || before == notices {
		t.Errorf("before the kill %d arrived, %d of them twice", before, twice)
	}
	later.Store(int64(noticelog.Unanswered + time.Second))
	until(t, "everything", func() bool { return noticeStates(t, c)[projections.NoticeArrived] == notices })
	heard, twice := in.heard()
	if heard != notices || twice > 16 || in.wrong > 0 {
		t.Errorf("%d arrived, %d of them twice, %d wrongly signed", heard, twice, in.wrong)
	}
	t.Logf("%d had arrived when it was killed; %d came twice", before, twice)
}

// BenchmarkTenThousandNotices sends ten thousand notices that are due to an
// endpoint on this computer, each begun and ended on synced disk.
//
//	go test ./node -run xxx -bench TenThousandNotices -benchtime 1x
func BenchmarkTenThousandNotices(b *testing.B) {
	const notices, documents = 10_000, 500
	for range b.N {
		b.StopTimer()
		n, c := fresh(b, "")
		in := newInbox(b)
		agreements(b, c, documents, in.URL)
		all(notices, 64, func(i int) { remind(b, c, documents, i) })
		b.StartTimer()
		began := time.Now()
		ctx, stop := context.WithCancel(b.Context())
		n.Send(ctx)
		for n := 0; n < notices; n, _ = in.heard() {
			if time.Since(began) > 2*time.Minute {
				b.Fatalf("%d arrived", n)
			}
			time.Sleep(5 * time.Millisecond)
		}
		b.ReportMetric(notices/time.Since(began).Seconds(), "notices/s")
		b.StopTimer()
		if _, twice := in.heard(); twice > 0 {
			b.Errorf("%d came twice", twice)
		}
		stop()
		n.Close()
		b.StartTimer()
	}
}

// BenchmarkFromRecordToWebhook records twenty times a second, and measures from
// each acknowledgement to the webhook's arrival.
//
//	go test ./node -run xxx -bench FromRecordToWebhook -benchtime 200x
func BenchmarkFromRecordToWebhook(b *testing.B) {
	n, c := fresh(b, "")
	in := newInbox(b)
	agreements(b, c, 20, in.URL)
	sends(b, n)
	time.Sleep(300 * time.Millisecond)
	var took []time.Duration
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	b.ResetTimer()
	for i := range b.N {
		<-tick.C
		remind(b, c, 20, i)
		acknowledged := time.Now()
		for n := 0; n <= i; n, _ = in.heard() {
			if time.Since(acknowledged) > 5*time.Second {
				b.Fatal("it did not arrive")
			}
			time.Sleep(100 * time.Microsecond)
		}
		in.mu.Lock()
		took = append(took, in.at[i].Sub(acknowledged))
		in.mu.Unlock()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
}
