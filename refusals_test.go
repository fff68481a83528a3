package mufakat

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mufakat/domain/value"
	"mufakat/web/wire"
)

// A refusal stands once in the module: one code, one class, one sentence in each
// language, in the package that refuses. Whoever wants to know which refusal an
// error is asks errors.Is with that declaration, and never compares codes.
func TestARefusalStandsOnce(t *testing.T) {
	module := loadModule(t)
	stands := map[string]refusal{}
	for _, r := range module.refusals(t) {
		if before, twice := stands[r.code]; twice {
			t.Errorf("%s: the code %q stands at %s already", r.at, r.code, before.at)
		}
		stands[r.code] = r
		if wrong := r.wrong(); wrong != "" {
			t.Errorf("%s: %s", r.at, wrong)
		}
	}
	if len(stands) < 100 {
		t.Errorf("only %d refusals were found", len(stands))
	}
	for _, p := range module.packages {
		for at, wrong := range p.aroundTheTable() {
			t.Errorf("%s: %s", module.position(at), wrong)
		}
	}
}

// refusal is a declaration.
type refusal struct {
	at       token.Position
	in       string // the package
	code     string
	class    value.Class
	id, en   string
	constant bool // every argument is
}

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// wrong is what is wrong with the declaration by itself.
func (r refusal) wrong() string {
	switch {
	case !r.constant:
		return "a refusal is declared with constants"
	case !kebab.MatchString(r.code):
		return fmt.Sprintf("the code %q is not in kebab-case", r.code)
	case r.id == "" || r.en == "":
		return "a sentence is missing"
	case !slices.Equal(verbs(r.id), verbs(r.en)):
		return fmt.Sprintf("the sentences take %v and %v", verbs(r.id), verbs(r.en))
	}
	return ""
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*[0-9.]*([a-zA-Z%])`)

// verbs are the verbs of a sentence in the order of its arguments.
func verbs(sentence string) (vs []string) {
	next := 1
	for _, m := range verb.FindAllStringSubmatch(sentence, -1) {
		if m[2] == "%" {
			continue
		}
		if n, err := strconv.Atoi(m[1]); err == nil {
			next = n
		}
		for len(vs) < next {
			vs = append(vs, "")
		}
		vs[next-1] = m[2]
		next++
	}
	return vs
}

// refusals are the declarations of the module, in the order of its packages.
func (m *module) refusals(t *testing.T) (rs []refusal) {
	for _, p := range m.packages {
		for _, f := range p.files {
			declared := p.newRefusals(f, true)
			for _, call := range p.newRefusals(f, false) {
				if !slices.Contains(declared, call) {
					t.Errorf("%s: a refusal is declared as a variable of its package", m.position(call))
					continue
				}
				rs = append(rs, p.refusal(call, m.position(call)))
			}
		}
	}
	return rs
}

// newRefusals are the calls of NewRefusal in a file, or only those that give a
// variable of the package its value.
func (p checked) newRefusals(f *ast.File, declarations bool) (calls []*ast.CallExpr) {
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); declarations && (!ok || g.Tok != token.VAR) {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if _, ok := n.(*ast.FuncLit); ok && declarations {
				return false
			}
			if c, ok := n.(*ast.CallExpr); ok && p.calls(c, "mufakat/domain/value.NewRefusal") {
				calls = append(calls, c)
			}
			return true
		})
	}
	return calls
}

func (p checked) calls(c *ast.CallExpr, name string) bool {
	id, ok := c.Fun.(*ast.Ident)
	if s, selected := c.Fun.(*ast.SelectorExpr); selected {
		id, ok = s.Sel, true
	}
	if !ok {
		return false
	}
	f, ok := p.info.Uses[id].(*types.Func)
	return ok && f.FullName() == name
}

func (p checked) refusal(call *ast.CallExpr, at token.Position) refusal {
	r := refusal{at: at, in: strings.TrimPrefix(p.types.Path(), "mufakat/"), constant: true}
	texts := []*string{nil, &r.code, &r.id, &r.en}
	for i, arg := range call.Args {
		v := p.info.Types[arg].Value
		switch {
		case v == nil:
			r.constant = false
		case i == 0:
			n, _ := constant.Int64Val(v)
			r.class = value.Class(n)
		default:
			*texts[i] = constant.StringVal(v)
		}
	}
	return r
}

// aroundTheTable goes through what would be a second place for a code: a refusal
// put together by hand, given another code or class, or known by its code.
func (p checked) aroundTheTable() map[ast.Node]string {
	wrong := map[ast.Node]string{}
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if _, inStruct := n.Key.(*ast.Ident); inStruct && p.isMember(n.Key, "Code") && (p.info.Types[n.Value].Value != nil || p.isMember(n.Value, "Code")) {
					wrong[n] = "a refusal is made by NewRefusal"
				}
			case *ast.AssignStmt:
				for _, to := range n.Lhs {
					if p.isMember(to, "Code") || p.isMember(to, "Class") {
						wrong[n] = "a refusal has one code and one class"
					}
				}
			case *ast.BinaryExpr:
				if p.types.Path() != "mufakat/domain/value" && (p.isMember(n.X, "Code") || p.isMember(n.Y, "Code")) {
					wrong[n] = "whether an error is a refusal, errors.Is says"
				}
			case *ast.SwitchStmt:
				if n.Tag != nil && p.isMember(n.Tag, "Code") {
					wrong[n] = "whether an error is a refusal, errors.Is says"
				}
			}
			return true
		})
	}
	return wrong
}

// isMember reports whether an expression is this member of a refusal.
func (p checked) isMember(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	if s, selected := e.(*ast.SelectorExpr); selected {
		id, ok = s.Sel, true
	}
	if !ok || id.Name != name {
		return false
	}
	v, ok := p.info.Uses[id].(*types.Var)
	if !ok || !v.IsField() || v.Pkg() == nil || v.Pkg().Path() != "mufakat/domain/value" {
		return false
	}
	if s, selected := e.(*ast.SelectorExpr); selected {
		return strings.TrimPrefix(p.info.Types[s.X].Type.String(), "*") == "mufakat/domain/value.Refusal"
	}
	return true
}

// The test above refuses what it should: each line marked so, and no other.
func TestARefusalElsewhereIsSeen(t *testing.T) {
	module := loadModule(t)
	const source = `package p

import (
	"errors"

	"mufakat/domain/value"
)

var (
	known = value.NewRefusal(value.Invalid, "known", "%s: %d", "%[2]d: %[1]s").On("x")
	other = &value.Refusal{Code: "other"} // refused
	table = map[string]int{known.Code: 1}
)

func use(err *value.Refusal, code string) bool {
	err.Class = value.NotFound // refused
	err.Field = "y"
	switch err.Code { // refused
	}
	again := &value.Refusal{Code: known.Code} // refused
	read := &value.Refusal{Code: code}
	return err.Code == "known" || // refused
		errors.Is(again, known) || errors.Is(read, known)
}
`
	p := module.checkText(t, source)
	var got []int
	for at := range p.aroundTheTable() {
		got = append(got, module.position(at).Line)
	}
	slices.Sort(got)
	if want := marked(source); !slices.Equal(got, want) {
		t.Errorf("lines %v are refused, not %v", got, want)
	}
	for _, r := range []refusal{
		{code: "Not_kebab", id: "x", en: "x", constant: true},
		{code: "one", id: "x", constant: true},
		{code: "two", id: "%s %d", en: "%d %s", constant: true},
		{code: "three", id: "%s", en: "x", constant: true},
		{code: "four", id: "x", en: "x"},
	} {
		if r.wrong() == "" {
			t.Errorf("%s passes", r.code)
		}
	}
	if r := p.refusal(p.newRefusals(p.files[0], true)[0], token.Position{}); r.wrong() != "" {
		t.Error(r.wrong())
	}
}

const refusalsHead = `## Refusals

Every refusal there is, by its code. The code is stable: the API answers with the problem type
` + "`urn:mufakat:problem:<code>`" + ` and the status, the command line ends with the exit code. What is no refusal is answered
with the code ` + "`internal`" + `, status 500, and exit code 1.

| code | class | status | exit | refused by |
| --- | --- | --- | --- | --- |
`

// refusalsDocumented is the table of refusals as docs/format.md has it.
func refusalsDocumented(rs []refusal) string {
	var b strings.Builder
	b.WriteString(refusalsHead)
	for _, r := range slices.SortedFunc(slices.Values(rs), func(a, b refusal) int { return cmp.Compare(a.code, b.code) }) {
		err := &value.Refusal{Code: r.code, Class: r.class}
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %s |\n", r.code, wire.ClassName(r.class), wire.StatusOf(err), wire.ExitCode(err), r.in)
	}
	return b.String()
}
