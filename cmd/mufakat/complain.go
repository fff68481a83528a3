package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mufakat/domain"
	"mufakat/web"
)

// Exit codes that are given without an error; [web.ExitCode] has them all.
const (
	exitUsage     = 2 // the command line is wrong
	exitIntegrity = 7
)

// exitCode is the process's answer to an error.
func exitCode(err error) int {
	var said errSaid
	if errors.As(err, &said) {
		return said.code
	}
	return web.ExitCode(err)
}

// complain tells an error on stderr: a refusal word for word and with its
// field, in both languages unless one was asked for.
func (a *app) complain(err error) {
	var said errSaid
	if errors.As(err, &said) {
		return
	}
	var r *domain.Refusal
	var failure *web.Failure
	switch {
	case errors.As(err, &r):
		for _, l := range a.langs() {
			text := r.In(l)
			if r.Field != "" {
				text = domain.Words{ID: "Isian ", EN: "Field "}.In(l) + r.Field + ": " + text
			}
			fmt.Fprintln(a.notes, text)
		}
	case errors.As(err, &failure):
		for _, l := range a.langs() {
			fmt.Fprintln(a.notes, failure.In(l))
		}
	case errors.Is(err, context.Canceled):
		a.note(domain.Words{ID: "Dihentikan.", EN: "Stopped."})
	default:
		for _, l := range a.langs() {
			fmt.Fprintln(a.notes, domain.Words{ID: "Galat: ", EN: "Error: "}.In(l)+err.Error())
		}
	}
}

// langs are the languages to tell a refusal in.
func (a *app) langs() []domain.Lang {
	if a.langSet {
		return []domain.Lang{a.lang}
	}
	return []domain.Lang{domain.Indonesian, domain.English}
}

// note tells something on stderr that is not the answer.
func (a *app) note(w domain.Words) {
	fmt.Fprintln(a.notes, strings.TrimSpace(w.In(a.lang)))
}
