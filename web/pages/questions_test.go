package pages

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// The plain page of a question has a row for each row of the answer, a cell for
// each column that is no identifier, and a field for each parameter, filled as it
// was asked.
func TestPlainPages(t *testing.T) {
	s := newSite(t)
	s.grow(t, histories.NewWorld(11), 300)
	rows := 0
	for _, q := range plainQuestions() {
		x, query := q.Asking(), url.Values{}
		for _, p := range x.Params {
			if p.InPath || p.Form == question.BooleanForm {
				set(t, p)
				query.Set(p.Name, p.Get())
			}
		}
		want, err := x.Ask(s.views, engine.Asked{Now: now, Limit: 50})
		if err != nil {
			t.Fatal(x.About.Name, err)
		}
		w := s.get("/tanya/"+x.About.Name+"?"+query.Encode(), "Accept: text/html")
		root, err := html.Parse(w.Body)
		if err != nil || w.Code != 200 {
			t.Fatalf("%s: %d %v", x.About.Name, w.Code, err)
		}
		columns := len(slices.DeleteFunc(slices.Clone(x.About.Columns), func(c question.ColumnInfo) bool { return c.Technical }))
		if got := count(root, "td"); got != columns*len(want.Rows) {
			t.Errorf("%s: %d cells of %d rows with %d columns", x.About.Name, got, len(want.Rows), columns)
		}
		rows += len(want.Rows)
		for _, p := range x.Params {
			field := named1(root, p.Name)
			if field == nil || attribute(field, "id") != p.Name || p.InPath != has(field, "required") {
				t.Errorf("%s: no field for %s", x.About.Name, p.Name)
				continue
			}
			kept := attribute(field, "value") == p.Get()
			if p.Form == question.BooleanForm {
				kept = has(field, "checked")
			} else if field.Data == "select" {
				kept = p.Get() == "" || chosen(field) == p.Get()
			}
			if !kept {
				t.Errorf("%s: %s is not as it was asked", x.About.Name, p.Name)
			}
		}
	}
	if rows < 20 {
		t.Errorf("only %d rows were shown", rows)
	}
	s.refused(t, "/tanya/list?kind=treaty", 404)
	s.refused(t, "/tanya/list?state=final", 422)
	s.refused(t, "/tanya/open?older_than=x", 422)
	s.refused(t, "/tanya/open?cursor=zzz", 422)
	s.refused(t, "/tanya/show", 404)
}

func (s *pagesOf) refused(t *testing.T, path string, status int) {
	t.Helper()
	if w := s.get(path, "Accept: text/html"); w.Code != status || !strings.Contains(w.Header().Get("Content-Type"), "html") {
		t.Errorf("%s: %d %s", path, w.Code, w.Body)
	}
}

// grow records what a world does.
func (s *pagesOf) grow(t *testing.T, w *histories.World, n int) {
	t.Helper()
	for range n {
		x := histories.Stored(w.Step())
		s.records = append(s.records, domain.Read(x.Seq, x.Ref, x.Body))
	}
	if err := s.catchUp(); err != nil {
		t.Fatal(err)
	}
}

// set gives a parameter some value that fits a world.
func set(t *testing.T, p question.Param) {
	t.Helper()
	v := map[question.ParamForm]string{question.TextForm: "3", question.IntegerForm: "2", question.BooleanForm: "true",
		question.KindForm: "instrument", question.IDForm: idOf(1), question.ReferenceForm: "instrument/" + idOf(2),
		question.DaysForm: "2021-12-05", question.ChoiceForm: "partly-signed"}[p.Form]
	if err := p.Set(v); err != nil {
		t.Fatal(p.Name, err)
	}
}

func count(root *html.Node, element string) (n int) {
	for x := range root.Descendants() {
		if x.Data == element {
			n++
		}
	}
	return n
}

