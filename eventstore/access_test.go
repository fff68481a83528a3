package eventstore

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/domain/fact"
	"mufakat/eventstore/broker"
)

// TestListen reads an embedded ledger from outside, and tries all ways in that
// a reader might have.
func TestListen(t *testing.T) {
	c := config(t)
	c.Listen = "127.0.0.1:0"
	f := create(t, c)
	one := f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)

	var r broker.Reader
	b, err := os.ReadFile(filepath.Join(c.Dir, "nats-reader.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if _, err := nats.Connect(f.ReaderURL()); err == nil {
		t.Fatal("anybody may connect")
	}
	nc, err := nats.Connect(f.ReaderURL(), nats.UserInfo(r.User, r.Password), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	var m broker.Message
	answer(t, nc, "READ.STREAM.MSG.GET.LEDGER", `{"seq":1}`, &m)
	if fact.HashOf(m.Message.Data) != one.Hash {
		t.Fatal(m)
	}
	var i broker.StreamInfo
	if answer(t, nc, "READ.STREAM.INFO.LEDGER", "", &i); i.State.LastSeq != 1 {
		t.Fatal(i)
	}
	sub, err := nc.SubscribeSync("ledger.>")
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	two := f.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded)
	if m, err := sub.NextMsg(2 * time.Second); err != nil || fact.HashOf(m.Data) != two.Hash {
		t.Fatal(m, err)
	}

	f.breakIn(nc)
	if three := f.mustAppend(alias(t, agency(1), "c"), "3", fact.Recorded); three.Seq != 3 {
		t.Fatalf("a reader wrote: %d", three.Seq)
	}

	// Whether it listens or not, it is the same store.
	f.close()
	c.Listen = ""
	g := start(t, c, newMemory())
	if last, err := g.Last(t.Context()); last != 3 || err != nil || g.ReaderURL() != "" {
		t.Error(last, err, g.ReaderURL())
	}
}

// answer asks as a reader does.
func answer(t *testing.T, nc *nats.Conn, subject, body string, into any) {
	t.Helper()
	m, err := nc.Request(subject, []byte(body), 2*time.Second)
	if err != nil {
		t.Fatal(subject, err)
	}
	if err := json.Unmarshal(m.Data, into); err != nil {
		t.Fatal(subject, err)
	}
}

// breakIn tries the ways in that a reader might think of: to write, to have
// JetStream's answers written, and to have the stream changed.
func (f *fixture) breakIn(nc *nats.Conn) {
	f.t.Helper()
	forge := subjectOf(agency(1))
	nc.Publish(forge, []byte("{}"))
	for _, prefix := range []string{"$JS.API.", "READ."} {
		nc.PublishRequest(prefix+"STREAM.INFO.LEDGER", forge, nil)
		nc.PublishRequest(prefix+"STREAM.MSG.GET.LEDGER", forge, []byte(`{"seq":1}`))
		for _, verb := range []string{"STREAM.DELETE.LEDGER", "STREAM.PURGE.LEDGER", "CONSUMER.CREATE.LEDGER.x", "STREAM.CREATE.X"} {
			nc.PublishRequest(prefix+verb, nc.NewInbox(), []byte(`{"stream_name":"LEDGER","config":{"name":"x","deliver_subject":"ledger.x.y"}}`))
		}
	}
	if err := nc.Flush(); err != nil {
		f.t.Fatal(err)
	}
}
