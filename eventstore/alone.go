package eventstore

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"

	"mufakat/domain/value"
	"mufakat/eventstore/journal"
)

// An embedded ledger whose server cannot be started, or whose copies cannot be
// made whole because the disk cannot be written, is read from its journal alone.

var (
	journalAlone = value.NewRefusal(value.Integrity, "journal-alone",
		"Penyimpanan di %s tidak dapat dijalankan atau diperbaiki (%s). Buku catatan dibaca dari jurnalnya saja dan tidak menerima perintah. Periksa ruang dan izin disk, lalu jalankan ulang.",
		"The store in %s cannot be started or mended (%s). The ledger is read from its journal alone and takes no commands. Check the disk's space and permissions, then start again.")
	directoryUnusable = value.NewRefusal(value.Unavailable, "directory-unusable",
		"Direktori %s tidak dapat dipakai: %s. Periksa ruang dan izin disk, lalu coba lagi.",
		"The directory %s cannot be used: %s. Check the disk's space and permissions, then try again.")
	noPermission = value.Words{ID: "tidak ada izin", EN: "there is no permission"}
	seeTheLog    = value.Words{ID: "sebabnya ada di log", EN: "the log says why"}
)

// openAlone opens the journal without the stream, or answers why that was tried.
func (s *Store) openAlone(ctx context.Context, why error) error {
	if r, ok := errors.AsType[*value.Refusal](why); ctx.Err() != nil || ok && r.Class == value.Invalid {
		return why
	}
	if s.journal == nil {
		j, err := journal.Open(s.journalDir(), s.journalOptions())
		if err != nil {
			return why
		}
		s.journal = j
	}
	s.disconnect()
	s.alone = true
	s.c.Log.Error("the ledger is read from its journal alone", "why", why)
	cause, ok := diskWords(why)
	if !ok {
		cause = seeTheLog
	}
	s.stop(journalAlone.With(filepath.Join(s.c.Dir, "jetstream"), cause))
	return nil
}

// disconnect ends the connection, and the server where it is ours.
func (s *Store) disconnect() {
	if s.nc != nil {
		s.nc.Close()
	}
	if s.srv != nil {
		s.srv.Stop()
	}
	s.nc, s.srv = nil, nil
}

// diskWords says to people what of a disk or its permissions is in the way, if
// that is what an error is about.
func diskWords(err error) (value.Words, bool) {
	errno, ok := errors.AsType[syscall.Errno](err)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return noPermission, true
	case ok && slices.Contains([]syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EIO}, errno):
		return causeOf(err), true
	}
	return value.Words{}, false
}

// Unusable is an error of a data directory's disk as people read it; any other one
// as it is.
func Unusable(dir string, err error) error {
	if w, ok := diskWords(err); ok && !isRefusal(err) {
		return directoryUnusable.With(dir, w)
	}
	return err
}
