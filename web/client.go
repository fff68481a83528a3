package web

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
	"mufakat/domain/value"
	"mufakat/projections"
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

// NewClient speaks to the server at base, such as http://127.0.0.1:8080. A nil
// h means http.DefaultClient; see [InProcess].
func NewClient(base string, h *http.Client) *Client {
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
	r.Header.Set("Content-Type", jsonType)
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

// Signatures tells who signed when.
func (c *Client) Signatures(ctx context.Context, q projections.SignaturesAsked) (projections.Page[projections.SignatureRow], error) {
	return get[projections.Page[projections.SignatureRow]](ctx, c, "/api/signatures", &q.Asked, signatures(&q)...)
}

// Instruments tells where documents stand.
func (c *Client) Instruments(ctx context.Context, q projections.InstrumentsAsked) (projections.Page[projections.InstrumentRow], error) {
	return get[projections.Page[projections.InstrumentRow]](ctx, c, "/api/instruments", &q.Asked, instruments(&q)...)
}

// Open tells what is not yet signed.
func (c *Client) Open(ctx context.Context, q projections.OpenAsked) (projections.Page[projections.OpenRow], error) {
	return get[projections.Page[projections.OpenRow]](ctx, c, "/api/open", &q.Asked, open(&q)...)
}

// Deferrals tells which signings were put off.
func (c *Client) Deferrals(ctx context.Context, q projections.DeferralsAsked) (projections.Page[projections.DeferralRow], error) {
	return get[projections.Page[projections.DeferralRow]](ctx, c, "/api/deferrals", &q.Asked, deferrals(&q)...)
}

// Copies tells which papers were handed over.
func (c *Client) Copies(ctx context.Context, q projections.CopiesAsked) (projections.Page[projections.CopyRow], error) {
	return get[projections.Page[projections.CopyRow]](ctx, c, "/api/copies", &q.Asked, copies(&q)...)
}

// Holders tells who held an office when.
func (c *Client) Holders(ctx context.Context, q projections.HoldersAsked) (projections.Page[projections.HolderRow], error) {
	return get[projections.Page[projections.HolderRow]](ctx, c, "/api/holders", &q.Asked, holders(&q)...)
}

// Accounts tells where accounts differ.
func (c *Client) Accounts(ctx context.Context, q projections.AccountsAsked) (projections.Page[projections.QuestionRow], error) {
	return get[projections.Page[projections.QuestionRow]](ctx, c, "/api/accounts", &q.Asked, accounts(&q)...)
}

// List lists the aggregates of a kind.
func (c *Client) List(ctx context.Context, kind value.Kind, q projections.Asked) (page projections.Page[projections.AggregateRow], err error) {
	path, err := pathOf("/api/list", string(kind))
	if err != nil {
		return page, err
	}
	return get[projections.Page[projections.AggregateRow]](ctx, c, path, &q)
}

// Show tells everything about one aggregate.
func (c *Client) Show(ctx context.Context, ref value.Ref, q projections.Asked) (s projections.Shown, err error) {
	path, err := pathOf("/api/show", string(ref.Kind), ref.ID)
	if err != nil {
		return s, err
	}
	return get[projections.Shown](ctx, c, path, &q)
}

// History gives the records of one aggregate, with their bytes where wanted.
func (c *Client) History(ctx context.Context, ref value.Ref, q projections.Asked, withBodies bool) (page projections.Page[projections.HistoryRow], err error) {
	path, err := pathOf("/api/history", string(ref.Kind), ref.ID)
	if err != nil {
		return page, err
	}
	return get[projections.Page[projections.HistoryRow]](ctx, c, path, &q, bodies(&withBodies)...)
}

// GetRecord gives one record by its number or its id.
func (c *Client) GetRecord(ctx context.Context, seqOrID string, q projections.Asked) (page projections.Page[projections.HistoryRow], err error) {
	path, err := pathOf("/api/records", seqOrID)
	if err != nil {
		return page, err
	}
	return get[projections.Page[projections.HistoryRow]](ctx, c, path, &q)
}

// Table gives what can be recorded, as the server knows it.
func (c *Client) Table(ctx context.Context) (Table, error) {
	return getPlain[Table](ctx, c, "/api/events")
}

// Events gives the facts of [Client.Table].
func (c *Client) Events(ctx context.Context) ([]EventInfo, error) {
	t, err := c.Table(ctx)
	return t.Events, err
}

// Status says how the ledger is.
func (c *Client) Status(ctx context.Context) (Status, error) {
	return getPlain[Status](ctx, c, "/api/status")
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

// get asks a question, of views that hold what this client has recorded, or
// what the ledger holds where it has recorded nothing.
func get[R any](ctx context.Context, c *Client, path string, q *projections.Asked, own ...param) (R, error) {
	p := position{seq: c.seen.Load()}
	p.latest = p.seq == 0
	return getPlain[R](ctx, c, path+"?"+writeParams(append(own, asking(q, &p)...)).Encode())
}

func getPlain[R any](ctx context.Context, c *Client, path string) (got R, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return got, err
	}
	return got, c.fetch(r, &got)
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
	if decode(b, into) != nil {
		return notMufakat.With(c.base, http.StatusOK)
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
	var p Problem
	err = decodeFrom(io.LimitReader(resp.Body, 1<<20), &p)
	if ct, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";"); ct != problemType || err != nil || p.Code == "" {
		return nil, notMufakat.With(c.base, resp.StatusCode)
	}
	return nil, p.err()
}

// broken says what an error of the connection means.
func (c *Client) broken(r *http.Request, err error) error {
	var dial *net.OpError
	var lookup *net.DNSError
	switch {
	case r.Context().Err() != nil:
		return r.Context().Err()
	case errors.As(err, &lookup), errors.As(err, &dial) && dial.Op == "dial":
		return notRunning.With(c.base)
	}
	return connectionLost.With(c.base)
}
