package mufakat

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module is the code that ships, with its types.
type module struct {
	fset     *token.FileSet
	imports  types.Importer
	packages []checked
}

// checked is a package with what the compiler knows of each expression.
type checked struct {
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// loadModule checks each package of the module from its source; what they
// import comes as the compiler left it.
func loadModule(t *testing.T) *module {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	type listed struct {
		ImportPath, Dir, Export string
		GoFiles                 []string
		Module                  *struct{ Main bool }
	}
	var ours []listed
	exports := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Main {
			ours = append(ours, p)
		}
	}
	m := &module{fset: token.NewFileSet()}
	m.imports = importer.ForCompiler(m.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, p := range ours {
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(m.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		if err := m.check(p.ImportPath, files); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m *module) check(path string, files []*ast.File) error {
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Uses:  map[*ast.Ident]types.Object{},
		Defs:  map[*ast.Ident]types.Object{},
	}
	p, err := (&types.Config{Importer: m.imports}).Check(path, m.fset, files, info)
	m.packages = append(m.packages, checked{files, p, info})
	return err
}

// checkText checks a package of one file.
func (m *module) checkText(t *testing.T, source string) checked {
	t.Helper()
	file, err := parser.ParseFile(m.fset, "p.go", source, parser.SkipObjectResolution)
	if err == nil {
		err = m.check("mufakat/p", []*ast.File{file})
	}
	if err != nil {
		t.Fatal(err)
	}
	return m.packages[len(m.packages)-1]
}

// marked are the lines of a text that a test is to refuse.
func marked(source string) (lines []int) {
	for i, line := range strings.Split(source, "\n") {
		if strings.Contains(line, "// refused") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// position is where something stands, from the root of the module.
func (m *module) position(n ast.Node) token.Position {
	at := m.fset.Position(n.Pos())
	if here, err := os.Getwd(); err == nil {
		at.Filename, _ = filepath.Rel(here, at.Filename)
	}
	return at
}
