package main

import (
	"encoding"
	"errors"
	"time"

	"mufakat/domain/value"
	"mufakat/web"
)

// Flags that name something are read as the domain reads it, and a refusal
// names the flag.

func onFlag(flag string, err error) error {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.On("--" + flag)
	}
	return err
}

// idFlag reads an id; empty leaves v as it is.
func idFlag(v encoding.TextUnmarshaler, flag, text string) error {
	if text == "" {
		return nil
	}
	return onFlag(flag, v.UnmarshalText([]byte(text)))
}

func whenFlag(v *value.When, flag, text string) (err error) {
	*v, err = value.ParseWhen(text)
	return onFlag(flag, err)
}

// errorsOf is the first error there is.
func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// instantOf is the end of the time that was typed: of a day in the reader's
// zone unless it names one.
func (a *app) instantOf(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if w, err := value.ParseWhen(text); err == nil && w.Zone() == nil {
		text += "[" + a.zone.String() + "]"
	}
	at, err := web.ParseInstant(text)
	return at, onFlag(flag, err)
}
