package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"golang.org/x/net/html"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
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

// hostiles are views in which every text is hostile and every list has a row.
type hostiles struct{ *asks }

var (
	someDay   = mustWhen("2022-07-28T19:54[Asia/Makassar]")
	someSpan  = mustWhen("2022-07-28/2022-08-11[Asia/Makassar]")
	someDoc   = value.InstrumentID(uuidOf(1))
	someParty = value.PartyOf("64")
	saidBy    = value.AssertedBy{Name: hostile}
	bothWords = value.Words{ID: hostile, EN: hostile}
	evidence  = []value.Evidence{{Grade: value.Is(value.GradeNews), Title: hostile, By: hostile, Number: hostile, Quote: hostile,
		Holder: hostile, Published: someDay, URL: "javascript:alert(1)"}, {URL: "https://contoh.example/" + markup}}
)

func mustWhen(s string) value.When {
	w, err := value.ParseWhen(s)
	if err != nil {
		panic(err)
	}
	return w
}

func hostileHead() projections.Head {
	names := map[value.Ref]value.Words{}
	for _, k := range value.Kinds() {
		names[value.Ref{Kind: k, ID: uuidOf(1)}] = bothWords
	}
	names[someParty.Ref()] = bothWords
	return projections.Head{Ledger: ledgerID, Demo: true, Position: 7, AsOf: start, Total: 1, Next: "x", Names: names,
		Frozen: []projections.Frozen{{Ref: someDoc.Ref(), Seq: 1, Why: bothWords}}}
}

func hostilePage[R any](rows ...R) (projections.Page[R], error) {
	return projections.Page[R]{Head: hostileHead(), Rows: rows}, nil
}

var (
	hostileSlot = domain.SlotStatus{
		Signatory: domain.Signatory{Slot: "64-1", Party: value.Is(someParty), Office: value.InWords[value.OfficeID](hostile)},
		State:     domain.SlotUnclear, Because: []string{"extent", markup},
		Signatures: []domain.Signature{{Seq: 3, When: someSpan, Grade: value.GradeOwnStatement, Counts: true, SaidBy: saidBy,
			Signer: value.Is(domain.Name(hostile)), Extent: value.InWords[domain.Extent](hostile)}, {Seq: 4, When: someDay}},
	}
	hostileRow = projections.InstrumentRow{Instrument: someDoc, Title: hostile, Bundle: true, Count: value.InWords[int](hostile),
		Items: []domain.Item{{Title: hostile, Field: hostile}}, Fields: []string{hostile}, Parties: []value.PartyID{someParty},
		State: "partly-signed", InForce: value.Answer{Truth: value.CannotTell, Because: []string{markup}}, Slots: []domain.SlotStatus{hostileSlot}}
	hostileDeferral = projections.DeferralRow{Engagement: value.EngagementID(uuidOf(1)), Deferral: domain.Deferral{Seq: 2, Planned: someDay,
		Reason: value.InWords[domain.DeferralReason](hostile), Explanation: hostile, SaidBy: saidBy, Documents: []value.InstrumentID{someDoc},
		Absent: value.OneOf(value.OfficeID(uuidOf(1)), value.OfficeID(uuidOf(2))), Occasion: value.InWords[value.EngagementID](hostile)}}
	hostileCopy = projections.CopyRow{Engagement: value.EngagementID(uuidOf(1)), Delivery: domain.Delivery{Seq: 5, When: someDay,
		From: value.InWords[value.PartyID](hostile), To: value.Is(someParty),
		Papers: []domain.Paper{{Document: value.InWords[value.InstrumentID](hostile)}}}, Waiting: &value.Working{Days: 3}}
	hostileQuestion = projections.QuestionRow{Ref: someDoc.Ref(), About: hostile, Differ: true, Slot: "64-1", Label: bothWords,
		Accounts: []projections.AccountRow{{Seq: 6, Says: bothWords, Quote: hostile, SaidBy: saidBy, Sources: evidence, Occurred: someDay},
			{Seq: 3, Says: bothWords, SetAside: true, Reason: hostile, Denies: true}}}
	hostileRecord = projections.HistoryRow{Ref: someDoc.Ref(), Seq: 3, Type: "id.mufakat.instrument.drafted.v1", Recorded: start, Occurred: someSpan,
		By: fact.By{Name: hostile}, Sentence: bothWords, Sources: evidence, Amended: []uint64{4}, Pending: []uint64{5}, Gone: true,
		Details: []projections.Detail{{Field: "fact.title", Label: bothWords, Text: bothWords}}, Body: []byte(`"` + markup + `"`)}
	hostileOpen = projections.OpenRow{Instrument: someDoc, Signatory: hostileSlot.Signatory, State: domain.SlotReported, Since: someDay, SinceWhat: projections.SinceDeferral}
)

