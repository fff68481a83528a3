package main

import (
	"errors"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestFields(t *testing.T) {
	for _, x := range []struct {
		kind    value.Kind
		command string
		args    []string
		want    string // body, or the code of the refusal
	}{
		{"party", "register", []string{"code=64", "name=Kaltim=Timur"}, `{"fact":{"code":"64","name":"Kaltim=Timur"}}`},
		{"instrument", "sign", []string{"slot=64-1", "onBehalfOf=64", "occurred=2022-07"}, `{"fact":{"slot":"64-1"},"occurred":"2022-07","onBehalfOf":"64"}`},
		{"instrument", "sign", []string{"evidence.0.grade=news", "evidence.0.title=A", "evidence.1.title=B", "place.text=Surabaya"},
			`{"evidence":[{"grade":"news","title":"A"},{"title":"B"}],"place":{"text":"Surabaya"}}`},
		{"instrument", "draft", []string{"bundle=ya", "count=7", "fields=a", "fields=b", "signatories.0.slot=1"},
			`{"fact":{"bundle":true,"count":7,"fields":["a","b"],"signatories":[{"slot":"1"}]}}`},
		{"instrument", "draft", []string{"count=tujuh"}, `{"fact":{"count":"tujuh"}}`},
		{"instrument", "draft", []string{`count:={"oneOf":[7,8]}`, "fields.0=a", "fields.1=b"}, `{"fact":{"count":{"oneOf":[7,8]},"fields":["a","b"]}}`},
		{"instrument", "draft", []string{"fact.title=T", "unknown.part=x"}, `{"fact":{"title":"T","unknown":{"part":"x"}}}`},
		{"instrument", "draft", nil, `{}`},
		{"instrument", "draft", []string{"title"}, "not-a-field"},
		{"instrument", "draft", []string{"=x"}, "not-a-field"},
		{"instrument", "draft", []string{"signatories..slot=x"}, "not-a-field"},
		{"instrument", "draft", []string{"title=a", "title=b"}, "field-twice"},
		{"instrument", "draft", []string{"title=a", "title.x=b"}, "field-twice"},
		{"instrument", "draft", []string{"title.x=b", "title=a"}, "field-twice"},
		{"instrument", "draft", []string{"signatories.1.slot=x"}, "list-gap"},
		{"instrument", "draft", []string{"fields.0=a", "fields.0=b"}, "field-twice"},
		{"instrument", "draft", []string{"signatories.0=a", "signatories.0.slot=b"}, "field-twice"},
		{"instrument", "draft", []string{"count:={"}, "field-not-json"},
		{"engagement", "defer", []string{"absent=x", "absent=y"}, `{"fact":{"absent":["x","y"]}}`},
		{"instrument", "sign", []string{"slot=x", "slot=y"}, "one-value"},
		{"instrument", "sign", []string{"occurred=2020", "occurred=2021"}, "field-twice"},
		{"engagement", "coordinate", []string{"parties=35", "parties=64"}, `{"fact":{"parties":["35","64"]}}`},
		{"party", "register", []string{"name=Caf\xe9"}, "argument-not-utf8"},
		{"party", "register", []string{"na\xefme=Caf"}, "argument-not-utf8"},
		{"instrument", "draft", []string{"fact=x", "title=y"}, "field-twice"},
	} {
		ev, err := domain.EventOf(x.kind, x.command)
		if err != nil {
			t.Fatal(err)
		}
		got, err := bodyOf(ev, x.args)
		if r, ok := errors.AsType[*value.Refusal](err); ok {
			got, err = []byte(r.Code), nil
		}
		if err != nil || string(got) != x.want {
			t.Errorf("%q: %s, %v; want %s", x.args, got, err, x.want)
		}
	}
}

func FuzzFields(f *testing.F) {
	f.Add("signatories.0.slot=1", "fields=a", "count:=7")
	f.Add("a.0.0=b", "a.65535=c", "fact.fact=d")
	ev, err := domain.EventOf("instrument", "draft")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		body, err := bodyOf(ev, []string{a, b, c})
		if err == nil {
			_, _ = fact.ReadCommand(ev, value.Ref{Kind: "instrument", ID: "0190a5f2-7c1e-7000-8000-3f2b9c5d1e01"}, body)
		}
	})
}
