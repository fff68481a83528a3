package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/eventstore"
	"mufakat/internal/histories"
	"mufakat/node"
)

var update = flag.Bool("update", false, "write the kept answers anew")

// What the program answers is kept under testdata/answers, so that a change
// that should move nothing is seen to move nothing. Written anew, for a change
// that should, and then to be read with git diff:
//
//	go test ./cmd/mufakat -run Answers -update
//
// The ledgers are restored from exports, and everything is asked of the handler
// at a fixed time. Nothing else of the program is used.

// Every answer about the affair of 2022, whole. Its export is made only where
// there is none: its ids and times are those of the day on which it was made.
func TestAnswersOfTheAffair(t *testing.T) {
	export := filepath.Join("testdata", "answers", "affair.ndjson")
	if _, err := os.Stat(export); err != nil && *update {
		dir := filepath.Join(t.TempDir(), "demo")
		succeeds(t, "demo", "--exit", "--dir", dir)
		succeeds(t, "export", export, "--dir", dir)
	}
	a := answering(t, export, time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC))
	for _, g := range append(a.questions(), a.pagesOfAll()...) {
		var b strings.Builder
		for _, path := range g.paths {
			b.WriteString(a.get(path, g.lang).whole())
		}
		sameAsKept(t, g.name+".txt", b.String())
	}
}

// Answers over larger ledgers, a line each: path, language, status, length and
// digest. In one, everything happens to the same few; the other is as a ledger of
// all provinces would be.
func TestAnswersOfARandomLedger(t *testing.T) {
	if testing.Short() {
		t.Skip("larger ledgers take a while (-short)")
	}
	for name, records := range map[string]iter.Seq2[fact.Stored, error]{"few": worldly(1_000), "many": histories.Realistic(20_000)} {
		t.Run(name, func(t *testing.T) {
			export := filepath.Join(t.TempDir(), "random.ndjson")
			digest := exported(t, export, records)
			a := answering(t, export, time.Date(2022, 3, 1, 3, 0, 0, 0, time.UTC))
			var b strings.Builder
			fmt.Fprintln(&b, "ledger", digest) // if this differs it is another ledger, and all else differs for that
			files := a.sampled()
			for _, when := range randomTimes {
				a.sampleLists(&b, when)
				a.sampleFiles(&b, files, when)
			}
			sameAsKept(t, "random-"+name+".txt", b.String())
		})
	}
}

// worldly are the records of a world.
func worldly(n int) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for w := histories.NewWorld(2022); n > 0 && yield(histories.Stored(w.Step()), nil); n-- {
		}
	}
}

// group is what stands in one file: paths, asked in one language ("": the API).
type group struct {
	name, lang string
	paths      []string
}

var affairTimes = []string{"", "as_of=2022-07-28", "as_of=2022-08-11", "known_at=2022-08-02", "as_of=2022-08-11&known_at=2022-08-11"}

var randomTimes = []string{"", "as_of=2021-12-03", "as_of=2022-01-02",
	"known_at=2022-01-03T01:30:00Z", "known_at=2022-01-03T02:30:00Z", "as_of=2022-01-03&known_at=2022-01-03T05:00:00Z"}

// filters are the lists, and what can be asked of each beside the time.
var filters = []struct {
	name  string
	asked []string
}{
	{"instruments", []string{"", "party=64", "party=11", "state=partly-signed", "state=fully-signed", "field=kelautan", "q=kerja", "q=title"}},
	{"signatures", []string{"", "reported=true", "party=64", "party=11", "person=Gubernur", "person=Pejabat+2", "from=2022-07-28", "to=2022-07-28"}},
	{"open", []string{"", "party=64", "party=11", "older_than=5"}},
	{"deferrals", []string{"", "open=true"}},
	{"copies", []string{"", "waiting=true"}},
	{"holders", []string{"", "party=35", "party=11"}},
	{"accounts", []string{"", "all=true"}},
	{"notices", []string{"", "parked=true"}},
	{"subscriptions", []string{""}},
}