func (h hostiles) Instruments(context.Context, projections.InstrumentsAsked) (projections.Page[projections.InstrumentRow], error) {
	return hostilePage(hostileRow)
}
func (h hostiles) Open(context.Context, projections.OpenAsked) (projections.Page[projections.OpenRow], error) {
	return hostilePage(hostileOpen)
}
func (h hostiles) Deferrals(context.Context, projections.DeferralsAsked) (projections.Page[projections.DeferralRow], error) {
	return hostilePage(hostileDeferral)
}
func (h hostiles) Copies(context.Context, projections.CopiesAsked) (projections.Page[projections.CopyRow], error) {
	return hostilePage(hostileCopy)
}
func (h hostiles) Accounts(context.Context, projections.AccountsAsked) (projections.Page[projections.QuestionRow], error) {
	return hostilePage(hostileQuestion)
}
func (h hostiles) List(_ context.Context, k value.Kind, _ projections.Asked) (projections.Page[projections.AggregateRow], error) {
	return hostilePage(projections.AggregateRow{Ref: value.Ref{Kind: k, ID: uuidOf(1)}, Recorded: start, Seq: 1})
}
func (h hostiles) History(context.Context, projections.HistoryAsked) (projections.Page[projections.HistoryRow], error) {
	return hostilePage(projections.HistoryRow{Seq: 2}, hostileRecord, projections.HistoryRow{Seq: 4})
}
func (h hostiles) Record(context.Context, string, projections.Asked) (projections.Page[projections.HistoryRow], error) {
	return hostilePage(hostileRecord)
}
func (h hostiles) Show(_ context.Context, ref value.Ref, _ projections.Asked) (projections.Shown, error) {
	s := hostileShown()
	s.Ref, s.Head = ref, hostileHead()
	s.Engagement = &projections.EngagementRow{Title: hostile, Guest: value.InWords[value.PartyID](hostile), Host: value.Is(someParty),
		Occurred: someDay, Place: value.Place{Text: hostile}}
	s.Holders = []projections.HolderRow{{Office: value.OfficeID(uuidOf(1)), Holding: domain.Holding{Holder: value.Is(domain.Name(hostile)),
		ActingAs: value.InWords[domain.ActingAs](hostile), Decree: hostile}}}
	return s, nil
}
func (h hostiles) Agreement(context.Context, value.InstrumentID, projections.Asked) (projections.Agreement, error) {
	return projections.Agreement{Head: hostileHead(), Main: hostileShown(), Above: []projections.InstrumentRow{hostileRow},
		Papers: []projections.Shown{hostileShown()}, More: 2, Zones: []domain.ZoneID{"Asia/Makassar"}}, nil
}
func (h hostiles) Subscriptions(context.Context, projections.Asked) (projections.Page[projections.SubscriptionRow], error) {
	return hostilePage(projections.SubscriptionRow{Subscription: value.SubscriptionID(uuidOf(1)), Outside: hostile, Endpoint: "javascript:" + hostile},
		projections.SubscriptionRow{Party: value.Is(someParty), Ended: true})
}
func (h hostiles) Notices(context.Context, projections.NoticesAsked) (projections.Page[projections.NoticeTold], error) {
	return hostilePage(projections.NoticeTold{Subscription: value.SubscriptionID(uuidOf(1)), About: someDoc.Ref(), Seq: 3, Sentence: bothWords,
		ToDo: bothWords, State: projections.NoticeParked, Next: &start,
		Attempts: []projections.AttemptRow{{Begun: start, Ended: &start, Why: bothWords}, {Begun: start, Arrived: true}, {Begun: start}}})
}

