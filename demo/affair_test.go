package demo

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/node"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/records"
	"mufakat/web/client"
	"mufakat/web/wire"
)

var update = flag.Bool("update", false, "write the golden words of the affair's notices")

// recorded is the demonstration of a directory, with the affair on record.
func recorded(t *testing.T, dir string) *Demo {
	t.Helper()
	d, err := Open(t.Context(), node.Config{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	t.Cleanup(d.Close)
	must(t, d.Record(t.Context()))
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func status(t *testing.T, c *client.Client) wire.Status {
	t.Helper()
	s, err := c.Status(t.Context())
	must(t, err)
	return s
}

// The affair is on record once, however often it is recorded, and the ledger
// says that it is a demonstration.
func TestTheAffairIsRecordedOnce(t *testing.T) {
	dir := t.TempDir()
	d := recorded(t, dir)
	first := status(t, d.Client())
	before, err := d.Client().Verify(t.Context(), nil)
	must(t, err)
	if first.Last == 0 || first.Meta[node.MetaDemo] != "true" || len(before.Wrong) > 0 || before.Digest != before.Afresh {
		t.Errorf("%+v %+v", first, before)
	}
	if d.receiver.heard.Load() == 0 || d.receiver.wrong.Load() > 0 {
		t.Errorf("the receiver heard %d, %d of them from somebody else", d.receiver.heard.Load(), d.receiver.wrong.Load())
	}
	d.Close()

	d = recorded(t, dir)
	again := status(t, d.Client())
	after, err := d.Client().Verify(t.Context(), nil)
	must(t, err)
	if again.Last != first.Last || again.Ledger != first.Ledger || after.Digest != before.Digest {
		t.Errorf("%+v, and recorded again %+v", first, again)
	}
	if n := d.receiver.heard.Load(); n > 0 {
		t.Errorf("recorded again, %d notices were sent again", n)
	}
}

// Each record is of the day on which its report became known, and afterwards the
// clock goes on by itself.
func TestEveryRecordIsOfItsDay(t *testing.T) {
	d := recorded(t, t.TempDir())
	days := []time.Time{beforeIt, afterEvent, onNumesa, onSeed, onKT}
	n := 0
	for _, kind := range value.Kinds() {
		found, err := client.Ask(t.Context(), d.Client(), records.List, engine.Asked{}, records.ListFilter{Kind: kind})
		must(t, err)
		for _, r := range found.Rows {
			n++
			if !slices.ContainsFunc(days, r.Recorded.Equal) {
				t.Errorf("%s was recorded %s", r.Ref, r.Recorded)
			}
		}
	}
	if n < 15 {
		t.Errorf("only %d things are on record", n)
	}
	if now := d.clock.now(); time.Since(now).Abs() > time.Minute {
		t.Errorf("the clock stands at %s", now)
	}
}

// A ledger that is no demonstration is not made one.
func TestNotADemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	log := slog.New(slog.DiscardHandler)
	_, err := node.Init(t.Context(), eventstore.Config{Dir: dir, Log: log}, nil)
	must(t, err)
	if _, err := Open(t.Context(), node.Config{Dir: dir, Log: log}); err == nil || err.Error() != notADemo.With(dir).EN {
		t.Errorf("opening it answers %v", err)
	}
	n, err := node.Open(t.Context(), node.Config{Dir: dir, Log: log})
	must(t, err) // and nothing holds it
	n.Close()
}

// What both provinces would have been told, word for word, in both languages.
func TestWordsOfTheAffair(t *testing.T) {
	d := recorded(t, t.TempDir())
	for _, lang := range []value.Lang{value.Indonesian, value.English} {
		text := told(t, d.Client(), "Provinsi Jawa Timur", ofJatim, lang) + "\n" + told(t, d.Client(), "Provinsi Kalimantan Timur", ofKaltim, lang)
		file := filepath.Join("testdata", "affair-notices."+string(lang)+".txt")
		if *update {
			must(t, os.WriteFile(file, []byte(text), 0o644))
		}
		want, err := os.ReadFile(file)
		if err != nil || text != string(want) {
			t.Errorf("%v\n%s\nwant\n%s", err, text, want)
		}
	}
}

// told is what a subscriber was told, in the order of the records.
func told(t *testing.T, c *client.Client, name string, to value.SubscriptionID, lang value.Lang) string {
	t.Helper()
	found, err := client.Ask(context.Background(), c, projections.Notices, engine.Asked{}, projections.NoticeFilter{Subscription: to})
	must(t, err)
	jakarta, err := value.ZoneOf("WIB")
	must(t, err)
	var b strings.Builder
	b.WriteString(name + "\n")
	for i := len(found.Rows) - 1; i >= 0; i-- {
		n := found.Rows[i]
		fmt.Fprintf(&b, "  %d. %s: %s %s (%s)\n", n.Number, value.Day(n.Planned, jakarta, lang), n.Sentence.In(lang), n.ToDo.In(lang), n.State.Label(lang))
	}
	return b.String()
}
