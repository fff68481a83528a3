package mufakat

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// impure is what nothing that decides may ask.
var impure = []string{"context", "os", "io", "io/fs", "net", "net/http", "log", "log/slog", "sync", "math/rand", "math/rand/v2", "crypto/rand"}

// Who may import whom. Do not relax this to fix a build: move the code.
//
// A package that is missing here may import nothing of the module. "Only" lists
// the modules outside the standard library that the package may use in code
// that ships; tests may use more.
var rules = map[string]struct {
	uses  []string // of this module
	only  []string // from outside
	never []string // of the standard library
	why   string
}{
	"domain/value": {
		uses:  []string{"internal/bytype"},
		only:  []string{"github.com/go-json-experiment/json", "golang.org/x/text/unicode/norm"},
		never: impure,
		why:   "what facts are made of; it is pure",
	},
	"domain/fact": {
		uses:  []string{"domain/value", "internal/bytype"},
		only:  []string{"github.com/go-json-experiment/json"},
		never: impure,
		why:   "the machinery of facts, which knows none of them; it is pure",
	},
	"domain/noticelog": {
		uses:  []string{"domain/fact", "domain/value"},
		only:  []string{"github.com/go-json-experiment/json"},
		never: impure,
		why:   "what became of notices; it is pure",
	},
	"domain": {
		uses:  []string{"domain/fact", "domain/value"},
		only:  []string{"github.com/go-json-experiment/json"},
		never: impure,
		why:   "it is pure: everything it needs comes in as arguments",
	},
	"eventstore/broker": {
		uses: []string{"domain/value", "internal/atomicfile"},
		only: []string{"github.com/nats-io/"},
		why:  "NATS and its streams, without a record",
	},
	"eventstore/journal": {uses: []string{"internal/faultpoint"}, why: "the second copy of the ledger: it knows files and nothing else"},
	"eventstore": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "eventstore/broker", "eventstore/journal", "internal/atomicfile", "internal/faultpoint"},
		only: []string{"github.com/nats-io/", "github.com/google/uuid", "github.com/gofrs/flock", "github.com/go-json-experiment/json", "golang.org/x/sys/unix"},
		why:  "the one place that knows NATS, with broker below it",
	},
	"projections/engine/extsort": {why: "sorting, without a database"},
	"projections/engine/kv":      {uses: []string{"internal/faultpoint"}, only: []string{"go.etcd.io/bbolt"}, why: "the one place that knows bbolt; keys and values are bytes to it"},
	"projections/engine/view": {
		uses:  []string{"domain/fact", "domain/value"},
		never: impure,
		why:   "rows, as records make them; it is pure",
	},
	"projections/engine": {
		uses: []string{"domain/fact", "domain/value", "internal/faultpoint", "projections/engine/extsort", "projections/engine/kv", "projections/engine/view"},
		only: []string{"github.com/go-json-experiment/json"},
		why:  "it follows, writes, reads and makes again; it knows no noun and no database",
	},
	"projections/question": {
		uses: []string{"domain/fact", "domain/value", "projections/engine"},
		why:  "what a question is, whatever it asks",
	},
	"projections/records": {
		uses: []string{"domain/fact", "domain/value", "projections/engine", "projections/question"},
		only: []string{"github.com/go-json-experiment/json"},
		why:  "what is on record of anything; it knows no noun",
	},
	"projections/outbox": {
		uses: []string{"domain/fact", "domain/noticelog", "domain/value", "projections/engine"},
		why:  "what follows from records besides rows; it knows no event",
	},
	"projections": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "projections/engine", "projections/question", "projections/records", "projections/outbox"},
		only: []string{"github.com/go-json-experiment/json", "golang.org/x/text"},
		why:  "the nouns, a file each, and the lists of views and questions",
	},
	"web/wire": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "projections", "projections/engine", "projections/question"},
		only: []string{"github.com/go-json-experiment/json", "github.com/google/uuid"},
		why:  "what travels, for server and client alike",
	},
	"web/client": {
		only: []string{"github.com/go-json-experiment/json"},
		uses: []string{"domain/fact", "domain/noticelog", "domain/value", "projections", "projections/engine", "projections/question", "web/wire"},
		why:  "it speaks to the API, and knows no server",
	},
	"web/api": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "projections", "projections/engine", "projections/question", "web/wire", "proof"},
		only: []string{"github.com/danielgtaylor/huma/v2", "github.com/go-json-experiment/json", "github.com/google/uuid"},
		why:  "the one place that answers programs",
	},
	"web/pages": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "projections", "projections/engine", "projections/question", "projections/records", "web/wire", "web/api"},
		only: []string{"github.com/danielgtaylor/huma/v2"},
		why:  "what people read, asked through the API",
	},
	"web/unread": {why: "connections, and what the HTTP library says on them; it knows no words of ours"},
	"web":        {uses: []string{"web/api", "web/pages", "web/unread"}, why: "both under one handler"},
	"notify": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value"},
		only: []string{"github.com/standard-webhooks/", "github.com/go-json-experiment/json"},
		why:  "it sends through interfaces that node fills",
	},
	"node": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "eventstore", "projections", "projections/outbox", "projections/engine", "projections/question", "web", "web/api", "web/client", "web/wire", "notify", "internal/atomicfile"},
		why:  "it makes the others known to one another; it knows no command and no terminal",
	},
	"demo": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "eventstore", "node", "projections", "projections/engine", "projections/question", "web", "web/api", "web/client", "web/wire", "notify"},
		only: []string{"github.com/google/uuid"},
		why:  "an affair on a node of its own: it records and asks as a client does, and checks what it is sent",
	},
	"cmd/mufakat": {
		uses: []string{"domain", "domain/fact", "domain/noticelog", "domain/value", "eventstore", "projections", "projections/engine", "projections/question", "projections/records", "web", "web/api", "web/client", "web/wire", "notify", "node", "demo", "proof", "internal/output"},
		only: []string{"github.com/spf13/", "github.com/schollz/progressbar", "github.com/google/uuid",
			"github.com/go-json-experiment/json", "golang.org/x/term"},
		why: "the only package that knows all the others",
	},
	"internal/faultpoint": {why: "where the fault harness reaches in; nothing without its build tag"},
	"internal/bytype":     {why: "what reflection found out about a type, once"},
	"internal/output": {
		uses: []string{"domain", "domain/fact", "domain/value", "internal/text", "projections", "projections/engine", "projections/question", "projections/records", "web/wire"},
		only: []string{"github.com/goccy/go-yaml", "github.com/go-json-experiment/json"},
		why:  "answers as they are printed: it has them already, and knows no command and no ledger",
	},
	"internal/text":        {only: []string{"golang.org/x/term"}, why: "text for a terminal, whatever it says"},
	"internal/histories":   {uses: []string{"domain", "domain/fact", "domain/value"}, why: "ledgers for tests, from the domain alone"},
	"docs/examples/follow": {only: []string{"github.com/nats-io/nats.go"}, why: "an example of a program that has nothing of ours"},
	"internal/browsertest": {only: []string{"github.com/chromedp/"}, why: "a real browser for tests"},
	"internal/natstest":    {only: []string{"github.com/nats-io/"}, why: "a real server for tests"},
}