// listPages are the pages that list something, each with some filter. Of two
// filters at once the page keeps the fields in any order.
var listPages = []string{"/", "/naskah", "/naskah?state=partly-signed", "/naskah?party=64", "/belum", "/belum?party=64", "/penundaan",
	"/penundaan?open=true", "/penyerahan", "/penyerahan?waiting=true", "/keterangan", "/keterangan?all=true", "/langganan",
	"/langganan?parked=true", "/kegiatan", "/pihak", "/perangkat-daerah", "/jabatan", "/surat-kuasa"}

// questions are all that can be asked of the API.
func (a asker) questions() (gs []group) {
	for _, f := range filters {
		paths := a.following("/api/" + f.name + "?limit=1")
		for _, asked := range append(f.asked, a.byAggregate(f.name)...) {
			paths = append(paths, at(with("/api/"+f.name, asked), affairTimes)...)
		}
		gs = append(gs, group{name: f.name, paths: paths})
	}
	lists, shown, histories := group{name: "list"}, group{name: "show"}, group{name: "history"}
	for _, kind := range a.kinds() {
		lists.paths = append(lists.paths, at("/api/list/"+kind, affairTimes)...)
		for _, ref := range a.refs(kind) {
			shown.paths = append(shown.paths, at("/api/show/"+ref, affairTimes)...)
			histories.paths = append(histories.paths, at("/api/history/"+ref, affairTimes)...)
			histories.paths = append(histories.paths, "/api/history/"+ref+"?bodies=true")
		}
	}
	records := group{name: "records"}
	for n := range a.last() + 2 {
		records.paths = append(records.paths, at(fmt.Sprint("/api/records/", n), []string{"", "known_at=2022-08-02"})...)
	}
	return append(gs, lists, shown, histories, records,
		group{name: "events", paths: []string{"/api/events"}}, group{name: "openapi", paths: []string{"/openapi.json"}},
		group{name: "export", paths: []string{"/api/export"}}, group{name: "status", paths: []string{"/api/status", "/healthz", "/readyz"}},
		group{name: "refusals", paths: []string{"/api", "/api/open?as_of=kemarin", "/api/open?limit=501", "/api/list/treaty",
			"/api/show/party/11", "/api/show/party/x", "/api/records/x", "/api/signatures?Party=64", "/api/open?cursor=x", "/api/rebuild"}})
}

// byAggregate are filters by the aggregates that are on record.
func (a asker) byAggregate(list string) (asked []string) {
	for _, by := range [][3]string{{"signatures", "instrument", "instrument"}, {"signatures", "office", "office"}, {"signatures", "agency", "agency"},
		{"holders", "office", "office"}, {"notices", "agency", "agency"}, {"notices", "subscription", "subscription"}} {
		for _, ref := range a.refs(by[2]) {
			if by[0] == list {
				asked = append(asked, by[1]+"="+ref[len(by[2])+1:])
			}
		}
	}
	for _, ref := range append(a.refs("instrument"), a.refs("engagement")...) {
		switch list {
		case "accounts":
			asked = append(asked, "ref="+ref)
		case "notices":
			asked = append(asked, "about="+ref)
		}
	}
	return asked
}

// pagesOfAll are all pages, in both languages.
func (a asker) pagesOfAll() (gs []group) {
	for _, lang := range []string{"id", "en"} {
		lists, files, records := group{"page-lists." + lang, lang, nil}, group{"page-files." + lang, lang, nil}, group{"page-records." + lang, lang, nil}
		for _, page := range listPages {
			lists.paths = append(lists.paths, at(page, affairTimes)...)
		}
		for _, kind := range a.kinds() {
			for _, ref := range a.refs(kind) {
				files.paths = append(files.paths, "/"+ref)
				files.paths = append(files.paths, at(a.pageOf(ref), affairTimes)...)
			}
		}
		for n := range a.last() + 2 {
			records.paths = append(records.paths, at(fmt.Sprint("/catatan/", n), []string{"", "known_at=2022-08-02"})...)
		}
		gs = append(gs, lists, files, records, group{"page-refusals." + lang, lang, []string{"/tidak-ada", "/naskah/x", "/?as_of=kemarin", "/?apa=1",
			"/catatan/x", "/aset/rahasia", "/naskah/00000000-0000-7000-8000-000000000001", "/naskah?bahasa=en", "/naskah?bahasa=de"}})
	}
	return gs
}

