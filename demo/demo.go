// Package demo is the affair of 2022 between Jawa Timur and Kalimantan Timur, for
// whoever wants to see a ledger at work: who took part and what each report said
// (affair.go, parties.go, records.go), the two subscribers that hear of it
// (receiver.go), and the questions that are asked of it (answers.go).
//
// It fills in nothing that no report says, and it prints nothing: the questions
// are command lines, and whoever runs the demonstration asks them.
//
// Its one subtlety: the affair is recorded by the same commands as everything
// else, but under a clock that stands on the day on which each report came, so
// that what was known when can be asked. Every record has an id and a key of its
// own that never change: recording the affair again is a repetition.
package demo

import (
	"context"
	"errors"
	"time"

	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/node"
)

// Demo is a node whose ledger says that it is a demonstration.
type Demo struct {
	*node.Node
	clock    *clock
	receiver *receiver // nil before Record
}

var notADemo = value.NewRefusal(value.Conflict, "not-a-demo",
	"Buku catatan di %s bukan peragaan. Pilih direktori lain.",
	"The ledger in %s is no demonstration. Choose another directory.")

// Open opens the demonstration of a directory and boots it, and makes one where
// there is no ledger, its clock standing before the affair; that of c is not used.
func Open(ctx context.Context, c node.Config) (_ *Demo, err error) {
	d := &Demo{clock: &clock{at: beforeIt}}
	c.Clock = eventstore.Told(d.clock.now)
	_, err = node.Init(ctx, eventstore.Config{Dir: c.Dir, Log: c.Log, Clock: c.Clock}, map[string]string{node.MetaDemo: "true"})
	if errors.Is(err, eventstore.LedgerExists) {
		d.clock.set(time.Time{}) // what is on record already is not ahead of it
	} else if err != nil {
		return nil, err
	}
	if d.Node, err = node.Open(ctx, c); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			d.Close()
		}
	}()
	if !d.Demo() {
		return nil, notADemo.With(c.Dir)
	}
	if err = d.Boot(ctx, nil); err != nil {
		return nil, err
	}
	if err = d.Err(); err != nil {
		return nil, err
	}
	return d, nil
}

// Record records the affair, while those who subscribed are told, and then lets
// the clock go. The receiver stays until Close, for whoever serves sends on.
func (d *Demo) Record(ctx context.Context) (err error) {
	c := d.Client()
	on, err := subscriptions(ctx, c)
	if err != nil {
		return err
	}
	if d.receiver, err = receive(d.Secret, on[ofJatim].Endpoint); err != nil {
		return err
	}
	sending, stop := context.WithCancel(ctx)
	defer stop()
	d.Send(sending)
	r := &recorder{ctx: ctx, client: c, clock: d.clock, waiting: time.Now().Add(10 * time.Second)}
	return recordAffair(r, func(r *recorder) { d.receiver.subscribe(r, on) })
}

// SetNow stops the clock at t; the zero time gives back the real one.
func (d *Demo) SetNow(t time.Time) { d.clock.set(t) }

// Close lets go of the ledger and of the receiver.
func (d *Demo) Close() {
	d.Node.Close()
	if d.receiver != nil {
		d.receiver.close()
	}
}
