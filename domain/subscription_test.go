package domain

import (
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestASubscription(t *testing.T) {
	s := affair(t)
	s.given("agency/1", "register", `{"fact":{"name":"Dinas Kelautan","party":"64"}}`)
	rec := s.given("subscription/1", "subscribe", `{"fact":{"agency":"`+oid(1)+`","scope":"own","language":"en","endpoint":"https://opd.example.go.id/mufakat"}}`)
	s.says(rec, "Langganan dibuat untuk Dinas Kelautan: perjanjian sendiri, dikirim ke https://opd.example.go.id/mufakat.",
		"Subscribed for Dinas Kelautan: its own agreements, sent to https://opd.example.go.id/mufakat.")
	sub := stateIn[Subscription](s, "subscription/1")
	if !sub.Made || sub.Ended || sub.Disabled || sub.Since != rec.Seq || sub.Lang() != value.English || sub.Agency.Is(value.AgencyID(oid(1))) != value.Yes {
		t.Errorf("%+v", sub)
	}
}

// Whoever states no language reads Indonesian; one of another system has its name.
func TestASubscriptionOfWhichLittleIsStated(t *testing.T) {
	s := affair(t)
	rec := s.given("subscription/1", "subscribe", `{"fact":{"outside":"Dasbor Kemendagri"}}`)
	s.says(rec, "Langganan dibuat untuk Dasbor Kemendagri: tidak disebut.", "Subscribed for Dasbor Kemendagri: not stated.")
	sub := stateIn[Subscription](s, "subscription/1")
	if sub.Lang() != value.Indonesian || !sub.Scope.IsZero() || sub.Endpoint != "" {
		t.Errorf("%+v", sub)
	}
	s.DisplayName("subscription/1", "Dasbor Kemendagri", "Dasbor Kemendagri")
	s.given("subscription/2", "subscribe", `{"fact":{"party":"64"}}`)
	s.DisplayName("subscription/2", "langganan 00000000", "subscription 00000000")
	s.detailed(rec, `{"fact":{"scope":"all","language":"en"}}`)
	if sub := stateIn[Subscription](s, "subscription/1"); sub.Lang() != value.English || sub.Scope.Is("all") != value.Yes {
		t.Errorf("%+v, once stated", sub)
	}
	s.noDetail(rec, "fact.scope", `{"fact":{"scope":"own"}}`)
}

func TestSubscriptionsThatAreRefused(t *testing.T) {
	s := affair(t)
	s.given("subscription/1", "subscribe", `{"fact":{"party":"64"}}`)
	s.refused(alreadySubscribed, "fact", "subscription/1", "subscribe", `{"fact":{"party":"35"}}`)
	s.refused(severalSubscribers, "fact", "subscription/2", "subscribe", `{"fact":{"party":"64","office":"`+oid(2)+`"}}`)
	s.refused(severalSubscribers, "fact", "subscription/2", "subscribe", `{"fact":{"party":"64","outside":"Dasbor"}}`)
	s.refused(fact.NoSuchAggregate, "fact.agency", "subscription/2", "subscribe", `{"fact":{"agency":"`+oid(44)+`"}}`)
	s.refused(value.NotAChoice, "fact.scope", "subscription/2", "subscribe", `{"fact":{"scope":"some"}}`)
	s.refused(value.NotAChoice, "fact.language", "subscription/2", "subscribe", `{"fact":{"language":"jv"}}`)
	for _, command := range []string{"disable", "resume", "unsubscribe"} {
		s.refused(notSubscribed, "fact", "subscription/2", command, `{"fact":{"reason":"pindah"}}`)
	}
}

// An address is written in full, and carries no user's name or password.
func TestAddressesOfWebhooks(t *testing.T) {
	for _, bad := range []string{"opd.example.go.id", "/mufakat", "ftp://opd.example.go.id/x", "javascript:alert(1)", "https://", "https:///x",
		"https://user@opd.example.go.id/", "https://user:secret@opd.example.go.id/", "https://opd.example.go.id/#x", "https://opd.example.go.id:port/", "https://[::1/"} {
		s := affair(t)
		s.refused(notAnEndpoint, "fact.endpoint", "subscription/1", "subscribe", `{"fact":{"endpoint":"`+bad+`"}}`)
	}
	for _, good := range []string{"https://opd.example.go.id/mufakat?unit=3", "http://10.20.0.7:8080/x", "https://[fd00::1]/"} {
		s := affair(t)
		s.given("subscription/1", "subscribe", `{"fact":{"outside":"x","endpoint":"`+good+`"}}`)
		if got := stateIn[Subscription](s, "subscription/1").Endpoint; got != good {
			t.Errorf("%s became %s", good, got)
		}
	}
}

// Sending is stopped, goes on at another address, and ends.
func TestTheLifeOfASubscription(t *testing.T) {
	s := affair(t)
	s.given("subscription/1", "subscribe", `{"fact":{"party":"64","endpoint":"https://a.example.go.id/"}}`)
	is := func(disabled, ended bool, endpoint string) {
		t.Helper()
		sub := stateIn[Subscription](s, "subscription/1")
		if sub.Disabled != disabled || sub.Ended != ended || sub.Endpoint != endpoint {
			t.Errorf("%+v", sub)
		}
	}
	s.refused(notDisabled, "fact", "subscription/1", "resume", `{"fact":{"reason":"mencoba"}}`)
	stop := s.given("subscription/1", "disable", `{"fact":{"status":410,"reason":"pindah"}}`)
	s.says(stop, "Pengiriman dihentikan karena alamatnya menjawab 410. Alasan: pindah.", "Sending was stopped because its address answered 410. Reason: pindah.")
	is(true, false, "https://a.example.go.id/")
	s.refused(alreadyDisabled, "fact", "subscription/1", "disable", `{"fact":{"reason":"sekali lagi"}}`)
	s.refused(notAnEndpoint, "fact.endpoint", "subscription/1", "resume", `{"fact":{"endpoint":"b.example.go.id"}}`)
	s.says(s.given("subscription/1", "resume", `{"fact":{"endpoint":"https://b.example.go.id/"}}`),
		"Pengiriman dilanjutkan ke https://b.example.go.id/.", "Sending was resumed to https://b.example.go.id/.")
	is(false, false, "https://b.example.go.id/")
	s.given("subscription/1", "resume", `{"fact":{"endpoint":"https://c.example.go.id/"}}`) // another address needs no stop before
	is(false, false, "https://c.example.go.id/")
	end := s.given("subscription/1", "unsubscribe", `{"fact":{"reason":"tutup"}}`)
	s.says(end, "Langganan diakhiri. Alasan: tutup.", "The subscription was ended. Reason: tutup.")
	is(false, true, "https://c.example.go.id/")
	s.refused(notSubscribed, "fact", "subscription/1", "disable", `{"fact":{"reason":"lagi"}}`)
	s.refused(notSubscribed, "fact", "subscription/1", "resume", `{"fact":{"endpoint":"https://d.example.go.id/"}}`)
	s.refused(notSubscribed, "fact", "subscription/1", "unsubscribe", `{"fact":{"reason":"lagi"}}`)
	s.takenBack(end)
	is(false, false, "https://c.example.go.id/")
	s.given("subscription/1", "disable", `{"fact":{"reason":"perawatan"}}`)
	is(true, false, "https://c.example.go.id/")
}
