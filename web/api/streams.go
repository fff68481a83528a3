package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/web/wire"
)

// streams registers what takes long and says how far it is.
func (a *API) streams() {
	a.stream("/api/rebuild", value.Words{ID: "Susun ulang pandangan dari catatan", EN: "Make the views again from the records"},
		func(ctx context.Context, tell func(engine.Progress)) (wire.Line, error) {
			done, err := a.Views.Rebuild(ctx, tell)
			return wire.Line{Rebuilt: &done}, err
		})
	a.stream("/api/verify", value.Words{ID: "Periksa pandangan dan catatan", EN: "Check the views against the records"},
		func(ctx context.Context, tell func(engine.Progress)) (wire.Line, error) {
			done, err := a.Views.Verify(ctx, tell)
			return wire.Line{Verified: &done}, err
		})
	words := value.Words{ID: "Semua catatan sebagaimana ditulis, satu baris satu catatan", EN: "Every record as it was written, a line each"}
	a.Handle(huma.Operation{Method: http.MethodGet, Path: "/api/export", OperationID: "export",
		Responses: answer("200", words, wire.LinesType, schemaOf[wire.ExportLine](a.schemas))}, words, a.export)
}

// stream registers work that is done while the caller waits, and is cancelled
// when the caller goes away.
func (a *API) stream(path string, words value.Words, work func(context.Context, func(engine.Progress)) (wire.Line, error)) {
	a.Handle(huma.Operation{Method: http.MethodPost, Path: path, OperationID: operationID(path),
		Responses: answer("200", words, wire.LinesType, schemaOf[wire.Line](a.schemas))}, words,
		func(w http.ResponseWriter, r *http.Request) error {
			if err := wire.ReadParams(r, nil); err != nil {
				return err
			}
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			out := &lines{w: w, cancel: cancel}
			end, err := work(ctx, func(p engine.Progress) { out.write(wire.Line{Progress: &p}) })
			if err == nil {
				out.write(end)
				return nil
			}
			if !out.begun() {
				return err
			}
			p := wire.ProblemOf(err, wire.Language(r.Header.Get("Accept-Language")), a.Log)
			out.write(wire.Line{Problem: &p})
			return nil
		})
}

// stall is how long a caller may leave one line unread.
const stall = time.Minute

// lines writes a stream of JSON lines. The first one sends the header.
type lines struct {
	w      http.ResponseWriter
	cancel context.CancelFunc // ends the work when nobody reads

	mu   sync.Mutex // guards what follows, held while a line is sent
	sent bool
}

func (l *lines) begun() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent
}

func (l *lines) write(line wire.Line) {
	b, err := wire.Encode(line)
	if err != nil {
		panic(err) // numbers and sentences
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.sent {
		l.sent = true
		l.w.Header().Set("Content-Type", wire.LinesType)
		l.w.WriteHeader(http.StatusOK)
	}
	c := http.NewResponseController(l.w)
	c.SetWriteDeadline(time.Now().Add(stall)) // where the server can; in the process none is needed
	if _, err := l.w.Write(append(b, '\n')); err != nil {
		l.cancel()
		return
	}
	c.Flush()
}
