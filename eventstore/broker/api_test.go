package broker

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/internal/natstest"
)

func TestAcknowledgements(t *testing.T) {
	for given, x := range map[string]struct {
		answer string
		seq    uint64
		code   int
	}{
		"stored":                 {`{"stream":"LEDGER","seq":7}`, 7, 0},
		"somebody was first":     {`{"error":{"code":400,"err_code":10071,"description":"wrong last sequence"}}`, 0, CodeWrongLast},
		"the disk is full":       {`{"error":{"code":503,"err_code":10077},"stream":"LEDGER","seq":0}`, 0, CodeStoreFailed},
		"another stream took it": {`{"stream":"OTHER","seq":7}`, 0, 0},
		"nowhere":                {`{"stream":"LEDGER"}`, 0, 0},
		"not JSON":               {`+OK`, 0, 0},
		"an answer of nothing":   {`null`, 0, 0},
	} {
		t.Run(given, func(t *testing.T) {
			seq, err := ledger.Acknowledged([]byte(x.answer))
			if seq != x.seq || (err == nil) != (x.seq > 0) || x.code != 0 && !HasCode(err, CodeStreamNotFound, x.code) {
				t.Error(seq, err)
			}
			if HasCode(err, CodeStreamNotFound) {
				t.Errorf("%v was taken for another error", err)
			}
		})
	}
}

// What is not there is told by its code, and a publish that comes too late too.
func TestDefiniteAnswers(t *testing.T) {
	_, nc := withLedger(t, config(t))
	none := StreamConfig{Name: "NONE", Subjects: "none.*"}
	_, noStream := none.Info(t.Context(), nc, false)
	_, noRecord := ledger.Message(t.Context(), nc, 2)
	_, noSubject := ledger.Newest(t.Context(), nc, "ledger.party.64")
	if !HasCode(noStream, CodeStreamNotFound) || !HasCode(noRecord, CodeMessageNotFound) || !HasCode(noSubject, CodeMessageNotFound) {
		t.Errorf("%v; %v; %v", noStream, noRecord, noSubject)
	}
	late := nats.NewMsg("ledger.party.35")
	late.Header.Set(nats.ExpectedLastSubjSeqHdr, "0")
	m, err := nc.RequestMsg(late, askWithin)
	must(t, err)
	if seq, err := ledger.Acknowledged(m.Data); !HasCode(err, CodeWrongLast, CodeWrongLastToo) {
		t.Error(seq, err)
	}
}

// Whoever waits for an answer that cannot come any more is told at once, and the
// connection is made again.
func TestLostConnection(t *testing.T) {
	srv := natstest.Run(t)
	line := natstest.Through(t, srv)
	nc, err := Connect(line.URL, slog.New(slog.DiscardHandler))
	must(t, err)
	defer nc.Close()
	_, err = ledger.Create(t.Context(), nc, 1, map[string]string{MetaLedger: "one"})
	must(t, err)

	gone := nc.Gone()
	line.Mute(true)
	ended := make(chan error, 1)
	go func() {
		_, err := ledger.Info(t.Context(), nc, false)
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Fatalf("answered over a mute line: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	line.Mute(false)
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(askWithin / 2):
		t.Error("still waiting for an answer that cannot come")
	}
	select {
	case <-gone:
	case <-time.After(askWithin):
		t.Error("the old connection does not count as lost")
	}
	for end := time.Now().Add(askWithin); !nc.IsConnected(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("not connected again")
		}
	}
	if _, err := ledger.Info(t.Context(), nc, false); err != nil {
		t.Error(err)
	}
	select {
	case <-nc.Gone():
		t.Error("the new connection counts as lost")
	default:
	}
}

func TestNobodyListens(t *testing.T) {
	srv := natstest.Run(t)
	srv.Stop()
	if nc, err := Connect(srv.URL, slog.New(slog.DiscardHandler)); !errors.Is(err, nats.ErrNoServers) {
		t.Error(nc, err)
	}
}
