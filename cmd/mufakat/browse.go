package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/term"

	"mufakat/demo"
	"mufakat/domain/value"
)

var affairAt = value.Words{
	ID: "Kerja sama Jawa Timur dan Kalimantan Timur 2022: %s",
	EN: "The cooperation of Jawa Timur and Kalimantan Timur, 2022: %s"}

// showAffair says where the page about the affair is and, where somebody sits
// in front of it, opens it.
func (a *app) showAffair(where string) {
	page := where + "/naskah/" + string(demo.KesepakatanBersama)
	fmt.Fprintln(a.out, affairAt.With(page).In(a.lang))
	if open := a.browser(); open != nil {
		cmd := exec.Command(open[0], append(open[1:], page)...)
		if cmd.Start() == nil {
			go cmd.Wait()
		}
	}
}

// browser is the command that opens an address for the person at the terminal;
// nil where there is no terminal, no screen, or nobody, as in CI.
func (a *app) browser() []string {
	out, ok := a.out.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) || a.env("CI") != "" || a.env("SSH_CONNECTION") != "" {
		return nil
	}
	open := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if open == nil && (a.env("DISPLAY") != "" || a.env("WAYLAND_DISPLAY") != "") {
		open = []string{"xdg-open"}
	}
	if open == nil {
		return nil
	}
	if _, err := exec.LookPath(open[0]); err != nil {
		return nil
	}
	return open
}
