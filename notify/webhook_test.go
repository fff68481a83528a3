package notify

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"mufakat/domain"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}

func sender(t *testing.T, allowed []netip.Prefix, r *net.Resolver) webhooks {
	w := newWebhooks(func() []netip.Prefix { return allowed }, r, nil)
	t.Cleanup(w.http.CloseIdleConnections)
	return w
}

func post(t *testing.T, w webhooks, url string) answer {
	return w.send(t.Context(), url, SecretOf([]byte("key"), "l", sub(1)), "msg_1", []byte(`{}`), time.Now())
}

// A verifier that is not ours accepts what is sent, and nothing that was changed
// on the way.
func TestAForeignVerifierAccepts(t *testing.T) {
	secret := SecretOf([]byte("key"), "l", sub(1))
	foreign, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := foreign.Verify(body, r.Header); err != nil {
			t.Error(err)
		}
		if foreign.Verify(append(body, ' '), r.Header) == nil {
			t.Error("a changed body was accepted")
		}
		if Verify(secret, r.Header, body, time.Now()) != nil || Verify(secret, r.Header, body, time.Now().Add(time.Hour)) == nil {
			t.Error("ours says otherwise")
		}
		if r.Header.Get("Content-Type") != contentType {
			t.Error(r.Header)
		}
	}))
	defer srv.Close()
	body, err := Message{Ledger: "l", Key: noticelog.Key{Rule: domain.RuleSigned, Seq: 7, Subscription: sub(1)}}.body()
	if err != nil {
		t.Fatal(err)
	}
	w := sender(t, loopback, nil)
	if a := w.send(t.Context(), srv.URL, secret, "msg_1", body, time.Now()); a.why != "" {
		t.Errorf("%+v", a)
	}
	if SecretOf([]byte("key"), "l", sub(2)) == secret || SecretOf([]byte("key"), "m", sub(1)) == secret || SecretOf([]byte("kez"), "l", sub(1)) == secret {
		t.Error("two subscriptions share a secret")
	}
}

// Answers as they come on bad days.
func TestBadAnswers(t *testing.T) {
	raw := func(w http.ResponseWriter, what string) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(c, what)
		c.(*net.TCPConn).SetLinger(0) // so that it is reset and not closed
		c.Close()
	}
	var processed atomic.Int32
	for _, x := range []struct {
		name string
		h    http.HandlerFunc
		why  noticelog.Trouble
	}{
		{"half a head", func(w http.ResponseWriter, _ *http.Request) { raw(w, "HTTP/1.1 200 O") }, "broken"},
		{"half a body", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
		}, ""},
		{"huge", func(w http.ResponseWriter, _ *http.Request) {
			for range 1 << 12 {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
			t.Error("all of a huge answer was read")
		}, ""},
		{"a huge head", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		}, "broken"},
		{"reset after processing", func(w http.ResponseWriter, _ *http.Request) { processed.Add(1); raw(w, "") }, "broken"},
		{"a redirect to itself", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/again", http.StatusTemporaryRedirect)
		}, "redirect"},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) { raw(w, "SSH-2.0-x\r\n") }, "broken"},
	} {
		t.Run(x.name, func(t *testing.T) {
			var times atomic.Int32
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { times.Add(1); x.h(w, r) }))
			defer srv.Close()
			a := post(t, sender(t, loopback, nil), srv.URL)
			if a.why != x.why || times.Load() != 1 {
				t.Errorf("%+v after %d requests", a, times.Load())
			}
		})
	}
	if processed.Load() != 1 {
		t.Error("it was sent again by itself")
	}
}

