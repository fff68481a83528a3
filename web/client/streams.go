package client

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"

	"mufakat/projections/engine"
	"mufakat/web/wire"
)

// Rebuild makes the views again from the records and tells how far it is. It
// ends on the server, too, when ctx does.
func (c *Client) Rebuild(ctx context.Context, tell func(engine.Progress)) (engine.Rebuilt, error) {
	end, err := c.follow(ctx, "/api/rebuild", tell)
	if err == nil && end.Rebuilt == nil {
		err = wire.ConnectionLost.With(c.base)
	}
	if err != nil {
		return engine.Rebuilt{}, err
	}
	return *end.Rebuilt, nil
}

// Verify checks the views against the records and tells how far it is. What it
// found wrong is in its answer, not in the error.
func (c *Client) Verify(ctx context.Context, tell func(engine.Progress)) (engine.Verified, error) {
	end, err := c.follow(ctx, "/api/verify", tell)
	if err == nil && end.Verified == nil {
		err = wire.ConnectionLost.With(c.base)
	}
	if err != nil {
		return engine.Verified{}, err
	}
	return *end.Verified, nil
}

// follow reads a stream up to the line that is no progress. A stream without
// one was cut off.
func (c *Client) follow(ctx context.Context, path string, tell func(engine.Progress)) (end wire.Line, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, http.NoBody)
	if err != nil {
		return end, err
	}
	body, err := c.send(r)
	if err != nil {
		return end, err
	}
	defer body.Close()
	in := bufio.NewReader(body)
	for {
		b, err := in.ReadBytes('\n')
		if err != nil {
			return end, c.broken(r, err)
		}
		var l wire.Line
		if err := wire.Decode(b, &l); err != nil {
			return end, wire.NotMufakat.With(c.base, http.StatusOK)
		}
		switch {
		case l.Problem != nil && ctx.Err() != nil:
			return end, ctx.Err() // what the server says of it is only that it stopped
		case l.Problem != nil:
			return end, l.Problem.Err()
		case l.Progress == nil:
			return l, nil
		case tell != nil:
			tell(*l.Progress)
		}
	}
}

// Export writes the whole ledger to w as [ReadExport] reads it, and says how
// many records that was. An export that is not whole is an error; what of it
// came is in w all the same.
func (c *Client) Export(ctx context.Context, w io.Writer) (n uint64, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/api/export", nil)
	if err != nil {
		return 0, err
	}
	body, err := c.send(r)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	out := &sink{w: w}
	_, records := wire.ReadExport(io.TeeReader(body, out))
	for _, err := range records {
		switch {
		case out.err != nil:
			return n, out.err
		case errors.Is(err, io.ErrUnexpectedEOF):
			return n, wire.ConnectionLost.With(c.base)
		case err != nil && ctx.Err() != nil:
			return n, ctx.Err()
		case err != nil:
			return n, err
		}
		n++
	}
	return n, out.err
}

// sink remembers that w could not be written to, which is not the server's doing.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(b []byte) (n int, err error) {
	n, err = s.w.Write(b)
	s.err = err
	return n, err
}