func hostileShown() projections.Shown {
	return projections.Shown{Ref: someDoc.Ref(), Instrument: &hostileRow, Open: []projections.OpenRow{hostileOpen},
		Deferrals: []projections.DeferralRow{hostileDeferral}, Copies: []projections.CopyRow{hostileCopy},
		Questions: []projections.QuestionRow{hostileQuestion}, History: []projections.HistoryRow{hostileRecord, {Seq: 6, Ref: someDoc.Ref(), Recorded: start.Add(9 * 24 * time.Hour)}}}
}

// everyPage are addresses that execute every template.
var everyPage = map[string]string{"start": "/", "agreements": "/naskah?q=a", "agreement": "/naskah/" + uuidOf(1), "record": "/catatan/3",
	"open": "/belum?party=64", "deferrals": "/penundaan", "copies": "/penyerahan", "accounts": "/keterangan?all=true", "notices": "/langganan",
	"list": "/jabatan", "shown": "/kegiatan/" + uuidOf(1), "refused": "/%3Cscript%3E%E2%80%AEx"}

// Nothing that stands in a record becomes markup, and what turns the direction
// of writing turns nothing outside its own element.
func TestNoTextOfARecordIsMarkup(t *testing.T) {
	f := newFixture(t)
	c := f.config()
	c.Views = hostiles{f.views}
	f.Handler = New(c)
	if got := slices.Sorted(maps.Keys(everyPage)); !slices.Equal(got, slices.Sorted(maps.Keys(templates))) {
		t.Errorf("pages %v, templates %v", got, slices.Sorted(maps.Keys(templates)))
	}
	for name, path := range everyPage {
		for _, lang := range []string{"id", "en"} {
			w := f.do("GET", path, "", "Accept: text/html", "Cookie: bahasa="+lang)
			if (w.Code != http.StatusOK) != (name == "refused") || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s: %d %s", name, w.Code, f.log)
				continue
			}
			root, err := html.Parse(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range injected(root) {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	}
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
	f := newFixture(t)
	for _, path := range []string{"/", "/naskah", "/nowhere", "/api/status"} {
		h := f.do("GET", path, "", "Accept: text/html").Header()
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, h)
		}
	}
	w := f.do("GET", assetPath("style.css"), "")
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Error(w.Code, w.Header())
	}
}

// The language is remembered, and the address loses the wish.
func TestTheLanguageIsRemembered(t *testing.T) {
	f := newFixture(t)
	w := f.do("GET", "/naskah?bahasa=en&as_of=2022-08-11", "", "Accept: text/html")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/naskah?as_of=2022-08-11" ||
		!strings.HasPrefix(w.Header().Get("Set-Cookie"), "bahasa=en; Path=/;") {
		t.Error(w.Code, w.Header())
	}
	if w := f.do("GET", "/naskah?bahasa=fr", "", "Accept: text/html"); w.Code != http.StatusUnprocessableEntity {
		t.Error(w.Code)
	}
	for cookie, want := range map[string]string{"": "id", "bahasa=en": "en", "bahasa=xx": "id"} {
		if w := f.do("GET", "/naskah", "", "Accept: text/html", "Accept-Language: en", "Cookie: "+cookie); w.Header().Get("Content-Language") != want {
			t.Errorf("%q: %s", cookie, w.Header().Get("Content-Language"))
		}
	}
	if w := f.do("GET", "/instrument/"+uuidOf(1), ""); w.Header().Get("Location") != "/naskah/"+uuidOf(1) {
		t.Error(w.Code, w.Header())
	}
}
