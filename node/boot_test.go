package node

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/projections/engine"
	"mufakat/projections/records"
	"mufakat/web/client"
)

func register(c *client.Client, code string) (fact.Receipt, error) {
	return c.Record(context.Background(), value.KindParty, string(value.PartyOf(value.RegionCode(code))), "register",
		[]byte(`{"fact":{"code":"`+code+`"}}`), client.RecordOptions{Key: "party " + code})
}

func refused(t *testing.T, err error, class value.Class, code string) {
	t.Helper()
	r, ok := errors.AsType[*value.Refusal](err)
	if !ok || r.Class != class || r.Code != code {
		t.Errorf("%v, not %s", err, code)
	}
}

// A node that is open answers that it is not ready; once booted it records and
// answers; closed it does neither. Opened again it holds what was recorded.
func TestFromOpenToClose(t *testing.T) {
	dir := made(t, "")
	n := opened(t, Config{Dir: dir})
	refused(t, n.Ready(), value.Unavailable, "starting")
	refused(t, n.Err(), value.Unavailable, "starting")
	_, err := register(n.Client(), "64")
	refused(t, err, value.Unavailable, "still-checking")

	must(t, n.Boot(t.Context(), nil))
	if n.Ready() != nil || n.Err() != nil {
		t.Fatal(n.Ready(), n.Err())
	}
	got, err := register(n.Client(), "64")
	must(t, err)
	n.Close()
	n.Close() // a second time does nothing
	if n.Err() == nil {
		t.Error("a closed node says that all is well")
	}

	n = opened(t, Config{Dir: dir})
	var last engine.Progress
	must(t, n.Boot(t.Context(), func(p engine.Progress) { last = p }))
	again, err := register(n.Client(), "64")
	must(t, err)
	if again.Seq != got.Seq || again.ID != got.ID || again.Outcome != fact.Replayed {
		t.Errorf("%+v, and after opening again %+v", got, again)
	}
	if last.Done != last.Total {
		t.Errorf("booting reached %+v", last)
	}
}

// Opening makes no ledger.
func TestOpenNeedsALedger(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	_, err := Open(t.Context(), Config{Dir: dir, Log: discard})
	refused(t, err, value.NotFound, "no-ledger")
	if _, err := os.Stat(filepath.Join(dir, "views.db")); err == nil {
		t.Error("opening left a file")
	}
}

// A second node finds the directory held, until the first one lets go.
func TestTwoNodesOnOneDirectory(t *testing.T) {
	dir := made(t, "")
	first := booted(t, Config{Dir: dir})
	_, err := Open(t.Context(), Config{Dir: dir, Log: discard})
	refused(t, err, value.Unavailable, "directory-held")
	if _, err := register(first.Client(), "64"); err != nil {
		t.Error("the first one was disturbed:", err)
	}
	first.Close()
	booted(t, Config{Dir: dir})
}

// setBack gives parts of a directory back as they were at an earlier time, so that
// they lack what was acknowledged since.
func setBack(t *testing.T, dir string, since func(), parts ...string) {
	t.Helper()
	earlier := t.TempDir()
	for _, part := range parts {
		must(t, os.CopyFS(filepath.Join(earlier, part), os.DirFS(filepath.Join(dir, part))))
	}
	since()
	for _, part := range parts {
		must(t, os.RemoveAll(filepath.Join(dir, part)))
		must(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(earlier, part))))
	}
}

// recordsOnce records a party, waits until the views hold it, and closes.
func recordsOnce(t *testing.T, dir, code string) {
	t.Helper()
	n := booted(t, Config{Dir: dir})
	got, err := register(n.Client(), code)
	must(t, err)
	must(t, n.views.Await(t.Context(), got.Seq))
	n.Close()
}

// Where one copy of the ledger has lost its end, the other gives it back, and who
// runs the ledger hears of it.
func TestOneCopyMakesTheOtherWhole(t *testing.T) {
	for _, part := range []string{"jetstream", "journal"} {
		t.Run(part, func(t *testing.T) {
			dir := made(t, "")
			recordsOnce(t, dir, "64")
			setBack(t, dir, func() { recordsOnce(t, dir, "35") }, part)
			n := booted(t, Config{Dir: dir})
			must(t, n.Err())
			s, err := n.Client().Status(t.Context())
			if err != nil || !s.Writable || s.Last != 2 || len(s.Warnings) == 0 {
				t.Errorf("%+v %v", s, err)
			}
			if got, err := register(n.Client(), "11"); err != nil || got.Seq != 3 {
				t.Errorf("%+v %v", got, err)
			}
		})
	}
}

