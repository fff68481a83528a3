package projections

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The package has three rooms, a file being in one of them. Whatever is not
// listed here is about a noun. The engine uses only what it declares itself, and
// the outbox nothing but its own and the engine's. Do not relax this to fix a
// build: move the code.
var rooms = map[string][]string{
	"engine": {"answer.go", "param.go", "query.go", "question.go", "appender.go", "apply.go", "await.go", "boot_linux.go", "boot_other.go", "build.go", "build_fold.go", "build_write.go",
		"cache.go", "db.go", "difference.go", "digest.go", "effects.go", "entries.go", "feed.go", "file.go", "fold.go", "index.go", "keys.go",
		"layout.go", "lookup.go", "mention.go", "payload.go", "progress.go", "reader.go", "rebuild.go", "records.go", "records_read.go", "refusals.go", "scan.go",
		"snapshot.go", "verify.go", "view.go"},
	"outbox": {"outbox.go", "outbox_due.go", "outbox_plan.go", "outbox_tried.go"},
}

// floors are the rooms from below.
var floors = []string{"engine", "outbox", "nouns"}

func roomOf(file string) string {
	for name, files := range rooms {
		if slices.Contains(files, file) {
			return name
		}
	}
	return "nouns"
}

func TestRoomsUseNothingAbove(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	names, err := filepath.Glob("*.go")
	for _, name := range must(t, names, err) {
		if strings.HasSuffix(name, "_test.go") || name == "boot_other.go" {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, 0)
		files = append(files, must(t, f, err))
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	c := types.Config{Importer: nothing{}, Error: func(error) {}} // what is imported is not looked at
	c.Check("projections", fset, files, info)
	for id, obj := range info.Uses {
		from := roomOf(fset.Position(id.Pos()).Filename)
		to := roomOf(fset.Position(obj.Pos()).Filename)
		if obj.Pos().IsValid() && obj.Pkg() != nil && obj.Pkg().Name() == "projections" && slices.Index(floors, to) > slices.Index(floors, from) {
			t.Errorf("%s is in the room %s and uses %s, which is in the room %s", fset.Position(id.Pos()), from, obj.Name(), to)
		}
	}
}

// nothing imports packages without looking at them.
type nothing struct{}

func (nothing) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}
