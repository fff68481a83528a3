// Package natstest gives tests a real NATS server with JetStream, in the
// process but reached over TCP like one somewhere else, and a line to it that
// can be made to fail.
//
// It is for tests only, and knows nothing of the ledger.
package natstest

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Server is a NATS server on a port of 127.0.0.1 that stays the same when it is
// started again.
type Server struct {
	t    testing.TB
	opts server.Options
	srv  *server.Server
	URL  string
}

// Run starts a server with a store of its own, and stops it when the test ends.
func Run(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, opts: options(t, "natstest")}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

func options(t testing.TB, name string) server.Options {
	return server.Options{
		ServerName: name, Host: "127.0.0.1", Port: server.RANDOM_PORT,
		JetStream: true, StoreDir: t.TempDir(),
		JetStreamMaxStore: 1 << 40, JetStreamMaxMemory: 256 << 20,
		NoLog: true, NoSigs: true,
	}
}

// RunCluster starts n servers that keep their streams together, and returns when
// they can make one.
func RunCluster(t testing.TB, n int) []*Server {
	t.Helper()
	var routes []*url.URL
	for range n {
		routes = append(routes, &url.URL{Scheme: "nats", Host: freePort(t)})
	}
	var all []*Server
	for i, route := range routes {
		s := &Server{t: t, opts: options(t, fmt.Sprint("natstest-", i))}
		port, _ := strconv.Atoi(route.Port())
		s.opts.Cluster = server.ClusterOpts{Name: "natstest", Host: "127.0.0.1", Port: port}
		s.opts.Routes = routes
		s.Start()
		t.Cleanup(s.Stop)
		all = append(all, s)
	}
	for end := time.Now().Add(20 * time.Second); !slices.ContainsFunc(all, (*Server).leads); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the NATS servers did not find together")
		}
	}
	return all
}

// LeadsStream says whether this server leads a stream of the account that is
// used where none is named.
func (s *Server) LeadsStream(name string) bool {
	return s.srv != nil && s.srv.JetStreamIsStreamLeader(server.DEFAULT_GLOBAL_ACCOUNT, name)
}

func (s *Server) leads() bool {
	return s.srv.JetStreamIsLeader() && len(s.srv.JetStreamClusterPeers()) == len(s.opts.Routes)
}

// freePort is an address that nobody listened on a moment ago.
func freePort(t testing.TB) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// Start starts the server, for the first time or again over the same store.
func (s *Server) Start() {
	s.t.Helper()
	opts := s.opts
	srv, err := server.NewServer(&opts)
	if err != nil {
		s.t.Fatal(err)
	}
	srv.Start()
	if !srv.ReadyForConnections(10 * time.Second) {
		s.t.Fatal("the NATS server did not start")
	}
	s.srv, s.URL = srv, srv.ClientURL()
	s.opts.Port = srv.Addr().(*net.TCPAddr).Port
}

// Stop stops the server and waits until it is gone.
func (s *Server) Stop() {
	if s.srv != nil {
		s.srv.Shutdown()
		s.srv.WaitForShutdown()
		s.srv = nil
	}
}

// StoreDir is where the server keeps its streams.
func (s *Server) StoreDir() string { return s.opts.StoreDir }

// Line is a TCP line to a server that a test can break.
type Line struct {
	URL    string
	server string
	ln     net.Listener

	mu    sync.Mutex // guards what follows
	mute  bool
	down  bool
	conns map[net.Conn]bool
	wg    sync.WaitGroup
}

// Through is a line to the server.
func Through(t testing.TB, s *Server) *Line {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{
		URL: "nats://" + ln.Addr().String(), server: s.srv.Addr().String(),
		ln: ln, conns: map[net.Conn]bool{},
	}
	l.wg.Go(l.accept)
	t.Cleanup(func() {
		ln.Close()
		l.Down(true)
		l.wg.Wait()
	})
	return l
}

func (l *Line) accept() {
	for {
		near, err := l.ln.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.server)
		if err != nil {
			near.Close()
			continue
		}
		l.mu.Lock()
		if l.down {
			near.Close()
			far.Close()
			l.mu.Unlock()
			continue
		}
		l.conns[near], l.conns[far] = true, true
		l.mu.Unlock()
		l.wg.Go(func() { l.copy(far, near, false) })
		l.wg.Go(func() { l.copy(near, far, true) })
	}
}

func (l *Line) copy(to, from net.Conn, answers bool) {
	defer func() {
		to.Close()
		from.Close()
		l.mu.Lock()
		delete(l.conns, from)
		l.mu.Unlock()
	}()
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		l.mu.Lock()
		mute := l.mute
		l.mu.Unlock()
		if answers && mute {
			continue
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// Mute swallows the server's answers: what is sent arrives, and nobody learns
// of it. A muted line that is heard again has lost bytes, so it is cut.
func (l *Line) Mute(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mute = on
	if !on {
		l.cut()
	}
}

// Down cuts the line and lets nobody through until it is up again.
func (l *Line) Down(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = on
	if on {
		l.cut()
	}
}

// Cut breaks every connection. New ones are let through.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut()
}

func (l *Line) cut() {
	for c := range l.conns {
		c.Close()
	}
}
