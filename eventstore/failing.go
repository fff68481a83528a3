package eventstore

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"mufakat/domain/value"
	"mufakat/eventstore/broker"
)

// A store that cannot write says so at once and why, takes no commands meanwhile,
// and goes on by itself once it can.

var (
	storageFails = value.NewRefusal(value.Unavailable, "storage-fails",
		"Perintah ini tidak tercatat: %s. Begitu penyimpanan dapat ditulis lagi, pencatatan berlanjut sendiri; ulangi dengan kunci yang sama.",
		"This command was not recorded: %s. As soon as the storage can be written again, recording goes on by itself; repeat with the same key.")
	storageFailed = value.NewRefusal(value.Unavailable, "outcome-unknown-storage",
		"Belum diketahui apakah perintah ini tercatat, karena %s. Ulangi dengan kunci yang sama begitu penyimpanan dapat ditulis lagi; tidak akan tercatat dua kali.",
		"It is not known whether this command was recorded, for %s. Repeat it with the same key once the storage can be written again; it will not be recorded twice.")

	diskFull  = value.Words{ID: "disk penuh", EN: "the disk is full"}
	diskQuota = value.Words{ID: "jatah disk habis", EN: "the disk quota is used up"}
	diskRead  = value.Words{ID: "disk hanya dapat dibaca", EN: "the disk can only be read"}
	diskError = value.Words{ID: "disk gagal ditulis", EN: "writing to the disk fails"}
)

// causeOf says to people why the storage fails.
func causeOf(err error) value.Words {
	switch {
	case errors.Is(err, syscall.ENOSPC), broker.HasCode(err, broker.CodeStoreFull, broker.CodeResources):
		return diskFull
	case errors.Is(err, syscall.EDQUOT):
		return diskQuota
	case errors.Is(err, syscall.EROFS):
		return diskRead
	}
	return diskError
}

// probing is how often it is looked whether the storage can be written again.
const probing = time.Second

// fail makes the store of an embedded ledger refuse commands until it has
// recovered. The first cause is told.
func (s *Store) fail(why error) {
	s.mu.Lock()
	first := s.failing == nil
	if first {
		s.failing = why
	}
	s.mu.Unlock()
	if !first {
		return
	}
	s.c.Log.Error("the storage fails; no commands are taken until it does not", "why", why)
	select {
	case s.failed <- struct{}{}:
	default:
	}
}

func (s *Store) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failing
}

// recover looks whether the storage can be written again, and then goes on: the
// journal from its last durable record, the server afresh, and both made whole
// from each other as when the ledger is opened.
func (s *Store) recover(ctx context.Context) {
	t := time.NewTicker(probing)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
		err := s.goOn(ctx)
		if err == nil {
			s.mu.Lock()
			s.failing = nil
			s.mu.Unlock()
			s.c.Log.Info("the storage can be written again; commands are taken")
			return
		}
		s.c.Log.Warn("the storage still fails", "why", err)
	}
}

func (s *Store) goOn(ctx context.Context) error {
	if err := probe(s.c.Dir); err != nil {
		return err
	}
	if s.journal.Err() != nil {
		if err := s.journal.Recover(); err != nil {
			return err
		}
	}
	if err := s.srv.Restart(ctx, func() error { return nil }); err != nil {
		return err
	}
	if err := s.connected(ctx); err != nil {
		return err
	}
	i, err := s.records.Info(ctx, s.nc, true)
	gone := broker.HasCode(err, broker.CodeStreamNotFound)
	if err != nil && !gone {
		return err
	}
	return s.heal(ctx, gone, s.records.Check(i, s.ledger.ID))
}

// probe writes as much as a few records take, and takes it away again.
func probe(dir string) (err error) {
	path := filepath.Join(dir, ".probe")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	_, err = f.Write(make([]byte, 1<<20))
	return errors.Join(err, f.Sync(), f.Close())
}
