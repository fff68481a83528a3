package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/notify"
	"mufakat/projections"
	"mufakat/web"
)

// What telling people needs of the others: the views know what is due, the store
// keeps what became of it, and notify sends.

// keyFile holds the key that the secrets of all webhooks are made from. Every
// process that sends for one ledger needs the same; it is not in the ledger, and
// a process without it sends nothing.
func keyFile(dir string) string { return filepath.Join(dir, "notify.key") }

// makeKey makes the key of a new ledger.
func makeKey(dir string) error {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	f, err := os.OpenFile(keyFile(dir), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(hex.EncodeToString(b) + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

var badKey = value.NewRefusal(value.Invalid, "notify-key",
	"Berkas %s bukan kunci webhook. Salin dari direktori yang membuat buku catatan ini.",
	"The file %s is no key of webhooks. Copy it from the directory that made this ledger.")

// readKey reads the key; nil where there is none. An embedded ledger that has
// none yet gets one.
func readKey(dir string, embedded bool) ([]byte, error) {
	text, err := os.ReadFile(keyFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		if !embedded {
			return nil, nil
		}
		if err := makeKey(dir); err != nil {
			return nil, err
		}
		text, err = os.ReadFile(keyFile(dir))
	}
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, badKey.With(keyFile(dir))
	}
	return key, nil
}

// followNotices brings the views to where the stream of notices is and lets them
// follow it. What is wrong with it is logged: nothing is told then, and
// everything else goes on.
func (h *house) followNotices(ctx, run context.Context) {
	silent, err := h.store.OpenNotices(ctx)
	if err == nil {
		err = h.views.CatchUpNotices(ctx, silent)
	}
	if err != nil {
		h.tellsNobody(err)
		return
	}
	h.telling.Store(true)
	h.wg.Go(func() {
		if err := h.views.RunNotices(run); err != nil && run.Err() == nil {
			h.tellsNobody(err)
		}
	})
}

func (h *house) tellsNobody(why error) {
	h.telling.Store(false)
	h.mu.Lock()
	h.notTold = why
	h.mu.Unlock()
	h.log.Error("nobody is told anything", "why", why)
}

// tellingWarnings say what keeps people from being told.
func (h *house) tellingWarnings() (ws []value.Words) {
	h.mu.Lock()
	why := h.notTold
	h.mu.Unlock()
	if why != nil {
		w := wordsOf(why)
		ws = append(ws, value.Words{ID: "Tidak ada yang diberi tahu. " + w.ID, EN: "Nobody is told anything. " + w.EN})
	}
	if h.key == nil {
		ws = append(ws, noKey.With(h.dir))
	}
	return ws
}

var noKey = value.Words{
	ID: "Proses ini tidak mengirim pemberitahuan. Salin notify.key dari direktori yang membuat buku catatan ke %s.",
	EN: "This process sends no notices. Copy notify.key from the directory that made the ledger to %s.",
}

// tell sends what is due until ctx ends, if this process may.
func (h *house) tell(ctx context.Context) {
	switch {
	case !h.telling.Load():
	case h.key == nil:
		h.log.Warn("this process sends no webhooks: it has no key", "file", keyFile(h.dir))
	default:
		d := notify.New(notify.Config{Book: book{h}, Secret: tellingDoor{h.views, h}.Secret, Log: h.log, Now: h.now})
		h.wg.Go(func() { d.Run(ctx) })
	}
}

// book is what is due and what became of it, as notify asks for it.
type book struct{ h *house }

func (b book) Reachable() (eps []notify.Endpoint, err error) {
	rows, err := b.h.views.Reachable()
	for _, r := range rows {
		eps = append(eps, notify.Endpoint{Subscription: r.Subscription, URL: r.Endpoint})
	}
	return eps, err
}

func (b book) Due(to value.SubscriptionID, after domain.NoticeKey, limit int) (due []notify.Due, known uint64, err error) {
	rows, known, err := b.h.views.Due(to, after, limit)
	for _, r := range rows {
		due = append(due, notify.Due{Key: r.Key, About: r.About, History: r.History})
	}
	return due, known, err
}

func (b book) Message(k domain.NoticeKey) (m notify.Message, err error) {
	n, _, err := b.h.views.Notice(k)
	if err != nil {
		return m, err
	}
	l := b.h.store.Ledger()
	return notify.Message{Ledger: l.ID, Demo: isDemo(l.Meta), Key: k, Number: n.Number, About: n.About, Source: n.Source, Planned: n.Planned,
		Language: n.Language, Sentence: n.Sentence.In(n.Language), ToDo: n.ToDo.In(n.Language), Link: n.Link}, nil
}

func (b book) Changed() <-chan struct{} { return b.h.views.Changed() }

func (b book) Begin(ctx context.Context, k domain.NoticeKey, last uint64) (uint64, error) {
	return b.write(ctx, domain.NoticeRecord{Key: k, Type: domain.NoticeBegun}, last)
}

func (b book) End(ctx context.Context, k domain.NoticeKey, begun uint64, o domain.Outcome) (uint64, error) {
	return b.write(ctx, domain.NoticeRecord{Key: k, Type: domain.NoticeEnded, Begun: begun, Outcome: o}, begun)
}

func (b book) write(ctx context.Context, r domain.NoticeRecord, after uint64) (uint64, error) {
	seq, err := b.h.store.WriteNotice(ctx, r, after)
	if errors.Is(err, eventstore.ErrOvertaken) {
		err = notify.ErrOvertaken
	}
	return seq, err
}

// Disable records that the endpoint is gone, once for each address it was.
func (b book) Disable(ctx context.Context, to value.SubscriptionID, status int) error {
	ev, err := domain.EventOf(value.KindSubscription, "disable")
	if err != nil {
		return err
	}
	body, err := domain.Data{Fact: domain.SubscriptionDisabled{Status: value.Is(status)}}.CommandBody()
	if err != nil {
		return err
	}
	c, err := domain.ReadCommand(ev, to.Ref(), body)
	if err != nil {
		return err
	}
	at, err := b.h.newest(to)
	if err != nil {
		return err
	}
	got, err := b.h.store.Append(ctx, eventstore.Request{Command: c, Key: "gone/" + string(to) + "/" + itoa(at), By: domain.By{Actor: "mufakat"}})
	if err != nil {
		return err
	}
	return b.h.views.Await(ctx, got.Seq)
}

func (b book) Allowed() []netip.Prefix {
	ps, err := b.h.views.AllowedRanges()
	if err != nil {
		b.h.log.Error("cannot look which addresses are allowed", "err", err)
	}
	return ps
}

// newest is the sequence of the subscription's newest record.
func (h *house) newest(id value.SubscriptionID) (uint64, error) {
	s, err := h.views.Snapshot()
	if err != nil {
		return 0, err
	}
	defer s.Close()
	a, _ := s.Aggregate(id.Ref())
	return a.Seq(), nil
}

// tellingDoor is telling as the doors ask for it.
type tellingDoor struct {
	*projections.Views
	h *house
}

var _ web.Telling = tellingDoor{}

var (
	notTelling = value.NewRefusal(value.Unavailable, "not-telling",
		"Catatan pengiriman tidak dapat dipakai, sehingga tidak ada yang dikirim. Lihat log, atau jalankan `mufakat doctor`.",
		"The record of notices cannot be used, and so nothing is sent. See the log, or run `mufakat doctor`.")
	stillTrying = value.NewRefusal(value.Conflict, "still-sending",
		"Pemberitahuan ini sedang dikirim. Tunggu hasilnya.",
		"This notice is being sent. Wait for the outcome.")
	noAddress = value.NewRefusal(value.Conflict, "no-address",
		"Langganan ini tidak mempunyai alamat webhook, atau sudah berakhir. Beri alamat dengan perintah resume.",
		"This subscription has no webhook address, or has ended. Give it one with the command resume.")
	notSent = value.NewRefusal(value.Conflict, "not-sent",
		"Pemberitahuan ini berasal dari catatan yang dipulihkan dan tidak dikirim dari sini.",
		"This notice follows from a record that was restored, and is not sent from here.")
)

func (d tellingDoor) Resend(ctx context.Context, k domain.NoticeKey, by domain.By) error {
	if !d.h.telling.Load() {
		return notTelling
	}
	n, h, err := d.Notice(k)
	switch {
	case err != nil:
		return err
	case n.State == projections.NoticeTrying:
		return stillTrying
	case n.State == projections.NoticeSilent:
		return notSent
	case n.State == projections.NoticeKept:
		return noAddress
	case h.Open():
		return nil // it is due anyway
	}
	seq, err := d.h.store.WriteNotice(ctx, domain.NoticeRecord{Key: k, Type: domain.NoticeResend, By: by}, h.Last)
	if errors.Is(err, eventstore.ErrOvertaken) {
		return stillTrying
	}
	if err == nil {
		err = d.AwaitNotice(ctx, seq)
	}
	return err
}

func (d tellingDoor) Secret(id value.SubscriptionID) string {
	if d.h.key == nil {
		return ""
	}
	return notify.SecretOf(d.h.key, d.h.store.Ledger().ID, id)
}