func TestWhoImportsWhom(t *testing.T) {
	for file, at := range sources(t) {
		rule := rules[at]
		for _, spec := range file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			inside, ours := strings.CutPrefix(path, "mufakat/")
			switch {
			case ours && !slices.Contains(rule.uses, inside):
				t.Errorf("%s imports %s: %s", at, path, rule.why)
			case slices.Contains(rule.never, path):
				t.Errorf("%s imports %s: %s", at, path, rule.why)
			case !ours && strings.Contains(strings.Split(path, "/")[0], ".") &&
				!slices.ContainsFunc(rule.only, func(p string) bool { return strings.HasPrefix(path, p) }):
				t.Errorf("%s imports %s: not in its row; %s", at, path, rule.why)
			}
		}
	}
}

// Nothing in the domain asks the clock.
func TestDomainNeverAsksTheClock(t *testing.T) {
	for file, at := range sources(t) {
		if at != "domain" && !strings.HasPrefix(at, "domain/") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since") {
					t.Errorf("%s calls time.%s", at, s.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := map[string]bool{}
	for file, at := range sources(t) {
		said[at] = said[at] || file.Doc != nil
	}
	for at, ok := range said {
		if !ok {
			t.Errorf("package %s has no comment", at)
		}
	}
}

// sources are the files that ship, with the directory of each.
func sources(t *testing.T) map[*ast.File]string {
	t.Helper()
	files, fset := map[*ast.File]string{}, token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "." {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ImportsOnly|parser.ParseComments)
		if err == nil && strings.HasPrefix(filepath.ToSlash(path), "domain/") {
			f, err = parser.ParseFile(fset, path, nil, parser.ParseComments)
		}
		files[f] = filepath.ToSlash(filepath.Dir(path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