// Late is told apart from away, and does not take for ever. The bounds are
// shortened here, the real ones are ten and fifteen seconds.
func TestLateAnswers(t *testing.T) {
	end := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-end:
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	defer close(end)
	w := sender(t, loopback, nil)
	w.http.Transport.(*http.Transport).ResponseHeaderTimeout = 50 * time.Millisecond
	if a := post(t, w, srv.URL); a.why != "too-slow" {
		t.Errorf("%+v", a)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if a := w.send(ctx, srv.URL, "", "msg_1", nil, time.Now()); a.why != "interrupted" {
		t.Errorf("%+v", a)
	}
}

func TestWhichAddressesArePublic(t *testing.T) {
	for s, want := range map[string]bool{
		"103.10.10.10": true, "8.8.8.8": true, "2400:3200::1": true, "::ffff:8.8.8.8": true, "64:ff9b::808:808": true,
		"127.0.0.1": false, "127.9.9.9": false, "0.0.0.0": false, "10.0.0.1": false, "172.16.3.4": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "192.0.2.1": false, "198.18.0.1": false, "224.0.0.1": false,
		"255.255.255.255": false, "240.0.0.1": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fd12::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::a00:1": false, "2002:7f00:1::": false,
		"2001:db8::1": false, "ff02::1": false, "fec0::1": false, "100::1": false,
	} {
		if got := public(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestNotAllowedIsNotDialled(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		if c, err := ln.Accept(); err == nil {
			t.Error("somebody came")
			c.Close()
		}
	}()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	w := sender(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, nil)
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433.", "0x7f.1"} {
		if a := post(t, w, "http://"+host+":"+port); a.why != "not-allowed" && a.why != "no-connection" {
			t.Errorf("%s: %+v", host, a)
		}
	}
	if a := post(t, w, "http://127.0.0.1:"+port); a.why != "not-allowed" {
		t.Errorf("%+v", a)
	}
}

// A name that means an allowed address when it is looked at first, and another
// one when it is dialled, is refused then.
func TestANameThatTurns(t *testing.T) {
	var got atomic.Int32
	srv := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { got.Add(1) })}
	ln, err := net.Listen("tcp", "0.0.0.0:0") // reached as 127.0.0.1 and as 127.0.0.2
	if err != nil {
		t.Fatal(err)
	}
	go srv.Serve(ln)
	defer srv.Close()
	_, port, _ := net.SplitHostPort(ln.Addr().String())

	means := atomic.Value{}
	means.Store([4]byte{127, 0, 0, 2})
	w := sender(t, []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}, nameServer(t, &means))
	w.http.Transport.(*http.Transport).DisableKeepAlives = true
	if a := post(t, w, "http://opd.example.:"+port); a.why != "" || got.Load() != 1 {
		t.Fatalf("%+v, %d", a, got.Load())
	}
	means.Store([4]byte{127, 0, 0, 1})
	if a := post(t, w, "http://opd.example.:"+port); a.why != "not-allowed" || got.Load() != 1 {
		t.Errorf("%+v, %d", a, got.Load())
	}
}

// nameServer answers every question for an address with what means holds.
func nameServer(t *testing.T, means *atomic.Value) *net.Resolver {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { pc.Close(); <-done })
	go func() {
		defer close(done)
		b := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(b)
			if err != nil {
				return
			}
			pc.WriteTo(named(b[:n], means.Load().([4]byte)), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

// named answers a DNS question: an A record for a question of type A, nothing
// for others.
func named(q []byte, ip [4]byte) []byte {
	end := 12
	for q[end] != 0 {
		end += int(q[end]) + 1
	}
	end += 5
	kind := binary.BigEndian.Uint16(q[end-4:])
	a := append([]byte{q[0], q[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, q[12:end]...)
	if kind == 1 {
		a[7] = 1
		a = append(a, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ip[0], ip[1], ip[2], ip[3])
	}
	return a
}

func TestBodiesAreWrittenSo(t *testing.T) {
	m := Message{Ledger: "l", Key: noticelog.Key{Rule: domain.RuleDeferred, Seq: 17, Subscription: sub(1)}, Number: 3,
		About: value.Ref{Kind: "instrument", ID: "i"}, Source: value.Ref{Kind: "engagement", ID: "e"},
		Planned: time.Date(2022, 8, 11, 9, 0, 0, 0, time.UTC), Language: "id", Sentence: "Ditunda.", ToDo: "Sepakati.", Link: "/instrument/i", Demo: true}
	b, err := m.body()
	want := fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"/ledgers/l","type":"id.mufakat.notice.signing-deferred.v1","subject":"instrument/i","time":"2022-08-11T09:00:00Z","datacontenttype":"application/json","data":{"key":"signing-deferred/17/%s","number":3,"rule":"signing-deferred","record":17,"source":"engagement/e","language":"id","sentence":"Ditunda.","toDo":"Sepakati.","link":"/instrument/i","demo":true}}`,
		m.Key.WebhookID(), sub(1))
	if err != nil || string(b) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, b, want)
	}
	if id := m.Key.WebhookID(); len(id) != 36 || !strings.HasPrefix(id, "msg_") {
		t.Error(id)
	}
	if _, err := bufio.NewReader(strings.NewReader(string(b))).ReadString('\n'); err == nil {
		t.Error("more than one line")
	}
}
