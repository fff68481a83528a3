package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/wire"
)

// Client speaks to the API as the command line does. A refusal comes back as
// the *domain.Refusal it was, an internal error as a *[Failure]; everything else
// is an error of the connection.
//
// Its questions are answered by views that hold everything the ledger held when
// they were asked, so that what was just recorded is seen.
type Client struct {
	base string
	http *http.Client
	seen atomic.Uint64 // the newest record that this client made
}

// New speaks to the server at base, such as http://127.0.0.1:8080. A nil
// h means http.DefaultClient; see [InProcess].
func New(base string, h *http.Client) *Client {
	if h == nil {
		h = http.DefaultClient
	}
	return &Client{base: strings.TrimSuffix(base, "/"), http: h}
}

// RecordOptions say how a command is recognised, on what it was decided, and
// who gives it.
type RecordOptions struct {
	Key     string  // required: a new one for a new command, the same when repeating
	IfMatch *uint64 // the version that was decided upon; nil: any
	ByName  string  // the recorder's name, as stated
}

// Record sends a command with its JSON body. Repeating it with the same key is
// safe for ever, whatever happened before.
func (c *Client) Record(ctx context.Context, kind value.Kind, id, command string, body []byte, o RecordOptions) (got fact.Receipt, err error) {
	path, err := pathOf("/api", string(kind), id, command)
	if err != nil {
		return got, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(body))
	if err != nil {
		return got, err
	}
	r.Header.Set("Content-Type", wire.JsonType)
	if o.Key != "" {
		r.Header.Set("Idempotency-Key", o.Key)
	}
	if o.IfMatch != nil {
		r.Header.Set("If-Match", `"`+strconv.FormatUint(*o.IfMatch, 10)+`"`)
	}
	if o.ByName != "" {
		r.Header.Set("Mufakat-By", url.PathEscape(o.ByName))
	}
	if err := c.fetch(r, &got); err != nil {
		return got, err
	}
	if got.Record != nil {
		got.Record.Seq = got.Seq
	}
	for old := c.seen.Load(); got.Seq > old && !c.seen.CompareAndSwap(old, got.Seq); old = c.seen.Load() {
	}
	return got, nil
}

// Of is a question that a filter F narrows and that is answered with an A.
type Of[F, A any] interface {
	With(F) question.Asking
	Typed(question.Answer) A
}

// Ask asks a question, of views that hold what this client has recorded, or what
// the ledger holds where it has recorded nothing.
func Ask[F, A any](ctx context.Context, c *Client, q Of[F, A], at engine.Asked, f F) (a A, err error) {
	got, err := c.Ask(ctx, q.With(f), at)
	if err != nil {
		return a, err
	}
	return q.Typed(got), nil
}

// Ask is the function of this name for a question whose type is not known.
func (c *Client) Ask(ctx context.Context, x question.Asking, at engine.Asked) (question.Answer, error) {
	path, err := pathOf("/api", x.Parts()...)
	if err != nil {
		return question.Answer{}, err
	}
	p := wire.Position{Seq: c.seen.Load()}
	p.Latest = p.Seq == 0
	query := wire.WriteParams(append(wire.InQuery(x.Params), wire.Around(&at, &p)...))
	return x.Read(func(into any) error { return c.get(ctx, path+"?"+query.Encode(), into) })
}

// Table gives what can be recorded, as the server knows it.
func (c *Client) Table(ctx context.Context) (wire.Table, error) {
	return getPlain[wire.Table](ctx, c, "/api/events")
}

// Events gives the facts of [Client.Table].
func (c *Client) Events(ctx context.Context) ([]wire.EventInfo, error) {
	t, err := c.Table(ctx)
	return t.Events, err
}

// Status says how the ledger is.
func (c *Client) Status(ctx context.Context) (wire.Status, error) {
	return getPlain[wire.Status](ctx, c, "/api/status")
}

// pathOf puts the parts of a path together. A part that would change the path
// is refused here as the server refuses what it cannot read.
func pathOf(under string, parts ...string) (string, error) {
	for _, p := range parts {
		if p == "" || p == "." || p == ".." {
			_, err := value.ParseRef(strings.Join(parts, "/") + "/")
			return "", err
		}
		under += "/" + url.PathEscape(p)
	}
	return under, nil
}

func getPlain[R any](ctx context.Context, c *Client, path string) (got R, err error) {
	return got, c.get(ctx, path, &got)
}

func (c *Client) get(ctx context.Context, path string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	return c.fetch(r, into)
}

// fetch makes the request and reads its answer.
func (c *Client) fetch(r *http.Request, into any) error {
	body, err := c.send(r)
	if err != nil {
		return err
	}
	defer body.Close()
	b, err := io.ReadAll(body)
	if err != nil {
		return c.broken(r, err)
	}
	if wire.Decode(b, into) != nil {
		return wire.NotMufakat.With(c.base, http.StatusOK)
	}
	return nil
}

// send makes the request and gives the answer's body if all is well.
func (c *Client) send(r *http.Request) (io.ReadCloser, error) {
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, c.broken(r, err)
	}
	if resp.StatusCode < 300 {
		return resp.Body, nil
	}
	defer resp.Body.Close()
	var p wire.Problem
	err = wire.DecodeFrom(io.LimitReader(resp.Body, 1<<20), &p)
	if ct, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";"); ct != wire.ProblemType || err != nil || p.Code == "" {
		return nil, wire.NotMufakat.With(c.base, resp.StatusCode)
	}
	return nil, p.Err()
}

// broken says what an error of the connection means.
func (c *Client) broken(r *http.Request, err error) error {
	var dial *net.OpError
	var lookup *net.DNSError
	switch {
	case r.Context().Err() != nil:
		return r.Context().Err()
	case errors.As(err, &lookup), errors.As(err, &dial) && dial.Op == "dial":
		return wire.NotRunning.With(c.base)
	}
	return wire.ConnectionLost.With(c.base)
}

// Resend asks for a notice to be sent again.
func (c *Client) Resend(ctx context.Context, k noticelog.Key) (got wire.Resent, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/notices/resend?"+wire.WriteParams([]question.Param{wire.OfNotice(&k)}).Encode(), nil)
	if err != nil {
		return got, err
	}
	return got, c.fetch(r, &got)
}
