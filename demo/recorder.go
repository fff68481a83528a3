package demo

import (
	"context"
	"slices"
	"strconv"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
)

// recorder records one act after the other, each on its own day, through the
// same commands as everybody, and stops at the first that is refused. Its keys
// make recording the affair a second time a repetition.
type recorder struct {
	ctx    context.Context
	client *client.Client
	clock  *clock

	n       int       // how many were recorded
	err     error     // why it stopped
	waiting time.Time // until when it waits for what is being sent
}

// day goes on to a later day, once whatever was due on the day before was sent:
// each subscriber hears on the day.
func (r *recorder) day(at time.Time) {
	if r.err == nil {
		r.err = r.settle()
	}
	r.clock.set(at)
}

// settle waits until nothing is waiting to be sent, but for a little while only.
func (r *recorder) settle() error {
	for time.Now().Before(r.waiting) {
		found, err := client.Ask(r.ctx, r.client, projections.Notices, engine.Asked{Limit: question.MaxRows}, projections.NoticeFilter{})
		if err != nil || !slices.ContainsFunc(found.Rows, isWaiting) {
			return err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-r.ctx.Done():
			return r.ctx.Err()
		}
	}
	return nil
}

func isWaiting(n projections.NoticeRow) bool {
	return n.State == projections.NoticeDue || n.State == projections.NoticeTrying
}

// on records one act.
func (r *recorder) on(kind value.Kind, id string, command string, d fact.Data) (rec value.RecordID) {
	if r.err == nil {
		rec, r.err = r.record(value.Ref{Kind: kind, ID: id}, command, d)
	}
	return rec
}

func (r *recorder) record(ref value.Ref, command string, d fact.Data) (value.RecordID, error) {
	body, err := d.CommandBody()
	if err != nil {
		return "", err
	}
	r.n++
	got, err := r.client.Record(r.ctx, ref.Kind, ref.ID, command, body,
		client.RecordOptions{Key: "demo-" + strconv.Itoa(r.n), ByName: "peragaan"})
	return got.ID, err
}

// details writes what is stated only now.
func (r *recorder) details(f fact.Fact) fact.Reading {
	d, err := fact.ReadingOf(fact.Data{Fact: f})
	if err != nil && r.err == nil {
		r.err = err
	}
	return d
}