// sampleLists writes the first page of every list, and the last of those that
// are not filtered.
func (a asker) sampleLists(b io.Writer, when string) {
	for _, f := range filters {
		for _, asked := range f.asked {
			fmt.Fprintln(b, a.get(with(with("/api/"+f.name, asked), when), "").line())
		}
		a.sampleLast(b, with("/api/"+f.name, when))
	}
	for _, kind := range a.kinds() {
		fmt.Fprintln(b, a.get(with("/api/list/"+kind, when), "").line())
		a.sampleLast(b, with("/api/list/"+kind, when))
	}
	for _, page := range listPages {
		for _, lang := range []string{"id", "en"} {
			fmt.Fprintln(b, a.get(with(page, when), lang).line())
		}
	}
}

func (a asker) sampleLast(b io.Writer, path string) {
	pages := a.following(with(path, "limit=500"))
	fmt.Fprintln(b, len(pages), "pages;", a.get(pages[len(pages)-1], "").line())
}

// file is an aggregate and its page.
type file struct{ ref, page string }

// sampled are every fiftieth aggregate of a kind.
func (a asker) sampled() (files []file) {
	for _, kind := range a.kinds() {
		for i, ref := range a.refs(kind) {
			if i%50 == 0 {
				files = append(files, file{ref, a.pageOf(ref)})
			}
		}
	}
	return files
}

// sampleFiles writes what is told of the files, and every five hundredth record.
func (a asker) sampleFiles(b io.Writer, files []file, when string) {
	for _, f := range files {
		fmt.Fprintln(b, a.get(with("/api/show/"+f.ref, when), "").line())
		fmt.Fprintln(b, a.get(with(with("/api/history/"+f.ref, "bodies=true"), when), "").line())
		for _, lang := range []string{"id", "en"} {
			fmt.Fprintln(b, a.get(with(f.page, when), lang).line())
		}
	}
	for n := 1; n <= a.last(); n += 500 {
		fmt.Fprintln(b, a.get(with(fmt.Sprint("/api/records/", n), when), "").line())
		fmt.Fprintln(b, a.get(with(fmt.Sprint("/catatan/", n), when), "id").line())
	}
}

// at is the path asked at each of the times.
func at(path string, times []string) (paths []string) {
	for _, when := range times {
		paths = append(paths, with(path, when))
	}
	return paths
}

func with(path, asked string) string {
	switch {
	case asked == "":
		return path
	case strings.Contains(path, "?"):
		return path + "&" + asked
	}
	return path + "?" + asked
}

// asker asks the handler.
type asker struct {
	t       testing.TB
	handler http.Handler
}

// answering answers over an export, at a fixed time.
func answering(t *testing.T, export string, now time.Time) asker {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ledger")
	succeeds(t, "restore", export, "--dir", dir)
	n, err := node.Open(t.Context(), node.Config{Dir: dir, Log: quiet(io.Discard), Clock: eventstore.Told(func() time.Time { return now }), Version: "0"})
	must(t, err)
	t.Cleanup(n.Close)
	must(t, n.Boot(t.Context(), nil))
	return asker{t, n.Handler()}
}

// given is an answer.
type given struct {
	path, lang string
	status     int
	form, to   string // the content type, and where it leads
	body       []byte
}

func (a asker) get(path, lang string) given {
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
	if lang != "" {
		r.Header.Set("Accept", "text/html")
		r.AddCookie(&http.Cookie{Name: "bahasa", Value: lang})
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return given{path, lang, w.Code, w.Header().Get("Content-Type"), w.Header().Get("Location"), w.Body.Bytes()}
}

var (
	spaces = regexp.MustCompile(`[ \t\r\n]+`)
	assets = regexp.MustCompile(`\?v=[0-9a-f]+`) // of what a style sheet holds
)

// text is the body in lines that can be compared: JSON indented, a line for
// each tag of a page, and what ends in a space marked.
func (g given) text() string {
	if strings.HasPrefix(g.form, "text/html") {
		s := assets.ReplaceAllString(spaces.ReplaceAllString(string(g.body), " "), "?v=")
		return strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(s, "<", "\n<")), " \n", "␣\n")
	}
	v := jsontext.Value(bytes.TrimSpace(g.body))
	if v.Indent(jsontext.WithIndent("  ")) != nil {
		return string(bytes.TrimSpace(g.body)) // lines of JSON
	}
	return string(v)
}

