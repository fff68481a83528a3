package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"mufakat/demo"
	"mufakat/domain/value"
	"mufakat/node"
)

// site serves the pages over the affair of 2022, as `mufakat demo` does.
func site(t testing.TB) *httptest.Server {
	t.Helper()
	d, err := demo.Open(t.Context(), node.Config{Dir: t.TempDir(), Log: quiet(io.Discard)})
	must(t, err)
	t.Cleanup(d.Close)
	must(t, d.Record(t.Context()))
	d.SetNow(time.Date(2022, 8, 14, 16, 59, 59, 0, time.UTC)) // two days later
	server := httptest.NewServer(d.Handler())
	t.Cleanup(func() {
		server.CloseClientConnections() // a browser may be following the records
		server.Close()
	})
	return server
}

// reader fetches pages in one language.
type reader struct {
	t    testing.TB
	base string
	lang value.Lang
}

func (r reader) get(path string) (int, []byte) {
	r.t.Helper()
	q, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.base+path, nil)
	must(r.t, err)
	q.Header.Set("Accept", "text/html")
	q.AddCookie(&http.Cookie{Name: "bahasa", Value: string(r.lang)})
	resp, err := http.DefaultClient.Do(q)
	must(r.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	must(r.t, err)
	return resp.StatusCode, b
}

// Every page that can be reached is a sound document, in both languages, and
// every link leads somewhere.
func TestEveryPageIsADocument(t *testing.T) {
	server := site(t)
	for _, lang := range []value.Lang{value.Indonesian, value.English} {
		r := reader{t, server.URL, lang}
		todo := []string{"/", "/?as_of=2022-08-11&known_at=2022-08-11", "/belum", "/surat-kuasa"}
		seen := map[string]bool{}
		for len(todo) > 0 && len(seen) < 400 {
			path := todo[0]
			todo = todo[1:]
			if seen[path] {
				continue
			}
			seen[path] = true
			status, body := r.get(path)
			if status != http.StatusOK {
				t.Errorf("%s answers %d", path, status)
				continue
			}
			d := parsed(t, body)
			for _, wrong := range d.wrong(string(lang)) {
				t.Errorf("%s (%s): %s", path, lang, wrong)
			}
			for _, to := range d.links() {
				if !strings.Contains(to, "bahasa=") {
					todo = append(todo, to)
				}
			}
		}
		if len(seen) < 80 {
			t.Errorf("only %d pages were reached", len(seen))
		}
	}
}

// What is refused is a page as well, in the reader's language, and never names
// things as commands do.
func TestRefusalsArePages(t *testing.T) {
	server := site(t)
	early := "/naskah/" + string(demo.KesepakatanBersama) + "?known_at=2022-08-01"
	for path, status := range map[string]int{"/tidak-ada": 404, "/naskah/x": 404, "/?as_of=kemarin": 422, "/catatan/999": 404,
		"/catatan/x": 404, early: 404, "/?apa=1": 422, "/aset/rahasia": 404, "/naskah/00000000-0000-7000-8000-000000000001": 404} {
		for _, lang := range []value.Lang{value.Indonesian, value.English} {
			got, body := reader{t, server.URL, lang}.get(path)
			d := parsed(t, body)
			if got != status || len(d.wrong(string(lang))) > 0 {
				t.Errorf("%s answers %d: %v", path, got, d.wrong(string(lang)))
			}
			if strings.Contains(d.text(), "instrument") {
				t.Errorf("%s: %s", path, d.text())
			}
		}
	}
}

// document is a parsed page.
type document struct{ nodes []*html.Node }

func parsed(t testing.TB, b []byte) (d document) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(b))
	must(t, err)
	for n := range root.Descendants() {
		d.nodes = append(d.nodes, n)
	}
	return d
}

func attr(n *html.Node, name string) (string, bool) {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return "", false
	}
	return n.Attr[i].Val, true
}

// text is what is read on the page.
func (d document) text() string {
	var b strings.Builder
	for _, n := range d.nodes {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// firstView is what is read without opening the technical details.
func (d document) firstView() string {
	var b strings.Builder
	for _, n := range d.nodes {
		if n.Type != html.TextNode {
			continue
		}
		hidden := false
		for p := range n.Ancestors() {
			hidden = hidden || p.Data == "details"
		}
		if !hidden {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-|id\.mufakat\.`)

// links are the paths of this site that the page leads to.
func (d document) links() (out []string) {
	for _, n := range d.nodes {
		to, ok := attr(n, "href")
		if u, err := url.Parse(to); ok && n.Data == "a" && err == nil && u.Host == "" && u.Path != "" {
			u.Fragment = ""
			out = append(out, u.String())
		}
	}
	return out
}

// wrong is what keeps the page from being a sound document.
func (d document) wrong(lang string) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	counts, ids, level := map[string]int{}, map[string]bool{}, 0
	for _, n := range d.nodes {
		if n.Type != html.ElementNode {
			continue
		}
		counts[n.Data]++
		if id, ok := attr(n, "id"); ok {
			if ids[id] {
				say("id %s stands twice", id)
			}
			ids[id] = true
		}
		if l, ok := attr(n, "lang"); n.Data == "html" && (!ok || l != lang) {
			say("its language is %q", l)
		}
		if _, styled := attr(n, "style"); styled || n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			say("written into the page: %s", n.Data)
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if at := int(n.Data[1] - '0'); at > level+1 {
				say("a heading of level %d follows one of %d", at, level)
			} else {
				level = at
			}
		}
		if _, ok := attr(n, "scope"); n.Data == "th" && !ok {
			say("a heading of a table says not of what")
		}
	}
	for _, name := range []string{"h1", "main", "title", "footer"} {
		if counts[name] < 1 || counts["h1"] > 1 {
			say("%d of %s", counts[name], name)
		}
	}
	if id := uuids.FindString(d.firstView()); id != "" {
		say("an identifier on the first view: %s", id)
	}
	if counts["table"] != counts["caption"] {
		say("%d tables, %d captions", counts["table"], counts["caption"])
	}
	return append(out, d.dangling(ids)...)
}

// What a later report adds to a record is told where it is added.
func TestDetailsAreToldInTheirSentence(t *testing.T) {
	_, body := reader{t, site(t).URL, value.Indonesian}.get("/catatan/41")
	if text := parsed(t, body).firstView(); !strings.Contains(text, "Rincian catatan 26 yang semula tidak disebut kini disebut: banyaknya 7; naskah induk Kesepakatan Bersama") {
		t.Error(text)
	}
}

// dangling are references within the page that lead nowhere.
func (d document) dangling(ids map[string]bool) (out []string) {
	for _, n := range d.nodes {
		for _, a := range n.Attr {
			var to []string
			switch {
			case a.Key == "for" || strings.HasPrefix(a.Key, "aria-") && (strings.HasSuffix(a.Key, "by") || a.Key == "aria-controls"):
				to = strings.Fields(a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				to = []string{a.Val[1:]}
			}
			for _, id := range to {
				if !ids[id] {
					out = append(out, fmt.Sprintf("%s of %s: there is no %q (of %v)", a.Key, n.Data, id, slices.Sorted(maps.Keys(ids))))
				}
			}
		}
	}
	return out
}
