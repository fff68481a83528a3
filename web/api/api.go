package api

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/wire"
)

// Ledger is where commands go and records come from.
type Ledger interface {
	// Append records a command, once however often it is sent with one key.
	Append(ctx context.Context, r fact.Request) (fact.Receipt, error)

	// Status says how the ledger is.
	Status(ctx context.Context) wire.Status

	// Stored goes through the records after a sequence up to another.
	Stored(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error]

	// Follow goes through the records after a sequence, which is not beyond the
	// newest, and then through each new one, until ctx ends.
	Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error]
}

// Views answer questions about what is on record.
type Views interface {
	question.Asker

	Rebuild(context.Context, func(engine.Progress)) (engine.Rebuilt, error)
	Verify(context.Context, func(engine.Progress)) (engine.Verified, error)

	Await(ctx context.Context, seq uint64) error
	Ready() error
	Position() uint64
}

// Config is what the handler needs.
type Config struct {
	Ledger  Ledger
	Views   Views
	Telling Telling          // nil: nobody is told anything from here
	Log     *slog.Logger     // nil means the default logger
	Now     func() time.Time // nil means time.Now
	Version string           // of the program

	// Hosts are further names under which this server may be addressed when
	// the connection is to this very computer, as behind a proxy.
	Hosts []string

	// Ending ends those who follow the records, for a server that is to end
	// waits for whoever is being answered. Nil means never.
	Ending context.Context
}

// API is the handler's state: what Config says, and who follows.
type API struct {
	Config
	Mux       *http.ServeMux
	huma      huma.API
	schemas   schemas
	followers *followers
	arriving  arriving
	unread    time.Duration // how long an answer may be left unread

	// RefuseInstead answers with err where it has a form that the caller would rather
	// read; nil: nothing has.
	RefuseInstead func(http.ResponseWriter, *http.Request, error) bool
}

// NewAPI registers every operation, each inside the middlewares.
func NewAPI(c Config, middlewares ...func(huma.Context, func(huma.Context))) *API {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	a := &API{Config: c, Mux: http.NewServeMux(), followers: newFollowers(c.Ledger),
		arriving: arriving{piece: 10 * time.Second, all: time.Minute}, unread: stall}
	a.huma = humago.New(a.Mux, huma.Config{OpenAPI: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Mufakat", Version: c.Version,
			Description: "Buku catatan kerja sama daerah. / A ledger of record for cooperation between regional governments."},
	}})
	a.huma.UseMiddleware(middlewares...)
	a.schemas = schemas{a.huma.OpenAPI().Components.Schemas.Map(), map[string]reflect.Type{}}

	a.commands()
	a.questions()
	a.resending()
	a.streams()
	a.registerFollow()
	a.states()
	a.descriptions()
	return a
}

// call is one request and its answer, as an operation serves it.
type call struct{ ctx huma.Context }

// Resolve lets huma hand over the request before it looks at anything in it.
func (x *call) Resolve(ctx huma.Context) []error {
	x.ctx = ctx
	return nil
}

// rawBody is how an operation tells huma that the answer is written by us.
type rawBody struct{ Body func(huma.Context) }

// Handle registers an operation. huma routes it, describes it and runs the
// middlewares around it; with no typed input it has nothing to complain about.
func (a *API) Handle(op huma.Operation, words value.Words, serve func(http.ResponseWriter, *http.Request) error) {
	op.Summary, op.Description = words.ID, words.EN
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["default"] = &huma.Response{
		Description: "Penolakan / a refusal",
		Content:     map[string]*huma.MediaType{wire.ProblemType: {Schema: schemaOf[wire.Problem](a.schemas)}},
	}
	body := op.RequestBody
	op.RequestBody = nil // or huma would read and judge it, in words of its own
	huma.Register(a.huma, op, func(_ context.Context, x *call) (*rawBody, error) {
		return &rawBody{func(huma.Context) {
			r, w := humago.Unwrap(x.ctx)
			if err := serve(w, r); err != nil {
				a.refuse(w, r, err)
			}
		}}, nil
	})
	if body != nil {
		a.huma.OpenAPI().Paths[op.Path].Post.RequestBody = body
	}
}

// answer describes what an operation answers with when all is well.
func answer(status string, words value.Words, contentType string, s *huma.Schema) map[string]*huma.Response {
	return map[string]*huma.Response{status: {
		Description: words.ID + " / " + words.EN,
		Content:     map[string]*huma.MediaType{contentType: {Schema: s}},
	}}
}

// inPath describes the parts of the path that stand in braces.
func inPath(path string) (ps []*huma.Param) {
	for part := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			ps = append(ps, &huma.Param{Name: name, In: "path", Required: true,
				Description: pathWords[name].ID + " / " + pathWords[name].EN, Schema: &huma.Schema{Type: huma.TypeString}})
		}
	}
	return ps
}

// operationID is what generated clients call the operation at path.
func operationID(path string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/"), "/")
	return name
}

var pathWords = map[string]value.Words{
	"kind":    {ID: "jenis", EN: "kind"},
	"id":      {ID: "UUID; untuk daerah boleh kodenya", EN: "UUID; for a region its code will do"},
	"command": {ID: "perintah", EN: "command"},
}

// kindIn is the kind that the path names.
func kindIn(r *http.Request) (value.Kind, error) {
	k := value.Kind(r.PathValue("kind"))
	if slices.Contains(value.Kinds(), k) {
		return k, nil
	}
	_, err := domain.EventOf(k, "")
	return "", wire.On("kind", err)
}

// RefIn is the aggregate that the path names.
func RefIn(r *http.Request, kind value.Kind) (value.Ref, error) {
	ref, err := value.ParseRef(string(kind) + "/" + r.PathValue("id"))
	return ref, wire.On("id", err)
}