// named1 is the element of this name that is no hidden one.
func named1(root *html.Node, name string) *html.Node {
	for x := range root.Descendants() {
		if attribute(x, "name") == name && attribute(x, "type") != "hidden" {
			return x
		}
	}
	return nil
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// chosen is the value of the option that is selected.
func chosen(n *html.Node) string {
	for x := range n.Descendants() {
		if has(x, "selected") {
			return attribute(x, "value")
		}
	}
	return ""
}

// The form of times keeps what was asked, in an order of its own, and not the
// page's mark: a page asked twice is the same page.
func TestTimesKeepWhatIsAsked(t *testing.T) {
	s := newSite(t)
	s.grow(t, histories.NewWorld(11), 100)
	asked := "person=3&office=" + idOf(1) + "&reported=true&as_of=2022-08-11&instrument=" + idOf(2)
	for range 10 {
		w := s.get("/tanya/signatures?"+asked, "Accept: text/html")
		root, err := html.Parse(w.Body)
		if err != nil || w.Code != 200 {
			t.Fatalf("%d %v", w.Code, err)
		}
		if got := hiddenIn(form(root, "known_at")); !slices.Equal(got, []string{"instrument", "office", "person", "reported"}) {
			t.Fatalf("kept: %q", got)
		}
	}
	p := page{query: url.Values{"party": {"64"}, "cursor": {"AAAA"}}}
	if got := p.Kept(); !slices.Equal(got, []hidden{{"party", "64"}}) {
		t.Errorf("kept: %q", got)
	}
}

// form is the form in which a field of that name stands.
func form(root *html.Node, field string) *html.Node {
	n := named1(root, field)
	for n != nil && n.Data != "form" {
		n = n.Parent
	}
	return n
}

func hiddenIn(form *html.Node) (names []string) {
	for n := range form.Descendants() {
		if attribute(n, "type") == "hidden" {
			names = append(names, attribute(n, "name"))
		}
	}
	return names
}

// The list of questions leads to the page of each.
func TestEveryQuestionIsInTheList(t *testing.T) {
	s := newSite(t)
	for _, lang := range []value.Lang{value.Indonesian, value.English} {
		page := s.get("/tanya", "Accept: text/html", "Cookie: bahasa="+string(lang)).Body.String()
		for _, q := range plainQuestions() {
			about := q.About()
			if !strings.Contains(page, `<a href="/tanya/`+about.Name+`">`+about.Words.In(lang)+`</a> <code>mufakat `+about.Command+`</code>`) {
				t.Errorf("%s is not in the list", about.Name)
			}
		}
	}
}

// A list of several is called so in both languages.
func TestTitlesOfListsAreInThePlural(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string]string{"/naskah": "Documents", "/kegiatan": "Occasions", "/pihak": "Parties", "/jabatan": "Offices",
		"/perangkat-daerah": "Agencies", "/surat-kuasa": "Powers of attorney"} {
		page := s.get(path, "Accept: text/html", "Cookie: bahasa=en").Body.String()
		if !strings.Contains(page, "<h1>"+want+"</h1>") {
			t.Errorf("%s is not called %s", path, want)
		}
	}
	for _, k := range value.Kinds() {
		if one, several := k.Word(), k.Plural(); several.EN == one.EN || several.EN == "" || several.ID != one.ID {
			t.Errorf("%s: %v, %v", k, one, several)
		}
	}
}

// Every state of a notice has words, and the page of notices shows them.
func TestEveryStateOfANoticeIsShown(t *testing.T) {
	s := newSite(t)
	m := histories.NewMaker(3)
	add := func(a *fact.Aggregate, command string, f fact.Fact) {
		t.Helper()
		r, err := m.Add(a, command, fact.Data{Fact: f})
		if err != nil {
			t.Fatal(err)
		}
		s.records = append(s.records, r)
	}
	party, paper := value.PartyOf("64"), domain.New(value.InstrumentID(idOf(9)).Ref())
	to, kaltim := domain.New(value.SubscriptionID(idOf(8)).Ref()), domain.New(party.Ref())
	add(&kaltim, "register", domain.PartyRegistered{Code: value.Is(value.RegionCode("64")), Name: "Kaltim"})
	add(&to, "subscribe", domain.SubscriptionMade{Party: value.Is(party)}) // without an address: only kept
	add(&paper, "draft", domain.InstrumentDrafted{Title: "PKS", Signatories: []domain.Signatory{{Slot: "64-1", Party: value.Is(party)}}})
	add(&paper, "finalise", domain.TextFinalised{})
	if err := s.catchUp(); err != nil {
		t.Fatal(err)
	}
	p, err := projections.Notices.Ask(s.views, engine.Asked{Now: now}, projections.NoticeFilter{})
	if err != nil || len(p.Rows) != 1 {
		t.Fatal(p, err)
	}
	state := p.Rows[0].State
	if state != projections.NoticeKept && state != projections.NoticeSilent {
		t.Errorf("the state is %s", state)
	}
	if page := s.get("/langganan", "Accept: text/html").Body.String(); !strings.Contains(page, "<dd>"+state.Label(value.Indonesian)+"</dd>") {
		t.Errorf("state %q is not on the page", state)
	}
	for _, c := range state.Choices() {
		if c.ID == "" || c.EN == "" {
			t.Errorf("%s has no words", c.Value)
		}
	}
}
