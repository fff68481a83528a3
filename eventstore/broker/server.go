package broker

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const (
	maxPayload  = 1 << 20   // bytes of one record and its headers; a command has at most 256 KiB
	maxMemory   = 256 << 20 // bytes; only consumers are kept in memory
	startWithin = 20 * time.Second
	storeDir    = "jetstream" // within the data directory
)

// The server has two accounts, whether it listens or not: the account's name is
// part of the path of the store, so it must never change.
//
// Readers have an account of their own, because within one account nobody who
// may ask JetStream anything is a mere reader: the answer to any request goes to
// the reply subject the asker names, and if that is a subject of the stream the
// answer is stored as a record. Across accounts a reply comes back only to the
// asker. A consumer is made for a reader by us ([Store.lease]), for the same
// reason: the deliver subject of a consumer is the asker's choice, so a reader's
// has none and is asked for each message. What readers ask has a prefix of its
// own, because within an account "$JS.API" means that account's JetStream.
const accounts = `
accounts {
  MUFAKAT {
    jetstream: enabled
    users: [{user: mufakat, password: %q}]
    exports: [
      {stream: "ledger.>", accounts: [READERS]}
      {service: "$JS.API.STREAM.INFO.LEDGER", accounts: [READERS]}
      {service: "$JS.API.STREAM.MSG.GET.LEDGER", accounts: [READERS]}
      {service: "LEASE.CONSUMER.CREATE.LEDGER.>", accounts: [READERS]}
      {service: "$JS.API.CONSUMER.INFO.LEDGER.*", accounts: [READERS]}
      {service: "$JS.API.CONSUMER.DELETE.LEDGER.*", accounts: [READERS]}
      {service: "$JS.API.CONSUMER.MSG.NEXT.LEDGER.*", response_type: stream, accounts: [READERS]}
    ]
  }
  READERS {
    users: [{user: reader, password: %q, permissions: {
      publish: {allow: ["READ.STREAM.INFO.LEDGER", "READ.STREAM.MSG.GET.LEDGER", "READ.CONSUMER.CREATE.LEDGER.>",
        "READ.CONSUMER.INFO.LEDGER.*", "READ.CONSUMER.DELETE.LEDGER.*", "READ.CONSUMER.MSG.NEXT.LEDGER.*"]}
      subscribe: {allow: ["ledger.>", "_INBOX.>"]}
    }}]
    imports: [
      {stream: {account: MUFAKAT, subject: "ledger.>"}}
      {service: {account: MUFAKAT, subject: "$JS.API.STREAM.INFO.LEDGER"}, to: "READ.STREAM.INFO.LEDGER"}
      {service: {account: MUFAKAT, subject: "$JS.API.STREAM.MSG.GET.LEDGER"}, to: "READ.STREAM.MSG.GET.LEDGER"}
      {service: {account: MUFAKAT, subject: "LEASE.CONSUMER.CREATE.LEDGER.>"}, to: "READ.CONSUMER.CREATE.LEDGER.>"}
      {service: {account: MUFAKAT, subject: "$JS.API.CONSUMER.INFO.LEDGER.*"}, to: "READ.CONSUMER.INFO.LEDGER.*"}
      {service: {account: MUFAKAT, subject: "$JS.API.CONSUMER.DELETE.LEDGER.*"}, to: "READ.CONSUMER.DELETE.LEDGER.*"}
      {service: {account: MUFAKAT, subject: "$JS.API.CONSUMER.MSG.NEXT.LEDGER.*"}, to: "READ.CONSUMER.MSG.NEXT.LEDGER.*"}
    ]
  }
}`

// ServerConfig says where a server in the process keeps its store, and who may
// read there.
type ServerConfig struct {
	Dir      string // data directory; the store is in jetstream/ below it
	Listen   string // open to readers at this address; empty: to nobody
	MaxStore int64  // bytes on disk the store may take
	Log      *slog.Logger
}

// Server is a NATS server within the process. It can be started afresh, and who
// is connected to it is then connected again.
type Server struct {
	c   ServerConfig
	own string // our password

	mu  sync.Mutex // guards srv, held for no more than a look
	srv *server.Server
}

// StartServer runs a server and connects to it. An acknowledgement of it means
// that the record is on disk and synced, unless its stream is async.
func StartServer(ctx context.Context, c ServerConfig) (*Server, *Conn, error) {
	s := &Server{c: c, own: secret()}
	if err := s.start(ctx); err != nil {
		return nil, nil, err
	}
	nc, err := Connect("", c.Log, nats.InProcessServer(s), nats.UserInfo("mufakat", s.own))
	if err != nil {
		s.Stop()
		return nil, nil, serverFailed.With(c.Dir, err)
	}
	return s, nc, nil
}

func (s *Server) start(ctx context.Context) error {
	opts, err := options(s.c, s.own)
	if err != nil {
		return err
	}
	distrusted, err := distrustIndexes(s.c.Dir)
	if err != nil {
		return serverFailed.With(s.c.Dir, err)
	}
	for _, index := range distrusted {
		s.c.Log.Warn("a stream is read from the beginning, because its messages do not follow each other", "index", index)
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return serverFailed.With(s.c.Dir, err)
	}
	log := &serverLog{log: s.c.Log}
	srv.SetLoggerV2(log, false, false, false)
	s.mu.Lock()
	s.srv = srv
	s.mu.Unlock()
	srv.Start()
	if err := ready(ctx, srv, log); err != nil {
		s.Stop()
		return errors.Join(serverFailed.With(s.c.Dir, err), err)
	}
	return nil
}

