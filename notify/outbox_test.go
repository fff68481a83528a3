package notify

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mufakat/domain"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memoryOutbox is an outbox in memory that keeps the promises of the real one: guarded
// begins, and what is due folded from what was written.
type memoryOutbox struct {
	mu       sync.Mutex // guards what follows
	eps      []Endpoint
	planned  []Due
	records  map[noticelog.Key][]noticelog.Record
	seq      uint64
	changed  chan struct{}
	disabled map[value.SubscriptionID]int
	allowed  []netip.Prefix
	moot     map[noticelog.Key]noticelog.Trouble // what is no longer so
}

func newOutbox() *memoryOutbox {
	return &memoryOutbox{records: map[noticelog.Key][]noticelog.Record{}, changed: make(chan struct{}), disabled: map[value.SubscriptionID]int{}}
}

func (b *memoryOutbox) move() {
	close(b.changed)
	b.changed = make(chan struct{})
}

func sub(n int) value.SubscriptionID {
	return value.SubscriptionID(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
}

// plan makes a notice to a subscription about the nth agreement.
func (b *memoryOutbox) plan(to value.SubscriptionID, agreement int) noticelog.Key {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := noticelog.Key{Rule: domain.RuleSigned, Seq: uint64(len(b.planned) + 1), Subscription: to}
	b.planned = append(b.planned, Due{Key: k, About: value.Ref{Kind: "instrument", ID: fmt.Sprint(agreement)}})
	b.move()
	return k
}

func (b *memoryOutbox) subscribe(to value.SubscriptionID, url string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.eps = append(b.eps, Endpoint{to, url})
	b.move()
}

func (b *memoryOutbox) Reachable() (eps []Endpoint, _ error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.eps {
		if b.disabled[e.Subscription] == 0 {
			eps = append(eps, e)
		}
	}
	return eps, nil
}

func (b *memoryOutbox) Due(to value.SubscriptionID, after noticelog.Key, limit int) (due []Due, known uint64, _ error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range b.planned[after.Seq:] {
		if d.Key.Subscription == to && len(due) < limit {
			if d.History = noticelog.HistoryOf(b.records[d.Key]); d.History.Open() {
				due = append(due, d)
			}
		}
	}
	return due, b.seq, nil
}

func (b *memoryOutbox) Message(k noticelog.Key) (Message, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return Message{Moot: b.moot[k], Ledger: "l", Key: k, Number: k.Seq, Language: value.Indonesian, Sentence: "Sesuatu terjadi.", ToDo: "Periksa."}, nil
}

func (b *memoryOutbox) Changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.changed
}

func (b *memoryOutbox) write(r noticelog.Record, last uint64) (uint64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if noticelog.HistoryOf(b.records[r.Key]).Last != last {
		return 0, noticelog.ErrOvertaken
	}
	b.seq++
	r.Seq, r.Time = b.seq, time.Now()
	b.records[r.Key] = append(b.records[r.Key], r)
	b.move()
	return b.seq, nil
}

func (b *memoryOutbox) Begin(_ context.Context, k noticelog.Key, last uint64) (uint64, error) {
	return b.write(noticelog.Record{Key: k, Type: noticelog.Begun}, last)
}

func (b *memoryOutbox) End(_ context.Context, k noticelog.Key, begun uint64, o noticelog.Outcome) (uint64, error) {
	return b.write(noticelog.Record{Key: k, Type: noticelog.Ended, Begun: begun, Outcome: o}, begun)
}

func (b *memoryOutbox) Disable(_ context.Context, to value.SubscriptionID, status int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.disabled[to] = status
	b.move()
	return nil
}

func (b *memoryOutbox) Allowed() []netip.Prefix {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.allowed)
}

func (b *memoryOutbox) history(k noticelog.Key) noticelog.History {
	b.mu.Lock()
	defer b.mu.Unlock()
	return noticelog.HistoryOf(slices.Clone(b.records[k]))
}

func (b *memoryOutbox) written() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.seq
}

func (b *memoryOutbox) stopped(to value.SubscriptionID) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.disabled[to]
}

// states counts how far the notices to a subscription have come.
func (b *memoryOutbox) states(to value.SubscriptionID) map[noticelog.State]int {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := map[noticelog.State]int{}
	for _, d := range b.planned {
		if d.Key.Subscription == to {
			m[noticelog.HistoryOf(b.records[d.Key]).State()]++
		}
	}
	return m
}

// dispatch runs a dispatcher; stop ends it and waits.
func dispatch(c Config) (stop func()) {
	c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	if c.Secret == nil {
		c.Secret = func(id value.SubscriptionID) string { return SecretOf([]byte("key"), "l", id) }
	}
	if c.chance == nil {
		c.chance = func() float64 { return 0.5 }
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); New(c).Run(ctx) }()
	return func() { cancel(); <-done }
}

// network is a network in memory, for tests in which time is not real: what is
// dialled reaches the handler of that host, or nobody.
type network struct {
	mu    sync.Mutex // guards what follows
	hosts map[string]chan net.Conn
	wg    sync.WaitGroup
	srvs  []*http.Server
}

type listener struct {
	ch   chan net.Conn
	once sync.Once
	done chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.ch:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (l *listener) Close() error   { l.once.Do(func() { close(l.done) }); return nil }
func (l *listener) Addr() net.Addr { return &net.TCPAddr{} }

func (n *network) serve(host string, h http.Handler) {
	l := &listener{ch: make(chan net.Conn), done: make(chan struct{})}
	srv := &http.Server{Handler: h}
	n.mu.Lock()
	if n.hosts == nil {
		n.hosts = map[string]chan net.Conn{}
	}
	n.hosts[host+":80"] = l.ch
	n.srvs = append(n.srvs, srv)
	n.mu.Unlock()
	n.wg.Go(func() { srv.Serve(l) })
}

func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	ch := n.hosts[address]
	n.mu.Unlock()
	if ch == nil {
		return nil, &net.OpError{Op: "dial", Err: fmt.Errorf("nobody at %s", address)}
	}
	ours, theirs := net.Pipe()
	select {
	case ch <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *network) close() {
	for _, s := range n.srvs {
		s.Close()
	}
	n.wg.Wait()
}
