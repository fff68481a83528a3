package wire

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/google/uuid"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The one map from what a refusal says the caller can do to how it is said over
// HTTP and by the command line. Integrity is 500 and not 503: trying again does
// not help, somebody has to look.
var classes = []struct {
	class  value.Class
	name   string
	status int
	exit   int
	title  value.Words
}{
	{value.Invalid, "invalid", http.StatusUnprocessableEntity, 3, value.Words{ID: "Isian perlu diperbaiki", EN: "The input needs mending"}},
	{value.NotFound, "not-found", http.StatusNotFound, 3, value.Words{ID: "Tidak ditemukan", EN: "Not found"}},
	{value.Conflict, "conflict", http.StatusConflict, 4, value.Words{ID: "Catatan sudah berubah", EN: "The record has moved on"}},
	{value.NotAllowed, "not-allowed", http.StatusForbidden, 5, value.Words{ID: "Tidak diizinkan", EN: "Not allowed"}},
	{value.Unavailable, "unavailable", http.StatusServiceUnavailable, 6, value.Words{ID: "Belum dapat dilayani", EN: "Not available now"}},
	{value.Integrity, "integrity", http.StatusInternalServerError, 7, value.Words{ID: "Buku catatan perlu diperiksa", EN: "The ledger must be looked at"}},
	{value.Usage, "usage", http.StatusBadRequest, 2, value.Words{ID: "Perintah keliru", EN: "Wrong usage"}},
}

// internal names the class of everything that is not a refusal.
const internal = "internal"

var internalTitle = value.Words{ID: "Kesalahan di dalam", EN: "Internal error"}

// exact are the codes whose status says more than their class.
var exact = map[string]int{
	fact.NotJSON.Code:          http.StatusBadRequest,
	fact.BadUTF8.Code:          http.StatusBadRequest,
	fact.MoreThanOneValue.Code: http.StatusBadRequest,
	KeyMissing.Code:            http.StatusBadRequest,
	HeaderTwice.Code:           http.StatusBadRequest,
	BodyCut.Code:               http.StatusBadRequest,
	BodyTooLarge.Code:          http.StatusRequestEntityTooLarge,
	WrongMethod.Code:           http.StatusMethodNotAllowed,
	RequestTooSlow.Code:        http.StatusRequestTimeout,
	NotHTTP.Code:               http.StatusBadRequest,
	HeadTooLarge.Code:          http.StatusRequestHeaderFieldsTooLarge,
	NoSuchCoding.Code:          http.StatusNotImplemented,
	NoSuchVersion.Code:         http.StatusHTTPVersionNotSupported,
	NoSuchExpectation.Code:     http.StatusExpectationFailed,
	fact.Stale.Code:            http.StatusPreconditionFailed,
}

// ClassName is what answers call a class.
func ClassName(c value.Class) string {
	for _, x := range classes {
		if x.class == c {
			return x.name
		}
	}
	return internal
}

func ClassOf(name string) value.Class {
	for _, x := range classes {
		if x.name == name {
			return x.class
		}
	}
	return value.Unavailable
}

// StatusOf is the HTTP status that err is answered with.
func StatusOf(err error) int {
	var r *value.Refusal
	if !errors.As(err, &r) {
		return http.StatusInternalServerError
	}
	if s := exact[r.Code]; s != 0 {
		return s
	}
	for _, x := range classes {
		if x.class == r.Class {
			return x.status
		}
	}
	return http.StatusInternalServerError
}

// ExitCode is what a command line that ended with err exits with: 0 without
// one, 2 wrong usage, 3 invalid or not found, 4 conflict, 5 not allowed, 6
// unavailable or outcome unknown, 7 integrity, and 1 for everything that is not
// a refusal.
func ExitCode(err error) int {
	var r *value.Refusal
	if err == nil {
		return 0
	}
	if errors.As(err, &r) {
		for _, x := range classes {
			if x.class == r.Class {
				return x.exit
			}
		}
	}
	return 1
}

// Problem is a refusal or an internal error as it is answered
// (application/problem+json, RFC 9457). Type is stable, and so are Code and
// Class; ID and EN are the sentence in both languages, Detail the one of the
// two that the reader prefers.
type Problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Code     string `json:"code"`
	Class    string `json:"class"`
	Field    string `json:"field,omitempty"`
	ID       string `json:"id"`
	EN       string `json:"en"`
	Instance string `json:"instance,omitempty"` // of an internal error: what it is called in the log
}

// Failure is an internal error as a caller learns of it: that there was one,
// and under which number the log has it.
type Failure struct {
	value.Words
	Instance string
}

func (f *Failure) Error() string { return f.EN }

// ProblemOf writes down err for a reader of l. What is not a refusal is logged
// and shown only by its number.
func ProblemOf(err error, l value.Lang, log *slog.Logger) Problem {
	var r *value.Refusal
	if errors.Is(err, context.DeadlineExceeded) {
		err = tooSlow
	}
	if errors.As(err, &r) {
		p := Problem{Status: StatusOf(r), Code: r.Code, Class: ClassName(r.Class), Field: r.Field, ID: r.ID, EN: r.EN}
		for _, x := range classes {
			if x.class == r.Class {
				p.Title = x.title.In(l)
			}
		}
		return p.finish(l)
	}
	id := uuid.NewString()
	log.Error("internal error", "id", id, "err", err)
	w := failed.With(id)
	return Problem{Status: http.StatusInternalServerError, Code: internal, Class: internal, Title: internalTitle.In(l),
		ID: w.ID, EN: w.EN, Instance: "urn:uuid:" + id}.finish(l)
}

func (p Problem) finish(l value.Lang) Problem {
	p.Type = "urn:mufakat:problem:" + p.Code
	p.Detail = value.Words{ID: p.ID, EN: p.EN}.In(l)
	return p
}

// Err is the problem as a Go error again.
func (p Problem) Err() error {
	if p.Class == internal {
		return &Failure{value.Words{ID: p.ID, EN: p.EN}, p.Instance}
	}
	return &value.Refusal{Code: p.Code, Class: ClassOf(p.Class), Field: p.Field, ID: p.ID, EN: p.EN}
}
