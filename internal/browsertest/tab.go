package browsertest

import (
	"net/http"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// run does something in a tab; what fails ends the test.
func run[T any](tab Tab, what string, a chromedp.Action[T]) T {
	tab.t.Helper()
	v, err := chromedp.Run(tab.ctx, a)
	if err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
	return v
}

// Go opens an address.
func (tab Tab) Go(url string) {
	tab.t.Helper()
	tab.answered(url, chromedp.Navigate(url))
}

// Follow clicks what leads to another page, and waits for that page.
func (tab Tab) Follow(css string) {
	tab.t.Helper()
	tab.answered(css, chromedp.Click(chromedp.CSS(css)))
}

func (tab Tab) answered(what string, step chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	resp, err := chromedp.RunResponse(tab.ctx, step)
	if err != nil || resp.Status != http.StatusOK {
		tab.t.Fatalf("%s: %v, %v", what, resp, err)
	}
}

// Click clicks what leads nowhere else.
func (tab Tab) Click(css string) {
	tab.t.Helper()
	run(tab, css, chromedp.Click(chromedp.CSS(css)))
}

// Fill writes into a field of a form.
func (tab Tab) Fill(css, value string) {
	tab.t.Helper()
	run(tab, css, chromedp.SetAttributeValue(chromedp.CSS(css), "value", value))
}

// Text is what is read where css points, once it is seen.
func (tab Tab) Text(css string) string {
	tab.t.Helper()
	run(tab, css, chromedp.WaitVisible(chromedp.CSS(css)))
	return run(tab, css, chromedp.Text(chromedp.CSS(css)))
}

// Attribute is an attribute of what css points to.
func (tab Tab) Attribute(css, name string) string {
	tab.t.Helper()
	return run(tab, css, chromedp.AttributeValue(chromedp.CSS(css), name)).Value
}

// Press presses keys where the focus is.
func (tab Tab) Press(keys string) {
	tab.t.Helper()
	run(tab, keys, chromedp.KeyEvent(keys))
}

// Number evaluates JavaScript that gives a number.
func (tab Tab) Number(js string) float64 {
	tab.t.Helper()
	return run(tab, js, chromedp.Evaluate[float64](js))
}

// At is the address that is open.
func (tab Tab) At() string {
	tab.t.Helper()
	entries := run(tab, "history", chromedp.NavigationEntries())
	return entries.Entries[entries.CurrentIndex].URL
}

// Print is the page as a PDF on A4.
func (tab Tab) Print() []byte {
	tab.t.Helper()
	return run(tab, "print", chromedp.PrintToPDF(func(p *page.PrintToPDFParams) { p.PaperWidth, p.PaperHeight = 8.27, 11.69 }))
}

// Size makes the window so large.
func (tab Tab) Size(width, height int64) {
	tab.t.Helper()
	run(tab, "size", chromedp.EmulateViewport(width, height))
}

// Picture is what the window shows, as PNG.
func (tab Tab) Picture() []byte {
	tab.t.Helper()
	return run(tab, "picture", chromedp.CaptureScreenshot())
}

// WithoutScripts switches JavaScript off in the pages.
func (tab Tab) WithoutScripts() {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		tab.t.Fatal(err)
	}
}
