package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mufakat/domain/value"
	"mufakat/web/wire"
)

// Exit codes that are given without an error; [wire.ExitCode] has them all.
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
	return wire.ExitCode(err)
}

// printError tells an error on stderr: a refusal word for word and with its
// field, in both languages unless one was asked for.
func (a *app) printError(err error) {
	var said errSaid
	if errors.As(err, &said) {
		return
	}
	var r *value.Refusal
	var failure *wire.Failure
	switch {
	case errors.As(err, &r):
		for _, l := range a.langs() {
			text := r.In(l)
			if r.Field != "" {
				text = value.Words{ID: "Isian ", EN: "Field "}.In(l) + r.Field + ": " + text
			}
			fmt.Fprintln(a.notes, text)
		}
	case errors.As(err, &failure):
		for _, l := range a.langs() {
			fmt.Fprintln(a.notes, failure.In(l))
		}
	case errors.Is(err, context.Canceled):
		a.note(value.Words{ID: "Dihentikan.", EN: "Stopped."})
	default:
		for _, l := range a.langs() {
			fmt.Fprintln(a.notes, value.Words{ID: "Galat: ", EN: "Error: "}.In(l)+err.Error())
		}
	}
}

// langs are the languages to tell a refusal in.
func (a *app) langs() []value.Lang {
	if a.langSet {
		return []value.Lang{a.lang}
	}
	return []value.Lang{value.Indonesian, value.English}
}

// note tells something on stderr that is not the answer.
func (a *app) note(w value.Words) {
	fmt.Fprintln(a.notes, strings.TrimSpace(w.In(a.lang)))
}
