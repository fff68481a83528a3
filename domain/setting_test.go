package domain

import (
	"net/netip"
	"testing"

	"mufakat/domain/value"
)

// A range is written as the network it is, whatever address of it was named.
func TestARangeOfAddressesIsAllowed(t *testing.T) {
	for text, want := range map[string]string{
		"10.20.0.0/16": "10.20.0.0/16", "10.20.30.40/16": "10.20.0.0/16", "10.20.30.40/32": "10.20.30.40/32",
		"fd00::/8": "fd00::/8", "FD00:0:0::1/8": "fd00::/8", "0.0.0.0/0": "0.0.0.0/0",
	} {
		s := newStory(t)
		s.given("setting/1", "allow-range", `{"fact":{"range":"`+text+`"}}`)
		set := stateIn[Setting](s, "setting/1")
		r, _ := set.Range.Known()
		if !set.Allowed || string(r) != want || r.Prefix() != netip.MustParsePrefix(want) {
			t.Errorf("%s: %+v", text, set)
		}
		s.DisplayName("setting/1", want, want)
	}
}

func TestRangesThatAreRefused(t *testing.T) {
	s := newStory(t)
	for _, bad := range []string{"", "10.20.0.0", "10.20.0.0/33", "10.20.0/16", "10.20.0.0-10.20.0.9", "opd.example.go.id", "fd00::/129", "fe80::1%eth0/64", "10.20.0.0 /16", "010.20.0.0/16"} {
		s.refused(notARange, "fact.range", "setting/1", "allow-range", `{"fact":{"range":"`+bad+`"}}`)
	}
	s.refused(rangeNotAllowed, "fact", "setting/1", "withdraw-range", `{"fact":{"reason":"belum"}}`)
	s.given("setting/1", "allow-range", `{"fact":{"range":"10.20.0.0/16"}}`)
	s.refused(rangeAllowed, "fact", "setting/1", "allow-range", `{"fact":{"range":"10.30.0.0/16"}}`)
}

// Allowed, withdrawn, and allowed again; a withdrawal that did not happen
// leaves it allowed.
func TestTheLifeOfASetting(t *testing.T) {
	s := newStory(t)
	s.says(s.given("setting/1", "allow-range", `{"fact":{"range":"10.20.0.0/16","reason":"jaringan OPD"}}`),
		"Webhook boleh dikirim ke alamat dalam 10.20.0.0/16. Alasan: jaringan OPD.",
		"Webhooks may be sent to addresses in 10.20.0.0/16. Reason: jaringan OPD.")
	gone := s.given("setting/1", "withdraw-range", `{"fact":{"reason":"pindah"}}`)
	s.says(gone, "Izin mengirim webhook ke alamat itu dicabut. Alasan: pindah.", "The permission to send webhooks there was withdrawn. Reason: pindah.")
	if stateIn[Setting](s, "setting/1").Allowed {
		t.Error("it holds, though it was withdrawn")
	}
	s.takenBack(gone)
	if !stateIn[Setting](s, "setting/1").Allowed {
		t.Error("it does not hold, though nothing was withdrawn")
	}
	s.given("setting/1", "withdraw-range", `{"fact":{"reason":"kali ini benar"}}`)
	s.given("setting/1", "allow-range", `{"fact":{"range":"10.30.0.0/16"}}`)
	if set := stateIn[Setting](s, "setting/1"); !set.Allowed || set.Range.Is("10.30.0.0/16") != value.Yes {
		t.Errorf("%+v", set)
	}
}
