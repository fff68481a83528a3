package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every text that people read stands in both languages, and takes the same
// values in both.
func TestWordsStandInBothLanguages(t *testing.T) {
	files, err := os.ReadDir(".")
	must(t, err)
	fset := token.NewFileSet()
	n := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, f.Name(), nil, 0)
		must(t, err)
		ast.Inspect(file, func(x ast.Node) bool {
			lit, ok := x.(*ast.CompositeLit)
			if !ok || len(lit.Elts) == 0 {
				return true
			}
			texts := map[string]string{}
			for _, e := range lit.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok {
					return true
				}
				if key, ok := kv.Key.(*ast.Ident); ok && (key.Name == "ID" || key.Name == "EN") {
					texts[key.Name] = literal(kv.Value)
				}
			}
			id, hasID := texts["ID"]
			en, hasEN := texts["EN"]
			if !hasEN {
				return true // an id of something else
			}
			n++
			if !hasID || (id == "") != (en == "") || !slices.Equal(verbs(id), verbs(en)) {
				t.Errorf("%s: %q and %q", fset.Position(lit.Pos()), id, en)
			}
			return true
		})
	}
	if n < 100 {
		t.Errorf("only %d texts were found", n)
	}
}

// literal is the text of a string expression, as far as it is written out.
func literal(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(x.Value)
		return s
	case *ast.BinaryExpr:
		return literal(x.X) + literal(x.Y)
	}
	return ""
}

func verbs(s string) (vs []string) {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '%' {
			end := i + 1
			for end < len(s) && strings.IndexByte("0123456789[].+-#", s[end]) >= 0 {
				end++
			}
			if end < len(s) && s[end] != '%' {
				vs = append(vs, s[i:end+1])
			}
			i = end
		}
	}
	slices.Sort(vs)
	return vs
}
