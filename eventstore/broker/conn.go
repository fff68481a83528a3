package broker

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// Conn is a connection that is made again whenever it is lost. The client
// library leaves those who wait for an answer waiting when it cannot come any
// more: a conn ends their wait.
type Conn struct {
	*nats.Conn

	mu   sync.Mutex         // guards what follows, held for no more than a look
	up   context.Context    // ends when the connection is lost
	lost context.CancelFunc // ends it
}

// Connect connects to a server. Nothing is kept back while there is no
// connection: what could not be sent fails at once, and is sent again by whoever
// knows what it was.
func Connect(url string, log *slog.Logger, more ...nats.Option) (_ *Conn, err error) {
	c := newConn(nil)
	opts := append([]nats.Option{
		nats.Name("mufakat"),
		nats.ReconnectBufSize(-1),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("connection to NATS lost", "err", err)
			}
			c.giveUp()
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log.Info("connected to NATS again") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			log.Warn("NATS says", "err", err)
		}),
	}, more...)
	if c.Conn, err = nats.Connect(url, opts...); err != nil {
		return nil, err
	}
	return c, nil
}

func newConn(nc *nats.Conn) *Conn {
	c := &Conn{Conn: nc}
	c.up, c.lost = context.WithCancel(context.Background())
	return c
}

// giveUp ends the wait for every answer that will not come.
func (c *Conn) giveUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lost()
	c.up, c.lost = context.WithCancel(context.Background())
}

// Gone is closed when the connection that is there now is lost.
func (c *Conn) Gone() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.up.Done()
}

// Within is the context of one request: it ends after d, or when the connection
// is lost.
func (c *Conn) Within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, d)
	c.mu.Lock()
	stop := context.AfterFunc(c.up, cancel)
	c.mu.Unlock()
	return ctx, func() { stop(); cancel() }
}
