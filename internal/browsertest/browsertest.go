// Package browsertest opens pages in a real Chromium, for tests: it walks them,
// prints them, and asks axe-core what keeps people from using them.
//
// It is nothing of the product. Where there is no Chromium, or no npm to fetch
// axe-core with, the test is skipped aloud; with CI=1 it fails, for what was not
// looked at must not look green.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// names are what Chromium is called where it may be found; CHROMIUM names it
// otherwise.
var names = []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"}

// patience is how long one test may keep a browser.
const patience = 3 * time.Minute

// Tab is a tab of a browser, at the hand of one test.
type Tab struct {
	t   testing.TB
	ctx context.Context
}

// Open is a new tab of a new Chromium with nothing in its profile. It is closed
// at the end of the test.
func Open(t testing.TB) Tab {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(found(t)), chromedp.UserDataDir(t.TempDir()), chromedp.Headless,
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(1280, 900), chromedp.Env("LANGUAGE=id")}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	tab := Tab{t, ctx}
	run(tab, "starting the browser", chromedp.Title())
	return tab
}

// found is the browser's path; without one the test ends here.
func found(t testing.TB) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	missing(t, "There is no Chromium here, so nobody looked at the pages. Install the package chromium, or name it with CHROMIUM=/path.")
	return ""
}

// missing skips aloud on a laptop and fails in CI.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// axeVersion is fetched once and kept in the user's cache, never in the
// repository.
const axeVersion = "4.14.1"

// Axe is the source of axe-core.
func Axe(t testing.TB) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "mufakat-test", "axe-core-"+axeVersion)
	file := filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		fetch(t, dir)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		missing(t, "axe-core could not be fetched, so nobody asked whether the pages can be used by everybody: "+err.Error())
	}
	return string(b)
}

func fetch(t testing.TB, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
		"--prefix", dir, "axe-core@"+axeVersion)
	if out, err := npm.CombinedOutput(); err != nil {
		t.Logf("npm: %v\n%s", err, out)
	}
}
