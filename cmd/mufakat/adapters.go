package main

import (
	"context"
	"errors"
	"iter"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/projections"
	"mufakat/web"
)

// The store, the views and the doors do not know one another. Where one needs
// what another has in a type of its own, it is handed over here.

// storeViews are the views as the store asks them.
type storeViews struct{ *projections.Views }

func (v storeViews) Snapshot() (eventstore.Snapshot, error) {
	s, err := v.Views.Snapshot()
	if err != nil {
		return nil, err
	}
	return s, nil
}

// viewsDoor are the views as the doors ask them.
type viewsDoor struct {
	*projections.Views
	h *house
}

func (v viewsDoor) Ready() error { return v.h.ready() }

// ledgerDoor is the store as the doors ask it.
type ledgerDoor struct{ h *house }

func (d ledgerDoor) Append(ctx context.Context, r web.Request) (web.Receipt, error) {
	got, err := d.h.store.Append(ctx, eventstore.Request{Command: r.Command, Key: r.Key, By: r.By, IfMatch: r.IfMatch})
	if err != nil {
		return web.Receipt{}, err
	}
	return web.Receipt{Seq: got.Seq, Version: got.Version, Ref: r.Command.Ref, ID: got.ID, Hash: got.Hash,
		Recorded: got.Recorded, Outcome: outcomes[got.Outcome], Record: got.Record}, nil
}

var outcomes = map[eventstore.Outcome]web.Outcome{
	eventstore.Recorded: web.Recorded, eventstore.Replayed: web.Replayed, eventstore.AlreadySo: web.AlreadySo,
}

// notSynced warns of what cannot be asked of a server somewhere else.
var notSynced = value.Words{
	ID: "Buku catatan ini ada di server NATS lain. Apakah server itu menulis ke disk sebelum menjawab tidak dapat ditanyakan; pastikan sync: always.",
	EN: "This ledger is on another NATS server. Whether that server writes to disk before it answers cannot be asked; make sure of sync: always.",
}

var unusable = value.NewRefusal(value.Unavailable, "unavailable",
	"Buku catatan tidak dapat dipakai: %v. Periksa penyimpanannya dengan `mufakat doctor`.",
	"The ledger cannot be used: %v. Look at its store with `mufakat doctor`.")

func (d ledgerDoor) Status(ctx context.Context) web.Status {
	l := d.h.store.Ledger()
	s := web.Status{Ledger: l.ID, Created: l.Created, Meta: l.Meta, NATS: redacted(l.NATS), Reader: d.h.store.ReaderURL()}
	if l.NATS != "" {
		s.Warnings = append(s.Warnings, notSynced)
	}
	s.Warnings = append(s.Warnings, d.h.tellingWarnings()...)
	why := d.h.store.Writable()
	last, err := d.h.store.Last(ctx)
	if why == nil {
		why = err
	}
	s.Last, s.Writable = last, why == nil
	if why != nil {
		s.Why = unusable.With(why)
		if r, ok := errors.AsType[*value.Refusal](why); ok {
			s.Why = r
		}
	}
	return s
}

func (d ledgerDoor) Stored(ctx context.Context, after, upTo uint64) iter.Seq2[domain.Stored, error] {
	return d.h.store.Replay(ctx, after, upTo)
}

func (d ledgerDoor) Follow(ctx context.Context, after uint64) iter.Seq2[domain.Stored, error] {
	return d.h.store.Follow(ctx, after)
}
