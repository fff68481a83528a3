package web

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
)

// An export is the whole ledger as JSON lines. The first is the header:
//
//	{"mufakatExport":1,"ledger":"<uuid>","created":"<RFC 3339>","meta":{…},"last":<n>}
//
// Then follow the records from 1 to n, in order, a line each. The record stands
// there byte for byte as it was written, so that its SHA-256 can be taken:
//
//	{"seq":1,"subject":"ledger.<kind>.<uuid>","record":<the bytes>}
//
// Bytes that are not one line of correct JSON, and so cannot be a record
// anybody wrote in order, stand in base64 instead:
//
//	{"seq":2,"subject":"ledger.<kind>.<uuid>","bytes":"<base64>"}
//
// An export that could not be finished ends in a line that says why:
//
//	{"problem":{…}}

// ExportHeader is the first line of an export.
type ExportHeader struct {
	Format  int               `json:"mufakatExport"`
	Ledger  string            `json:"ledger"`
	Created time.Time         `json:"created"`
	Meta    map[string]string `json:"meta,omitempty"`
	Last    uint64            `json:"last"`
}

// ExportLine is each line after it.
type ExportLine struct {
	Seq     uint64         `json:"seq,omitzero"`
	Subject string         `json:"subject,omitempty"`
	Record  jsontext.Value `json:"record,omitempty"`
	Bytes   *[]byte        `json:"bytes,omitempty"`
	Problem *Problem       `json:"problem,omitempty"`
}

const exportFormat = 1

// export writes all records up to the one that was the newest when it began.
func (a *api) export(w http.ResponseWriter, r *http.Request) error {
	if err := readParams(r, nil); err != nil {
		return err
	}
	s := a.Ledger.Status(r.Context())
	head, err := encode(ExportHeader{exportFormat, s.Ledger, s.Created, s.Meta, s.Last})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(&patient{w, http.NewResponseController(w)}, 64<<10)
	begin := func() {
		w.Header().Set("Content-Type", linesType)
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
			p := a.problemOf(err, language(r.Header.Get("Accept-Language")))
			b, err := encode(ExportLine{Problem: &p})
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
	if asWritten(s.Body) {
		return append(append(append(b, `,"record":`...), s.Body...), "}\n"...)
	}
	b = base64.StdEncoding.AppendEncode(append(b, `,"bytes":"`...), s.Body)
	return append(b, "\"}\n"...)
}

// asWritten reports whether the bytes can stand in a line and be read from it
// unchanged: one JSON object with nothing around it, and no line break.
func asWritten(b []byte) bool {
	return len(b) > 1 && b[0] == '{' && b[len(b)-1] == '}' &&
		bytes.IndexByte(b, '\n') < 0 && bytes.IndexByte(b, '\r') < 0 && jsontext.Value(b).IsValid()
}

// patient gives the caller a while for each piece.
type patient struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (p *patient) Write(b []byte) (int, error) {
	p.c.SetWriteDeadline(time.Now().Add(stall)) // where the server can
	return p.w.Write(b)
}
