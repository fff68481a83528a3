package projections

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/engine/view"
)

// A story is commands in their order, decided and folded by the domain, and the
// rows of one view that each of them brings and takes away. In a command
// $office/1 is that office's id, and #4 the id of record 4; in rows they stand
// as office/1 and #4.
type story struct {
	*testing.T
	view   engine.View
	orders string // the orders that are looked at; empty: all
	all    map[value.Ref]fact.Aggregate
	since  map[string]uint64 // when rows came, by their keys
	seq    uint64
	by     string            // whoever records
	began  time.Time         // records follow each other from here
	tick   time.Duration     // at this distance
	called map[string]string // ids, as rows are written
	ids    map[string]string // the other way round
}

func newStory(t *testing.T, v engine.View, orders string) *story {
	return &story{T: t, view: v, orders: orders, by: "Pencatat 1", began: time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC), tick: time.Minute, all: map[value.Ref]fact.Aggregate{}, since: map[string]uint64{}, called: map[string]string{}, ids: map[string]string{}}
}

func (s *story) Aggregate(r value.Ref) (fact.Aggregate, bool) {
	a, ok := s.all[r]
	return a, ok
}

var mentioned = regexp.MustCompile(`\$[a-z]+/\w+|#\d+`)

// ref is what office/1 or party/35 stands for.
func (s *story) ref(name string) value.Ref {
	s.Helper()
	kind, n, _ := strings.Cut(name, "/")
	r, err := value.ParseRef(name)
	if err != nil {
		at := slices.Index(value.Kinds(), value.Kind(kind))
		r = value.Ref{Kind: value.Kind(kind), ID: fmt.Sprintf("00000000-0000-7000-80%02x-%012s", at, n)}
	}
	s.called[r.ID], s.ids["$"+name] = name, r.ID
	return r
}

func (s *story) written(body string) []byte {
	return []byte(mentioned.ReplaceAllStringFunc(body, func(m string) string {
		if m[0] == '$' {
			return s.ref(m[1:]).ID
		}
		return s.ids[m]
	}))
}

// given records a command, and is what it changed.
func (s *story) given(name, command, body string) string {
	s.Helper()
	ref := s.ref(name)
	ev, err := domain.EventOf(ref.Kind, command)
	must(s, ev, err)
	c, err := fact.ReadCommand(ev, ref, s.written(body))
	if err != nil {
		s.refused(name, command, err)
	}
	before, ok := s.all[ref]
	if !ok {
		before = domain.New(ref)
	}
	stamp := s.stamp()
	if _, err := fact.Decide(before, c, fact.Given{Now: stamp.Time, By: stamp.By, Lookup: s}); err != nil {
		s.refused(name, command, err)
	}
	r, err := c.Record(before, stamp)
	must(s, r, err)
	s.seq++
	at := "#" + strconv.FormatUint(s.seq, 10)
	s.called[string(stamp.ID)], s.ids[at] = at, string(stamp.ID)
	s.all[ref] = before.Add(domain.Read(s.seq, ref, r.Body))
	changes := &changed{story: s}
	must(s, 0, view.Differences([]engine.View{s.view}, before, s.all[ref], changes))
	return strings.Join(changes.lines, "\n")
}

func (s *story) refused(name, command string, err error) {
	s.Helper()
	var r *value.Refusal
	errors.As(err, &r)
	s.Fatalf("record %d, %s %s: %+v", s.seq+1, name, command, r)
}

// stamp is of the next record.
func (s *story) stamp() fact.Stamp {
	n := s.seq + 1
	return fact.Stamp{ID: value.RecordID(fmt.Sprintf("00000000-0000-7000-9000-%012d", n)), Ledger: "00000000-0000-7000-8000-000000000001",
		CommandID: fmt.Sprintf("00000000-0000-5000-8000-%012d", n), Time: s.began.Add(time.Duration(n) * s.tick),
		By: fact.By{Actor: "local", Name: s.by}}
}

// then records a command that must change exactly these rows: those with + are
// new with it, and those with - had stood since the record that is named.
func (s *story) then(name, command, body, want string) {
	s.Helper()
	got := s.given(name, command, body)
	if want = unindented(want); got != want {
		s.Errorf("record %d, %s %s:\n got\n%s\nwant\n%s\n", s.seq, name, command, got, want)
	}
}

func unindented(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}

// changed collects what changes as people read it. A payload that is that of the
// row above is "same"; that of a row that goes was shown when it came.
type changed struct {
	*story
	lines []string
	last  string
}

func (c *changed) Put(is view.Row) error {
	c.since[string(is.Key)] = c.seq
	c.add("+", is, "")
	return nil
}
func (c *changed) Drop(was view.Row) error {
	c.add("-", was, fmt.Sprintf(" (since #%d)", c.since[string(was.Key)]))
	return nil
}

