package pages

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"golang.org/x/net/html"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections"
)

// Texts that no command would take, as a ledger written by something else may
// hold them: markup, marks that turn the direction, and a name of 120 letters.
const (
	markup = `<script>alert(1)</script>"'><img src=x onerror=alert(1)> javascript:alert(1)`
	turned = "\u202Egnipyt drawkcab\u2066"
)

var (
	long    = "Prof. Dr. Ir. H. " + strings.Repeat("Adipramana ", 9) + "S.H., M.Si."
	hostile = markup + turned + long
)

var plain = regexp.MustCompile(`"(url|endpoint)":"[^"]*"|"(?:[A-Za-z]+ \d|kata sumbernya)"`)

// hostiles are the records of a world in which every text is hostile; each
// still follows upon the one before it.
func hostiles(w *histories.World, n int) (out []*fact.Record) {
	heads := map[value.Ref]value.Hash{}
	text := must(json.Marshal(hostile))
	for len(out) < n {
		s := histories.Stored(w.Step())
		if bytes.Contains(s.Body, []byte("from-the-future")) {
			continue // it would freeze its file, and nothing would be shown of that
		}
		body := plain.ReplaceAllFunc(s.Body, func(b []byte) []byte {
			if name, _, ok := bytes.Cut(b, []byte(`":"`)); ok {
				return slices.Concat(name, []byte(`":`), must(json.Marshal("javascript:"+hostile)))
			}
			return text
		})
		body = chained.ReplaceAll(body, []byte(`"prevhash":"`+string(heads[s.Ref])+`"`))
		r := domain.Read(uint64(len(out)+1), s.Ref, body)
		heads[s.Ref] = fact.HashOf(body)
		out = append(out, r)
	}
	return out
}

var chained = regexp.MustCompile(`"prevhash":"[0-9a-f]+"`)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// everyPage are addresses that execute every template.
var everyPage = map[string][]string{"start": {"/"}, "agreements": {"/naskah?q=script"}, "agreement": paths("/naskah/"), "record": {"/catatan/3", "/catatan/150", "/catatan/290"},
	"open": {"/belum", "/belum?party=11"}, "deferrals": {"/penundaan"}, "copies": {"/penyerahan"}, "accounts": {"/keterangan?all=true"}, "notices": {"/langganan"},
	"list": {"/jabatan"}, "shown": append(paths("/kegiatan/"), append(paths("/jabatan/"), "/pihak/11", "/pihak/12")...), "questions": {"/tanya"}, "question": plainPages(), "refused": {"/%3Cscript%3E%E2%80%AEx"}}

// plainPages are the pages of all questions, with what must be given.
func plainPages() (out []string) {
	for _, q := range projections.Queries {
		name := q.About().Name
		switch {
		case len(q.About().Columns) == 0:
		case name == "list":
			out = append(out, "/tanya/list", "/tanya/list?kind=instrument", "/tanya/list?kind=office")
		case name == "history":
			out = append(out, "/tanya/history", "/tanya/history?ref=instrument/"+idOf(1), "/tanya/history?ref=party/11")
		case name == "records":
			out = append(out, "/tanya/records", "/tanya/records?record=150")
		default:
			out = append(out, "/tanya/"+name)
		}
	}
	return append(out, "/tanya/signatures?reported=true&person=script", "/tanya/accounts?all=true")
}

func paths(under string) (out []string) {
	for n := range 4 {
		out = append(out, under+idOf(n+1))
	}
	return out
}

// Nothing that stands in a record becomes markup, and what turns the direction
// of writing turns nothing outside its own element.
func TestNoTextOfARecordIsMarkup(t *testing.T) {
	f := hostileSite(t)
	if got := slices.Sorted(maps.Keys(everyPage)); !slices.Equal(got, slices.Sorted(maps.Keys(templates))) {
		t.Errorf("pages %v, templates %v", got, slices.Sorted(maps.Keys(templates)))
	}
	for name, paths := range everyPage {
		shown := 0
		for _, path := range paths {
			for _, lang := range []string{"id", "en"} {
				w := f.get(path, "Accept: text/html", "Cookie: bahasa="+lang)
				if (w.Code != http.StatusOK) != (name == "refused") || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
					t.Errorf("%s: %d %s", path, w.Code, f.logged.String())
					continue
				}
				shown += strings.Count(w.Body.String(), turned[:3])
				root, err := html.Parse(w.Body)
				if err != nil {
					t.Fatal(err)
				}
				for _, wrong := range injected(root) {
					t.Errorf("%s: %s", path, wrong)
				}
			}
		}
		if shown == 0 && name != "questions" {
			t.Errorf("%s shows no hostile text", name)
		}
	}
}

// hostileSite is a site of hostile records of which somebody is told, with every
// page that [everyPage] asks for.
func hostileSite(t *testing.T) *pagesOf {
	t.Helper()
	for seed := range uint64(20) {
		f := newSite(t)
		f.records = hostiles(histories.NewWorld(seed), 600)
		if err := f.catchUp(); err != nil {
			t.Fatal(err)
		}
		there := true
		for _, path := range append(paths("/jabatan/"), append(paths("/kegiatan/"), paths("/naskah/")...)...) {
			there = there && f.get(path, "Accept: text/html").Code == http.StatusOK
		}
		for _, path := range []string{"/langganan", "/belum", "/penyerahan", "/jabatan"} {
			there = there && strings.Contains(f.get(path, "Accept: text/html").Body.String(), turned[:3])
		}
		if there {
			return f
		}
	}
	t.Fatal("of no world is anybody told")
	return nil
}

