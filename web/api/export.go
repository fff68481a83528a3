package api

import (
	"bufio"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/web/wire"
)

// export writes all records up to the one that was the newest when it began.
func (a *API) export(w http.ResponseWriter, r *http.Request) error {
	if err := wire.ReadParams(r, nil); err != nil {
		return err
	}
	s := a.Ledger.Status(r.Context())
	head, err := wire.Encode(wire.ExportHeader{Format: wire.ExportFormat, Ledger: s.Ledger, Created: s.Created, Meta: s.Meta, Last: s.Last})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(&deadlineWriter{w, http.NewResponseController(w)}, 64<<10)
	begin := func() {
		w.Header().Set("Content-Type", wire.LinesType)
		w.Header().Set("Content-Disposition", `attachment; filename="mufakat-`+s.Ledger+`.ndjson"`)
		out.Write(append(head, '\n'))
	}
	var line []byte
	begun := false
	for rec, err := range a.Ledger.Stored(r.Context(), 0, s.Last) {
		if err != nil && !begun {
			return err
		}
		if !begun {
			begun = true
			begin()
		}
		if err != nil {
			p := wire.ProblemOf(err, wire.Language(r.Header.Get("Accept-Language")), a.Log)
			b, err := wire.Encode(wire.ExportLine{Problem: &p})
			if err != nil {
				return err
			}
			out.Write(append(b, '\n'))
			break
		}
		line = appendExported(line[:0], rec)
		if _, err := out.Write(line); err != nil {
			return nil // the caller has gone away
		}
	}
	if !begun {
		begin()
	}
	out.Flush()
	return nil
}

// appendExported appends the line of one record.
func appendExported(b []byte, s fact.Stored) []byte {
	b = strconv.AppendUint(append(b, `{"seq":`...), s.Seq, 10)
	b = append(b, `,"subject":`...)
	subject, err := jsontext.AppendQuote(nil, "ledger."+string(s.Ref.Kind)+"."+s.Ref.ID)
	if err != nil {
		subject = []byte(`""`) // not UTF-8: no subject that a ledger has
	}
	b = append(b, subject...)
	if wire.AsWritten(s.Body) {
		return append(append(append(b, `,"record":`...), s.Body...), "}\n"...)
	}
	b = base64.StdEncoding.AppendEncode(append(b, `,"bytes":"`...), s.Body)
	return append(b, "\"}\n"...)
}

// deadlineWriter gives the caller a while for each piece.
type deadlineWriter struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (p *deadlineWriter) Write(b []byte) (int, error) {
	p.c.SetWriteDeadline(time.Now().Add(stall)) // where the server can
	return p.w.Write(b)
}
