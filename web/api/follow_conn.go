package api

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// followerConn is the connection of a follower, taken out of net/http's hands.
// Those keep buffers, the request and deep stacks for as long as a handler runs,
// 35 KB where 12 will do. What a stream of events needs of them is this: a head,
// chunks, and to hear that the follower has gone.
type followerConn struct {
	net.Conn
	header http.Header
	head   []byte // until the first write
}

// takeOver takes the connection, where there is one: in the process there is none,
// and HTTP/1.0 has no chunks.
func takeOver(w http.ResponseWriter, r *http.Request) (*followerConn, bool) {
	if !r.ProtoAtLeast(1, 1) || r.Method == http.MethodHead {
		return nil, false
	}
	header := w.Header()
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, false
	}
	return &followerConn{Conn: c, header: header}, true
}

func (c *followerConn) Header() http.Header { return c.header }

func (c *followerConn) WriteHeader(status int) {
	c.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	c.header.Set("Transfer-Encoding", "chunked")
	c.header.Set("Connection", "close")
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + strconv.Itoa(status) + " " + http.StatusText(status) + "\r\n")
	c.header.Write(&b)
	b.WriteString("\r\n")
	c.header, c.head = nil, b.Bytes()
}

// chunks are the buffers that chunks are put together in.
var chunks = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Write writes one chunk, at once.
func (c *followerConn) Write(p []byte) (int, error) {
	b := chunks.Get().(*bytes.Buffer)
	defer chunks.Put(b)
	b.Reset()
	b.Write(c.head)
	c.head = nil
	b.WriteString(strconv.FormatInt(int64(len(p)), 16) + "\r\n")
	b.Write(p)
	b.WriteString("\r\n")
	if _, err := c.Conn.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// FlushError has nothing to do; it is what [http.ResponseController] looks for.
func (c *followerConn) FlushError() error { return nil }

// gone cancels when the follower goes away. It has nothing more to say.
func (c *followerConn) gone(cancel context.CancelFunc) {
	defer cancel()
	var b [1]byte
	for {
		if _, err := c.Read(b[:]); err != nil {
			return
		}
	}
}

// end ends the stream, so that it can be told from one that broke off.
func (c *followerConn) end(whole bool) {
	if whole {
		c.SetWriteDeadline(time.Now().Add(lastMoment))
		c.Conn.Write([]byte("0\r\n\r\n"))
	}
	c.Close()
}
