package browsertest

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// violation is one rule of axe-core that the page breaks, and where.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML           string
		FailureSummary string
	}
}

// Audit fails the test for each serious or critical finding of axe-core, whose
// source is given, on the page that is open.
func (tab Tab) Audit(axe string) {
	tab.t.Helper()
	at := tab.At()
	run(tab, "axe-core", chromedp.Evaluate[chromedp.Void](axe))
	found := run(tab, "axe-core", chromedp.Evaluate[[]violation](
		`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations)`, chromedp.EvalAwaitPromise))
	for _, v := range found {
		if v.Impact == "serious" || v.Impact == "critical" {
			tab.t.Errorf("%s: %s", at, v)
		}
	}
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n\t%s\n\t%s", n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " "))
	}
	return b.String()
}
