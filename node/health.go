package node

import (
	"context"
	"errors"
	"sync"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// health is how the node is, as far as the store does not know it.
type health struct {
	mu       sync.Mutex // guards what follows, held for no more than a look
	notReady error      // why no question can be answered as it should be; nil if all is well
	sends    bool       // the stream of notices can be used
	silent   error      // why it cannot; nil if it can, or was not looked at yet
}

func (h *health) setReady(why error) {
	h.mu.Lock()
	h.notReady = why
	h.mu.Unlock()
}

func (h *health) setSends() {
	h.mu.Lock()
	h.sends, h.silent = true, nil
	h.mu.Unlock()
}

func (n *Node) setSilent(why error) {
	n.mu.Lock()
	n.sends, n.silent = false, why
	n.mu.Unlock()
	n.c.Log.Error("nobody is told anything", "why", why)
}

func (h *health) canSend() (ok bool, why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sends, h.silent
}

// Ready is nil when questions are answered as they should be.
func (n *Node) Ready() error {
	n.mu.Lock()
	why := n.notReady
	n.mu.Unlock()
	if trouble := n.views.Trouble(); trouble != nil {
		return trouble
	}
	return why
}

// Err is why commands are not taken, or questions not answered as they should
// be, as a refusal that people can read; nil if all is well.
func (n *Node) Err() error {
	why := n.Ready()
	if why == nil {
		why = n.writable()
	}
	if why == nil {
		return nil
	}
	return refusalOf(why)
}

// writable is why commands are not taken, whether the store or the clock is in
// the way.
func (n *Node) writable() error {
	if err := n.store.Writable(); err != nil {
		return err
	}
	_, err := n.store.Clock()
	return err
}

var unforeseen = value.NewRefusal(value.Unavailable, "unavailable",
	"Ada yang gagal dan tidak diduga. Lihat log.",
	"Something failed that was not foreseen. See the log.")

// refusalOf is what people read of an error. What is not a refusal is for the
// log, where whoever met with it has put it.
func refusalOf(err error) *value.Refusal {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r
	}
	return unforeseen
}

var (
	notSynced = value.Words{
		ID: "Buku catatan ini ada di server NATS lain. Apakah server itu menulis ke disk sebelum menjawab tidak dapat ditanyakan; pastikan sync: always.",
		EN: "This ledger is on another NATS server. Whether that server writes to disk before it answers cannot be asked; make sure of sync: always."}
	nobodyTold = value.Words{
		ID: "Tidak ada yang diberi tahu. %s",
		EN: "Nobody is told anything. %s"}
	setAside = value.Words{
		ID: "Berkas pandangan pernah rusak dan disimpan di %s; pandangan disusun ulang dari catatan dan tidak ada catatan yang hilang. Periksa disk. Sesudah itu berkas tersebut boleh dihapus.",
		EN: "The views file was damaged once and is kept as %s; the views were made anew from the records, and no record is lost. Check the disk. After that the file may be removed."}
	noKey = value.Words{
		ID: "Proses ini tidak mengirim pemberitahuan. Salin notify.key dari direktori yang membuat buku catatan ke %s.",
		EN: "This process sends no notices. Copy notify.key from the directory that made the ledger to %s."}
	badKey = value.Words{
		ID: "Proses ini tidak mengirim pemberitahuan: %s bukan kunci webhook, atau tidak dapat dibaca. Kembalikan dari cadangan atau dari direktori yang membuat buku catatan; bila hilang, hapus berkas itu, jalankan ulang, dan beri pelanggan rahasia barunya.",
		EN: "This process sends no notices: %s is no key of webhooks, or cannot be read. Put it back from a backup or from the directory that made the ledger; if it is lost, remove the file, start again, and give subscribers their new secrets."}
)

// warnings are what an operator should know though everything goes on: what was
// mended when the ledger was opened and what was not compared yet, what cannot be
// asked of a server somewhere else, and what keeps people from being told.
func (n *Node) warnings() (ws []value.Words) {
	ws = append(ws, n.store.Healed()...)
	ws = append(ws, n.store.Uncompared()...)
	if n.Ledger().NATS != "" {
		ws = append(ws, notSynced)
	}
	if aside := n.views.Damaged(); aside != "" {
		ws = append(ws, setAside.With(aside))
	}
	if _, why := n.canSend(); why != nil {
		r := refusalOf(why)
		ws = append(ws, value.Words{ID: nobodyTold.With(r.ID).ID, EN: nobodyTold.With(r.EN).EN})
	}
	switch {
	case n.keyLost != nil:
		ws = append(ws, badKey.With(keyFile(n.c.Dir)))
	case n.key == nil:
		ws = append(ws, noKey.With(n.c.Dir))
	}
	return ws
}

// Rehash checks every record and both its copies, now and then every night, until
// ctx ends or something is wrong, which the store remembers. It pauses
// again and again, so that everybody else is served meanwhile.
func (n *Node) Rehash(ctx context.Context) {
	for {
		began := time.Now()
		paused := began
		wrong, err := n.store.Verify(ctx, func(uint64, uint64) {
			time.Sleep(min(time.Since(paused), 100*time.Millisecond))
			paused = time.Now()
		})
		if ctx.Err() != nil {
			return
		}
		if wrong, _ = parted(wrong); err != nil || len(wrong) > 0 {
			n.c.Log.Error("a record is not as it was", "err", err, "wrong", wrong)
			return
		}
		n.c.Log.Info("every record is as it was", "took", time.Since(began).Round(time.Millisecond))
		select {
		case <-time.After(24 * time.Hour):
		case <-ctx.Done():
			return
		}
	}
}

// parted is what is wrong without the records that only a newer version can check,
// and those.
func parted(found []*value.Refusal) (wrong, unknown []*value.Refusal) {
	for _, r := range found {
		if errors.Is(r, fact.UnknownType) {
			unknown = append(unknown, r)
		} else {
			wrong = append(wrong, r)
		}
	}
	return wrong, unknown
}
