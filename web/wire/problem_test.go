package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestProblems(t *testing.T) {
	for _, x := range []struct {
		err          error
		class        string
		status, exit int
	}{
		{&value.Refusal{Code: "x", Class: value.Invalid}, "invalid", 422, 3},
		{&value.Refusal{Code: "x", Class: value.NotFound}, "not-found", 404, 3},
		{&value.Refusal{Code: "x", Class: value.Conflict}, "conflict", 409, 4},
		{&value.Refusal{Code: "x", Class: value.NotAllowed}, "not-allowed", 403, 5},
		{&value.Refusal{Code: "x", Class: value.Unavailable}, "unavailable", 503, 6},
		{&value.Refusal{Code: "x", Class: value.Integrity}, "integrity", 500, 7},
		{&value.Refusal{Code: "x", Class: value.Usage}, "usage", 400, 2},
		{fmt.Errorf("around: %w", NoSuchPage.With("/x")), "not-found", 404, 3},
		{fact.NotJSON.With(3), "invalid", 400, 3},
		{fact.Stale.With(1, 2), "conflict", 412, 4},
		{KeyMissing, "invalid", 400, 3},
		{BodyTooLarge.With(7), "invalid", 413, 3},
		{WrongMethod.With("PUT", "GET"), "invalid", 405, 3},
	} {
		p := ProblemOf(x.err, value.English, silent)
		if p.Class != x.class || p.Status != x.status || p.Title == "" || StatusOf(x.err) != x.status || ExitCode(x.err) != x.exit {
			t.Errorf("%v: %+v, exit code %d", x.err, p, ExitCode(x.err))
		}
		var was *value.Refusal
		errors.As(x.err, &was)
		if back := p.Err(); !reflect.DeepEqual(back, &value.Refusal{Code: was.Code, Class: was.Class, Field: was.Field, ID: was.ID, EN: was.EN}) {
			t.Errorf("%+v came back as %+v", was, back)
		}
	}
	if ExitCode(nil) != 0 || ExitCode(errors.New("x")) != 1 || StatusOf(errors.New("x")) != 500 {
		t.Error(ExitCode(nil), ExitCode(errors.New("x")), StatusOf(errors.New("x")))
	}
	if ClassOf("of a newer server") != value.Unavailable || ClassName(value.Class(99)) != "internal" {
		t.Error(ClassOf("of a newer server"), ClassName(value.Class(99)))
	}
}

var silent = slog.New(slog.DiscardHandler)

// The problem's form is RFC 9457's, and its detail is in the reader's language.
func TestProblemsAsWritten(t *testing.T) {
	for l, want := range map[value.Lang]string{
		value.Indonesian: `"title":"Catatan sudah berubah","status":412,"detail":"kalimat <a>"`,
		value.English:    `"title":"The record has moved on","status":412,"detail":"sentence"`,
	} {
		want = `{"type":"urn:mufakat:problem:stale",` + want + `,"code":"stale","class":"conflict","field":"If-Match","id":"kalimat <a>","en":"sentence"}`
		if b, err := Encode(ProblemOf(refusal, l, silent)); err != nil || string(b) != want {
			t.Errorf("%v\n%s\nwant\n%s", err, b, want)
		}
	}
}

// What went wrong inside is told by a number only, under which the log has it.
func TestInternalErrors(t *testing.T) {
	var log strings.Builder
	p := ProblemOf(errors.New("secret 4711"), value.Indonesian, slog.New(slog.NewTextHandler(&log, nil)))
	id := strings.TrimPrefix(p.Instance, "urn:uuid:")
	if !value.IsUUID(id) || p.Status != 500 || p.Code != "internal" || !strings.Contains(p.Detail, id) || !strings.Contains(p.EN, id) {
		t.Errorf("%+v", p)
	}
	if told := fmt.Sprint(p); strings.Contains(told, "4711") || !strings.Contains(log.String(), "4711") || !strings.Contains(log.String(), id) {
		t.Errorf("told: %s\nlogged: %s", told, &log)
	}
	var f *Failure
	if err := p.Err(); !errors.As(err, &f) || f.Instance != p.Instance || err.Error() != p.EN || ExitCode(err) != 1 {
		t.Errorf("%+v", err)
	}
	log.Reset()
	late := ProblemOf(fmt.Errorf("views: %w", context.DeadlineExceeded), value.English, slog.New(slog.NewTextHandler(&log, nil)))
	if late.Code != "too-slow" || late.Status != 503 || log.Len() > 0 {
		t.Errorf("%+v, logged: %s", late, &log)
	}
}
