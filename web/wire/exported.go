package wire

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// MaxLine is the longest line of an export: a record as large as a server may
// take, in base64.
const MaxLine = 96 << 20

// ReadExport reads an export. The header is read at once; if that cannot be
// done it is zero, and the error is what the records begin with. The records
// must follow one another from 1 to the header's last: the first line that does
// not fit ends them with a refusal that names it, and nothing after it is read.
func ReadExport(r io.Reader) (ExportHeader, iter.Seq2[fact.Stored, error]) {
	x := &Exported{In: bufio.NewReaderSize(r, 64<<10)}
	head, err := x.head()
	return head, func(yield func(fact.Stored, error) bool) {
		if err != nil {
			yield(fact.Stored{}, err)
			return
		}
		for seq := uint64(1); ; seq++ {
			s, more, err := x.Record(seq, head.Last)
			if err != nil {
				yield(fact.Stored{}, err)
				return
			}
			if !more || !yield(s, nil) {
				return
			}
		}
	}
}

type Exported struct {
	In   *bufio.Reader
	line int // lines read so far
}

func (x *Exported) head() (h ExportHeader, err error) {
	b, err := x.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return h, err
	}
	err = json.Unmarshal(b, &h, json.RejectUnknownMembers(true))
	if err != nil || h.Format != ExportFormat || !value.IsUUID(h.Ledger) {
		return ExportHeader{}, exportHeader
	}
	return h, nil
}

// Record reads the line of the record at seq; more is false after the last.
func (x *Exported) Record(seq, last uint64) (s fact.Stored, more bool, err error) {
	b, err := x.next()
	switch {
	case errors.Is(err, io.EOF) && seq > last:
		return s, false, nil
	case errors.Is(err, io.EOF):
		return s, false, exportCut.With(x.line, seq-1, last)
	case err != nil:
		return s, false, err
	}
	var l ExportLine
	if err := json.Unmarshal(b, &l, json.RejectUnknownMembers(true)); err != nil {
		return s, false, exportLine.With(x.line)
	}
	if l.Problem != nil {
		return s, false, l.Problem.Err()
	}
	ref, ok := refOf(l.Subject)
	if !ok || (l.Record == nil) == (l.Bytes == nil) {
		return s, false, exportLine.With(x.line)
	}
	if l.Seq != seq {
		return s, false, exportOrder.With(x.line, l.Seq, seq)
	}
	if seq > last {
		return s, false, exportMore.With(x.line, last)
	}
	s = fact.Stored{Seq: seq, Ref: ref, Body: l.Record}
	if l.Bytes != nil {
		s.Body = *l.Bytes
	}
	return s, true, nil
}

// next reads a line without its end. A last line without a line break counts.
func (x *Exported) next() (b []byte, err error) {
	for {
		part, err := x.In.ReadSlice('\n')
		b = append(b, part...)
		if len(b) > MaxLine {
			return nil, exportLong.With(x.line+1, MaxLine)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) && len(b) == 0 || err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		x.line++
		return b, nil
	}
}

// refOf is the aggregate that a subject names, known kind or not.
func refOf(subject string) (value.Ref, bool) {
	rest, ok := strings.CutPrefix(subject, "ledger.")
	kind, id, cut := strings.Cut(rest, ".")
	if !ok || !cut || kind == "" || id == "" || strings.ContainsAny(subject, " *>\t\r\n") || strings.Contains(id, ".") {
		return value.Ref{}, false
	}
	return value.Ref{Kind: value.Kind(kind), ID: id}, true
}
