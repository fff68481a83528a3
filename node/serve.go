package node

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"mufakat/web/client"
)

// Handler answers from the node, from the moment it is open: first that it is
// not ready yet, then everything.
func (n *Node) Handler() http.Handler { return n.handler }

// Client speaks to the node's own handler, without a network.
func (n *Node) Client() *client.Client {
	return client.New("http://localhost", client.InProcess(n.handler))
}

// Server answers from the node over HTTP. When it is shut down, whoever follows
// the records is told to end, for it waits for everybody who is being answered. It
// has no time for whole requests or answers: those have their own in web.
func (n *Node) Server() *http.Server {
	srv := &http.Server{Handler: n.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(n.c.Log.Handler(), slog.LevelWarn)}
	srv.RegisterOnShutdown(n.endFollowers)
	return srv
}

// Serve answers what comes to ln until ctx ends, and then lets requests end that
// are being answered, for a while.
func (n *Node) Serve(ctx context.Context, ln net.Listener) error {
	srv := n.Server()
	ended := make(chan error, 1)
	ln = n.handler.Listen(srv, ln)
	go func() { ended <- srv.Serve(ln) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return shutdown(srv)
	}
}

func shutdown(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return srv.Close()
	}
	return nil
}
