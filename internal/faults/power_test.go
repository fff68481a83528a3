package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// powerCut ends everything at once while eight writers record, some of whose
// writes have reached the disk. A receipt counts if it was there before: a sync
// that is under way just then may be answered either way.
func powerCut(l *ledger, rng *rand.Rand) {
	p, err := l.serve()
	must(l.t, err)
	wait := l.load(p, 8)
	for range 1 + rng.IntN(3) {
		time.Sleep(time.Duration(rng.IntN(150)) * time.Millisecond)
		l.disk.scatter(rng)
	}
	time.Sleep(time.Duration(rng.IntN(100)) * time.Millisecond)
	l.hear(false)
	l.disk.cut()
	p.kill()
	wait()
	l.hear(true)
	l.disk.off()
	must(l.t, l.disk.on())
	l.env = append(l.env, "MUFAKAT_FAULTS_BOOT=another")
}

// failingDisk answers with errors while eight writers record. Nothing that is
// sent then is acknowledged, and the ledger says that it takes no commands.
func failingDisk(l *ledger, _ *rand.Rand) {
	p, err := l.serve()
	must(l.t, err)
	wait := l.load(p, 8)
	time.Sleep(100 * time.Millisecond)
	l.hear(false)
	l.disk.cut()
	wait()
	l.hear(true)
	if got, err := send(p, l.next); err == nil {
		l.seen = found(wrong, "over a disk that fails a command is %s as record %d", got.Outcome, got.Seq)
	}
	l.next++
	if s, err := p.client.Status(l.t.Context()); err != nil || s.Writable {
		fmt.Fprintf(os.Stderr, "NOTE: over a disk that fails it says that it takes commands (%v)\n", err)
	}
	p.kill()
	l.disk.off()
	must(l.t, l.disk.on())
}

// fullDisk fills the disk while eight writers record, and makes room again: the
// same process goes on recording by itself.
func fullDisk(l *ledger, _ *rand.Rand) {
	p, err := l.serve()
	must(l.t, err)
	wait := l.load(p, 8)
	filler := filepath.Join(l.disk.mount, "filler")
	f, err := os.Create(filler)
	must(l.t, err)
	for zeroes := make([]byte, 64<<10); err == nil; {
		_, err = f.Write(zeroes)
	}
	f.Close()
	wait()
	must(l.t, os.Remove(filler))
	for end := time.Now().Add(patience); err != nil; time.Sleep(100 * time.Millisecond) {
		if err = l.record(p); err != nil && time.Now().After(end) {
			l.seen = found(wrong, "there is room again, and it does not record: %v", err)
			break
		}
	}
	p.kill()
}

// powerCutStarting cuts the power again while the ledger is opened that was cut
// before.
func powerCutStarting(l *ledger, rng *rand.Rand) {
	powerCut(l, rng)
	l.env = append(l.env, "MUFAKAT_FAULTS_BOOT=a third")
	ended := make(chan bool)
	c := l.command("serve", "--addr", "127.0.0.1:0")
	must(l.t, c.Start())
	go func() { c.Wait(); close(ended) }()
	time.Sleep(time.Duration(rng.IntN(150)) * time.Millisecond)
	l.disk.cut()
	_ = c.Process.Signal(syscall.SIGKILL)
	<-ended
	l.disk.off()
	must(l.t, l.disk.on())
	l.env = append(l.env, "MUFAKAT_FAULTS_BOOT=a fourth")
}

// skipWithoutDisk skips aloud what cannot be tried here.
func skipWithoutDisk(t *testing.T) {
	d, err := newDisk(t)
	if err != nil {
		fmt.Fprintf(os.Stderr, "SKIPPED %s: %v\n", t.Name(), err)
		t.Skip(err)
	}
	d.remove()
}

// onDisk is the same ledger on a disk of its own.
func onDisk(t *testing.T, from *ledger) *ledger {
	d, err := newDisk(t)
	must(t, err)
	l := from.copyTo(t, filepath.Join(d.mount, "ledger"))
	l.disk = d
	syscall.Sync()
	return l
}
