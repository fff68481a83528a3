package mufakat

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/token"
	"go/types"
	"slices"
	"testing"
)

// A closed list is a string type with a choices method, or with constants of
// its own, such as the kinds. Its values are written out where they are
// declared; everywhere else stands the constant, so that a slip of the pen does
// not compile. The empty string stays free: it is what no source states.
func TestValuesOfClosedListsAreConstants(t *testing.T) {
	module := loadModule(t)
	lists := module.closedLists()
	delete(lists, "mufakat/domain/fact.Type") // stored names are written out in the table of events, once each
	for _, must := range []string{"mufakat/domain/value.Kind", "mufakat/domain.ActingAs"} {
		if !lists[must] {
			t.Errorf("%s is not found to be a closed list", must)
		}
	}
	for _, p := range module.packages {
		for _, at := range p.writtenOut(lists) {
			t.Errorf("%s: %s stands for a value of a closed list; use its constant", module.position(at), types.ExprString(at))
		}
	}
}

// The test above refuses what it should: each line marked so, and no other.
func TestAValueWrittenOutIsSeen(t *testing.T) {
	const source = `package p

type List string

func (List) choices() []List { return []List{One} }

const One List = "one"

type Other string // open: no choices, no constants

const bare = "two"

type row struct{ l List }

func take(List) {}

var (
	_ = map[List]int{
		"two": 1, // refused
		One:   2,
	}
	_ = row{"one"}        // refused
	_ = []List{"one", ""} // refused
	_ = Other("one")
	_ = List("one") // refused
)

func use(l List, s string) bool {
	take("one") // refused
	take(bare)  // refused
	take(List(s))
	l = "one" // refused
	switch l {
	case "two": // refused
	case One, "":
	}
	return l == "o"+"ne" || // refused
		s == "one" || l == One
}
`
	module := &module{fset: token.NewFileSet(), imports: importer.Default()}
	p := module.checkText(t, source)
	var got []int
	for _, at := range p.writtenOut(module.closedLists()) {
		got = append(got, module.fset.Position(at.Pos()).Line)
	}
	if want := marked(source); !slices.Equal(got, want) {
		t.Errorf("lines %v are refused, not %v", got, want)
	}
}

// closedLists are the names of the closed lists in the module.
func (m *module) closedLists() map[string]bool {
	lists := map[string]bool{}
	for _, p := range m.packages {
		for _, name := range p.types.Scope().Names() {
			switch o := p.types.Scope().Lookup(name).(type) {
			case *types.Const:
				if n, ok := o.Type().(*types.Named); ok && isString(n) && (o.Exported() || n.Obj().Pkg() == p.types) {
					lists[n.String()] = true
				}
			case *types.TypeName:
				f, _, _ := types.LookupFieldOrMethod(o.Type(), true, p.types, "choices")
				if _, ok := f.(*types.Func); ok && isString(o.Type()) {
					lists[o.Type().String()] = true
				}
			}
		}
	}
	return lists
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.String
}

// writtenOut are the texts and untyped constants that became a value of a
// closed list elsewhere than in its declaration.
func (p checked) writtenOut(lists map[string]bool) (at []ast.Expr) {
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				return false
			}
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			tv := p.info.Types[e]
			if tv.Value != nil && tv.Value.Kind() == constant.String && constant.StringVal(tv.Value) != "" &&
				lists[tv.Type.String()] && p.untyped(e) {
				at = append(at, e)
			}
			return true
		})
	}
	return at
}

// untyped reports whether an expression is a text, is put together from texts,
// or names a constant that has no type of its own.
func (p checked) untyped(e ast.Expr) bool {
	bare := types.Typ[types.UntypedString]
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return p.info.Types[e.X].Type == bare
	case *ast.SelectorExpr:
		return p.info.Uses[e.Sel].Type() == bare
	case *ast.Ident:
		c, ok := p.info.Uses[e].(*types.Const)
		return ok && c.Type() == bare
	}
	return false
}
