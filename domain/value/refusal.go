package value

import (
	"fmt"
	"slices"
)

// Refusal is the domain saying no: a stable code and what a person reads, word
// for word, in both languages. Everything that is not a refusal is an internal
// error and is never shown.
type Refusal struct {
	Code   string // stable; part of the problem type of the API
	Class  Class
	Field  string // the field at fault, as a path such as fact.signatories.0.party; may be empty
	ID, EN string // the sentence: what is wrong and what to do
}

// Class says what the caller can do about a refusal. Doors map it to a status
// and an exit code, in one place each.
type Class int

const (
	Invalid     Class = iota // mend the input
	NotFound                 // nothing of that name is on record
	Conflict                 // the record has moved on, or the key was used
	NotAllowed               // not by this caller or from here
	Unavailable              // try again; the same key is safe
	Integrity                // the ledger must be looked at first
	Usage                    // mend the command line: nothing was asked of the ledger
)

func (r *Refusal) Error() string { return r.EN }

// Is makes two refusals of one code equal for errors.Is, whatever they name.
func (r *Refusal) Is(target error) bool {
	t, ok := target.(*Refusal)
	return ok && t.Code == r.Code
}

// NewRefusal declares a refusal: once for each code, with its class and its
// sentence in both languages. The sentences' arguments are given by
// [Refusal.With].
func NewRefusal(class Class, code, id, en string) *Refusal {
	return &Refusal{Code: code, Class: class, ID: id, EN: en}
}

// With fills the sentences' verbs; Words, or another refusal, each in the
// sentence's language.
func (r *Refusal) With(args ...any) *Refusal {
	x := *r
	x.ID, x.EN = fmt.Sprintf(r.ID, saidIn(Indonesian, args)...), fmt.Sprintf(r.EN, saidIn(English, args)...)
	return &x
}

func saidIn(l Lang, args []any) []any {
	args = slices.Clone(args)
	for i, a := range args {
		switch a := a.(type) {
		case Words:
			args[i] = a.In(l)
		case *Refusal:
			args[i] = a.In(l)
		}
	}
	return args
}

// On names the field at fault; a field already named is kept below it.
func (r *Refusal) On(field string) *Refusal {
	x := *r
	switch {
	case x.Field == "":
		x.Field = field
	case field != "":
		x.Field = field + "." + x.Field
	}
	return &x
}
