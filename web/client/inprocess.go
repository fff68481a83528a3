package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// InProcess is a client that serves its requests by h, without a network. The
// answer may be read while it is being written.
func InProcess(h http.Handler) *http.Client { return &http.Client{Transport: inProcess{h}} }

type inProcess struct{ http.Handler }

// RoundTrip serves the request in a goroutine of its own, which ends when the
// handler does; the request's context, or closing the answer, tells it to.
func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(r.Context())
	in := r.Clone(ctx)
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.Host, in.RequestURI = r.URL.Host, r.URL.RequestURI()

	read, write := io.Pipe()
	w := &pipedWriter{body: write, header: http.Header{}, begun: make(chan *http.Response, 1)}
	w.response = &http.Response{
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1,
		Request: r, Body: &pipedBody{read, cancel},
	}
	go func() {
		defer func() {
			if v := recover(); v != nil {
				w.end(fmt.Errorf("the handler ended early: %v: %w", v, io.ErrUnexpectedEOF))
				return
			}
			w.end(nil)
		}()
		defer in.Body.Close()
		t.ServeHTTP(w, in)
	}()
	select {
	case response := <-w.begun:
		if response == nil {
			cancel()
			return nil, io.ErrUnexpectedEOF
		}
		return response, nil
	case <-ctx.Done():
		cancel()
		read.CloseWithError(ctx.Err())
		return nil, ctx.Err()
	}
}

// pipedBody is the answer's body. Closing it tells the handler to end.
type pipedBody struct {
	*io.PipeReader
	cancel context.CancelFunc
}

func (b *pipedBody) Close() error {
	b.cancel()
	return b.PipeReader.Close()
}

// pipedWriter hands over the answer's head at the first write, and its body as
// it is written.
type pipedWriter struct {
	body     *io.PipeWriter
	header   http.Header
	response *http.Response
	begun    chan *http.Response
	once     sync.Once
}

func (w *pipedWriter) Header() http.Header { return w.header }

func (w *pipedWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.response.StatusCode, w.response.Status = status, fmt.Sprintf("%d %s", status, http.StatusText(status))
		w.response.Header = w.header.Clone()
		w.begun <- w.response
	})
}

func (w *pipedWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

func (w *pipedWriter) Flush() { w.WriteHeader(http.StatusOK) }

// end closes the answer. A handler that ended early before it wrote anything
// leaves none.
func (w *pipedWriter) end(err error) {
	if err != nil {
		w.once.Do(func() { w.begun <- nil })
	}
	w.WriteHeader(http.StatusOK)
	w.body.CloseWithError(err)
}
