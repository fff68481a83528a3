package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/projections"
	"mufakat/web"
)

// house is a ledger that is open: the store, the views that follow it, and the
// handler that answers from both.
type house struct {
	houseConfig
	store   *eventstore.Store
	views   *projections.Views
	handler http.Handler

	key     []byte      // of the webhooks' secrets; nil: this process has none
	telling atomic.Bool // the stream of notices can be used

	stop context.CancelFunc // ends what runs in the background
	wg   sync.WaitGroup
	end  context.CancelFunc // ends those who follow the records

	mu       sync.Mutex // guards what follows, held for no more than a look
	notReady error      // why no question can be answered as it should be; nil if all is well
	notTold  error      // why nobody is told anything; nil if all is well, or not looked at yet
}

type houseConfig struct {
	dir, nats, listen string
	log               *slog.Logger
	now               func() time.Time
	version           string
	hosts             []string
}

var (
	booting = value.NewRefusal(value.Unavailable, "starting",
		"Buku catatan sedang disiapkan. Tanyakan lagi sebentar lagi.",
		"The ledger is being made ready. Ask again shortly.")
	bootingAt = value.NewRefusal(value.Unavailable, "catching-up",
		"Buku catatan sedang disiapkan: %d dari %d catatan sudah dibaca. Tanyakan lagi sebentar lagi.",
		"The ledger is being made ready: %d of %d records have been read. Ask again shortly.")
	readOnlyWords = value.Words{
		ID: "Buku catatan hanya dapat dibaca: %s",
		EN: "The ledger can only be read: %s"}
)

// openHouse opens the ledger of a directory and its views, and wires the doors.
// Nothing is checked or caught up yet: that is [house.boot].
func openHouse(ctx context.Context, c houseConfig) (_ *house, err error) {
	if c.now == nil {
		c.now = time.Now
	}
	h := &house{houseConfig: c, notReady: booting, stop: func() {}}
	var ending context.Context
	ending, h.end = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	h.store, err = eventstore.Open(ctx, eventstore.Config{Dir: c.dir, NATS: c.nats, Listen: c.listen, Log: c.log, Now: c.now})
	if err != nil {
		return nil, err
	}
	ledger := h.store.Ledger()
	h.views, err = projections.Open(projections.Config{
		Path: filepath.Join(c.dir, "views.db"), Ledger: ledger.ID, Demo: isDemo(ledger.Meta), Source: h.store, Notices: h.store, Log: c.log,
	})
	if err != nil {
		return nil, err
	}
	h.store.Attach(storeViews{h.views})
	if h.key, err = readKey(c.dir, ledger.NATS == ""); err != nil {
		return nil, err
	}
	h.handler = web.New(web.Config{Ledger: ledgerDoor{h}, Views: viewsDoor{h.views, h}, Telling: tellingDoor{h.views, h}, Log: c.log, Now: c.now,
		Version: c.version, Hosts: c.hosts, Ending: ending})
	return h, nil
}

func isDemo(meta map[string]string) bool { return meta["demo"] == "true" }

// boot makes the house ready, each step only after the one before, and fails
// closed: the newest records are as the views hold them; the views are caught
// up; commands are accepted. What is wrong with the ledger itself is no error
// here: it stays open for reading, and says why.
func (h *house) boot(ctx context.Context, tell func(projections.Progress)) error {
	if err := h.store.Check(ctx, storeViews{h.views}); err != nil {
		return h.readOnly(err)
	}
	err := h.views.CatchUp(ctx, func(p projections.Progress) {
		h.unready(bootingAt.With(p.Done, p.Total))
		if tell != nil {
			tell(p)
		}
	})
	if err != nil {
		return h.readOnly(err)
	}
	run, stop := context.WithCancel(context.Background())
	h.stop = stop
	h.wg.Go(func() {
		if err := h.views.Run(run); err != nil && run.Err() == nil {
			h.log.Error("the views follow no more", "why", err)
			h.unready(err)
		}
	})
	h.followNotices(ctx, run)
	if err := h.store.AcceptCommands(ctx); err != nil {
		return h.readOnly(err)
	}
	h.unready(nil)
	return nil
}

// readOnly leaves the house open for reading where the ledger must be looked
// at; any other error is one.
func (h *house) readOnly(err error) error {
	r, ok := errors.AsType[*value.Refusal](err)
	if !ok || r.Class != value.Integrity {
		return err
	}
	h.unready(r)
	h.log.Error("the ledger can only be read", "why", r)
	return nil
}

func (h *house) unready(why error) {
	h.mu.Lock()
	h.notReady = why
	h.mu.Unlock()
}

// ready is nil when questions are answered as they should be.
func (h *house) ready() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.notReady
}

// wrong is why commands are not taken, or questions not answered as they
// should be; nil if all is well.
func (h *house) wrong() error {
	if err := h.ready(); err != nil {
		return err
	}
	return h.store.Writable()
}

// rehash compares every record with the stream, now and then every night, and
// ends at the first difference, which the store remembers.
func (h *house) rehash(ctx context.Context) {
	for {
		began := time.Now()
		err := h.store.Rehash(ctx, storeViews{h.views}, nil)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			h.log.Error("a record is not as it was", "why", err)
			return
		}
		h.log.Info("every record is as it was", "took", time.Since(began).Round(time.Millisecond))
		select {
		case <-time.After(24 * time.Hour):
		case <-ctx.Done():
			return
		}
	}
}

// client speaks to the house's own handler.
func (h *house) client() *web.Client {
	return web.NewClient("http://localhost", web.InProcess(h.handler))
}

// close lets go of everything, the views first.
func (h *house) close() {
	h.end()
	h.stop()
	h.wg.Wait()
	if h.views != nil {
		if err := h.views.Close(); err != nil {
			h.log.Error("closing the views", "err", err)
		}
	}
	if h.store != nil {
		if err := h.store.Close(); err != nil {
			h.log.Error("closing the ledger", "err", err)
		}
	}
}

// quiet is the log of a command that answers once: what goes wrong, on stderr.
func quiet(notes io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(notes, &slog.HandlerOptions{Level: slog.LevelError}))
}

// wordsOf is what people read of an error.
func wordsOf(err error) value.Words {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return value.Words{ID: r.ID, EN: r.EN}
	}
	return value.Words{ID: err.Error(), EN: err.Error()}
}
