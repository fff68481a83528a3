package mufakat

import (
	"go/ast"
	"slices"
	"strconv"
	"testing"
)

// Every text that people read stands in both languages, and takes the same
// values in both.
func TestWordsStandInBothLanguages(t *testing.T) {
	m, n := loadModule(t), 0
	for _, p := range m.packages {
		for _, file := range p.files {
			ast.Inspect(file, func(x ast.Node) bool {
				lit, ok := x.(*ast.CompositeLit)
				if !ok {
					return true
				}
				id, en, ok := wordsIn(lit)
				if !ok {
					return true
				}
				n++
				if (id == "") != (en == "") || !slices.Equal(verbs(id), verbs(en)) {
					t.Errorf("%s: %q and %q", m.fset.Position(lit.Pos()), id, en)
				}
				return true
			})
		}
	}
	if n < 200 {
		t.Errorf("only %d texts were found", n)
	}
}

// wordsIn are both sentences of a text that is written out in the code. Where
// there is no English, the ID is that of something else.
func wordsIn(lit *ast.CompositeLit) (id, en string, ok bool) {
	for _, e := range lit.Elts {
		kv, isKV := e.(*ast.KeyValueExpr)
		if !isKV {
			return "", "", false
		}
		switch key, _ := kv.Key.(*ast.Ident); {
		case key == nil:
		case key.Name == "ID":
			id = literal(kv.Value)
		case key.Name == "EN":
			en, ok = literal(kv.Value), true
		}
	}
	return id, en, ok
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
