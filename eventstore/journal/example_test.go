package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log"
	"os"
	"path/filepath"

	"mufakat/eventstore/journal"
)

// stream stands for the other copy.
type stream []string

func (s stream) fetch(_ context.Context, seq uint64) (string, []byte, error) {
	if seq > uint64(len(s)) {
		return "", nil, errors.New("not there")
	}
	return "ledger.party.1", []byte(s[seq-1]), nil
}

func (s stream) all() iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for i := range s {
			subject, body, err := s.fetch(context.Background(), uint64(i+1))
			if !yield(journal.Entry{Seq: uint64(i + 1), Subject: subject, Body: body}, err) {
				return
			}
		}
	}
}

// What a program does at its start, before it takes commands.
func Example() {
	ctx, copies := context.Background(), stream{"one", "two", "three"}
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	dir = filepath.Join(dir, "journal")
	o := journal.Options{Ledger: "0190a5f2-7c1e-7000-8000-000000000009", Fetch: copies.fetch}

	j, err := journal.Open(dir, o)
	if errors.Is(err, fs.ErrNotExist) { // only the stream is left: aloud
		if err = journal.Create(dir, o, copies.all()); err == nil {
			j, err = journal.Open(dir, o)
		}
	}
	if err != nil {
		log.Fatal(err)
	}
	defer j.Close()

	c := j.Condition()
	if n := len(c.Damage); n > 0 && c.Damage[n-1].To == journal.Unknown { // and the stream goes beyond it
		err = j.Cut(c.Damage[n-1])
	}
	if err == nil {
		err = j.Mend(ctx, j.Condition().Damage, copies.fetch)
	}
	if err == nil { // what the stream has beyond it was acknowledged to nobody
		err = j.Await(ctx, uint64(len(copies)))
	}
	if err == nil { // a command: published as record 4, then
		err = j.Commit(ctx, journal.Entry{Seq: 4, Subject: "ledger.party.1", Body: []byte("four")})
	}
	if err != nil {
		log.Fatal(err)
	}
	for e, err := range j.Replay(ctx, 3, j.Durable()) {
		fmt.Println(e.Seq, string(e.Body), err)
	}
	// Output:
	// 3 three <nil>
	// 4 four <nil>
}
