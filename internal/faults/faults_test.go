package faults

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

var (
	trials = flag.Int("trials", 2, "how often each kind of damage is done")
	seed   = flag.Uint64("seed", 1, "where chance begins; 0: anywhere")
	keep   = flag.Bool("keep", false, "leave the damaged directories of trials that fail")
	only   = flag.String("kind", "", "only kinds with this in their names")
)

// kind is one kind of damage.
type kind struct {
	name string
	// before is what happens to the ledger until it is damaged: nothing, or
	// records under load and an end.
	before  func(l *ledger, rng *rand.Rand)
	do      damage
	worst   verdict                         // that may come of it
	disk    bool                            // it needs one whose power can be cut
	noticed bool                            // it must say that it was damaged
	after   func(l *ledger, rng *rand.Rand) // what happens when it is opened then
}

// killed ends the process by kill -9 while eight writers record.
func killed(l *ledger, rng *rand.Rand) {
	p, err := l.serve()
	must(l.t, err)
	wait := l.load(p, 8)
	time.Sleep(time.Duration(20+rng.IntN(300)) * time.Millisecond)
	p.kill()
	wait()
}

// twice opens the ledger a second time while one records. The second process
// must be refused before it touches anything.
func twice(l *ledger, _ *rand.Rand) {
	p, err := l.serve()
	must(l.t, err)
	wait := l.load(p, 8)
	q, err := l.serve()
	if no, ok := errors.AsType[unopened](err); !ok {
		q.kill()
		l.seen = found(wrong, "two processes have the directory")
	} else if strings.Contains(no.said, "from=nats-server") {
		l.seen = found(wrong, "a second server was started over the store: %s", lastLines(no.said))
	}
	p.kill()
	wait()
}

// anotherBoot is killed, and the computer has started again since.
func anotherBoot(l *ledger, rng *rand.Rand) {
	killed(l, rng)
	l.env = append(l.env, "MUFAKAT_FAULTS_BOOT=another")
}

var kinds = []kind{
	{name: "kill -9 under load", before: killed, worst: healed},
	{name: "kill -9, another boot", before: anotherBoot, worst: healed},
	{name: "power cut under load", before: powerCut, worst: healed, disk: true},
	{name: "power cut, and again while it starts", before: powerCutStarting, worst: healed, disk: true},
	{name: "power cut, a bit of the stream's end", before: powerCut, do: atEnd(streamFiles), worst: healed, disk: true},
	{name: "a full disk under load", before: fullDisk, worst: healed, disk: true},
	{name: "a disk that fails under load", before: failingDisk, worst: healed, disk: true},
	{name: "a bit anywhere, by size", do: flip, worst: unopen},
	{name: "a bit anywhere, by file", do: flipAnyFile, worst: unopen},
	{name: "a file cut short", do: truncate, worst: unopen},
	{name: "a page of zeroes", do: zeroPage, worst: unopen},
	{name: "a file removed", do: remove, worst: unopen},
	{name: "a bit of the journal", do: within("journal", flip), worst: healed},
	{name: "a bit of the stream", do: within(ledgerStream, flip), worst: healed},
	{name: "a bit of the stream, by file", do: within(ledgerStream, flipAnyFile), worst: healed},
	{name: "a bit of a message's head in the stream", do: inHead, worst: healed},
	{name: "a file of the stream cut short", do: within(ledgerStream, truncate), worst: healed},
	{name: "a file of the stream removed", do: within(ledgerStream, remove), worst: healed},
	{name: "the journal's file cut short", do: within("journal", truncate), worst: healed},
	{name: "a page of zeroes in the journal", do: within("journal", zeroPage), worst: healed},
	{name: "two processes", before: twice, worst: healed},
	{name: "no jetstream/", do: without("jetstream"), worst: healed},
	{name: "no journal/", do: without("journal"), worst: healed},
	{name: "no views.db", do: without("views.db"), worst: healed},
	{name: "a bit of views.db", do: within("views.db", flip), worst: healed},
	{name: "a page of zeroes in views.db", do: within("views.db", zeroPage), worst: healed},
	{name: "kill -9, a bit of the stream's end", before: killed, do: atEnd(streamFiles), worst: healed},
	{name: "kill -9, a bit of the journal's end", before: killed, do: atEnd(journalFiles), worst: unopen},
	{name: "kill -9, a bit anywhere, another boot", before: anotherBoot, do: flip, worst: unopen},
	{name: "kill -9, no views.db, a bit of the stream's end", before: killed, do: both(without("views.db"), atEnd(streamFiles)), worst: healed},
}

