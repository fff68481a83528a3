package api

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"path"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"mufakat/domain/value"
	"mufakat/web/wire"
)

// policy lets a page load what this server itself serves, and nothing written
// into the page run or style it; and nobody may frame it.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler puts the guards around everything: what no other site's page, no
// rebound name and no bug may do.
func (a *API) Handler() http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, wire.CrossOrigin) }))
	inner := origin.Handler(a.Mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := &startedWriter{ResponseWriter: w, unread: a.unread}
		http.NewResponseController(w).SetWriteDeadline(time.Time{}) // which the last answer on the connection had
		defer a.recover(out, r)
		guarded(w.Header())
		a.arriving.limit(w, r)
		switch {
		case !strings.HasPrefix(r.URL.Path, "/"):
			a.refuse(out, r, wire.NotHTTP) // of a proxy, or of the server as a whole
		case !a.addressedToUs(r):
			a.refuse(out, r, wire.ForeignHost.With(value.Clip(r.Host)))
		case path.Clean(r.URL.Path) != strings.TrimSuffix(r.URL.Path, "/") && r.URL.Path != "/":
			a.NothingHere(out, r) // the mux would redirect, in its own words
		default:
			inner.ServeHTTP(out, r)
		}
	})
}

// guarded are the headers that every answer has.
func guarded(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", policy)
}

// addressedToUs checks that a request over a connection to this very computer
// also names this computer. Otherwise a page of another site could point its
// own name here and read along (DNS rebinding).
func (a *API) addressedToUs(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return true // in the process
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil || !at.Addr().Unmap().IsLoopback() {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return isLoopback(host) || slices.Contains(a.Hosts, strings.ToLower(host))
}

func isLoopback(host string) bool {
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

// ListenAllowed refuses an address that other computers can reach: there is no
// login. Whoever says that they know it may use one.
func ListenAllowed(addr string, iKnow bool) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return wire.BadListen.With(value.Clip(addr))
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return wire.BadListen.With(value.Clip(addr))
	}
	if !iKnow && !isLoopback(host) {
		return wire.NoLogin.With(value.Clip(addr))
	}
	return nil
}

// recover turns a bug into an internal error. When the answer has begun, the
// connection is cut, so that half an answer cannot pass for a whole one.
func (a *API) recover(w *startedWriter, r *http.Request) {
	v := recover()
	switch {
	case v == nil:
	case v == http.ErrAbortHandler:
		panic(v)
	case w.begun:
		a.Log.Error("panic while answering", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
		panic(http.ErrAbortHandler)
	default:
		a.refuse(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
	}
}

// startedWriter knows whether the answer has begun.
type startedWriter struct {
	http.ResponseWriter
	unread time.Duration // how long the answer may be left unread
	begun  bool
}

func (w *startedWriter) WriteHeader(status int) {
	w.begin()
	w.ResponseWriter.WriteHeader(status)
}

func (w *startedWriter) Write(b []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(b)
}

// begin gives whoever asked the time to read the answer, where the server can. What
// lasts longer sets its own as it goes on.
func (w *startedWriter) begin() {
	if !w.begun {
		http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.unread))
	}
	w.begun = true
}

func (w *startedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// NothingHere answers where no operation does: 405 where one takes another
// method, 404 elsewhere.
func (a *API) NothingHere(w http.ResponseWriter, r *http.Request) {
	var takes []string
	for _, m := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := a.Mux.Handler(other); m != r.Method && strings.HasPrefix(pattern, m+" ") {
			takes = append(takes, m)
		}
	}
	if len(takes) == 0 {
		a.refuse(w, r, wire.NoSuchPage.With(value.Clip(r.URL.Path)))
		return
	}
	list := strings.Join(takes, ", ")
	w.Header().Set("Allow", list)
	a.refuse(w, r, wire.WrongMethod.With(value.Clip(r.Method), list))
}