// injected is what stands in a page that no template wrote.
func injected(root *html.Node) (out []string) {
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && strings.Contains(n.Data, turned[:3]) && !isolated(n):
			out = append(out, "text that may turn what is around it: "+n.Parent.Data)
		case n.Data == "script" && n.FirstChild != nil, n.Data == "img":
			out = append(out, "an element of the record's: "+n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "href" && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
				out = append(out, "runs: "+a.Key+"="+a.Val)
			}
		}
	}
	return out
}

// isolated reports whether the direction of the text stays inside an element.
func isolated(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "bdi" || p.Data == "title" || p.Data == "option" || p.Data == "pre" ||
			slices.ContainsFunc(p.Attr, func(a html.Attribute) bool { return a.Key == "dir" }) {
			return true
		}
	}
	return false
}

// Every text of the templates stands in both languages and takes the same values.
func TestTextsOfTheTemplatesStandInBothLanguages(t *testing.T) {
	n := 0
	for name, tmpl := range templates {
		for _, x := range tmpl.Templates() {
			if x.Tree == nil {
				continue
			}
			for _, c := range commandsIn(x.Tree.Root) {
				id, en := c[0], c[1]
				if n++; id == "" || en == "" || strings.Count(id, "%") != strings.Count(en, "%") {
					t.Errorf("%s: %q and %q", name, id, en)
				}
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d texts were found", n)
	}
}

// commandsIn are the texts of every call of T and Tf.
func commandsIn(n parse.Node) (out [][2]string) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, x := range n.Nodes {
			out = append(out, commandsIn(x)...)
		}
	case *parse.ActionNode:
		return commandsIn(n.Pipe)
	case *parse.TemplateNode:
		return commandsIn(n.Pipe)
	case *parse.IfNode:
		return branches(&n.BranchNode)
	case *parse.RangeNode:
		return branches(&n.BranchNode)
	case *parse.WithNode:
		return branches(&n.BranchNode)
	case *parse.PipeNode:
		if n == nil {
			return nil
		}
		for _, c := range n.Cmds {
			out = append(out, textsOf(c)...)
		}
	}
	return out
}

func branches(n *parse.BranchNode) [][2]string {
	return slices.Concat(commandsIn(n.Pipe), commandsIn(n.List), commandsIn(n.ElseList))
}

func textsOf(c *parse.CommandNode) (out [][2]string) {
	for _, a := range c.Args[1:] {
		out = append(out, commandsIn(a)...)
	}
	called := c.Args[0].String()
	if !strings.HasSuffix(called, ".T") && !strings.HasSuffix(called, ".Tf") {
		return out
	}
	texts := [2]string{}
	for i, a := range c.Args[1:min(3, len(c.Args))] {
		if s, ok := a.(*parse.StringNode); ok {
			texts[i] = s.Text
		}
	}
	return append(out, texts)
}

// What a browser may do with a page is said with every answer.
func TestPolicyOfThePages(t *testing.T) {
	f := newSite(t)
	for _, path := range []string{"/", "/naskah", "/nowhere", "/api/status"} {
		h := f.get(path, "Accept: text/html").Header()
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, h)
		}
	}
	w := f.get(assetPath("style.css"))
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Error(w.Code, w.Header())
	}
}

// The language is remembered, and the address loses the wish.
func TestTheLanguageIsRemembered(t *testing.T) {
	f := newSite(t)
	w := f.get("/naskah?bahasa=en&as_of=2022-08-11", "Accept: text/html")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/naskah?as_of=2022-08-11" ||
		!strings.HasPrefix(w.Header().Get("Set-Cookie"), "bahasa=en; Path=/;") {
		t.Error(w.Code, w.Header())
	}
	if w := f.get("/naskah?bahasa=fr", "Accept: text/html"); w.Code != http.StatusUnprocessableEntity {
		t.Error(w.Code)
	}
	for cookie, want := range map[string]string{"": "id", "bahasa=en": "en", "bahasa=xx": "id"} {
		if w := f.get("/naskah", "Accept: text/html", "Accept-Language: en", "Cookie: "+cookie); w.Header().Get("Content-Language") != want {
			t.Errorf("%q: %s", cookie, w.Header().Get("Content-Language"))
		}
	}
	if w := f.get("/instrument/" + idOf(1)); w.Header().Get("Location") != "/naskah/"+idOf(1) {
		t.Error(w.Code, w.Header())
	}
}

// While commands are refused, the first page says why, and only then.
func TestTheFirstPageSaysThatCommandsAreRefused(t *testing.T) {
	f := newSite(t)
	alert := func() string {
		root, err := html.Parse(f.get("/", "Accept: text/html", "Cookie: bahasa=en").Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if attribute(n, "role") == "alert" {
				return n.FirstChild.FirstChild.Data
			}
		}
		return ""
	}
	if said := alert(); said != "" {
		t.Errorf("it says %q", said)
	}
	f.why = &value.Refusal{ID: "Jamnya keliru.", EN: "The clock is wrong."}
	if said := alert(); said != "Commands are refused. The clock is wrong." {
		t.Errorf("it says %q", said)
	}
}
