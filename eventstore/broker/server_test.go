package broker

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mufakat/domain/value"
)

var ledger = StreamConfig{Name: "LEDGER", Subjects: "ledger.*.*"}

func config(t *testing.T) ServerConfig {
	return ServerConfig{Dir: t.TempDir(), MaxStore: 64 << 20, Log: slog.New(slog.DiscardHandler)}
}

func start(t *testing.T, c ServerConfig) (*Server, *Conn) {
	t.Helper()
	srv, nc, err := StartServer(t.Context(), c)
	must(t, err)
	t.Cleanup(func() {
		nc.Close()
		srv.Stop()
	})
	return srv, nc
}

// withLedger is a server that listens, with a ledger of one record.
func withLedger(t *testing.T, c ServerConfig) (*Server, *Conn) {
	t.Helper()
	c.Listen = "127.0.0.1:0"
	srv, nc := start(t, c)
	_, err := ledger.Create(t.Context(), nc, 1, map[string]string{MetaLedger: "one"})
	must(t, err)
	publish(t, nc, "ledger.party.35", "a")
	return srv, nc
}

func publish(t *testing.T, nc *Conn, subject, body string) uint64 {
	t.Helper()
	m, err := nc.Request(subject, []byte(body), askWithin)
	must(t, err)
	seq, err := ledger.Acknowledged(m.Data)
	must(t, err)
	return seq
}

// What was acknowledged is there when the server is started again over the same
// directory, listening or not: the account that a store belongs to is the same.
func TestServerKeepsItsStore(t *testing.T) {
	c := config(t)
	srv, nc := withLedger(t, c)
	nc.Close()
	srv.Stop()
	_, nc = start(t, c)
	i, err := ledger.Info(t.Context(), nc, true)
	if err != nil || i.State.LastSeq != 1 || ledger.Check(i, "one") != nil {
		t.Error(i, err, ledger.Check(i, "one"))
	}
	if m, err := ledger.Message(t.Context(), nc, 1); err != nil || m.Message.Subject != "ledger.party.35" || string(m.Message.Data) != "a" {
		t.Error(m, err)
	}
	if n := publish(t, nc, "ledger.party.35", "b"); n != 2 {
		t.Error(n)
	}
	if m, err := ledger.Newest(t.Context(), nc, "ledger.party.35"); err != nil || m.Message.Seq != 2 || string(m.Message.Data) != "b" {
		t.Error(m, err)
	}
}

func TestServerListensOnlyWhenAsked(t *testing.T) {
	c := config(t)
	quiet, _ := start(t, c)
	if a := quiet.running().Addr(); a != nil {
		t.Errorf("listens at %s", a)
	}
	if _, err := os.Stat(filepath.Join(c.Dir, "nats-reader.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("credentials for nobody: %v", err)
	}
	c = config(t)
	c.Listen = "127.0.0.1:0"
	open, _ := start(t, c)
	if a, ok := open.running().Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() || a.Port == 0 {
		t.Errorf("listens at %v", open.running().Addr())
	}
}

func TestServersThatDoNotStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for given, x := range map[string]struct {
		ctx   context.Context
		spoil func(*ServerConfig) error
		want  *value.Refusal
	}{
		"a file where the store should be": {t.Context(), func(c *ServerConfig) error {
			return os.WriteFile(filepath.Join(c.Dir, "jetstream"), []byte("x"), 0o600)
		}, serverFailed},
		"a file where the directory should be": {t.Context(), func(c *ServerConfig) error {
			c.Dir = filepath.Join(c.Dir, "d")
			return os.WriteFile(c.Dir, []byte("x"), 0o600)
		}, serverFailed},
		"a port that is taken":     {t.Context(), listen(taken.Addr().String()), serverFailed},
		"nobody waits for it":      {over, listen(taken.Addr().String()), serverFailed},
		"no port":                  {t.Context(), listen("127.0.0.1"), badListen},
		"a port that is a word":    {t.Context(), listen("127.0.0.1:nats"), badListen},
		"a port that is too large": {t.Context(), listen("127.0.0.1:65536"), badListen},
		"a port below none":        {t.Context(), listen("127.0.0.1:-1"), badListen},
	} {
		t.Run(given, func(t *testing.T) {
			c := config(t)
			must(t, x.spoil(&c))
			srv, nc, err := StartServer(x.ctx, c)
			if srv != nil || nc != nil || !errors.Is(err, x.want) {
				t.Fatalf("%v, want %s", err, x.want.Code)
			}
			if !strings.Contains(err.Error(), c.Dir) && (c.Listen == "" || !strings.Contains(err.Error(), c.Listen)) {
				t.Errorf("%v names neither %s nor %q", err, c.Dir, c.Listen)
			}
		})
	}
}

func listen(at string) func(*ServerConfig) error {
	return func(c *ServerConfig) error { c.Listen = at; return nil }
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Who is connected to a server that is started afresh is connected again, and
// finds what it had acknowledged.
func TestRestart(t *testing.T) {
	srv, nc := withLedger(t, config(t))
	between := 0
	must(t, srv.Restart(t.Context(), func() error { between++; return nil }))
	var i StreamInfo
	for range 200 {
		var err error
		if i, err = ledger.Info(t.Context(), nc, false); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if i.State.LastSeq != 1 || between != 1 {
		t.Fatalf("%+v, %d", i, between)
	}
	if n := publish(t, nc, "ledger.party.35", "b"); n != 2 {
		t.Error(n)
	}
}
