package api

import (
	"io"
	"net/http"
	"time"
)

// arriving is how long a request's body may take: between two pieces, and in all.
// Without a limit everybody who sends slowly would hold a connection for ever. It
// is a deadline for each body and none of the server as a whole, for an export or a
// stream of records lasts as long as it lasts.
type arriving struct{ piece, all time.Duration }

// limit sets the deadlines of a request whose head is there.
func (l arriving) limit(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	b := &body{r.Body, http.NewResponseController(w), l.piece, time.Now().Add(l.all)}
	b.wait() // for what nobody reads the server reads away before it answers
	r.Body = b
}

type body struct {
	io.ReadCloser
	c     *http.ResponseController
	piece time.Duration
	end   time.Time
}

func (b *body) Read(p []byte) (int, error) {
	b.wait()
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.c.SetReadDeadline(time.Time{}) // it would end the answer, too
	}
	return n, err
}

// wait gives the next piece its time, where the server can.
func (b *body) wait() {
	by := time.Now().Add(b.piece)
	if b.end.Before(by) {
		by = b.end
	}
	b.c.SetReadDeadline(by)
}
