// Command follow prints the records of a ledger that come after a sequence, and
// then each new one. It is an example of a program of one's own: all it needs is
// nats.go and the credentials in nats-reader.json, with which nothing can be
// written.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "pemakaian / usage: follow <nats-reader.json> <seq>")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := follow(ctx, os.Stdout, os.Args[1], os.Args[2]); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "galat / error:", err)
		os.Exit(1)
	}
}

// follow prints what comes after the record at seq.
func follow(ctx context.Context, out io.Writer, credentials, seq string) error {
	after, err := strconv.ParseUint(seq, 10, 64)
	if err != nil {
		return err
	}
	nc, err := connect(credentials)
	if err != nil {
		return err
	}
	defer nc.Close()
	js, err := jetstream.NewWithAPIPrefix(nc, "READ") // what readers ask has this prefix
	if err != nil {
		return err
	}
	c, err := js.OrderedConsumer(ctx, "LEDGER", jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: after + 1,
	})
	if err != nil {
		return err
	}
	messages, err := c.Messages()
	if err != nil {
		return err
	}
	defer messages.Stop()
	for next := after + 1; ; next++ {
		if err := printNext(ctx, out, messages, next); err != nil {
			return err
		}
	}
}

func connect(credentials string) (*nats.Conn, error) {
	b, err := os.ReadFile(credentials)
	if err != nil {
		return nil, err
	}
	var r struct{ URL, User, Password string }
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, err
	}
	return nats.Connect(r.URL, nats.UserInfo(r.User, r.Password), nats.MaxReconnects(-1))
}

// printNext prints the record at seq, which must be the next to come. An ordered
// consumer goes on over a hole in the stream, and does not say so.
func printNext(ctx context.Context, out io.Writer, messages jetstream.MessagesContext, seq uint64) error {
	m, err := messages.Next(jetstream.NextContext(ctx))
	if err != nil {
		return err
	}
	at, err := m.Metadata()
	if err != nil {
		return err
	}
	if at.Sequence.Stream != seq {
		return fmt.Errorf("catatan %d hilang / record %[1]d is missing", seq)
	}
	var e struct{ Time, Type, Subject string } // a CloudEvent; docs/format.md has the rest
	if err := json.Unmarshal(m.Data(), &e); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, seq, e.Time, e.Type, e.Subject)
	return err
}
