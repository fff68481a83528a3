// Package histories makes ledgers for tests and benchmarks: records that the
// domain itself has decided upon and written, of affairs that never happened
// between governments that are numbered.
//
// It is no part of the product. Its one subtlety: a history is a function of its
// seed, so that one that broke something can be made again.
package histories

import (
	"fmt"
	"math/rand/v2"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Ledger is the id of every ledger made here.
const Ledger = "0190a5f2-7c1e-7000-8000-00000000000a"

// Begin is when the first record of a history is recorded.
var Begin = time.Date(2022, 1, 3, 1, 0, 0, 0, time.UTC)

// Maker makes records one after the other.
type Maker struct {
	Rand  *rand.Rand
	Now   time.Time
	Tick  time.Duration // between two records
	Known fact.Lookup   // what commands may name; nil: anything

	seq  uint64
	ids  uint64
	seed uint64
}

// NewMaker makes the records of a seed.
func NewMaker(seed uint64) *Maker {
	return &Maker{Rand: rand.New(rand.NewPCG(seed, 0)), Now: Begin, Tick: time.Minute, seed: seed}
}

// ID is a UUID that this maker has not given before.
func (m *Maker) ID() string {
	m.ids++
	return fmt.Sprintf("%08x-0000-7000-8000-%012x", uint32(m.seed), m.ids)
}

// Command reads a command of the fact and what stands around it.
func Command(ref value.Ref, command string, d fact.Data) (fact.Command, error) {
	ev, err := domain.EventOf(ref.Kind, command)
	if err != nil {
		return fact.Command{}, err
	}
	b, err := d.CommandBody()
	if err != nil {
		return fact.Command{}, err
	}
	return fact.ReadCommand(ev, ref, b)
}

// Add records a command upon the aggregate. It answers the refusal where the
// domain refuses, and no record where the fact is on record already.
func (m *Maker) Add(a *fact.Aggregate, command string, d fact.Data) (*fact.Record, error) {
	c, err := Command(a.Ref, command, d)
	if err != nil {
		return nil, err
	}
	by := fact.By{Actor: "local", Name: fmt.Sprintf("petugas %d", m.Rand.IntN(3))}
	if m.Known != nil {
		same, err := fact.Decide(*a, c, fact.Given{Now: m.Now, By: by, Lookup: m.Known})
		if err != nil || same != nil {
			return nil, err
		}
	}
	return m.write(a, c, by)
}

func (m *Maker) write(a *fact.Aggregate, c fact.Command, by fact.By) (*fact.Record, error) {
	r, err := c.Record(*a, fact.Stamp{ID: value.RecordID(m.ID()), Ledger: Ledger, Time: m.Now, CommandID: m.ID(), By: by})
	if err != nil {
		return nil, err
	}
	m.seq++
	r.Seq = m.seq
	*a = a.Add(r)
	m.Now = m.Now.Add(m.Tick)
	return r, nil
}

// Stored is the record as a store holds it.
func Stored(r *fact.Record) fact.Stored {
	return fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}
}

// ID is a UUID made of two numbers.
func ID(a uint32, n int) string { return fmt.Sprintf("%08x-0000-7000-8000-%012x", a, n) }
