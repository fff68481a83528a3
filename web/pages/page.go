package pages

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/api"
	"mufakat/web/wire"
)

// The pages are the same questions as the API's, asked of the same views and
// inside the same middlewares, and told in words. They record nothing.

// site is the pages upon the API that they ask through.
type site struct{ *api.API }

// Register adds every page, and lets whoever reads pages be refused with one.
func Register(api *api.API) {
	a := &site{api}
	a.RefuseInstead = func(w http.ResponseWriter, r *http.Request, err error) bool {
		if !wantsPage(r) {
			return false
		}
		a.refusePage(w, r, err)
		return true
	}
	a.Mux.HandleFunc("GET /aset/{name}", a.asset)
	register(a, "/{$}", "start", nil, a.startPage)
	register(a, "/naskah", "agreements", projections.Instruments.Params, a.agreementsPage)
	register(a, "/naskah/{id}", "agreement", nil, a.agreementPage)
	register(a, "/catatan/{record}", "record", nil, a.recordPage)
	register(a, "/belum", "open", projections.OpenSignatures.Params, a.openPage)
	register(a, "/penundaan", "deferrals", projections.Deferrals.Params, a.deferralsPage)
	register(a, "/penyerahan", "copies", projections.Deliveries.Params, a.copiesPage)
	register(a, "/keterangan", "accounts", projections.Accounts.Params, a.accountsPage)
	register(a, "/langganan", "notices", projections.Notices.Params, a.noticesPage)
	a.questionPages()
	for kind, path := range pathOfKind {
		if kind != value.KindInstrument {
			register(a, path+"/{id}", "shown", nil, a.shownPage(kind))
		}
		if kind != value.KindInstrument && kind != value.KindSubscription {
			register(a, path, "list", nil, a.listPage(kind))
		}
		a.Mux.HandleFunc("GET /"+string(kind)+"/{id}", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, path+"/"+url.PathEscape(r.PathValue("id")), http.StatusSeeOther)
		})
	}
}

// pathOfKind is where the pages about a kind are; /<kind>/<id> leads there too.
var pathOfKind = map[value.Kind]string{
	value.KindInstrument: "/naskah", value.KindEngagement: "/kegiatan", value.KindParty: "/pihak", value.KindAgency: "/perangkat-daerah",
	value.KindOffice: "/jabatan", value.KindMandate: "/surat-kuasa", value.KindSubscription: "/langganan",
}

// register registers one page: its path and template, what can be asked of it
// beside the time, and what fills it.
func register[Q any](a *site, path, template string, params func(*Q) []question.Param,
	fill func(context.Context, *page, *http.Request, Q) error) {
	a.Handle(huma.Operation{Method: http.MethodGet, Path: path, OperationID: "page-" + template + path, Hidden: true}, value.Words{},
		func(w http.ResponseWriter, r *http.Request) error {
			if chosen, err := choosesLanguage(w, r); chosen || err != nil {
				return err
			}
			var q Q
			s := a.sheet(r)
			own := question.Params(&s.Asked)
			if params != nil {
				own = append(params(&q), own...)
			}
			if err := wire.ReadParams(r, own); err != nil {
				return err
			}
			if err := a.Await(r.Context(), wire.Position{Latest: true}); err != nil {
				return err
			}
			if err := fill(r.Context(), s, r, q); err != nil {
				return err
			}
			return s.write(w, http.StatusOK, template)
		})
}

// page is one page being made: for whom, as of when, and what fills it. The
// templates see its methods.
type page struct {
	Lang    value.Lang
	Asked   engine.Asked
	Head    engine.Head
	Title   string // of the window; the heading where a page has no other
	Here    string // path of the page
	Section string // entry of the menu it belongs to
	Zones   []domain.ZoneID
	Warning string // why it may not be all there is
	Body    any

	query url.Values // as asked, without what is empty
}

// zone is where recorded times are told for.
var zone = func() *time.Location {
	z, err := value.ZoneOf("WIB")
	if err != nil {
		panic(err) // one of the three zones of Indonesia
	}
	return z
}()

