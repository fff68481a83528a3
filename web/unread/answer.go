package unread

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// libraryHeaders are the headers of what net/http writes by itself. A handler's
// answer has a date before them.
const libraryHeaders = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// statusOfLibrary is the status of an answer that net/http writes by itself, each in
// one write, and 0 of all others. 417 has the headers that a handler's answer has,
// but no handler answers with it.
func statusOfLibrary(b []byte) int {
	line, _, _ := bytes.Cut(b, []byte("\r\n"))
	if len(line) < len("HTTP/1.1 400") || string(line[:len("HTTP/1.")]) != "HTTP/1." {
		return 0
	}
	status, err := strconv.Atoi(string(line[len("HTTP/1.1 "):len("HTTP/1.1 400")]))
	if err != nil || status != http.StatusExpectationFailed && !bytes.HasPrefix(b[len(line):], []byte(libraryHeaders)) {
		return 0
	}
	return status
}

// patience is how long an answer may remain unread.
const patience = 5 * time.Second

// refuse writes the answer, whole; the server closes the connection after it.
func (c *conn) refuse(status int) error {
	r := requestIn(c.head)
	c.head, c.refused = nil, true
	w := &response{header: http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}, status: http.StatusOK}
	c.answer(w, r, status)
	whole := http.Response{StatusCode: w.status, ProtoMajor: 1, ProtoMinor: 1, Header: w.header, Request: r, Close: true,
		ContentLength: int64(w.body.Len()), Body: io.NopCloser(&w.body)}
	var b bytes.Buffer
	if err := whole.Write(&b); err != nil {
		return err
	}
	c.Conn.SetWriteDeadline(time.Now().Add(patience))
	_, err := c.Conn.Write(b.Bytes())
	return err
}

// requestIn is what can be made out of a head, however broken it is: the address,
// and who reads the answer in which language.
func requestIn(head []byte) *http.Request {
	r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/"}, Header: http.Header{}}
	first, rest, _ := strings.Cut(string(head), "\n")
	if words := strings.Fields(first); len(words) > 1 {
		if u, err := url.ParseRequestURI(words[1]); err == nil && strings.HasPrefix(u.Path, "/") {
			r.URL = u
		}
		if words[0] == http.MethodHead {
			r.Method = http.MethodHead
		}
	}
	for line := range strings.Lines(rest) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			r.Header.Add(name, strings.TrimSpace(value))
		}
	}
	return r
}

// response is an answer in memory.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *response) Header() http.Header         { return w.header }
func (w *response) WriteHeader(status int)      { w.status = status }
func (w *response) Write(b []byte) (int, error) { return w.body.Write(b) }
