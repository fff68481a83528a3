package broker

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// The form of nats-reader.json is what other programs read.
func TestReadersCredentials(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "nats-reader.json")
	made, err := readerOf(dir, "127.0.0.1:4222")
	must(t, err)
	b, err := os.ReadFile(path)
	want := "{\n  \"url\": \"nats://127.0.0.1:4222\",\n  \"user\": \"reader\",\n  \"password\": \"" + made.Password + "\"\n}\n"
	if err != nil || string(b) != want || len(made.Password) != 32 {
		t.Fatalf("%s, %v\nwant\n%s", b, err, want)
	}
	if i, err := os.Stat(path); err != nil || i.Mode().Perm() != 0o600 {
		t.Error(i.Mode(), err)
	}
	moved, err := readerOf(dir, "127.0.0.1:4333")
	if err != nil || moved.URL != "nats://127.0.0.1:4333" || moved.Password != made.Password {
		t.Error(moved, err)
	}
	must(t, os.Remove(path))
	if again, err := readerOf(dir, "127.0.0.1:4333"); err != nil || again.Password == made.Password {
		t.Error(again, err)
	}
	must(t, os.WriteFile(path, []byte("{"), 0o600))
	if r, err := readerOf(dir, "127.0.0.1:4333"); err == nil {
		t.Errorf("a file that cannot be read was taken for %+v", r)
	}
}

func TestReaderReadsAndCannotWrite(t *testing.T) {
	c := config(t)
	srv, nc := withLedger(t, c)
	for given, o := range map[string]nats.Option{"nobody": nats.Name("x"), "another password": nats.UserInfo("reader", "x"), "our own name": nats.UserInfo("mufakat", "")} {
		if r, err := nats.Connect(srv.ClientURL(), o); !errors.Is(err, nats.ErrAuthorization) {
			t.Errorf("%s came in: %v, %v", given, r, err)
		}
	}
	var who Reader
	b, err := os.ReadFile(filepath.Join(c.Dir, "nats-reader.json"))
	must(t, err)
	must(t, json.Unmarshal(b, &who))
	denied := make(chan error, 100)
	reader, err := nats.Connect(srv.ClientURL(), nats.UserInfo(who.User, who.Password),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { denied <- err }))
	must(t, err)
	defer reader.Close()

	for _, x := range []struct{ subject, body, want string }{
		{"READ.STREAM.INFO.LEDGER", ``, `"last_seq":1`},
		{"READ.STREAM.MSG.GET.LEDGER", `{"seq":1}`, `"data":"YQ=="`},
	} {
		m, err := reader.Request(x.subject, []byte(x.body), askWithin)
		if err != nil || !strings.Contains(string(m.Data), x.want) {
			t.Errorf("%s: %v, %v", x.subject, m, err)
		}
	}
	hint, err := reader.SubscribeSync("ledger.>")
	must(t, err)
	must(t, reader.Flush())
	publish(t, nc, "ledger.party.64", "b")
	if m, err := hint.NextMsg(askWithin); err != nil || string(m.Data) != "b" {
		t.Error(m, err)
	}

	for _, subject := range []string{
		"ledger.party.35", "$JS.API.STREAM.INFO.LEDGER", "$JS.API.STREAM.DELETE.LEDGER", "READ.STREAM.DELETE.LEDGER",
		"READ.STREAM.PURGE.LEDGER", "READ.STREAM.MSG.DELETE.LEDGER", "READ.STREAM.UPDATE.LEDGER", "READ.STREAM.INFO.NOTICES",
	} {
		must(t, reader.PublishRequest(subject, "ledger.party.35", []byte("{}")))
		select {
		case err := <-denied:
			if !errors.Is(err, nats.ErrPermissionViolation) {
				t.Errorf("%s: %v", subject, err)
			}
		case <-time.After(askWithin):
			t.Errorf("%s was let through", subject)
		}
	}
	// What may be asked answers to the asker, whatever reply subject is named.
	must(t, reader.PublishRequest("READ.STREAM.INFO.LEDGER", "ledger.party.35", nil))
	must(t, reader.Flush())
	if i, err := ledger.Info(t.Context(), nc, true); err != nil || i.State.LastSeq != 2 || ledger.Check(i, "one") != nil {
		t.Errorf("a reader wrote: %+v, %v", i.State, err)
	}
}