func (a *site) sheet(r *http.Request) *page {
	s := &page{Lang: languageOfPages(r), Here: r.URL.EscapedPath(), query: r.URL.Query()}
	section, _, _ := strings.Cut(strings.TrimPrefix(s.Here, "/"), "/")
	s.Section = "/" + section
	s.Asked.Now = a.Now()
	for name, values := range s.query {
		if len(values) == 0 || values[0] == "" {
			delete(s.query, name)
		}
	}
	if err := a.Views.Ready(); err != nil {
		p := wire.ProblemOf(err, s.Lang, a.Log)
		s.Warning = p.Detail
	}
	return s
}

// at is the sheet's time with so many rows to a page.
func (s *page) at(rows int) engine.Asked {
	q := s.Asked
	if q.Limit == 0 {
		q.Limit = rows
	}
	return q
}

// take brings the head of an answer into the page's own: what is said is known
// up to the lowest position, and whatever is frozen in one is named.
func (s *page) take(h engine.Head) {
	if s.Head.Ledger == "" {
		s.Head = h
		return
	}
	s.Head.Position = min(s.Head.Position, h.Position)
	for _, f := range h.Frozen {
		if !s.frozen(f.Ref) {
			s.Head.Frozen = append(s.Head.Frozen, f)
		}
	}
	for ref, w := range h.Names {
		if s.Head.Names == nil {
			s.Head.Names = map[value.Ref]value.Words{}
		}
		s.Head.Names[ref] = w
	}
}

func (s *page) frozen(ref value.Ref) bool {
	for _, f := range s.Head.Frozen {
		if f.Ref == ref {
			return true
		}
	}
	return false
}

// write answers with the page, whole or not at all.
func (s *page) write(w http.ResponseWriter, status int, template string) error {
	var b bytes.Buffer
	if err := templates[template].ExecuteTemplate(&b, "page", s); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(s.Lang))
	h.Set("Vary", "Cookie")
	w.WriteHeader(status)
	w.Write(b.Bytes())
	return nil
}

const languageCookie = "bahasa"

// languageOfPages is the language the reader chose, and Indonesian before that,
// whatever language the browser speaks.
func languageOfPages(r *http.Request) value.Lang {
	if c, err := r.Cookie(languageCookie); err == nil && c.Value == string(value.English) {
		return value.English
	}
	return value.Indonesian
}

var languages = []value.Choice{{Value: string(value.Indonesian)}, {Value: string(value.English)}}

// choosesLanguage remembers the language asked for and leads back to the page.
func choosesLanguage(w http.ResponseWriter, r *http.Request) (bool, error) {
	q := r.URL.Query()
	asked := q.Get(languageCookie)
	if asked == "" {
		return false, nil
	}
	var l value.Lang
	if err := question.ChoiceParam(languageCookie, &l, languages, value.Words{}).Set(asked); err != nil {
		return false, wire.On(languageCookie, err)
	}
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
	q.Del(languageCookie)
	http.Redirect(w, r, withQuery(r.URL.EscapedPath(), q), http.StatusSeeOther)
	return true, nil
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// wantsPage reports whether the caller reads pages: a browser, outside the API.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/api/")
}

// refusePage tells a reader what is wrong.
func (a *site) refusePage(w http.ResponseWriter, r *http.Request, err error) {
	s := a.sheet(r)
	s.Head.Demo = a.demo(r.Context())
	p := wire.ProblemOf(err, s.Lang, a.Log)
	s.Title, s.Body = p.Title, named(p.Detail, s.Lang)
	if errors.Is(err, wire.NoSuchPage) {
		s.Body = s.Tf("Tidak ada halaman di %s.", "There is no page at %s.", value.Clip(r.URL.Path))
	}
	if p.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "2")
	}
	if err := s.write(w, p.Status, "refused"); err != nil {
		panic(err) // a template of ours, over two sentences
	}
}

// pageOf is what of a kind the path names; there is no page of anything else.
func pageOf(r *http.Request, kind value.Kind) (value.Ref, error) {
	ref, err := api.RefIn(r, kind)
	if err != nil {
		return ref, wire.NoSuchPage.With(value.Clip(r.URL.Path))
	}
	return ref, nil
}

// written is a reference as commands write it.
var written = regexp.MustCompile(`[a-z]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// named is a refusal's sentence as people read it: what it is about by its kind
// and not as commands write it.
func named(sentence string, l value.Lang) string {
	return written.ReplaceAllStringFunc(sentence, func(s string) string {
		ref, err := value.ParseRef(s)
		if err != nil {
			return s
		}
		return ref.Name(l)
	})
}