// Where both copies have lost their end, booting is no error: what is left is
// answered, what needs a record that is gone says so, and commands are refused.
func TestALedgerThatEndsBeforeItsViewsIsReadOnly(t *testing.T) {
	dir := made(t, "")
	recordsOnce(t, dir, "64")
	setBack(t, dir, func() { recordsOnce(t, dir, "35") }, "jetstream", "journal")

	n := booted(t, Config{Dir: dir})
	r, ok := errors.AsType[*value.Refusal](n.Err())
	if !ok || r.Class != value.Integrity || !strings.Contains(r.ID, "views.db") {
		t.Errorf("it says %v", n.Err())
	}
	_, err := register(n.Client(), "11")
	if r, ok := errors.AsType[*value.Refusal](err); !ok || r.Class != value.Integrity {
		t.Errorf("a command is answered %v", err)
	}
	kept, err := client.Ask(t.Context(), n.Client(), records.One, engine.Asked{}, records.OneFilter{Record: "1"})
	if err != nil || len(kept.Rows) != 1 {
		t.Errorf("%d records are read: %v", len(kept.Rows), err)
	}
	_, err = client.Ask(t.Context(), n.Client(), records.One, engine.Asked{}, records.OneFilter{Record: "2"})
	refused(t, err, value.Integrity, "records-missing-at-end")
	s, err := n.Client().Status(t.Context())
	if err != nil || s.Writable || s.Why == nil || s.Ready {
		t.Errorf("%+v %v", s, err)
	}
	n.Close()

	must(t, os.Remove(filepath.Join(dir, "views.db"))) // as the sentence says
	n = booted(t, Config{Dir: dir})
	must(t, n.Err())
}

// An embedded ledger always has a key; a process elsewhere that was given none
// says so and sends nothing. What is no key stops the telling and nothing else.
func TestKeys(t *testing.T) {
	dir := made(t, "")
	key, err := os.ReadFile(keyFile(dir))
	must(t, err)
	must(t, os.Remove(keyFile(dir)))
	n := opened(t, Config{Dir: dir})
	another := n.Secret(aSubscription)
	if !strings.HasPrefix(another, "whsec_") {
		t.Errorf("the secret is %q", another)
	}
	n.Close()
	must(t, os.WriteFile(keyFile(dir), key, 0o600))
	n = opened(t, Config{Dir: dir})
	if n.Secret(aSubscription) == another || n.Secret(aSubscription) == n.Secret(bSubscription) {
		t.Error("secrets of two keys or of two subscriptions are the same")
	}
	n.Close()
	for _, cut := range []string{"", "rahasia\n", string(key[:40])} {
		must(t, os.WriteFile(keyFile(dir), []byte(cut), 0o600))
		n = booted(t, Config{Dir: dir})
		if s, err := n.Client().Status(t.Context()); err != nil || !s.Writable || len(s.Warnings) != 1 || s.Warnings[0] != badKey.With(keyFile(dir)) {
			t.Errorf("of the key %q it says %+v, %v", cut, s, err)
		}
		if n.Secret(aSubscription) != "" {
			t.Errorf("%q gives a secret", cut)
		}
		n.Close()
	}
}

// What is not a refusal reaches nobody in the words of a library.
func TestErrorsAreSaidInBothLanguages(t *testing.T) {
	n, c := fresh(t, "")
	n.setSilent(errors.New("boom"))
	n.setReady(errors.New("boom"))
	s, err := c.Status(t.Context())
	must(t, err)
	said := n.Err().Error()
	for _, w := range s.Warnings {
		said += w.ID + w.EN
	}
	if s.NotReady == nil || strings.Contains(said+s.NotReady.ID+s.NotReady.EN, "boom") {
		t.Errorf("it says %s, %+v", said, s.NotReady)
	}
	if !strings.Contains(said, nobodyTold.With(unforeseen.EN).EN) {
		t.Errorf("it does not say that nobody is told: %s", said)
	}
}

// A ledger that is there is not made again.
func TestInitOnce(t *testing.T) {
	dir := made(t, "")
	key, err := os.ReadFile(keyFile(dir))
	must(t, err)
	_, err = Init(t.Context(), eventstore.Config{Dir: dir, Log: discard}, nil)
	if !errors.Is(err, eventstore.LedgerExists) {
		t.Errorf("making it again answers %v", err)
	}
	if now, _ := os.ReadFile(keyFile(dir)); string(now) != string(key) {
		t.Error("it has another key")
	}
}
