package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/question"
	"mufakat/web/wire"
)

// actor is the name of whoever records while there is no login.
const actor = "local"

// commands registers one operation for each command of each kind.
func (a *API) commands() {
	for _, k := range value.Kinds() {
		for ev := range domain.Commands(k) {
			a.command(ev)
		}
	}
	// What is left names a kind or a command that does not exist.
	a.Handle(huma.Operation{Method: http.MethodPost, Path: "/api/{kind}/{id}/{command}", Hidden: true}, value.Words{},
		func(_ http.ResponseWriter, r *http.Request) error {
			if _, err := kindIn(r); err != nil {
				return err
			}
			_, err := domain.EventOf(value.Kind(r.PathValue("kind")), r.PathValue("command"))
			return wire.On("command", err)
		})
}

func (a *API) command(ev *fact.Event) {
	path := "/api/" + string(ev.Kind) + "/{id}/" + ev.Command
	op := huma.Operation{
		Method: http.MethodPost, Path: path, OperationID: string(ev.Kind) + "." + ev.Command,
		Tags:       []string{string(ev.Kind)},
		Parameters: append(inPath(path), commandHeaders...),
		RequestBody: &huma.RequestBody{Required: true,
			Content: map[string]*huma.MediaType{wire.JsonType: {Schema: a.schemas.command(ev)}}},
		Responses: answer("201", value.Words{ID: "Tercatat", EN: "Recorded"}, wire.JsonType, schemaOf[fact.Receipt](a.schemas)),
	}
	op.Responses["200"] = &huma.Response{Description: "Sudah tercatat sebelumnya / it was on record already",
		Content: op.Responses["201"].Content}
	a.Handle(op, ev.Words, func(w http.ResponseWriter, r *http.Request) error {
		q, err := readRequest(w, r, ev)
		if err != nil {
			return err
		}
		// A command that arrived whole is carried through, whether or not its
		// caller still listens.
		receipt, err := a.Ledger.Append(context.WithoutCancel(r.Context()), q)
		if err != nil {
			return err
		}
		receipt.Secret = a.secretOf(q, receipt)
		return replyReceipt(w, q, receipt)
	})
}

func replyReceipt(w http.ResponseWriter, q fact.Request, got fact.Receipt) error {
	got.Ref = q.Command.Ref
	if r := got.Record; r != nil && r.Unreadable == nil {
		names := func(ref value.Ref, l value.Lang) string { return ref.Name(l) }
		e := fact.Entry{Record: r, Type: r.Type, Data: r.Data}
		got.Sentence = value.Words{ID: e.Sentence(value.Indonesian, names), EN: e.Sentence(value.English, names)}
	}
	h, status := w.Header(), http.StatusOK
	h.Set("ETag", `"`+strconv.FormatUint(got.Version, 10)+`"`)
	switch got.Outcome {
	case fact.Recorded:
		status = http.StatusCreated
		h.Set("Location", "/api/records/"+string(got.ID))
	case fact.Replayed:
		h.Set("Idempotency-Replayed", "true")
	}
	return wire.Reply(w, status, got)
}

// readRequest reads a command from its path, headers and body.
func readRequest(w http.ResponseWriter, r *http.Request, ev *fact.Event) (q fact.Request, err error) {
	ref, err := RefIn(r, ev.Kind)
	if err != nil {
		return q, err
	}
	if q.Key, err = header(r, "Idempotency-Key"); err != nil {
		return q, err
	}
	if q.Key == "" {
		return q, wire.KeyMissing
	}
	if q.IfMatch, err = ifMatch(r); err != nil {
		return q, err
	}
	if q.By, err = statedBy(r); err != nil {
		return q, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, fact.MaxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return q, wire.BodyTooLarge.With(fact.MaxBody)
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return q, wire.RequestTooSlow
	case err != nil:
		return q, wire.BodyCut
	}
	q.Command, err = fact.ReadCommand(ev, ref, body)
	return q, err
}

// header is the one value of a header, "" where there is none.
func header(r *http.Request, name string) (string, error) {
	if len(r.Header.Values(name)) > 1 {
		return "", wire.HeaderTwice.With(name).On(name)
	}
	return r.Header.Get(name), nil
}

// ifMatch reads the version that the caller decided upon, quoted or not.
func ifMatch(r *http.Request) (*uint64, error) {
	s, err := header(r, "If-Match")
	if s == "" || err != nil {
		return nil, err
	}
	bare := s
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		bare = s[1 : len(s)-1]
	}
	v, err := strconv.ParseUint(bare, 10, 64)
	if err != nil {
		return nil, wire.BadIfMatch.With(value.Clip(s))
	}
	return &v, nil
}

// statedBy reads who records: the actor is what a login would prove, the name what
// the caller says.
func statedBy(r *http.Request) (fact.By, error) {
	by := fact.By{Actor: actor}
	s, err := header(r, "Mufakat-By")
	if s == "" || err != nil {
		return by, err
	}
	by.Name, err = url.PathUnescape(s)
	if err != nil || strings.TrimSpace(by.Name) == "" || !question.Visible(by.Name, 200) {
		return by, wire.BadName
	}
	return by, nil
}

var commandHeaders = []*huma.Param{
	{Name: "Idempotency-Key", In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString},
		Description: "Kunci perintah; yang sama tidak tercatat dua kali / the command's key; one key is not recorded twice"},
	{Name: "If-Match", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
		Description: "Versi yang menjadi dasar keputusan, dari ETag / the version decided upon, from the ETag"},
	{Name: "Mufakat-By", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
		Description: "Nama pencatat, UTF-8 dikodekan persen / the recorder's name, percent-encoded UTF-8"},
}
