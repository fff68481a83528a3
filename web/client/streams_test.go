package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// A real ledger is exported, made again and verified, and tells how far it is.
func TestStreams(t *testing.T) {
	both(t, func(t *testing.T, c *client.Client) {
		want := [][]byte{alias(t, c, "a").Record.Body, alias(t, c, "b").Record.Body}
		var file bytes.Buffer
		if n, err := c.Export(t.Context(), &file); err != nil || n != 2 {
			t.Error(n, err)
		}
		_, records := wire.ReadExport(&file)
		for s, err := range records {
			if err != nil || !bytes.Equal(s.Body, want[s.Seq-1]) {
				t.Errorf("%s, %v", s.Body, err)
			}
		}
		var told []engine.Progress
		tell := func(p engine.Progress) { told = append(told, p) }
		rebuilt, err := c.Rebuild(t.Context(), tell)
		if err != nil || rebuilt.Position != 2 || len(told) == 0 {
			t.Errorf("%+v, %v, told %v", rebuilt, err, told)
		}
		found, err := c.Verify(t.Context(), nil)
		if err != nil || found.Records != 2 || len(found.Wrong) != 0 || found.Digest != rebuilt.Digest || found.Afresh != rebuilt.Digest {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

// However a stream ends too early, it does not count as whole.
func TestStreamsThatEndEarly(t *testing.T) {
	const progress = `{"progress":{"phase":"fold","done":1,"total":2,"took":"1s"}}` + "\n"
	const problem = `{"problem":{"code":"record-missing","class":"integrity","id":"hilang","en":"missing"}}` + "\n"
	for given, x := range map[string]struct{ body, code string }{
		"nothing":              {"", "connection-lost"},
		"only progress":        {progress, "connection-lost"},
		"half a line":          {progress + `{"rebuilt":{"pos`, "connection-lost"},
		"an end of other work": {progress + `{"verified":{"records":1,"position":1}}` + "\n", "connection-lost"},
		"a problem":            {progress + problem, "record-missing"},
		"a page":               {"<html>\n", "not-mufakat"},
	} {
		c := over(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, x.body) }))
		if got, err := c.Rebuild(t.Context(), nil); code(err) != x.code || got != (engine.Rebuilt{}) {
			t.Errorf("%s: %+v, %v; want %s", given, got, err, x.code)
		}
	}
	c := over(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, problem) }))
	if _, err := c.Verify(t.Context(), nil); code(err) != "record-missing" {
		t.Error(err)
	}
}

func TestExportsThatFail(t *testing.T) {
	c := served(t)
	alias(t, c, "a")
	full := errors.New("disk full")
	if _, err := c.Export(t.Context(), failing{full}); !errors.Is(err, full) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := c.Export(ctx, io.Discard); n != 0 || !errors.Is(err, context.Canceled) {
		t.Error(n, err)
	}
	const head = `{"mufakatExport":1,"ledger":"` + agency + `","created":"2022-08-11T09:00:00Z","last":2}` + "\n"
	const line = `{"seq":1,"subject":"ledger.agency.` + agency + `","record":{}}` + "\n"
	for file, want := range map[string]string{"": "export-header", head + line: "export-cut", head + line + line: "export-order"} {
		c := over(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, file) }))
		var got bytes.Buffer
		if _, err := c.Export(t.Context(), &got); code(err) != want || got.String() != file {
			t.Errorf("%v, want %s; what came of it: %q", err, want, &got)
		}
	}
	cut := over(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, head+line)
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	if n, err := cut.Export(t.Context(), io.Discard); n != 1 || code(err) != "connection-lost" {
		t.Error(n, err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
