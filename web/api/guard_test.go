package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mufakat/domain/value"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func TestListenAllowed(t *testing.T) {
	for addr, code := range map[string]string{
		"127.0.0.1:8080": "", "localhost:8080": "", "[::1]:8080": "", "127.8.9.10:0": "", "[::ffff:127.0.0.1]:80": "",
		":8080": "no-login", "0.0.0.0:8080": "no-login", "[::]:8080": "no-login", "192.168.1.5:8080": "no-login",
		"mufakat.example:8080": "no-login", "localhost.example:80": "no-login",
		"127.0.0.1": "listen-address", "127.0.0.1:http": "listen-address", "127.0.0.1:70000": "listen-address", "": "listen-address",
	} {
		err := ListenAllowed(addr, false)
		var r *value.Refusal
		if errors.As(err, &r); code == "" && err != nil || code != "" && (r == nil || r.Code != code) {
			t.Errorf("%s: %v, want %q", addr, err, code)
		}
		if err := ListenAllowed(addr, true); code == "no-login" && err != nil {
			t.Errorf("%s, knowing it: %v", addr, err)
		}
	}
}

func TestAddressedToThisComputer(t *testing.T) {
	f := newFixture(t)
	local := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	public := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 8080}
	ask := func(h http.Handler, at net.Addr, host string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, at)))
		return w
	}
	for _, host := range []string{"127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "[::1]"} {
		if w := ask(f, local, host); w.Code != http.StatusOK {
			t.Error(host, w.Code)
		}
	}
	for _, host := range []string{"evil.example:8080", "evil.example", "127.0.0.1.evil.example", "", "10.0.0.1:8080"} {
		f.refused(ask(f, local, host), http.StatusForbidden, "foreign-host", "Host")
	}
	if w := ask(f, public, "mufakat.example"); w.Code != http.StatusOK {
		t.Error(w.Code)
	}
	c := f.config()
	c.Hosts = []string{"mufakat.example"}
	if w := ask(NewAPI(c).Handler(), local, "Mufakat.example:443"); w.Code != http.StatusOK {
		t.Error(w.Code)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	f := newFixture(t)
	for _, h := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"} {
		f.refused(f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"DKP"}}`, "Idempotency-Key: k", h), http.StatusForbidden, "cross-origin", "Origin")
	}
	if len(f.ledger.records) != 0 {
		t.Error("something was written")
	}
	if w := f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"DKP"}}`, "Idempotency-Key: k", "Sec-Fetch-Site: same-origin"); w.Code != http.StatusCreated {
		t.Error(w.Body)
	}
}

func TestLanguage(t *testing.T) {
	f := newFixture(t)
	for _, l := range []value.Lang{value.Indonesian, value.English} {
		w := f.do("GET", "/nowhere", "", "Accept-Language: "+string(l))
		p := f.refused(w, http.StatusNotFound, "no-such-page", "")
		if p.Detail != (value.Words{ID: p.ID, EN: p.EN}).In(l) || w.Header().Get("Content-Language") != string(l) {
			t.Errorf("%+v", p)
		}
	}
}

// What went wrong inside is told to nobody but the log.
func TestInternalErrors(t *testing.T) {
	for name, fail := range map[string]func(*toy){
		"error": func(l *toy) { l.err = errors.New("secret 4711") },
		"panic": func(l *toy) { l.panic = "secret 4711" },
	} {
		f := newFixture(t)
		fail(f.ledger)
		w := f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"DKP"}}`, "Idempotency-Key: k")
		p := f.refused(w, http.StatusInternalServerError, "internal", "")
		id := strings.TrimPrefix(p.Instance, "urn:uuid:")
		if !value.IsUUID(id) || !strings.Contains(f.log.String(), id) || !strings.Contains(f.log.String(), "4711") {
			t.Errorf("%s: %q, log: %s", name, p.Instance, f.log)
		}
		if strings.Contains(w.Body.String(), "4711") {
			t.Errorf("%s: told: %s", name, w.Body)
		}
		_, err := f.client.Record(t.Context(), "agency", uuidOf(1), "alias", nil, client.RecordOptions{Key: "k"})
		var failure *wire.Failure
		if !errors.As(err, &failure) || !value.IsUUID(strings.TrimPrefix(failure.Instance, "urn:uuid:")) || wire.ExitCode(err) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