func (g given) whole() string {
	return strings.TrimSpace(fmt.Sprintf("== %s %s", g.path, g.lang)) + "\n" +
		strings.TrimSpace(fmt.Sprintf("%d %s %s", g.status, g.form, g.to)) + "\n" + g.text() + "\n\n"
}

func (g given) line() string {
	text := g.text()
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%s %s %d %d %x", g.path, cmp.Or(g.lang, "-"), g.status, len(text), sum[:8])
}

// listed is what of a list says where it goes on.
type listed struct {
	Head struct {
		Next     string
		Position int
	}
	Rows   []struct{ Ref string }
	Events []struct{ Kind string }
}

func (a asker) listed(path string) (l listed) {
	a.t.Helper()
	g := a.get(path, "")
	if err := json.Unmarshal(g.body, &l); err != nil || g.status != http.StatusOK {
		a.t.Fatal(path, g.status, err, string(g.body))
	}
	return l
}

// following are all pages of a list, from the first to the last.
func (a asker) following(path string) (paths []string) {
	for next := path; ; {
		paths = append(paths, next)
		l := a.listed(next)
		if l.Head.Next == "" {
			return paths
		}
		next = path + "&cursor=" + l.Head.Next
	}
}

func (a asker) kinds() (kinds []string) {
	for _, e := range a.listed("/api/events").Events {
		kinds = append(kinds, e.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// refs are all aggregates of a kind.
func (a asker) refs(kind string) (refs []string) {
	for _, path := range a.following("/api/list/" + kind + "?limit=500") {
		for _, row := range a.listed(path).Rows {
			refs = append(refs, row.Ref)
		}
	}
	return refs
}

// pageOf is the page about an aggregate; of some there is none, and then its ref.
func (a asker) pageOf(ref string) string {
	if to := a.get("/"+ref, "id").to; to != "" {
		return to
	}
	return "/" + ref
}

// last is the number of the newest record.
func (a asker) last() int { return a.listed("/api/instruments").Head.Position }

// exported writes an export of the records, and answers its digest.
func exported(t testing.TB, path string, records iter.Seq2[fact.Stored, error]) string {
	t.Helper()
	var lines bytes.Buffer
	n := 0
	for r, err := range records {
		must(t, err)
		n++
		fmt.Fprintf(&lines, `{"seq":%d,"subject":"ledger.%s.%s","record":%s}`+"\n", r.Seq, r.Ref.Kind, r.Ref.ID, r.Body)
	}
	head := fmt.Sprintf(`{"mufakatExport":1,"ledger":%q,"created":%q,"last":%d}`+"\n", histories.Ledger, histories.Begin.Format(time.RFC3339), n)
	must(t, os.WriteFile(path, append([]byte(head), lines.Bytes()...), 0o600))
	return fmt.Sprintf("%x", sha256.Sum256(lines.Bytes()))
}

// sameAsKept compares a text with the file that keeps it, or writes it anew. It
// names the first line that differs, and the answer it stands in.
func sameAsKept(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "answers", name)
	if *update {
		must(t, os.WriteFile(file, []byte(got), 0o644))
	}
	kept, err := os.ReadFile(file)
	must(t, err)
	if got == string(kept) {
		return
	}
	is, was, about := strings.Split(got, "\n"), strings.Split(string(kept), "\n"), ""
	for i := range min(len(is), len(was)) {
		if strings.HasPrefix(was[i], "== ") {
			about = was[i]
		}
		if is[i] != was[i] {
			t.Errorf("%s, line %d: %s\n got %s\nwant %s", file, i+1, about, is[i], was[i])
			return
		}
	}
	t.Errorf("%s has %d lines, and should have %d", file, len(is), len(was))
}
