package projections

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// The package comment gives every bucket and every key, as the buckets and the
// views say them.
func TestPackageCommentGivesEveryKey(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	must(t, f, err)
	_, v := toldLedgerOf(t)
	want := "\t" + strings.ReplaceAll(strings.TrimSpace(v.Layout()), "\n", "\n\t")
	want = strings.ReplaceAll(want, "\n\t\n", "\n\n")
	if got := f.Doc.Text(); !strings.HasSuffix(strings.TrimSpace(got), strings.TrimSpace(want)) {
		t.Errorf("the package comment should end with\n//\n%s", "//"+strings.ReplaceAll(want, "\n", "\n//"))
	}
}
