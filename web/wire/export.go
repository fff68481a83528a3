package wire

import (
	"bytes"
	"time"

	"github.com/go-json-experiment/json/jsontext"
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

const ExportFormat = 1

// AsWritten reports whether the bytes can stand in a line and be read from it
// unchanged: one JSON object with nothing around it, and no line break.
func AsWritten(b []byte) bool {
	return len(b) > 1 && b[0] == '{' && b[len(b)-1] == '}' &&
		bytes.IndexByte(b, '\n') < 0 && bytes.IndexByte(b, '\r') < 0 && jsontext.Value(b).IsValid()
}
