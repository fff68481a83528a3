package kv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	inPlain  = Bucket{Name: []byte("plain")}
	inSealed = Bucket{Name: []byte("sealed"), Sealed: true}
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// created is a new file, and where it lies.
func created(t *testing.T) (*File, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "some.db")
	f, err := Create(path, []Bucket{inPlain, inSealed})
	must(t, err)
	t.Cleanup(func() { f.Close() })
	return f, path
}

func put(t *testing.T, f *File, in Bucket, keys ...string) {
	t.Helper()
	must(t, f.Update(func(w Tx) (err error) {
		for _, k := range keys {
			err = errors.Join(err, w.Put(in, []byte(k), []byte("of "+k)))
		}
		return err
	}))
}

func keysOf(f *File, in Bucket) (keys []string) {
	f.View(func(e Entries) error {
		for k := range e.From(in, nil) {
			keys = append(keys, string(k))
		}
		return nil
	})
	return keys
}

// Entries are gone through in both directions, from any key.
func TestEntries(t *testing.T) {
	f, _ := created(t)
	put(t, f, inPlain, "a1", "a3", "b2")
	must(t, f.View(func(e Entries) error {
		for want, all := range map[string]func(func(k, v []byte) bool){
			"[a1 a3 b2] from the first": e.From(inPlain, nil), "[a3 b2] from within": e.From(inPlain, []byte("a2")), "[] from behind": e.From(inPlain, []byte("c")),
			"[a1 a3] of a prefix": e.Begin(inPlain, []byte("a")), "[] of no prefix": e.Begin(inPlain, []byte("x")),
			"[b2 a3 a1] backwards": e.Before(inPlain, nil), "[a3 a1] before one": e.Before(inPlain, []byte("b2")),
			"[b2 a3 a1] before what is behind": e.Before(inPlain, []byte("c")), "[] before the first": e.Before(inPlain, []byte("a1")),
			"[] in an empty bucket": e.Before(inSealed, nil),
		} {
			var keys []string
			for k, v := range all {
				if string(v) != "of "+string(k) {
					t.Errorf("%q: %q", k, v)
				}
				keys = append(keys, string(k))
			}
			if got := fmt.Sprint(keys); !strings.HasPrefix(want, got) {
				t.Errorf("%s, not %s", got, want)
			}
			for range all {
				break
			}
		}
		if string(e.Get(inPlain, []byte("a3"))) != "of a3" || e.Get(inPlain, []byte("a2")) != nil || e.Get(Bucket{Name: []byte("none")}, nil) != nil {
			t.Error("what is there, and what is not")
		}
		return nil
	}))
}

// A transaction that fails writes nothing, and one that succeeds is seen by whoever
// begins after it, not by whoever holds the moment before.
func TestTransactions(t *testing.T) {
	f, _ := created(t)
	held, err := f.Begin()
	must(t, err)
	defer held.Close()
	no := errors.New("no")
	if err := f.Update(func(w Tx) error { return errors.Join(w.Put(inPlain, []byte("a"), nil), no) }); !errors.Is(err, no) || keysOf(f, inPlain) != nil {
		t.Error(err, keysOf(f, inPlain))
	}
	put(t, f, inPlain, "a", "b")
	must(t, f.Update(func(w Tx) error { return w.Delete(inPlain, []byte("a")) }))
	if got := keysOf(f, inPlain); fmt.Sprint(got) != "[b]" || held.Get(inPlain, []byte("b")) != nil {
		t.Error(got)
	}
}

// What is sealed is read only under its key, and only as it was written.
func TestSeal(t *testing.T) {
	k, v := []byte("key"), []byte("value")
	b := Seal(k, v)
	if got, ok := Unseal(k, b); !ok || !bytes.Equal(got, v) {
		t.Errorf("%q", got)
	}
	turned := bytes.Clone(b)
	turned[len(turned)-1] ^= 1
	for name, x := range map[string][2][]byte{"another key": {[]byte("kez"), b}, "turned": {k, turned}, "short": {k, b[:3]}, "none": {k, nil}} {
		if _, ok := Unseal(x[0], x[1]); ok {
			t.Error(name)
		}
	}
}

// A bucket's sum is of its keys and values, however they came there, and tells of
// what is not sealed as it should be.
func TestSum(t *testing.T) {
	sum := func(f *File, in Bucket) (s string, damaged []string) {
		must(t, f.View(func(e Entries) error {
			b, err := e.Sum(t.Context(), in, func(k []byte) { damaged = append(damaged, string(k)) })
			s = fmt.Sprintf("%x", b)
			return err
		}))
		return s, damaged
	}
	one, _ := created(t)
	other, _ := created(t)
	put(t, one, inPlain, "b", "a")
	put(t, other, inPlain, "a", "gone", "b")
	must(t, other.Update(func(w Tx) error { return w.Delete(inPlain, []byte("gone")) }))
	a, _ := sum(one, inPlain)
	if b, damaged := sum(other, inPlain); a != b || damaged != nil {
		t.Error(a, b, damaged)
	}
	put(t, one, inPlain, "c")
	if b, _ := sum(one, inPlain); a == b {
		t.Error("another entry, and the same sum")
	}
	must(t, one.Update(func(w Tx) error { return w.Put(inSealed, []byte("good"), Seal([]byte("good"), nil)) }))
	put(t, one, inSealed, "bad")
	if _, damaged := sum(one, inSealed); fmt.Sprint(damaged) != "[bad]" {
		t.Error(damaged)
	}
}