func (c *changed) add(sign string, r view.Row, since string) {
	if !c.looksAt(r) {
		return
	}
	line := sign + " " + c.key(r.Key) + since
	if payload := c.payload(r.Payload); sign == "+" && payload != "" {
		if payload == c.last {
			payload = "same"
		} else {
			c.last = payload
		}
		line += " | " + payload
	}
	c.lines = append(c.lines, line)
}

func (s *story) looksAt(r view.Row) bool {
	return s.orders == "" || strings.Contains(s.orders, string(r.Key[1]))
}

// rows are all rows as they stand, sorted by key, and since when.
func (s *story) rows() (out []string) {
	var all []view.Row
	for _, a := range s.all {
		all = append(all, s.view.Of(a)...)
	}
	slices.SortFunc(all, func(a, b view.Row) int { return slices.Compare(a.Key, b.Key) })
	for _, r := range all {
		if s.looksAt(r) {
			out = append(out, fmt.Sprintf("%s since #%d", s.key(r.Key), s.since[string(r.Key)]))
		}
	}
	return out
}

// key is a row's key, each part of it as the view's order names it.
func (s *story) key(k []byte) string {
	i := slices.IndexFunc(s.view.Orders, func(o engine.Order) bool { return o.Letter == k[1] })
	out, rest := []string{string(k[:2])}, k[2:]
	for _, part := range strings.Fields(strings.ReplaceAll(s.view.Orders[i].Key, "kind / id", "ref")) {
		n, isFixed := fixed[part]
		switch {
		case part == "0":
			rest = rest[1:]
		case !isFixed:
			n = slices.Index(rest, 0)
			fallthrough
		default:
			out = append(out, s.part(part, rest[:n]))
			rest = rest[n:]
		}
	}
	if len(rest) > 0 {
		s.Errorf("%q is left of a key", rest)
	}
	return strings.Join(out, " ")
}

func (s *story) part(name string, b []byte) string {
	switch {
	case name == "seq":
		return fmt.Sprint("#", engine.Number(b))
	case name == "n":
		return fmt.Sprint(engine.Number(b))
	case len(b) == 8:
		return moment(int64(engine.Number(b) ^ 1<<63))
	case len(b) == 16 && fixed[name] == 16:
		return s.named(engine.Unpacked(b))
	}
	return s.named(string(b))
}

// moment is when a day begins, as the sorted number says.
func moment(unix int64) string {
	switch unix {
	case math.MinInt64:
		return "open"
	case math.MaxInt64:
		return "never"
	}
	return time.Unix(unix, 0).UTC().Format("2006-01-02T15:04Z")
}

// named writes the names of the ids in a text.
func (s *story) named(text string) string {
	for id, name := range s.called {
		text = strings.ReplaceAll(text, id, name)
	}
	return text
}

func (s *story) payload(b []byte) string {
	switch {
	case s.view.Name == signatures.Name:
		return s.named(signatureText(decodeSignature(b)))
	case s.view.Name == instruments.Name && len(b) > 0:
		text, ids, _ := strings.Cut(string(b), "\x00")
		out := strconv.Quote(text)
		for id := range slices.Chunk([]byte(ids), 16) {
			out += " " + s.named(engine.Unpacked(id))
		}
		return out
	case len(b) == 0 || b[0] == '{':
		return s.named(string(b))
	case s.view.Name == holders.Name:
		var agencies []value.AgencyID
		readTexts(&scanner{s: string(b)}, &agencies)
		return s.named(fmt.Sprint(agencies))
	}
	return strconv.Quote(string(b))
}

// parties registers three regions, and the heads of two of them.
func (s *story) parties() {
	s.Helper()
	s.given("party/35", "register", `{"fact":{"code":"35"}}`)
	s.given("party/64", "register", `{"fact":{"code":"64"}}`)
	s.given("party/32", "register", `{"fact":{"code":"32"}}`)
	s.given("office/1", "register", `{"fact":{"title":"Gubernur Jawa Timur","party":"35","role":"head"}}`)
	s.given("office/2", "register", `{"fact":{"title":"Gubernur Kalimantan Timur","party":"64","role":"head"}}`)
}

// paper drafts a document with a place for each of both governors.
func (s *story) paper(name string) {
	s.Helper()
	s.given(name, "draft", `{"occurred":"2022-07-01[WIB]","fact":{"kind":"pks","title":"Naskah","signatories":[
		{"slot":"35-1","party":"35","office":"$office/1"},{"slot":"64-1","party":"64","office":"$office/2"}]}}`)
}

// finalPaper is a paper the text of which is final.
func (s *story) finalPaper(name string) {
	s.Helper()
	s.paper(name)
	s.given(name, "finalise", `{"occurred":"2022-07-20[WIB]","fact":{"version":"3"}}`)
}

const (
	own  = `"evidence":[{"grade":"own-statement"}]`
	news = `"evidence":[{"grade":"news"}]`
)