func (s *Server) running() *server.Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.srv
}

// Stop ends the server. What was acknowledged is on disk.
func (s *Server) Stop() {
	srv := s.running()
	srv.Shutdown()
	srv.WaitForShutdown()
}

// Restart stops the server, does the work and starts it again: after a failed
// write a server takes no more until then.
func (s *Server) Restart(ctx context.Context, work func() error) error {
	s.Stop()
	if err := work(); err != nil {
		return err
	}
	return s.start(ctx)
}

// InProcessConn is a connection to the server that runs now.
func (s *Server) InProcessConn() (net.Conn, error) { return s.running().InProcessConn() }

// ClientURL is where other programs find the server.
func (s *Server) ClientURL() string { return s.running().ClientURL() }

// options are the server's settings; own is our password for this run.
func options(c ServerConfig, own string) (*server.Options, error) {
	reader := Reader{Password: secret()} // which nobody learns
	opts := &server.Options{DontListen: true}
	if c.Listen != "" {
		host, port, err := hostPort(c.Listen)
		if err != nil {
			return nil, err
		}
		if reader, err = readerOf(c.Dir, c.Listen); err != nil {
			return nil, err
		}
		opts.DontListen, opts.Host, opts.Port = false, host, port
	}
	if err := opts.ProcessConfigString(fmt.Sprintf(accounts, own, reader.Password)); err != nil {
		return nil, err
	}
	opts.ServerName = "mufakat"
	opts.JetStream = true
	opts.StoreDir = filepath.Join(c.Dir, storeDir)
	opts.SyncAlways = true
	opts.JetStreamMaxStore, opts.JetStreamMaxMemory = c.MaxStore, maxMemory
	opts.MaxPayload = maxPayload
	opts.NoSigs = true
	return opts, nil
}

// ready waits until the server has read its store. Start returns without an
// error whatever happened, so what it logged as fatal is asked for too.
func ready(ctx context.Context, srv *server.Server, log *serverLog) error {
	end := time.Now().Add(startWithin)
	for !srv.ReadyForConnections(50 * time.Millisecond) {
		switch {
		case log.fatality() != nil:
			return log.fatality()
		case ctx.Err() != nil:
			return ctx.Err()
		case time.Now().After(end):
			return errors.New("the server is not ready")
		}
	}
	if err := log.fatality(); err != nil {
		return err
	}
	if !srv.JetStreamEnabled() {
		return errors.New("JetStream is not enabled")
	}
	for {
		h := srv.Healthz(&server.HealthzOptions{Details: true})
		if h.Status == "ok" {
			return log.fatality()
		}
		if lost := unrecovered(h); lost != nil {
			return lost
		}
		if time.Now().After(end) {
			return fmt.Errorf("unhealthy: %v", h.Errors)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("unhealthy: %v", h.Errors)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// UnrecoveredError says which streams of its store a server could not read. Their
// files are there; it passes them over.
type UnrecoveredError struct{ Streams []string }

func (e *UnrecoveredError) Error() string {
	return "unreadable: " + strings.Join(e.Streams, ", ")
}

// unrecovered are the streams that the server could not read when it started,
// which does not change while it runs; nil if there is none.
func unrecovered(h *server.HealthStatus) error {
	var e UnrecoveredError
	for _, x := range h.Errors {
		if x.Type == server.HealthzErrorStream && strings.Contains(x.Error, "could not be recovered") {
			e.Streams = append(e.Streams, x.Stream)
		}
	}
	if e.Streams == nil {
		return nil
	}
	return &e
}

func secret() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

func hostPort(addr string) (string, int, error) {
	host, p, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, badListen.With(addr)
	}
	port, err := strconv.Atoi(p)
	if err != nil || port < 0 || port > 65535 {
		return "", 0, badListen.With(addr)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	return host, port, nil
}

// serverLog hands the server's log to ours, and keeps the first fatal error,
// which the server itself only logs.
type serverLog struct {
	log   *slog.Logger
	mu    sync.Mutex // guards fatal
	fatal error
}

func (l *serverLog) fatality() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fatal
}

func (l *serverLog) say(level slog.Level, format string, v []any) {
	if l.log.Enabled(context.Background(), level) {
		l.log.Log(context.Background(), level, strings.TrimSpace(fmt.Sprintf(format, v...)), "from", "nats-server")
	}
}

func (l *serverLog) Fatalf(format string, v ...any) {
	l.mu.Lock()
	if l.fatal == nil {
		l.fatal = fmt.Errorf(format, v...)
	}
	l.mu.Unlock()
	l.say(slog.LevelError, format, v)
}
func (l *serverLog) Errorf(f string, v ...any)  { l.say(slog.LevelError, f, v) }
func (l *serverLog) Warnf(f string, v ...any)   { l.say(slog.LevelWarn, f, v) }
func (l *serverLog) Noticef(f string, v ...any) { l.say(slog.LevelDebug, f, v) }
func (l *serverLog) Debugf(f string, v ...any)  { l.say(slog.LevelDebug, f, v) }
func (l *serverLog) Tracef(f string, v ...any)  {}
