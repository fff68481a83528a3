package engine

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/go-json-experiment/json"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"mufakat/domain/value"
)

// form is the version of the file's layout. Raise it when a key or a value
// changes its form; raise a view's own version when its rows change.
const form = 2

// Header says what a file is: of which ledger, and folded by which views.
type Header struct {
	Form   int            `json:"form"`
	Ledger string         `json:"ledger"`
	Types  value.Hash     `json:"types"` // of the event types that were known
	Views  map[string]int `json:"views"`
	Boot   string         `json:"boot"`   // of the computer, when it was opened for writing
	Closed bool           `json:"closed"` // it was closed since, and is on disk whole
}

func (db *DB) header() Header {
	h := Header{Form: form, Ledger: db.c.Ledger, Types: db.c.Table.TypesHash(), Views: map[string]int{}, Boot: bootID()}
	for _, v := range db.c.Views {
		h.Views[v.Name] = v.Version
	}
	return h
}

// openOrMake opens the file at c.Path if it is one that these views can go on
// with. One that is another's, older, or damaged is set aside, and an empty one
// takes its place: everything in it comes from the records again. A newer one
// is refused.
func (db *DB) openOrMake() (*bolt.DB, error) {
	path := db.c.Path
	if i, err := os.Stat(path); err == nil && i.Size() > 0 {
		file, why := openFile(path, db.header())
		if why == nil {
			return file, startWriting(file, db.header())
		}
		if _, refused := errors.AsType[*value.Refusal](why); refused {
			return nil, why
		}
		aside := path + ".aside-" + time.Now().UTC().Format("20060102T150405.000")
		db.c.Log.Warn("the views are made again from the records", "because", why, "the old file", aside)
		if err := os.Rename(path, aside); err != nil {
			return nil, err
		}
	}
	file, err := db.makeFile(path)
	if err != nil {
		return nil, err
	}
	return file, startWriting(file, db.header())
}

// The file is not synced with each transaction: everything in it can be made
// again, and an acknowledged record is on disk in the ledger. What a process
// wrote that was killed is in the file all the same. Only when the computer
// itself stopped, which its boot id tells, may pages be missing; such a file is
// not gone on with.

// startWriting notes that the file is open for writing from now on.
func startWriting(file *bolt.DB, h Header) error {
	file.NoSync = false
	err := file.Update(func(tx *bolt.Tx) error { return putHeader(tx, h) })
	file.NoSync, file.NoGrowSync = true, true
	if err != nil {
		file.Close()
	}
	return err
}

// endWriting puts the file on disk, and notes that it is.
func endWriting(file *bolt.DB, h Header) error {
	file.NoSync = false
	h.Closed = true
	return file.Update(func(tx *bolt.Tx) error { return putHeader(tx, h) })
}

func putHeader(tx *bolt.Tx, h Header) error {
	b, err := json.Marshal(h, json.Deterministic(true))
	if err != nil {
		return err
	}
	return tx.Bucket(InMeta).Put(HeadKey, b)
}

// openFile opens a file and answers why it cannot be gone on with.
func openFile(path string, want Header) (file *bolt.DB, err error) {
	defer func() { // bbolt trusts its pages, and reads them through the memory map
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("the file is damaged: %v", p)
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	file, err = OpenBolt(path)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, viewsHeld.With(path)
	}
	if err != nil {
		return nil, err
	}
	err = file.View(func(tx *bolt.Tx) error {
		if i, err := os.Stat(path); err != nil || i.Size() < tx.Size() {
			return errors.New("the file is truncated")
		}
		return checkHeader(tx, path, want)
	})
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func OpenBolt(path string) (*bolt.DB, error) {
	return bolt.Open(path, 0o600, &bolt.Options{
		Timeout: time.Second, FreelistType: bolt.FreelistMapType, InitialMmapSize: 256 << 20,
	})
}

func checkHeader(tx *bolt.Tx, path string, want Header) error {
	meta := tx.Bucket(InMeta)
	if meta == nil {
		return errors.New("the file is no views file")
	}
	var got Header
	if err := json.Unmarshal(meta.Get(HeadKey), &got); err != nil || len(meta.Get(PositionKey)) != 8 {
		return errors.New("the file's head cannot be read")
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
func (db *DB) makeFile(path string) (*bolt.DB, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	file, err := OpenBolt(path)
	if err != nil {
		return nil, err
	}
	err = file.Update(func(tx *bolt.Tx) error {
		for _, b := range append(db.buckets(), Bucket{Name: InMeta}) {
			if _, err := tx.CreateBucket(b.Name); err != nil {
				return err
			}
		}
		if err := putHeader(tx, db.header()); err != nil {
			return err
		}
		return setPosition(tx, PositionKey, 0)
	})
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// positionOf is the sequence of the last record of the ledger that the file holds.
func positionOf(tx *bolt.Tx) uint64 { return positionAt(tx, PositionKey) }

// positionAt is the same of a stream, by the key under which it is kept.
func positionAt(tx *bolt.Tx, key []byte) uint64 {
	if b := tx.Bucket(InMeta).Get(key); len(b) == 8 {
		return Number(b)
	}
	return 0
}

func setPosition(tx *bolt.Tx, key []byte, seq uint64) error {
	return tx.Bucket(InMeta).Put(key, SeqKey(seq))
}

func PositionIn(file *bolt.DB, key []byte) (at uint64) {
	file.View(func(tx *bolt.Tx) error { at = positionAt(tx, key); return nil })
	return at
}
