package kv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	inOne   = Bucket{Name: []byte("one")}
	inOther = Bucket{Name: []byte("other")}
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
	f, err := Create(path, []Bucket{inOne, inOther})
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
	put(t, f, inOne, "a1", "a3", "b2")
	must(t, f.View(func(e Entries) error {
		for want, all := range map[string]func(func(k, v []byte) bool){
			"[a1 a3 b2] from the first": e.From(inOne, nil), "[a3 b2] from within": e.From(inOne, []byte("a2")), "[] from behind": e.From(inOne, []byte("c")),
			"[a1 a3] of a prefix": e.Begin(inOne, []byte("a")), "[] of no prefix": e.Begin(inOne, []byte("x")),
			"[b2 a3 a1] backwards": e.Before(inOne, nil), "[a3 a1] before one": e.Before(inOne, []byte("b2")),
			"[b2 a3 a1] before what is behind": e.Before(inOne, []byte("c")), "[] before the first": e.Before(inOne, []byte("a1")),
			"[] in an empty bucket": e.Before(inOther, nil),
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
		if string(e.Get(inOne, []byte("a3"))) != "of a3" || e.Get(inOne, []byte("a2")) != nil {
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
	if err := f.Update(func(w Tx) error { return errors.Join(w.Put(inOne, []byte("a"), nil), no) }); !errors.Is(err, no) || keysOf(f, inOne) != nil {
		t.Error(err, keysOf(f, inOne))
	}
	put(t, f, inOne, "a", "b")
	must(t, f.Update(func(w Tx) error { return w.Delete(inOne, []byte("a")) }))
	if got := keysOf(f, inOne); fmt.Sprint(got) != "[b]" || held.Get(inOne, []byte("b")) != nil {
		t.Error(got)
	}
}

// Entries are put and deleted in any order, and each that is left is found, and so
// is that no other is there, as in a map, also within the transaction.
func TestAnyOrder(t *testing.T) {
	f, _ := created(t)
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	rnd, is := rand.New(rand.NewPCG(seed, 0)), map[string]string{}
	same := func(e Entries) {
		t.Helper()
		keys := slices.Sorted(maps.Keys(is))
		for k, v := range e.From(inOne, nil) {
			if len(keys) == 0 || string(k) != keys[0] || string(v) != is[keys[0]] {
				t.Fatalf("%q: %q, and left are %q", k, v, keys)
			}
			keys = keys[1:]
		}
		if len(keys) > 0 {
			t.Fatalf("not there: %q", keys)
		}
		for range 20 {
			k := fmt.Sprint(rnd.IntN(5000))
			if v, there := is[k]; there != (e.Get(inOne, []byte(k)) != nil) || string(e.Get(inOne, []byte(k))) != v {
				t.Fatalf("%s is %q", k, e.Get(inOne, []byte(k)))
			}
		}
	}
	for n := range 200 {
		must(t, f.Update(func(w Tx) (err error) {
			for range rnd.IntN(60) {
				k := fmt.Sprint(rnd.IntN(5000))
				is[k] = strings.Repeat(k, 1+rnd.IntN(30))
				err = errors.Join(err, w.Put(inOne, []byte(k), []byte(is[k])))
			}
			if n%10 == 9 { // whole pages become empty
				from := fmt.Sprint(rnd.IntN(5000))
				for _, k := range slices.Sorted(maps.Keys(is)) {
					if k >= from && len(is) > 20 {
						delete(is, k)
						err = errors.Join(err, w.Delete(inOne, []byte(k)), w.Delete(inOne, []byte(k)))
					}
				}
			}
			same(w.Entries)
			return err
		}))
		must(t, f.View(func(e Entries) error { same(e); return nil }))
	}
	must(t, f.View(func(e Entries) error {
		keys := slices.Sorted(maps.Keys(is))
		for k := range e.Before(inOne, nil) {
			if string(k) != keys[len(keys)-1] {
				t.Fatalf("backwards %q", k)
			}
			keys = keys[:len(keys)-1]
		}
		return nil
	}))
}

// Whatever is not as it was written, and whatever is missing, is found where it is
// read; nothing is taken for the end, or for nothing.
func TestWhatIsNotAsWrittenIsFound(t *testing.T) {
	for name, spoil := range map[string]func(b *bolt.Bucket) error{
		"a turned value": func(b *bolt.Bucket) error {
			v := bytes.Clone(b.Get([]byte("b")))
			v[5] ^= 1
			return b.Put([]byte("b"), v)
		},
		"a short value": func(b *bolt.Bucket) error { return b.Put([]byte("b"), []byte("of")) },
		"another key": func(b *bolt.Bucket) error {
			return errors.Join(b.Put([]byte("bb"), b.Get([]byte("b"))), b.Delete([]byte("b")))
		},
		"one is missing":   func(b *bolt.Bucket) error { return b.Delete([]byte("b")) },
		"one too many":     func(b *bolt.Bucket) error { return b.Put([]byte("bb"), inOne.seal([]byte("b"), []byte("bb"), nil)) },
		"the end":          func(b *bolt.Bucket) error { return b.Delete(end) },
		"the end and more": func(b *bolt.Bucket) error { return errors.Join(b.Delete(end), b.Delete([]byte("c"))) },
		"all but the end": func(b *bolt.Bucket) error {
			return errors.Join(b.Delete([]byte("a")), b.Delete([]byte("b")), b.Delete([]byte("c")))
		},
		"of another bucket": func(b *bolt.Bucket) error {
			return b.Put([]byte("b"), inOther.seal([]byte("a"), []byte("b"), []byte("of b")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, _ := created(t)
			put(t, f, inOne, "a", "b", "c")
			must(t, f.db.Update(func(tx *bolt.Tx) error { return spoil(tx.Bucket(inOne.Name)) }))
			if _, err := sumOf(f, inOne); !errors.Is(err, ErrDamaged) {
				t.Error("its sum:", err)
			}
			f.damaged.Store(nil)
			err := f.View(func(e Entries) error {
				var got []string
				for _, k := range []string{"a", "b", "bb", "c", "d"} {
					got = append(got, string(e.Get(inOne, []byte(k))))
				}
				t.Errorf("%q", got)
				return nil
			})
			if !errors.Is(err, ErrDamaged) {
				t.Error(err)
			}
			if err := f.View(func(Entries) error { return nil }); !errors.Is(err, ErrDamaged) {
				t.Error("it is trusted again:", err)
			}
		})
	}
}

func sumOf(f *File, in Bucket) (s string, err error) {
	held, err := f.Begin()
	if err != nil {
		return "", err
	}
	defer held.Close()
	b, err := held.Sum(context.Background(), in)
	return fmt.Sprintf("%x", b), err
}

// A bucket's sum is of its keys and values, however they came there.
func TestSum(t *testing.T) {
	one, _ := created(t)
	other, _ := created(t)
	put(t, one, inOne, "b", "a")
	put(t, other, inOne, "a", "gone", "b")
	must(t, other.Update(func(w Tx) error { return w.Delete(inOne, []byte("gone")) }))
	a, err := sumOf(one, inOne)
	must(t, err)
	if b, err := sumOf(other, inOne); a != b || err != nil {
		t.Error(a, b, err)
	}
	put(t, one, inOne, "c")
	if b, _ := sumOf(one, inOne); a == b {
		t.Error("another entry, and the same sum")
	}
}

// An appender writes in several transactions what it was given, until it is told
// to forget, or its context ends; then it repeats why.
func TestAppender(t *testing.T) {
	f, _ := created(t)
	ctx, stop := context.WithCancel(t.Context())
	w := f.Appender(ctx)
	for n := range appendEntries + 1 {
		must(t, w.Put(inOne, fmt.Appendf(nil, "%06d", n), []byte("x")))
	}
	if got := len(keysOf(f, inOne)); got != appendEntries {
		t.Errorf("%d before it is committed", got)
	}
	must(t, w.Commit())
	must(t, w.Commit()) // nothing more
	must(t, w.Put(inOther, []byte("late"), nil))
	stop()
	for _, err := range []error{w.Commit(), w.Put(inOther, []byte("later"), nil), w.Commit()} {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	no := errors.New("no")
	again := f.Appender(t.Context())
	must(t, again.Put(inOther, []byte("a"), nil))
	if err := again.Abandon(no); err != no || again.Commit() != no {
		t.Error(err)
	}
	for _, k := range []string{"", "000000", string(end)} {
		if err := f.Appender(t.Context()).Put(inOne, []byte(k), nil); !errors.Is(err, errKey) {
			t.Errorf("an entry with the key %q: %v", k, err)
		}
	} // and the file can be closed
	if len(keysOf(f, inOne)) != appendEntries+1 || len(keysOf(f, inOther)) != 0 {
		t.Error(len(keysOf(f, inOne)), keysOf(f, inOther))
	}
}

// A file takes the place of another while that is read: whoever began goes on,
// whoever begins reads the new one, and after the last there is none.
func TestCurrent(t *testing.T) {
	old, path := created(t)
	put(t, old, inOne, "old")
	next, err := Create(path+".next", []Bucket{inOne})
	must(t, err)
	put(t, next, inOne, "new")
	var c Current
	c.Store(old)
	held, err := c.Begin()
	must(t, err)
	must(t, next.Replace(path+".next", path))
	c.Store(next)
	if held.Get(inOne, []byte("old")) == nil {
		t.Error("the moment that is held went away")
	}
	held.Close()
	must(t, old.Close())
	must(t, c.View(func(e Entries) error {
		if e.Get(inOne, []byte("new")) == nil {
			t.Error("the old file is read")
		}
		return nil
	}))
	must(t, c.Swap(nil).Close())
	again, err := Open(path)
	must(t, err)
	if got := keysOf(again, inOne); fmt.Sprint(got) != "[new]" {
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
	must(t, f.UpdateDurably(func(w Tx) error { return w.Put(inOne, []byte("a"), nil) }))
	must(t, f.Close())
	aside, err := SetAside(path, "old")
	must(t, err)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) || !slices.Equal(Asides(path, "old"), []string{aside}) {
		t.Error(err, aside)
	}
	f, err = Open(aside)
	must(t, err)
	if got := keysOf(f, inOne); fmt.Sprint(got) != "[a]" {
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
				put(t, f, inOne, fmt.Sprintf("%0100d", n))
			}
			must(t, f.UpdateDurably(func(Tx) error { return nil }))
			held, err := f.Begin()
			must(t, err)
			must(t, spoil(path)) // under the map of whoever has it open
			if _, err := held.Sum(t.Context(), inOne); !errors.Is(err, ErrDamaged) {
				t.Errorf("what is held: %v", err)
			}
			held.Close()
			if err := f.View(func(e Entries) error { e.Get(inOne, []byte("1")); return nil }); !errors.Is(err, ErrDamaged) {
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
	put(t, f, inOne, "a")
	for name, read := range map[string]func(e Entries) error{
		"said": func(Entries) error { panic("ours") },
		"nil":  func(Entries) error { var none []int; return fmt.Errorf("%d", none[0]) },
		"within": func(e Entries) error {
			for range e.From(inOne, nil) {
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
	put(t, f, inOne, "b") // nothing is left locked
}