func allKinds() []kind { return slices.Concat(kinds, steps, forgeries) }

func both(a, b damage) damage {
	return func(t *testing.T, dir string, rng *rand.Rand) string {
		return a(t, dir, rng) + "; " + b(t, dir, rng)
	}
}

// Nothing acknowledged is lost and no answer is wrong, whatever happens to the
// directory; and where one copy is whole the ledger is whole again by itself.
func TestFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the binary and breaks many ledgers (-short)")
	}
	if *seed == 0 {
		*seed = rand.Uint64() >> 1
	}
	t.Logf("-seed %d", *seed)
	from := sample(t)
	var table table
	defer table.print()
	for _, k := range allKinds() {
		if !strings.Contains(k.name, *only) {
			continue
		}
		t.Run(k.name, func(t *testing.T) {
			if k.disk {
				skipWithoutDisk(t)
			}
			var each sync.WaitGroup
			turn := make(chan bool, runtime.NumCPU())
			for n := range *trials {
				turn <- true
				each.Go(func() {
					defer func() { <-turn }()
					k.try(t, from, n, &table)
				})
			}
			each.Wait()
		})
	}
}

// try does the damage once; chance is that of the seed, the kind and the trial.
func (k kind) try(t *testing.T, from *ledger, n int, table *table) {
	f, note := k.once(t, from, n)
	table.add(k.name, f)
	switch {
	case !k.allows(f):
		t.Errorf("-seed %d, trial %d: %s: %v", *seed, n, note, f)
	case testing.Verbose():
		t.Logf("trial %d: %s: %v", n, note, f)
	}
}

func (k kind) allows(f *finding) bool {
	return f.verdict <= k.worst && !(k.noticed && f.verdict == whole)
}

// once answers what was found and what was done; env is for every process. With
// -keep it leaves the directory, as it was damaged, where it does not allow what
// was found.
func (k kind) once(t *testing.T, from *ledger, n int, env ...string) (f *finding, note string) {
	h := fnv.New64a()
	h.Write([]byte(k.name))
	rng := rand.New(rand.NewPCG(*seed^h.Sum64(), uint64(n)))
	dir, err := os.MkdirTemp("", "mufakat-faults-")
	must(t, err)
	defer os.RemoveAll(dir)
	var l *ledger
	if k.disk {
		l = onDisk(t, from)
		defer l.disk.remove()
	} else {
		l = from.copyTo(t, filepath.Join(dir, "ledger"))
	}
	l.env = env
	if k.before != nil {
		k.before(l, rng)
	}
	if k.do != nil {
		note = short(k.do(t, l.dir, rng), l.dir)
	}
	if k.after != nil {
		k.after(l, rng)
	}
	kept := dir + "-damaged"
	if *keep {
		must(t, os.CopyFS(kept, os.DirFS(l.dir)))
	}
	f = cmp.Or(l.seen, l.check(rng))
	switch {
	case !*keep:
	case k.allows(f):
		must(t, os.RemoveAll(kept))
	default:
		note += "; kept in " + kept
	}
	return f, note
}

// table counts what became of each kind.
type table struct {
	mu    sync.Mutex // guards what follows
	names []string
	count map[string]*[wrong + 1]int
}

func (x *table) add(name string, f *finding) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.count == nil {
		x.count = map[string]*[wrong + 1]int{}
	}
	if !slices.Contains(x.names, name) {
		x.names = append(x.names, name)
		x.count[name] = new([wrong + 1]int)
	}
	x.count[name][f.verdict]++
}

func (x *table) print() {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight|tabwriter.Debug)
	head := []string{"", "trials"}
	for v := whole; v <= wrong; v++ {
		head = append(head, v.String())
	}
	fmt.Fprintln(w, strings.Join(head, "\t")+"\t")
	for _, name := range x.names {
		row, all := "", 0
		for _, n := range x.count[name] {
			all += n
			row += fmt.Sprintf("%d\t", n)
		}
		fmt.Fprintf(w, "%s\t%d\t%s\n", name, all, row)
	}
	w.Flush()
}
