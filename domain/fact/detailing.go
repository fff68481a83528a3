package fact

import (
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
)

// What is added to an earlier record without taking anything back: a source, or
// a detail that was not stated. See amend.go for how amendments fold.

// SourceAdded gives an earlier record a further source: the evidence that
// stands around this fact.
type SourceAdded struct {
	Record value.RecordID `json:"record,omitzero" id:"catatan" en:"record"`
}

var NoSource = value.NewRefusal(value.Invalid, "no-source",
	"Tidak ada sumber yang disebut. Isi evidence.",
	"No source is named. Give evidence.")

func (f SourceAdded) Refuse(a Aggregate, given Given) error {
	if _, ok := a.entry(f.Record); !ok {
		return notHere(f.Record).On("record")
	}
	if len(given.Data.Evidence) == 0 {
		return NoSource
	}
	return nil
}

func (f SourceAdded) about() value.RecordID { return f.Record }

func (f SourceAdded) amend(e, by *Entry) {
	e.amended(by)
	e.Added = append(slices.Clip(e.Added), Statement{by.Seq, by.ID, by.Data.Evidence, by.Data.AssertedBy})
}

// DetailStated says what an earlier record left not stated, or narrows one of
// several. It changes nothing that was known.
type DetailStated struct {
	Record  value.RecordID `json:"record,omitzero" id:"catatan" en:"record"`
	Details Reading        `json:"details,omitzero" id:"rincian" en:"details"`
}

var NotMoreThan = value.NewRefusal(value.Conflict, "not-a-further-detail",
	"Isian ini sudah diketahui dan tidak dipersempit oleh yang baru. Bila catatannya keliru, pakai correct.",
	"This field is known already and the new value does not narrow it. If that record is wrong, use correct.")

func (f DetailStated) Refuse(a Aggregate, given Given) error {
	e, ok := a.entry(f.Record)
	if !ok {
		return notHere(f.Record).On("record")
	}
	if f.Details.IsZero() {
		return nil
	}
	ev, d, err := f.Details.as(a.table, e, json.RejectUnknownMembers(true))
	switch {
	case err != nil:
	case ev.Type != e.Type:
		err = NotATypeHere.With(string(ev.Type)).On("type")
	case d.Occurred.After(given.Now):
		err = NotYet.With(d.Occurred)
	case isAmendment(e.Data.Fact) && !reflect.ValueOf(d.Fact).IsZero():
		err = NotMoreThan.On("fact") // it would say more than was confirmed
	default:
		if err = refuseUnknownReferences(a, d, given.Lookup); err == nil {
			_, err = furtherStated(e.Data, d)
		}
	}
	return under("details", err)
}

func (f DetailStated) about() value.RecordID { return f.Record }

func (f DetailStated) amend(e, by *Entry) {
	if f.Details.IsZero() {
		return
	}
	ev, d, err := f.Details.as(by.Event().table, *e)
	if err != nil || ev.Type != e.Type {
		return
	}
	e.amended(by)
	e.Data, _ = furtherStated(e.Data, d)
}

// furtherStated is d with what more says beyond it; the refusal names the first field
// that more does not refine.
func furtherStated(d, more Data) (Data, error) {
	env, r1 := refined("", reflect.ValueOf(d.Envelope()), reflect.ValueOf(more.Envelope()))
	fact, r2 := refined("fact", reflect.ValueOf(d.Fact), reflect.ValueOf(more.Fact))
	out := env.Interface().(Envelope).data(d.By, fact.Interface())
	if r1 == nil {
		r1 = r2
	}
	if r1 != nil {
		return out, r1
	}
	return out, nil
}

// refined is v with what more states and v does not.
func refined(path string, v, more reflect.Value) (reflect.Value, *value.Refusal) {
	switch {
	case more.IsZero():
		return v, nil
	case v.IsZero():
		return more, nil
	}
	switch x := v.Interface().(type) {
	case value.AnyStated:
		if x.RefinedBy(more.Interface()) {
			return more, nil
		}
		return v, NotMoreThan.On(path)
	case value.When:
		if x.Refines(more.Interface().(value.When)) {
			return more, nil
		}
		return v, NotMoreThan.On(path)
	}
	if v.Kind() == reflect.Slice && v.Len() == 1 && more.Len() == 1 {
		one, r := refined(path, v.Index(0), more.Index(0))
		out := reflect.MakeSlice(v.Type(), 0, 1)
		return reflect.Append(out, one), r
	}
	if v.Kind() != reflect.Struct || v.Type().Implements(textType) {
		return v, NotMoreThan.On(path)
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	var first *value.Refusal
	for _, m := range value.Members(v.Type()) {
		f, r := refined(below(path, m.Name), v.FieldByIndex(m.Index), more.FieldByIndex(m.Index))
		out.FieldByIndex(m.Index).Set(f)
		if first == nil {
			first = r
		}
	}
	return out, first
}
