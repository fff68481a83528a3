package api

import (
	"context"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// tells is telling that only remembers what it was asked.
type tells struct {
	resent []noticelog.Key
	by     fact.By
	err    error
}

func (t *tells) Resend(_ context.Context, k noticelog.Key, by fact.By) error {
	t.resent, t.by = append(t.resent, k), by
	return t.err
}

func (t *tells) Secret(id value.SubscriptionID) string { return "whsec_" + string(id) }

func withTelling(t *testing.T) (*fixture, *tells) {
	f := newFixture(t)
	told := &tells{}
	c := f.config()
	c.Telling = told
	f.Handler = NewAPI(c).Handler()
	f.client = client.New("http://mufakat", client.InProcess(f.Handler))
	return f, told
}

func TestResend(t *testing.T) {
	f, told := withTelling(t)
	k := noticelog.Key{Rule: domain.RuleSigned, Seq: 7, Subscription: value.SubscriptionID(uuidOf(2))}
	if got, err := f.client.Resend(t.Context(), k); err != nil || got.Key != k || len(told.resent) != 1 || told.resent[0] != k || told.by.Actor != actor {
		t.Errorf("%v %v %v", got, err, told.resent)
	}
	f.refused(f.do("POST", "/api/notices/resend", ""), 422, "not-a-notice", "key")
	f.refused(f.do("POST", "/api/notices/resend?key=x", ""), 422, "not-a-notice", "key")
	f.refused(f.do("POST", "/api/notices/resend?kunci=x", ""), 422, "unknown-parameter", "kunci")
	f.refused(f.do("GET", "/api/notices/resend?key="+k.String(), ""), 405, "wrong-method", "")
	told.err = wire.NoLogin.With("x")
	f.refused(f.do("POST", "/api/notices/resend?key="+k.String(), ""), 403, "no-login", "")
}

// The secret is in the answer to a new subscription that has an address, and in
// no other.
func TestASecretIsShownOnce(t *testing.T) {
	f, _ := withTelling(t)
	record := func(id int, key, command, fact string) fact.Receipt {
		t.Helper()
		got, err := f.client.Record(t.Context(), "subscription", uuidOf(id), command, []byte(`{"fact":`+fact+`}`), client.RecordOptions{Key: key})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	const endpoint = `{"outside":"x","endpoint":"https://x.example/"}`
	if got := record(1, "a", "subscribe", endpoint); got.Secret != "whsec_"+uuidOf(1) {
		t.Errorf("%+v", got)
	}
	for _, got := range []fact.Receipt{record(1, "a", "subscribe", endpoint), record(1, "b", "subscribe", endpoint),
		record(2, "c", "subscribe", `{"outside":"x"}`), record(1, "d", "unsubscribe", `{}`)} {
		if got.Secret != "" {
			t.Errorf("%+v", got)
		}
	}
}
