package engine

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// form is the version of the file's layout. Raise it when a key or a value
// changes its form; raise a view's own version when its rows change.
const form = 4

// header says what a file is: of which ledger, and folded by which views.
type header struct {
	Form   int            `json:"form"`
	Ledger string         `json:"ledger"`
	Types  value.Hash     `json:"types"` // of the event types that were known
	Views  map[string]int `json:"views"`
	Boot   string         `json:"boot"`   // of the computer, when it was opened for writing
	Closed bool           `json:"closed"` // it was closed since, and is on disk whole
}

var headKey = []byte("head")

func (db *DB) header() header {
	h := header{Form: form, Ledger: db.c.Ledger, Types: db.c.Table.TypesHash(), Views: map[string]int{}, Boot: kv.BootID()}
	for _, v := range db.c.Views {
		h.Views[v.Name] = v.Version
	}
	return h
}

// openOrMake opens the file at c.Path if it is one that these views can go on
// with. One that is another's, older, or damaged is set aside, and an empty one
// takes its place: everything in it comes from the records again. A newer one
// is refused.
func (db *DB) openOrMake() (*kv.File, error) {
	path := db.c.Path
	if i, err := os.Stat(path); err == nil && i.Size() > 0 {
		file, why := openFile(path, db.header())
		if why == nil {
			why = startWriting(file, db.header())
		}
		if why == nil {
			return file, nil
		}
		if _, refused := errors.AsType[*value.Refusal](why); refused || errors.Is(why, kv.ErrUnwritten) {
			return nil, db.refused(why)
		}
		word := "aside"
		if errors.Is(why, kv.ErrDamaged) {
			word = asideDamaged
		}
		if err := db.c.setAside(word, why); err != nil {
			return nil, err
		}
	}
	file, err := db.makeFile(path)
	if err != nil {
		return nil, db.refused(err)
	}
	return file, db.refused(startWriting(file, db.header()))
}

// openFile opens a file and answers why it cannot be gone on with.
func openFile(path string, want header) (*kv.File, error) {
	file, err := kv.Open(path)
	if errors.Is(err, kv.ErrHeld) {
		return nil, viewsHeld.With(path)
	}
	if err != nil {
		return nil, err
	}
	if err := file.View(func(e kv.Entries) error { return checkHeader(e, path, want) }); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func checkHeader(e kv.Entries, path string, want header) error {
	var got header
	if json.Unmarshal(e.Raw(inMeta, headKey), &got) == nil {
		return errors.New("the file was written by a version that did not seal its entries")
	}
	if err := json.Unmarshal(e.Get(inMeta, headKey), &got); err != nil || len(e.Get(inMeta, []byte(positionKey))) != 8 {
		return fmt.Errorf("%w: its head cannot be read", kv.ErrDamaged)
	}
	switch {
	case got.Form > want.Form:
		return newerViews.With(path, got.Form, want.Form)
	case got.Ledger != want.Ledger:
		return fmt.Errorf("the file is of ledger %s", got.Ledger)
	case got.Form != want.Form || got.Types != want.Types || len(got.Views) != len(want.Views):
		return errors.New("the file was folded by another version")
	case !got.Closed && (want.Boot == "" || got.Boot != want.Boot):
		return errors.New("the computer stopped while the file was being written")
	}
	for name, n := range want.Views {
		switch {
		case got.Views[name] > n:
			return newerViews.With(path, got.Views[name], n)
		case got.Views[name] != n:
			return fmt.Errorf("the view %s was folded by another version", name)
		}
	}
	return nil
}

// makeFile makes an empty file.
func (db *DB) makeFile(path string) (*kv.File, error) {
	file, err := kv.Create(path, slices.Concat(db.buckets(), []Bucket{inMeta}))
	if err != nil {
		return nil, err
	}
	err = file.Update(func(t kv.Tx) error {
		return errors.Join(putHeader(t, db.header()), setPosition(t, positionKey, 0))
	})
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// startWriting notes that the file is open for writing from now on.
func startWriting(file *kv.File, h header) error {
	err := file.UpdateDurably(func(t kv.Tx) error { return putHeader(t, h) })
	if err != nil {
		file.Close()
	}
	return err
}

// endWriting puts the file on disk, and notes that it is.
func endWriting(file *kv.File, h header) error {
	h.Closed = true
	return file.UpdateDurably(func(t kv.Tx) error { return putHeader(t, h) })
}

func putHeader(t kv.Tx, h header) error { return t.Put(inMeta, headKey, Encoded(h)) }

// positionKey is that of how far the ledger was read.
const positionKey = "position"

func setPosition(t kv.Tx, key string, seq uint64) error {
	return t.Put(inMeta, []byte(key), SeqKey(seq))
}

func positionIn(file *kv.File, key string) (at uint64) {
	file.View(func(e kv.Entries) error { at = Entries{e}.At(key); return nil })
	return at
}
