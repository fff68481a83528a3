package unread

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// served is a server whose unread requests are answered with their status, path and
// language.
func served(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(h)
	srv.Listener.Close()
	srv.Config.MaxHeaderBytes, srv.Config.ReadHeaderTimeout = 8<<10, 100*time.Millisecond
	srv.Listener = Listen(srv.Config, ln, func(w http.ResponseWriter, r *http.Request, status int) {
		w.Header().Set("Content-Type", "x/ours")
		w.WriteHeader(status)
		fmt.Fprintln(w, status, r.URL.Path, r.Header.Get("Accept-Language"))
	})
	srv.Start()
	t.Cleanup(srv.Close)
	return ln.Addr().String()
}

// say sends bytes and reads the answers to them until the connection ends.
func say(t *testing.T, addr, bytes string, answers int) (rs []*http.Response, bodies []string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	go io.WriteString(c, bytes)
	in := bufio.NewReader(c)
	for range answers {
		r, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("%.40q: %v", bytes, err)
		}
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		rs, bodies = append(rs, r), append(bodies, strings.TrimSpace(string(b)))
	}
	if b, err := io.ReadAll(in); err != nil || len(b) > 0 {
		t.Errorf("%.40q: %q follows, %v", bytes, b, err)
	}
	return rs, bodies
}

// Whatever net/http answers by itself has our form and the reader's language, and
// closes the connection.
func TestUnreadRequestsAreAnsweredByUs(t *testing.T) {
	addr := served(t, func(http.ResponseWriter, *http.Request) { t.Error("a handler was asked") })
	const speaks = "Accept-Language: en\r\n"
	for name, x := range map[string]struct {
		sent, want string
	}{
		"no request":          {"hello\r\n\r\n", "400 /"},
		"no host":             {"GET /a HTTP/1.1\r\n" + speaks + "\r\n", "400 /a en"},
		"header name":         {"GET /a HTTP/1.1\r\nHost: x\r\n" + speaks + "a b: c\r\n\r\n", "400 /a en"},
		"two lengths":         {"POST /a HTTP/1.1\r\nHost: x\r\n" + speaks + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "400 /a en"},
		"transfer coding":     {"POST /a HTTP/1.1\r\nHost: x\r\n" + speaks + "Transfer-Encoding: gzip\r\n\r\n", "501 /a en"},
		"version":             {"GET /a HTTP/3.7\r\nHost: x\r\n" + speaks + "\r\n", "505 /a en"},
		"expectation":         {"GET /a HTTP/1.1\r\nHost: x\r\n" + speaks + "Expect: the best\r\n\r\n", "417 /a en"},
		"expectation of 1.0":  {"GET /a HTTP/1.0\r\nHost: x\r\n" + speaks + "Expect: the best\r\n\r\n", "417 /a en"},
		"half a head":         {"GET /a HTTP/1.1\r\nHost: x\r\n" + speaks, "408 /a en"},
		"half a line":         {"GET /a HTTP/1.1\r\nHost: x\r\n" + speaks + "Acc", "408 /a en"},
		"half a word":         {"GE", "408 /"},
		"an address of stars": {"GET ** HTTP/1.1\r\n" + speaks + "\r\n", "400 / en"},
	} {
		rs, bodies := say(t, addr, x.sent, 1)
		if r := rs[0]; bodies[0] != x.want || r.Header.Get("Content-Type") != "x/ours" || !r.Close || r.Header.Get("Date") == "" ||
			!strings.HasPrefix(x.want, fmt.Sprint(r.StatusCode)) {
			t.Errorf("%s: %q, want %q: %v", name, bodies, x.want, r)
		}
	}
	large := "GET /a HTTP/1.1\r\nHost: x\r\n" + speaks + "A: " + strings.Repeat("x", 8<<10+4096) + "\r\n\r\n"
	if _, bodies := say(t, addr, large, 1); bodies[0] != "431 /a en" {
		t.Error(bodies)
	}
}

// What handlers answer passes as it is, whatever it says; and what comes after it on
// the connection is read anew.
func TestAnswersOfHandlersPass(t *testing.T) {
	const like = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8"
	addr := served(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, like)
	})
	first := "POST /first HTTP/1.1\r\nHost: x\r\nAccept-Language: id\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"
	rs, bodies := say(t, addr, first+"nonsense\r\n\r\n", 3)
	if rs[0].StatusCode != 100 || bodies[1] != like || !strings.HasPrefix(bodies[2], "400 /") || rs[2].Header.Get("Content-Type") != "x/ours" {
		t.Errorf("%v", bodies)
	}
}

// A connection on which nothing came is closed without a word, and one that is
// answered remembers no head.
func TestSilenceIsNotAnswered(t *testing.T) {
	addr := served(t, nil)
	say(t, addr, "", 0)
	here, there := net.Pipe()
	defer there.Close()
	go io.Copy(io.Discard, there)
	c := &conn{Conn: here, reading: true, head: bytes.Repeat([]byte("x"), maxHead)}
	if c.Write([]byte("HTTP/1.1 200 OK\r\n\r\n")); c.head != nil {
		t.Error("the head is kept")
	}
}
