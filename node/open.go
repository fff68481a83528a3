// Package node is a ledger that runs: it opens the store and the views of a
// directory, makes them known to one another and to those who ask and tell for
// them (web, notify), and says how they are.
//
// It decides nothing and answers nothing by itself, and it prints nothing: what
// people read of it is a refusal in both languages, everything else goes to the
// log. It knows neither commands nor a terminal.
//
// Its one subtlety: a ledger that must be looked at is no error of [Node.Boot].
// The node then stays open for reading, and [Node.Err] says why it takes no
// commands.
//
// What it keeps in the data directory, beside what eventstore does:
//
//	views.db    the views: not trusted, made again from the records
//	notify.key  what the secrets of all webhooks are made from; without it
//	            this process sends nothing (keys.go)
package node

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"

	"mufakat/eventstore"
	"mufakat/projections"
	"mufakat/web"
	"mufakat/web/api"
)

// Config says which ledger is opened, and how it is reached.
type Config struct {
	Dir     string           // data directory
	NATS    string           // URL of an external server; empty: as at init
	Listen  string           // embedded only: open to readers at this address; empty: to nobody
	Log     *slog.Logger     // nil means the default logger
	Clock   eventstore.Clock // nil means the computer's
	Version string           // of the program
	Hosts   []string         // further names of the server, as behind a proxy
}

// Node is a ledger that is open: the store, the views that follow it, and the
// handler that answers from both. Its methods may be used by many goroutines at
// once.
type Node struct {
	c       Config
	store   *eventstore.Store
	views   *projections.Views
	handler *web.Door
	key     []byte // of the webhooks' secrets; nil: this process has none
	keyLost error  // why not, though it should

	running context.Context // of what runs in the background, until Close
	stop    context.CancelFunc
	wg      sync.WaitGroup

	endFollowers context.CancelFunc // ends whoever follows the records over HTTP

	health
}

// MetaDemo is the ledger's meta data that says "true" of a demonstration.
const MetaDemo = "demo"

func isDemo(meta map[string]string) bool { return meta[MetaDemo] == "true" }

// Open opens the ledger of a directory and its views, and wires what asks them.
// Nothing is checked or caught up yet: that is [Node.Boot].
func Open(ctx context.Context, c Config) (_ *Node, err error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Clock == nil {
		c.Clock = eventstore.Computer
	}
	n := &Node{c: c, health: health{notReady: booting}}
	n.running, n.stop = context.WithCancel(context.Background())
	var following context.Context
	following, n.endFollowers = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			n.Close()
		}
	}()
	if err = n.openStore(ctx); err != nil {
		return nil, err
	}
	if n.key, n.keyLost = readKey(c.Dir, n.Ledger().NATS == ""); n.keyLost != nil {
		c.Log.Error("this process sends no webhooks: its key cannot be used", "file", keyFile(c.Dir), "why", n.keyLost)
	}
	n.handler = web.New(api.Config{Ledger: ledger{n}, Views: views{n.views, n}, Telling: notices{n.views, n}, Log: c.Log, Now: c.Clock.Now,
		Version: c.Version, Hosts: c.Hosts, Ending: following})
	return n, nil
}

// openStore opens the store and the views, which load from each other.
func (n *Node) openStore(ctx context.Context) (err error) {
	n.store, err = eventstore.Open(ctx, eventstore.Config{Dir: n.c.Dir, NATS: n.c.NATS, Listen: n.c.Listen, Log: n.c.Log, Clock: n.c.Clock})
	if err != nil {
		return err
	}
	n.views, err = projections.Open(projections.Config{
		Path: filepath.Join(n.c.Dir, "views.db"), Ledger: n.Ledger().ID, Demo: n.Demo(), Source: n.store, Notices: n.store.Notices(), Log: n.c.Log,
	})
	if err == nil {
		n.store.Attach(aggregates{n.views})
	}
	return eventstore.Unusable(n.c.Dir, err)
}

// Ledger says which ledger this is.
func (n *Node) Ledger() eventstore.Ledger { return n.store.Ledger() }

// Demo reports whether the ledger is a demonstration.
func (n *Node) Demo() bool { return isDemo(n.Ledger().Meta) }

// ReaderURL is where other programs can read the ledger; empty if it listens to
// nobody.
func (n *Node) ReaderURL() string { return n.store.ReaderURL() }

// Close ends what runs in the background and lets go of everything, the views
// first. Whatever was acknowledged is on disk already, so what goes wrong here
// is only logged. A second Close does nothing.
func (n *Node) Close() {
	n.endFollowers()
	n.stop()
	n.wg.Wait()
	if n.handler != nil {
		n.handler.EndFollowers()
	}
	if n.views != nil {
		if err := n.views.Close(); err != nil {
			n.c.Log.Error("closing the views", "err", err)
		}
	}
	if n.store != nil {
		if err := n.store.Close(); err != nil {
			n.c.Log.Error("closing the ledger", "err", err)
		}
	}
}
