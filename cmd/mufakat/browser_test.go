package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mufakat/demo"
	"mufakat/domain/value"
	"mufakat/internal/browsertest"
	"mufakat/web/client"
)

// Somebody looks for who has not signed, from the start page to the record, in
// the other language, on an earlier day, and prints it; with JavaScript and
// without.
func TestSomebodyWalksThePages(t *testing.T) {
	server := site(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			tab := browsertest.Open(t)
			if !scripts {
				tab.WithoutScripts()
			}
			walk(t, tab, server.URL)
		})
	}
}

func walk(t *testing.T, tab browsertest.Tab, base string) {
	reads := func(css, want string) {
		t.Helper()
		if got := tab.Text(css); !strings.Contains(got, want) {
			t.Errorf("%s reads %q, not %q", css, got, want)
		}
	}
	tab.Go(base + "/")
	reads("h1", "Yang perlu perhatian")
	reads(".demo", "PERAGAAN")
	tab.Follow(`table.open a[href^="/naskah/` + string(demo.KesepakatanBersama) + `"]`)
	reads("h1", "Kesepakatan Bersama")
	reads("table.signatures", "belum tercatat")
	reads(".sums", "Ditandatangani sebagian, tanda tangan lainnya belum tercatat")
	tab.Follow(`table.signatures .cell a[href="/catatan/38"]`)
	reads("h1", "Ditandatangani untuk Provinsi Kalimantan Timur")
	tab.Click("details summary")
	reads("pre", `"specversion":"1.0"`)

	tab.Follow(`.language a`)
	reads("h1", "Signed for Provinsi Kalimantan Timur")
	tab.Follow(`.eyebrow a`)
	reads("#tabel", "Signature table")
	if got := tab.Attribute("html", "lang"); got != "en" {
		t.Errorf("the language was not remembered: %q", got)
	}
	tab.Fill("#as_of", "2022-08-11")
	tab.Fill("#known_at", "2022-08-12")
	tab.Follow(".time button")
	reads(".time.set", "the end of 11 August 2022")
	if at := tab.At(); !strings.Contains(at, "as_of=2022-08-11&known_at=2022-08-12") {
		t.Errorf("the time is not in the address: %s", at)
	}
	tab.Follow(".brand a")
	reads(".time.set", "as recorded then")
	if pdf := tab.Print(); !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 10_000 {
		t.Errorf("printed %d bytes", len(pdf))
	}
}

// The first thing the keyboard reaches leads to the content.
func TestTheKeyboardReachesTheContent(t *testing.T) {
	tab := browsertest.Open(t)
	tab.Go(site(t).URL + "/naskah")
	tab.Press("\t")
	if n := tab.Number(`document.activeElement.classList.contains("skip") && document.activeElement.getBoundingClientRect().left >= 0 ? 1 : 0`); n != 1 {
		t.Error("the skip link is not first, or not seen")
	}
	tab.Press("\r")
	if n := tab.Number(`location.hash === "#isi" ? 1 : 0`); n != 1 {
		t.Error("it leads nowhere")
	}
}

// pagesLookedAt are one page of each kind.
var pagesLookedAt = []string{"/", "/naskah", "/naskah/" + string(demo.KesepakatanBersama), "/naskah/" + string(demo.PKS) + "?as_of=2022-08-11&known_at=2022-08-11",
	"/catatan/38", "/belum", "/penundaan", "/penyerahan", "/keterangan", "/langganan", "/kegiatan", "/kegiatan/" + string(demo.Visit),
	"/pihak/35", "/jabatan/" + string(demo.KabiroKaltim), "/tidak-ada"}

// axe-core finds nothing serious on any page, in either language.
func TestEverybodyCanUseThePages(t *testing.T) {
	axe := browsertest.Axe(t)
	server := site(t)
	tab := browsertest.Open(t)
	for _, lang := range []value.Lang{value.Indonesian, value.English} {
		tab.Go(server.URL + "/?bahasa=" + string(lang))
		for _, path := range pagesLookedAt[:len(pagesLookedAt)-1] {
			tab.Go(server.URL + path)
			tab.Audit(axe)
		}
	}
}

// No page is wider than a telephone.
func TestPagesFitATelephone(t *testing.T) {
	server := site(t)
	tab := browsertest.Open(t)
	tab.Size(360, 740)
	for _, path := range pagesLookedAt[:len(pagesLookedAt)-1] {
		tab.Go(server.URL + path)
		if n := tab.Number("document.documentElement.scrollWidth"); n > 360 {
			t.Errorf("%s is %v wide", path, n)
		}
	}
}

// A strip says that there are new records, and nothing moves.
func TestNewRecordsAreTold(t *testing.T) {
	server := site(t)
	tab := browsertest.Open(t)
	tab.Go(server.URL + "/naskah/" + string(demo.KesepakatanBersama))
	if n := tab.Number(`window.scrollTo(0, 300), document.getElementById("baru").hidden ? 1 : 0`); n != 1 {
		t.Error("it is told before there is any")
	}
	before := tab.Number("window.scrollY + document.querySelector('#tabel').getBoundingClientRect().top")
	_, err := client.New(server.URL, nil).Record(t.Context(), "agency", string(demo.BiroKaltim), "alias",
		[]byte(`{"fact":{"alias":"Biro POD Kaltim"}}`), client.RecordOptions{Key: "baru"})
	must(t, err)
	if got := tab.Text("#baru"); !strings.Contains(got, "Ada catatan baru") {
		t.Error(got)
	}
	if after := tab.Number("window.scrollY + document.querySelector('#tabel').getBoundingClientRect().top"); after != before {
		t.Errorf("the page moved from %v to %v", before, after)
	}
}

var pictures = flag.String("pictures", "", "write pictures of the main pages into this directory: go test ./cmd/mufakat -run Pictures -pictures ../../docs/img")

// The pictures of the README and the documentation.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("only with -pictures DIRECTORY")
	}
	server := site(t)
	tab := browsertest.Open(t)
	for _, lang := range []value.Lang{value.Indonesian, value.English} {
		tab.Go(server.URL + "/?bahasa=" + string(lang))
		for _, x := range []struct {
			name, path string
			height     int64
		}{
			{"start", "/", 1180},
			{"documents", "/naskah", 640},
			{"agreement", "/naskah/" + string(demo.KesepakatanBersama), 1180},
			{"timeline", "/naskah/" + string(demo.KesepakatanBersama) + "?limit=50#linimasa", 1100},
			{"record", "/catatan/38", 900},
			{"accounts", "/keterangan", 1000},
			{"notices", "/langganan", 1000},
		} {
			tab.Size(1200, x.height)
			tab.Go(server.URL + x.path)
			must(t, os.WriteFile(filepath.Join(*pictures, x.name+"."+string(lang)+".png"), tab.Picture(), 0o644))
		}
		tab.Size(390, 844)
		tab.Go(server.URL + "/")
		must(t, os.WriteFile(filepath.Join(*pictures, "telephone."+string(lang)+".png"), tab.Picture(), 0o644))
	}
}
