package eventstore

import (
	"sync"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// ahead is what this process had acknowledged and the views may not hold yet: the
// aggregates as they are with it, and the commands that led there. A writer need
// not wait for the views to see what it wrote.
//
// It cannot be wrong: an aggregate that was decided upon, with the record that the
// guard let in, is what anybody would fold. It can be behind, as the views can,
// where another process wrote; the guard tells. An outcome that is not sure never
// enters.
//
// A decision looks here first and takes a snapshot of the views after that: what
// is not here any more is in the snapshot.
type ahead struct {
	mu         sync.Mutex // guards what follows, held for no more than a look
	aggregates map[value.Ref]fact.Aggregate
	commands   map[string]*fact.Record
	records    []*fact.Record // in the order of their acknowledgement
	top        uint64         // the highest sequence ever acknowledged here

	most int // how many records may be ahead before writers wait
}

func newAhead() *ahead {
	return &ahead{most: 8192, aggregates: map[value.Ref]fact.Aggregate{}, commands: map[string]*fact.Record{}}
}

// add notes a record that was acknowledged upon an aggregate.
func (h *ahead) add(upon fact.Aggregate, r *fact.Record) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if here, ok := h.aggregates[r.Ref]; ok && here.Seq() == upon.Seq() {
		upon = here
	} else {
		upon.Entries = upon.Entries[:len(upon.Entries):len(upon.Entries)] // the views' own array is not appended to
	}
	h.aggregates[r.Ref] = upon.Add(r)
	h.commands[r.CommandID] = r
	h.records = append(h.records, r)
	h.top = max(h.top, r.Seq)
}

// forget lets go of what the views hold at a position.
func (h *ahead) forget(position uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for ; n < len(h.records) && h.records[n].Seq <= position; n++ {
		r := h.records[n]
		delete(h.commands, r.CommandID)
		if a, ok := h.aggregates[r.Ref]; ok && a.Seq() <= position {
			delete(h.aggregates, r.Ref)
		}
	}
	h.records = h.records[n:]
}

// room is the sequence that the views must hold before another record may be
// ahead of them; 0 while there is room.
func (h *ahead) room() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.records) < h.most {
		return 0
	}
	return h.records[0].Seq
}

func (h *ahead) aggregate(ref value.Ref) (fact.Aggregate, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, ok := h.aggregates[ref]
	return a, ok
}

// named are those ahead that are known by a name; see [fact.Namesakes].
func (h *ahead) named(kind value.Kind, folded string) (refs []value.Ref) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ref, a := range h.aggregates {
		if ref.Kind == kind && a.IsCalled(folded) {
			refs = append(refs, ref)
		}
	}
	return refs
}

func (h *ahead) byCommand(id string) (*fact.Record, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, ok := h.commands[id]
	return r, ok
}

// acknowledged is the highest sequence that was acknowledged in this process.
func (h *ahead) acknowledged() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.top
}

// known is a snapshot of the views with what is ahead of them, looked at for one
// command: its record and its aggregate are those from before the snapshot.
type known struct {
	Snapshot
	ahead     *ahead
	record    *fact.Record // that the command led to, nil if none is ahead
	aggregate fact.Aggregate
}

// known takes a snapshot for a command. It must be closed.
func (s *Store) known(commandID string, ref value.Ref) (*known, error) {
	k := &known{ahead: s.ahead}
	k.record, _ = s.ahead.byCommand(commandID)
	k.aggregate, _ = s.ahead.aggregate(ref)
	var err error
	if k.Snapshot, err = s.views.Snapshot(); err != nil {
		return nil, err
	}
	s.ahead.forget(k.Position())
	return k, nil
}

// ByCommand is the record that the command led to.
func (k *known) ByCommand(id string) (*fact.Record, bool) {
	if k.record != nil {
		return k.record, true
	}
	return k.Snapshot.ByCommand(id)
}

// Aggregate is the later of what is ahead and what the views hold.
func (k *known) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	later, ahead := k.aggregate, k.aggregate.Ref == ref
	if !ahead {
		later, ahead = k.ahead.aggregate(ref)
	}
	a, ok := k.Snapshot.Aggregate(ref)
	if ahead && (!ok || later.Seq() > a.Seq()) {
		return later, true
	}
	return a, ok
}

// Named are those known by a name, of what is ahead and, where they know names, of
// the views.
func (k *known) Named(kind value.Kind, folded string) []value.Ref {
	refs := k.ahead.named(kind, folded)
	if views, ok := k.Snapshot.(fact.Namesakes); ok {
		refs = append(refs, views.Named(kind, folded)...)
	}
	return refs
}
