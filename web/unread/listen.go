// Package unread lets a server answer in its own words what net/http answers by
// itself, before any handler: what is no request (400), a head that is too large
// (431), a coding, version or expectation it does not know (501, 505, 417). A head
// that does not come in time, which net/http leaves without an answer, gets one,
// too (408).
//
// net/http has no hook for any of it and writes a line of plain English straight to
// the connection. So this is a listener whose connections know these few writes and
// put another answer in their place. It knows no words and no ledger: who answers is
// handed to it. Its one subtlety: whose answer it is must be known from what was
// read of the head, so a connection remembers that, and only until it is answered.
package unread

import (
	"errors"
	"net"
	"net/http"
	"os"
)

// Answer answers a request that could not be read: of r there is what could be made
// out, and status is what net/http would have said.
type Answer func(w http.ResponseWriter, r *http.Request, status int)

// Listen makes ln a listener for srv whose unread requests are answered by answer.
// It hears of the states of connections besides whoever hears of them already.
func Listen(srv *http.Server, ln net.Listener, answer Answer) net.Listener {
	others := srv.ConnState
	srv.ConnState = func(c net.Conn, s http.ConnState) {
		if c, ok := c.(*conn); ok {
			c.is(s)
		}
		if others != nil {
			others(c, s)
		}
	}
	return &listener{ln, answer}
}

type listener struct {
	net.Listener
	answer Answer
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, answer: l.answer, reading: true}, nil
}

// maxHead is how much of a head is remembered.
const maxHead = 4 << 10

// conn is a connection of a server. Only the server's own goroutine reads while a
// head is awaited, and says when that begins and ends.
type conn struct {
	net.Conn
	answer  Answer
	reading bool   // a head is awaited, or comes
	head    []byte // what came of it
	refused bool   // nothing more is said
}

func (c *conn) is(s http.ConnState) {
	switch s {
	case http.StateIdle: // the next head is awaited
		c.reading, c.head = true, nil
	case http.StateActive: // it came, or what came is none
		c.reading = false
	}
}

func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if !c.reading {
		return n, err
	}
	c.head = append(c.head, b[:min(n, maxHead-len(c.head))]...)
	if errors.Is(err, os.ErrDeadlineExceeded) && len(c.head) > 0 && !c.refused {
		c.refuse(http.StatusRequestTimeout)
	}
	return n, err
}

func (c *conn) Write(b []byte) (int, error) {
	if c.refused { // too late for a head, of which net/http may still say that it is none
		return len(b), nil
	}
	if status := statusOfLibrary(b); status != 0 {
		return len(b), c.refuse(status)
	}
	c.head = nil
	return c.Conn.Write(b)
}

// CloseWrite is what the server looks for, so that a client can still read why it
// was refused.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
