package projections

import (
	"flag"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

var writeKeys = flag.Bool("update", false, "write the keys in the package comment anew")

// The package comment ends with every bucket and every key, as the buckets and
// the views say them.
func TestPackageCommentGivesEveryKey(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	must(t, f, err)
	_, v := toldLedgerOf(t)
	want := "\t" + strings.ReplaceAll(strings.TrimSpace(v.Layout()), "\n", "\n\t")
	want = strings.TrimSpace(strings.ReplaceAll(want, "\n\t\n", "\n\n"))
	text := strings.TrimSpace(f.Doc.Text())
	if strings.HasSuffix(text, want) {
		return
	}
	if !*writeKeys {
		t.Fatal("the package comment does not end with the keys; go test ./projections -run EveryKey -update writes them anew")
	}
	before, _, _ := strings.Cut(text, "\n\n\tmeta ")
	comment := strings.ReplaceAll(before+"\n\n\t"+want, "\n", "\n// ")
	comment = strings.ReplaceAll(strings.ReplaceAll(comment, "// \t", "//\t"), "// \n", "//\n")
	if err := os.WriteFile("doc.go", []byte("// "+comment+"\npackage projections\n"), 0o644); err != nil {
		t.Error(err)
	}
}
