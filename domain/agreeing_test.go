package domain

import (
	"fmt"
	"testing"
)

// Accounts differ where what they mean does, and not where only their writing does.
func TestAccountsAreComparedByWhatTheyMean(t *testing.T) {
	for _, c := range []struct {
		field, own string // of a visit, or of an appointment
		says       []string
		differ     bool
	}{
		{"fact.title", `"title":"Kunjungan Kerja"`, []string{"kerja kunjungan "}, false},
		{"fact.title", `"title":"Kunjungan Kerja"`, []string{"kunjungan balasan"}, true},
		{"fact.title", `"title":"Rapat 1.5"`, []string{"Rapat 15"}, true},
		{"place", "", []string{"ruang rapat, lantai 2", "Lantai 2 ruang  rapat"}, false},
		{"fact.host", `"host":"64"`, []string{"64"}, false},
		{"fact.host", `"host":"64"`, []string{"Prov. Kalimantan Timur", "kaltim"}, false},
		{"fact.host", `"host":"64"`, []string{"35"}, true},
		{"fact.host", `"host":{"oneOf":["35","64"]}`, []string{"Jawa Timur"}, false},
		{"fact.host", "", []string{"35", "Pemprov Jatim"}, false},
		{"fact.host", "", []string{"Jawa Timur", "Jawa Tengah"}, true},
		{"occurred", "2022-07-28[WITA]", []string{"28 Juli 2022"}, false},
		{"occurred", "2022-07-28[WITA]", []string{"Juli 2022", "2022-07-28"}, false},
		{"occurred", "2022-07-28[WITA]", []string{"29 Juli 2022"}, true},
		{"occurred", "", []string{"July 28, 2022", "2022-07-28"}, false},
		{"occurred", "", []string{"2022-07-27", "2022-07-28"}, true},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			s := affair(t)
			body := `{"fact":{"guest":"35"}}`
			switch {
			case c.own == "":
			case c.field == "occurred":
				body = `{"occurred":"` + c.own + `"}`
			default:
				body = `{"fact":{` + c.own + `}}`
			}
			visit := s.given("engagement/1", "visit", body)
			for _, says := range c.says {
				s.given("engagement/1", "account", `{"fact":{"record":"`+string(visit.ID)+`","field":"`+c.field+`","says":"`+says+`"}}`)
			}
			if qs := s.questions("engagement/1"); len(qs) != 1 || qs[0].Differ != c.differ {
				t.Errorf("%+v; want differ %t", qs, c.differ)
			}
		})
	}
}

func TestAccountsOfAPersonAndANumber(t *testing.T) {
	s := affair(t)
	rec := s.given("office/1", "appoint", `{"fact":{"holder":"Dr. A. Contoh, S.H.","actingAs":"plh"}}`)
	paper := s.given("engagement/1", "deliver", `{"fact":{"from":"64","to":"35","count":8}}`)
	for i, c := range []struct {
		on, record, field, says string
		differ                  bool
	}{
		{"office/1", string(rec.ID), "fact.holder", "a. contoh", false},
		{"office/1", string(rec.ID), "fact.actingAs", "Plh. (pelaksana harian)", false},
		{"office/1", string(rec.ID), "fact.actingAs", "plt", true},
		{"engagement/1", string(paper.ID), "fact.count", "8", false},
		{"engagement/1", string(paper.ID), "fact.to", "Jawa Timur", false},
	} {
		acc := s.given(c.on, "account", `{"fact":{"record":"`+c.record+`","field":"`+c.field+`","says":"`+c.says+`"}}`)
		qs := s.questions(c.on)
		if got := qs[len(qs)-1]; got.Differ != c.differ || got.Field != c.field {
			t.Errorf("%d, %s %q: %+v; want differ %t", i, c.field, c.says, got, c.differ)
		}
		s.given(c.on, "set-aside", `{"fact":{"account":"`+string(acc.ID)+`"}}`)
	}
}
