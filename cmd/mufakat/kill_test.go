package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// kill -9 in the middle of a thousand concurrent records loses nothing that was
// answered, and repeating them all with the same keys doubles nothing.
func TestKillNine(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the binary and fsyncs a thousand times (-short)")
	}
	const records, files, workers = 1000, 40, 50
	bin, dir := build(t), filepath.Join(t.TempDir(), "d")
	must(t, exec.Command(bin, "init", "--dir", dir).Run())

	var answered sync.Map // number → receipt
	var count atomic.Int64
	send := func(ctx context.Context, c *client.Client, i int) error {
		body := fmt.Appendf(nil, `{"fact":{"alias":"nama %d"}}`, i)
		got, err := c.Record(ctx, "agency", fileID(i%files), "alias", body, client.RecordOptions{Key: fmt.Sprint("k", i)})
		if err != nil {
			return err
		}
		count.Add(1)
		if was, again := answered.LoadOrStore(i, got); again {
			was := was.(fact.Receipt)
			if was.Seq != got.Seq || was.ID != got.ID || was.Hash != got.Hash || got.Outcome != fact.Replayed {
				t.Errorf("record %d was answered as %d %s, and after the kill as %d %s (%s)", i, was.Seq, was.ID, got.Seq, got.ID, got.Outcome)
			}
		}
		return nil
	}

	first, client := start(t, bin, dir)
	go func() {
		for count.Load() < records/3 {
			time.Sleep(time.Millisecond)
		}
		must(t, first.Process.Kill())
	}()
	all(records, workers, func(i int) { _ = send(t.Context(), client, i) })
	_ = first.Wait()
	before := count.Load()
	if before < records/3 || before >= records {
		t.Fatalf("%d of %d were answered before the kill: it was not in the middle", before, records)
	}

	second, client := start(t, bin, dir)
	all(records, workers, func(i int) {
		if err := send(t.Context(), client, i); err != nil {
			t.Errorf("repeating %d: %v", i, err)
		}
	})
	checkLedger(t, client, records, &answered)
	must(t, second.Process.Signal(os.Interrupt))
	if err := second.Wait(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
	t.Logf("%d of %d were answered before the kill", before, records)
}

// checkLedger holds the ledger against what was answered: every record is there
// once, under the sequence it was answered with, and the views are whole.
func checkLedger(t *testing.T, c *client.Client, records int, answered *sync.Map) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "all.ndjson"))
	must(t, err)
	defer file.Close()
	n, err := c.Export(t.Context(), file)
	must(t, err)
	if n != uint64(records) {
		t.Errorf("the ledger holds %d records, not %d", n, records)
	}
	_, err = file.Seek(0, 0)
	must(t, err)
	at := map[uint64]value.RecordID{}
	said := map[string]uint64{}
	_, lines := wire.ReadExport(file)
	for s, err := range lines {
		must(t, err)
		r := domain.Read(s.Seq, s.Ref, s.Body)
		at[s.Seq] = r.ID
		if first, twice := said[r.CommandID]; twice {
			t.Errorf("records %d and %d are of one command", first, s.Seq)
		}
		said[r.CommandID] = s.Seq
	}
	answered.Range(func(i, got any) bool {
		if r := got.(fact.Receipt); at[r.Seq] != r.ID {
			t.Errorf("record %d was answered as %d %s, which holds %s", i, r.Seq, r.ID, at[r.Seq])
		}
		return true
	})
	v, err := c.Verify(t.Context(), func(engine.Progress) {})
	must(t, err)
	if len(v.Wrong) > 0 || v.Digest != v.Afresh || v.Records != uint64(records) {
		t.Errorf("verify: %+v", v)
	}
}

// build builds the real binary, once for all tests.
func build(t *testing.T) string {
	t.Helper()
	bin, err := built()
	must(t, err)
	return bin
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "mufakat-bin-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "mufakat")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	if err != nil {
		err = errors.New(string(out))
	}
	return bin, err
})

// start runs serve and waits until it is ready. It is killed when the test ends.
func start(t *testing.T, bin, dir string) (*exec.Cmd, *client.Client) {
	t.Helper()
	cmd, where := serveAt(t, bin, dir)
	if !strings.Contains(where, "http://") {
		t.Fatalf("serve says %q", where)
	}
	return cmd, client.New(where, nil)
}

// serveAt runs serve and waits for the line that says where.
func serveAt(t *testing.T, bin, dir string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(bin, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	words := strings.Fields(line)
	return cmd, words[len(words)-1]
}

// all does the work for 0 to n-1 by some workers at once.
func all(n, workers int, work func(int)) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				work(i)
			}
		})
	}
	wg.Wait()
}

func fileID(i int) string { return fmt.Sprintf("0190a5f2-7c1e-7000-8000-%012d", i) }
