package eventstore

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"mufakat/domain/fact"
	"mufakat/eventstore/broker"
)

// reading is a connection with a reader's credentials.
func (f *fixture) reading() *nats.Conn {
	f.t.Helper()
	var r broker.Reader
	b, err := os.ReadFile(filepath.Join(f.c.Dir, "nats-reader.json"))
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	nc, err := nats.Connect(f.ReaderURL(), nats.UserInfo(r.User, r.Password), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(nc.Close)
	return nc
}

func listening(t *testing.T) *fixture {
	c := config(t)
	c.Listen = "127.0.0.1:0"
	return create(t, c)
}

// A reader follows with the client library's own ordered consumer.
func TestOrderedConsumerOfAReader(t *testing.T) {
	f := listening(t)
	f.fill(1200)
	js, err := jetstream.NewWithAPIPrefix(f.reading(), "READ")
	if err != nil {
		t.Fatal(err)
	}
	c, err := js.OrderedConsumer(t.Context(), ledgerName, jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: 6})
	if err != nil {
		t.Fatal(err)
	}
	messages, err := c.Messages()
	if err != nil {
		t.Fatal(err)
	}
	defer messages.Stop()
	for want := uint64(6); want <= 1203; want++ {
		m, err := messages.Next(jetstream.NextMaxWait(5 * time.Second))
		if err != nil {
			t.Fatal(want, err)
		}
		if at, err := m.Metadata(); err != nil || at.Sequence.Stream != want {
			t.Fatal(want, at, err)
		}
		if want >= 1200 {
			f.fill(1)
		}
	}
}

// What a reader may not have of a consumer it does not get, and nothing that it
// asks a consumer for becomes a record.
func TestConsumersAreLeasedWithCare(t *testing.T) {
	f := listening(t)
	f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
	nc, forge := f.reading(), subjectOf(agency(1))
	make := func(name, config string) (a struct {
		Error  *broker.APIError
		Config map[string]any
	}) {
		answer(t, nc, "READ.CONSUMER.CREATE.LEDGER."+name, `{"stream_name":"LEDGER","config":`+config+`}`, &a)
		return a
	}
	for _, config := range []string{
		fmt.Sprintf(`{"deliver_subject":%q}`, forge), `{"deliver_subject":"$JS.API.STREAM.DELETE.LEDGER","headers_only":true}`,
		`{"durable_name":"a"}`, `[]`,
	} {
		if a := make("a", config); a.Error == nil || a.Error.ErrCode != notLeased.ErrCode {
			t.Error(config, a)
		}
	}
	a := make("b", `{"ack_policy":"explicit","inactive_threshold":3600000000000,"metadata":{"x":"y"},"opt_start_seq":1,"deliver_policy":"by_start_sequence"}`)
	if c := a.Config; a.Error != nil || c["ack_policy"] != "none" || c["inactive_threshold"] != float64(mostLifetime) || c["mem_storage"] != true {
		t.Error(a)
	}
	if err := nc.PublishRequest("READ.CONSUMER.MSG.NEXT.LEDGER.b", forge, []byte(`{"batch":10}`)); err != nil {
		t.Fatal(err)
	}
	f.breakIn(nc)
	if two := f.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded); two.Seq != 2 {
		t.Fatalf("a reader wrote: %d", two.Seq)
	}
	if err := f.Writable(); err != nil {
		t.Fatal(err)
	}
}

// Readers cannot use up the consumers that the ledger itself needs.
func TestConsumersAreLeft(t *testing.T) {
	f := listening(t)
	nc := f.reading()
	for i := range mostConsumers + 1 {
		var a struct{ Error *broker.APIError }
		answer(t, nc, fmt.Sprint("READ.CONSUMER.CREATE.LEDGER.c", i), `{"config":{"deliver_policy":"all"}}`, &a)
		if a.Error != nil {
			if i < mostConsumers-10 || a.Error.ErrCode != allLeased.ErrCode {
				t.Fatal(i, a.Error)
			}
			break
		} else if i == mostConsumers {
			t.Fatal("there is no end to it")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
	for r, err := range f.Follow(ctx, 0) {
		if err != nil || r.Seq != 1 {
			t.Error(r, err)
		}
		break
	}
}
