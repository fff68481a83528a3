package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// One region, agency, office or person under two spellings is two in every answer.
// So what is called like something on record is pointed out before it is recorded,
// and recorded where its fact says that another is meant.

var (
	namesake = value.NewRefusal(value.Conflict, "same-name",
		"Sudah tercatat %q, yang namanya sama: %s. Pakai yang itu, atau catat dengan distinct=true bila memang yang lain.",
		"There is already %q, of the same name: %s. Use that one, or record this with distinct=true if another is meant.")
	sameHolder = value.NewRefusal(value.Conflict, "same-holder",
		"Pejabat ini sudah tercatat sebagai %q pada masa itu, catatan %s. Pakai ejaan itu, atau catat dengan distinct=true bila memang orang lain.",
		"This holder is already on record as %q for that time, record %s. Use that spelling, or record this with distinct=true if another person is meant.")
)

// refuseNamesake refuses a name by which another is known that may be the same.
func refuseNamesake[S any](given fact.Given, name, field string, mayBe func(S) bool) error {
	for a := range given.Namesakes(name) {
		if s, ok := a.State.(S); ok && mayBe(s) {
			return namesake.With(a.Name(value.Indonesian), a.Ref).On(field)
		}
	}
	return nil
}

// mayBeSame is false only where what is stated of both leaves nothing in common.
func mayBeSame[T comparable](a, b value.Stated[T]) bool {
	as, bs := a.Candidates(), b.Candidates()
	return len(as) == 0 || len(bs) == 0 || slices.ContainsFunc(as, func(v T) bool { return slices.Contains(bs, v) })
}

// refuseNamesake refuses another spelling of somebody who held the office at what
// may be the same time.
func (f HolderAppointed) refuseNamesake(s Office) error {
	name, ok := f.Holder.Known()
	if !ok || f.Distinct {
		return nil
	}
	for _, h := range s.Holders {
		other, ok := h.Holder.Known()
		if ok && other != name && value.FoldPerson(string(other)) == value.FoldPerson(string(name)) &&
			!h.To.Before(f.From) && !f.To.Before(h.From) {
			return sameHolder.With(other, h.Record).On("holder")
		}
	}
	return nil
}
