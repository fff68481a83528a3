package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// damages are what can happen to a file, whoever has it open.
var damages = map[string]func(r *rand.Rand, path string) error{
	"a turned bit": func(r *rand.Rand, path string) error {
		return over(path, func(b []byte) { b[r.IntN(len(b))] ^= 1 << r.IntN(8) })
	},
	"a page of zeros": func(r *rand.Rand, path string) error {
		page := os.Getpagesize()
		return over(path, func(b []byte) { clear(b[r.IntN(len(b)/page)*page:][:page]) })
	},
	"pages of rubbish": func(r *rand.Rand, path string) error {
		return over(path, func(b []byte) { copy(b[r.IntN(len(b)):], strings.Repeat("\xa5", 9000)) })
	},
	"its end is missing": func(r *rand.Rand, path string) error {
		i, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, r.Int64N(i.Size()))
	},
	"removed": func(_ *rand.Rand, path string) error { return os.Remove(path) },
}

// over changes the bytes of a file where it lies.
func over(path string, change func([]byte)) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	change(b)
	_, err = f.WriteAt(b, 0)
	return err
}

// trials is how many of each damage are tried: few, or as many as MUFAKAT_TRIALS says.
func trials(t *testing.T) (n int, r *rand.Rand) {
	n, seed := 12, uint64(time.Now().UnixNano())
	if many, err := strconv.Atoi(os.Getenv("MUFAKAT_TRIALS")); err == nil {
		n = many
	}
	if given, err := strconv.ParseUint(os.Getenv("MUFAKAT_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("MUFAKAT_SEED=%d", seed)
	return n, rand.New(rand.NewPCG(seed, 0))
}

// answers are all that can be asked, as one string: of the rows now and then, of
// each record by what it is found by.
func (y *toy) answers() (string, error) {
	var b strings.Builder
	err := y.db.Ask(Asked{}, func(r *Reader) {
		for _, r := range []*Reader{r, r.AsKnownAt(r.Known / 2)} {
			for _, v := range []View{lengths, signed} {
				for k, p := range r.Scan(v.Key(v.Orders[0].Letter), nil) {
					fmt.Fprintf(&b, "%x %s\n", k, p)
				}
			}
		}
		for _, rec := range y.world.Records[:r.Known] {
			got, err := r.Record(r.SeqOf(string(rec.ID)))
			if err != nil {
				r.Fail(err)
				return
			}
			fmt.Fprintln(&b, got.Hash, r.Versions(rec.Ref), r.Newest(rec.Ref))
		}
		for _, kind := range []value.Kind{value.KindParty, value.KindInstrument} {
			for k, ref := range r.OfKind(kind, nil) {
				fmt.Fprintf(&b, "%x %v\n", k, ref)
			}
		}
	})
	return b.String(), err
}

// Whatever happens to the file, it is made anew by itself, and no answer in between
// is a wrong one: it is right, or a refusal that says to ask again.
func TestDamageMendsItself(t *testing.T) {
	n, r := trials(t)
	y := newToy(t)
	y.grow(150)
	y.clicks.last = 40
	y.catchUp()
	want, err := y.answers()
	must(t, want, err)
	digest := y.digest()
	must(t, 0, y.db.Close())
	whole, err := os.ReadFile(y.path)
	must(t, whole, err)

	for name, damage := range damages {
		for _, open := range []bool{false, true} {
			t.Run(fmt.Sprint(name, map[bool]string{true: " while open"}[open]), func(t *testing.T) {
				y.T = t
				anew := 0
				for range n {
					y.onlyTheFile(whole)
					if open {
						y.open()
					}
					must(t, 0, damage(r, y.path))
					if !open {
						y.open()
						y.catchUp()
					}
					y.db.cache.clear()
					got, err := y.answers()
					if err == nil && got != want || err != nil && code(err) != "views-anew" {
						t.Fatalf("%v; the answers are right: %v", err, got == want)
					}
					y.db.cache.clear()
					if _, err := y.db.Verify(t.Context(), nil); err != nil && code(err) != "views-anew" {
						t.Fatal("verify:", err)
					}
					must(t, 0, y.db.whole(t.Context()))
					y.catchUp()
					if got, err = y.answers(); err != nil || got != want || y.digest() != digest {
						t.Fatalf("afterwards: %v; the answers are right: %v", err, got == want)
					}
					if y.db.Damaged() != "" {
						anew++
					}
					must(t, 0, y.db.Close())
				}
				t.Logf("made anew in %d of %d trials", anew, n)
			})
		}
	}
}

// onlyTheFile puts the file back as it was.
func (y *toy) onlyTheFile(whole []byte) {
	y.Helper()
	files, err := filepath.Glob(y.path + "*")
	must(y.T, files, err)
	for _, f := range files {
		must(y.T, 0, os.Remove(f))
	}
	must(y.T, 0, os.WriteFile(y.path, whole, 0o600))
}

func (y *toy) digest() digest {
	y.Helper()
	d, err := y.db.digestOf(y.Context(), y.db.file.Load())
	return must(y.T, d, err)
}

// While records come and questions are asked, a file that is damaged again and again
// is made anew, and of those that were set aside the last is kept.
func TestDamageWhileRecordsCome(t *testing.T) {
	_, r := trials(t)
	y := newToy(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- y.db.Run(ctx) }()
	for range 8 {
		y.grow(60)
		last, _ := y.list.Last(ctx)
		must(t, 0, y.db.Await(ctx, last-10))
		damage := damages["a page of zeros"]
		must(t, 0, damage(r, y.path))
		s, err := y.db.Snapshot()
		if err == nil {
			a, ok := s.Aggregate(y.world.Records[0].Ref)
			if ok != (a.Version() > 0) && s.Err() == nil {
				t.Error("an aggregate that is not there, and no word of it")
			}
			s.Close()
		}
		must(t, 0, y.db.Await(ctx, last))
	}
	must(t, 0, y.db.WhenWhole(ctx, func() error { _, err := y.rows(); return err }))
	stop()
	<-ended
	if wrong := y.verified(); fmt.Sprint(wrong) == "[views-anew]" {
		must(t, 0, y.db.whole(t.Context()))
	}
	y.whole()
	if found := kv.Asides(y.path, asideDamaged); len(found) > 1 {
		t.Errorf("set aside: %q", found)
	}
}

// A disk that takes nothing keeps the views where they are, answering, until it does
// again; it is said meanwhile.
func TestDiskThatTakesNothing(t *testing.T) {
	if byItself(t) {
		return
	}
	y := newToy(t)
	y.grow(50)
	y.catchUp()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- y.db.Run(ctx) }()

	most := limitFiles(t, 1)
	y.grow(50)
	for y.db.Trouble() == nil {
		time.Sleep(time.Millisecond)
	}
	if err := y.db.Trouble(); code(err) != "views-unwritten" || !strings.Contains(err.Error(), "50") {
		t.Error(err)
	}
	if n, err := y.rows(); n == 0 || err != nil || y.db.Position() != 50 {
		t.Errorf("%d rows at %d: %v", n, y.db.Position(), err)
	}
	if _, err := y.db.Rebuild(ctx, nil); code(err) != "views-unwritten" {
		t.Error("a rebuild:", err)
	}
	limitFiles(t, most)
	must(t, 0, y.db.Await(ctx, 100))
	if err := y.db.Trouble(); err != nil {
		t.Error(err)
	}
	stop()
	<-ended
	y.whole()
}

// byItself runs the test in a process of its own: what is limited there limits
// nothing else that this one writes, such as the record of what tests open.
func byItself(t *testing.T) (done bool) {
	t.Helper()
	const mark = "MUFAKAT_TEST_BY_ITSELF"
	if os.Getenv(mark) != "" {
		return false
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), mark+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return true
}

// limitFiles lets no file of this process grow, and no more be written behind a
// length; it answers what held before.
func limitFiles(t *testing.T, most uint64) (before uint64) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var l syscall.Rlimit
	must(t, 0, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &l))
	before, l.Cur = l.Cur, most
	must(t, 0, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l))
	t.Cleanup(func() { l.Cur = before; syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l) })
	return before
}
