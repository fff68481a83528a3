package fact

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
)

// readAsWritten reads a record whose members stand just as [Command.Record]
// writes them, which every record of this version does: reading it as any JSON
// takes twice as long, and a rebuild little else. It is false for everything
// else, which is then read as any JSON; what both can read they read alike.
func (r *Record) readAsWritten(t *Table) bool {
	envelope, data, ok := bytes.Cut(r.Body, []byte(`,"data":`)) // no member before it holds a quote
	s := &literal{s: string(envelope), ok: ok}
	var w wire
	s.text(`{"specversion":"`)
	w.ID = value.RecordID(s.text(`","id":"`))
	w.Source = s.text(`","source":"`)
	w.Type = Type(s.text(`","type":"`))
	w.Subject = s.text(`","subject":"`)
	w.Time = s.text(`","time":"`)
	s.text(`","datacontenttype":"`)
	w.StreamVersion = s.number(`","streamversion":`)
	if s.has(`,"prevhash":"`) {
		w.PrevHash = value.Hash(s.text(`,"prevhash":"`))
		s.take(`"`)
	}
	w.CommandID = s.text(`,"commandid":"`)
	w.CommandHash = value.Hash(s.text(`","commandhash":"`))
	s.take(`"`)
	if !s.ok || s.s != "" || !bytes.HasSuffix(data, []byte("}")) || !value.IsUUID(string(w.ID)) || !value.IsHash(w.CommandHash) || w.PrevHash != "" && !value.IsHash(w.PrevHash) {
		return false
	}
	bare := *r
	ev := bare.take(w, t)
	if ev == nil {
		return false
	}
	d, ok := ev.data(data[:len(data)-1])
	if ok {
		*r = bare
		r.Data = d
	}
	return ok
}

// factAndAround is data with its fact.
type factAndAround[F any] struct {
	By       By `json:"by"`
	Envelope `json:",inline"`
	Fact     *F `json:"fact"`
}

// dataOf reads data whose fact is an F; false where there is none.
func dataOf[F any](b []byte) (Data, bool) {
	var w factAndAround[F]
	if json.Unmarshal(b, &w) != nil || w.Fact == nil {
		return Data{}, false
	}
	return w.data(w.By, *w.Fact), true
}

// literal takes a text apart by what stands between its parts.
type literal struct {
	s  string
	ok bool
}

func (l *literal) has(prefix string) bool { return strings.HasPrefix(l.s, prefix) }

func (l *literal) take(prefix string) {
	rest, ok := strings.CutPrefix(l.s, prefix)
	l.s, l.ok = rest, l.ok && ok
}

// text is a JSON string without escapes, up to its closing quote, which is left.
func (l *literal) text(prefix string) string {
	l.take(prefix)
	for i := 0; l.ok && i < len(l.s); i++ {
		switch c := l.s[i]; {
		case c == '"':
			v := l.s[:i]
			l.s = l.s[i:]
			return v
		case c < ' ', c > '~', c == '\\':
			l.ok = false
		}
	}
	l.ok = false
	return ""
}

// number is a whole number as JSON writes it, up to the comma after it.
func (l *literal) number(prefix string) uint64 {
	l.take(prefix)
	digits, _, found := strings.Cut(l.s, ",")
	n, err := strconv.ParseUint(digits, 10, 64)
	if !found || err != nil || digits != strconv.FormatUint(n, 10) {
		l.ok = false
		return 0
	}
	l.s = l.s[len(digits):]
	return n
}
