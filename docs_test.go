package mufakat

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fenced = regexp.MustCompile("(?ms)^```.*?^```$")
	quoted = regexp.MustCompile("`([\\w./-]+)`")
	linked = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
	named  = regexp.MustCompile(`\.(go|md|js|html|css|txt|txtar)$`)
	hop    = regexp.MustCompile("\\*\\*([\\w/]+)\\*\\*\\s+`(\\w+\\.go)`(?:,\\s+`([\\w.]+)`)?")
)

// ofALedger are directories of a ledger, which no tree has.
var ofALedger = []string{"jetstream/", "journal/", "set-aside/"}

// Every file that the documents name is there.
func TestDocumentsNameFilesThatAreThere(t *testing.T) {
	tree := filesOfTheTree(t)
	for doc, text := range documents(t) {
		for _, m := range linked.FindAllStringSubmatch(text, -1) {
			if to := path.Join(path.Dir(doc), m[1]); !strings.Contains(m[1], "://") && !tree.has(to) {
				t.Errorf("%s links to %s, which is not there", doc, m[1])
			}
		}
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			if name := m[1]; tree.isPath(name) && !tree.has(name) && !tree.endsWith(name) && !slices.Contains(ofALedger, name) {
				t.Errorf("%s names %s, which is not there", doc, name)
			}
		}
	}
}

// Every hop of a walk, **room** `file`, `function`, is there: the file in the
// room or in one within it, and the function in the file.
func TestWalksGoWhereTheySay(t *testing.T) {
	tree, hops := filesOfTheTree(t), 0
	for _, m := range hop.FindAllStringSubmatch(documents(t)["docs/design.md"], -1) {
		hops++
		room, file, function := m[1], m[2], m[3]
		in := slices.DeleteFunc(slices.Clone(tree), func(p string) bool {
			return !strings.HasPrefix(p, room+"/") || path.Base(p) != file
		})
		if len(in) == 0 {
			t.Errorf("there is no %s in %s", file, room)
		} else if function != "" && !slices.ContainsFunc(in, func(p string) bool { return declares(t, p, function) }) {
			t.Errorf("%s in %s does not declare %s", file, room, function)
		}
	}
	if hops < 25 {
		t.Errorf("only %d hops were found", hops)
	}
}

// declares reports whether a file has a function, or Type.Method.
func declares(t *testing.T, file, name string) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && receiver(fn)+fn.Name.Name == name
	})
}

func receiver(fn *ast.FuncDecl) (prefix string) {
	if fn.Recv == nil {
		return ""
	}
	ast.Inspect(fn.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && prefix == "" {
			prefix = id.Name + "."
		}
		return prefix == ""
	})
	return prefix
}

// documents are those that people read, without their examples.
func documents(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[filepath.ToSlash(name)] = fenced.ReplaceAllString(string(b), "")
		}
	}
	return texts
}

// tree is every file and directory.
type tree []string

func filesOfTheTree(t *testing.T) (all tree) {
	t.Helper()
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return filepath.SkipDir
		}
		all = append(all, filepath.ToSlash(p))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (all tree) has(p string) bool { return slices.Contains(all, path.Clean(p)) }

// endsWith finds a file by the end of its path, as `signing.go`.
func (all tree) endsWith(name string) bool {
	return slices.ContainsFunc(all, func(p string) bool { return strings.HasSuffix(p, "/"+strings.TrimSuffix(name, "/")) })
}

// isPath tells a path from an address, a type of content and the like.
func (all tree) isPath(name string) bool {
	first, _, below := strings.Cut(name, "/")
	return first != "" && (named.MatchString(name) || strings.HasSuffix(name, "/") || below && all.has(first))
}