// An appender writes in several transactions what it was given, until it is told
// to forget, or its context ends; then it repeats why.
func TestAppender(t *testing.T) {
	f, _ := created(t)
	ctx, stop := context.WithCancel(t.Context())
	w := f.Appender(ctx)
	for n := range appendEntries + 1 {
		must(t, w.Put(inPlain, fmt.Appendf(nil, "%06d", n), []byte("x")))
	}
	if got := len(keysOf(f, inPlain)); got != appendEntries {
		t.Errorf("%d before it is committed", got)
	}
	must(t, w.Commit())
	must(t, w.Commit()) // nothing more
	must(t, w.Put(inSealed, []byte("late"), nil))
	stop()
	for _, err := range []error{w.Commit(), w.Put(inSealed, []byte("later"), nil), w.Commit()} {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	no := errors.New("no")
	again := f.Appender(t.Context())
	must(t, again.Put(inSealed, []byte("a"), nil))
	if err := again.Abandon(no); err != no || again.Commit() != no {
		t.Error(err)
	}
	if err := f.Appender(t.Context()).Put(inSealed, nil, nil); err == nil {
		t.Error("an entry without a key")
	} // and the file can be closed
	if len(keysOf(f, inPlain)) != appendEntries+1 || len(keysOf(f, inSealed)) != 0 {
		t.Error(len(keysOf(f, inPlain)), keysOf(f, inSealed))
	}
}

// A file takes the place of another while that is read: whoever began goes on,
// whoever begins reads the new one, and after the last there is none.
func TestCurrent(t *testing.T) {
	old, path := created(t)
	put(t, old, inPlain, "old")
	next, err := Create(path+".next", []Bucket{inPlain})
	must(t, err)
	put(t, next, inPlain, "new")
	var c Current
	c.Store(old)
	held, err := c.Begin()
	must(t, err)
	must(t, next.Replace(path+".next", path))
	c.Store(next)
	if held.Get(inPlain, []byte("old")) == nil {
		t.Error("the moment that is held went away")
	}
	held.Close()
	must(t, old.Close())
	must(t, c.View(func(e Entries) error {
		if e.Get(inPlain, []byte("new")) == nil {
			t.Error("the old file is read")
		}
		return nil
	}))
	must(t, c.Swap(nil).Close())
	again, err := Open(path)
	must(t, err)
	if got := keysOf(again, inPlain); fmt.Sprint(got) != "[new]" {
		t.Error(got)
	}
	must(t, again.Close())
	_, err = c.Begin()
	for _, err := range []error{err, c.View(nil), again.Update(nil)} {
		if !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
}

func TestFileIsHeld(t *testing.T) {
	_, path := created(t)
	if _, err := Open(path); !errors.Is(err, ErrHeld) {
		t.Error(err)
	}
}

func TestSetAside(t *testing.T) {
	f, path := created(t)
	must(t, f.UpdateDurably(func(w Tx) error { return w.Put(inPlain, []byte("a"), nil) }))
	must(t, f.Close())
	aside, err := SetAside(path)
	must(t, err)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(aside, path) {
		t.Error(err, aside)
	}
	f, err = Open(aside)
	must(t, err)
	if got := keysOf(f, inPlain); fmt.Sprint(got) != "[a]" {
		t.Error(got)
	}
	must(t, f.Close())
}

// A file whose pages say nonsense, or are not there, is damaged, wherever that is
// found out.
func TestDamagedFile(t *testing.T) {
	page := os.Getpagesize()
	for name, spoil := range map[string]func(path string) error{
		"its end is missing": func(path string) error { return os.Truncate(path, int64(3*page)) },
		"pages of rubbish": func(path string) error {
			b, err := os.ReadFile(path)
			for i := 2 * page; i < len(b); i++ {
				b[i] = 0xa5
			}
			return errors.Join(err, os.WriteFile(path, b, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, path := created(t)
			for n := range 300 {
				put(t, f, inPlain, fmt.Sprintf("%0100d", n))
			}
			must(t, f.UpdateDurably(func(Tx) error { return nil }))
			held, err := f.Begin()
			must(t, err)
			must(t, spoil(path)) // under the map of whoever has it open
			if _, err := held.Sum(t.Context(), inPlain, func([]byte) {}); !errors.Is(err, ErrDamaged) {
				t.Errorf("what is held: %v", err)
			}
			held.Close()
			if err := f.View(func(e Entries) error { e.Get(inPlain, []byte("1")); return nil }); !errors.Is(err, ErrDamaged) {
				t.Errorf("what is read: %v", err)
			}
			must(t, f.Close())
			if _, err := Open(path); !errors.Is(err, ErrDamaged) {
				t.Errorf("what is opened: %v", err)
			}
		})
	}
}

// A panic of whoever reads is no damage of the file.
func TestOtherPanicsPass(t *testing.T) {
	f, _ := created(t)
	put(t, f, inPlain, "a")
	for name, read := range map[string]func(e Entries) error{
		"said": func(Entries) error { panic("ours") },
		"nil":  func(Entries) error { var none []int; return fmt.Errorf("%d", none[0]) },
		"within": func(e Entries) error {
			for range e.From(inPlain, nil) {
				panic("ours")
			}
			return nil
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the panic was taken for damage", name)
				}
			}()
			t.Error(f.View(read))
		}()
	}
	put(t, f, inPlain, "b") // nothing is left locked
}
