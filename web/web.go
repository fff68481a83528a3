package web

import (
	"net"
	"net/http"

	"mufakat/web/api"
	"mufakat/web/pages"
	"mufakat/web/unread"
)

// Door is everything Mufakat answers over HTTP, under one handler.
type Door struct {
	http.Handler
	api *api.API
}

// New makes the door of what c names.
func New(c api.Config) *Door {
	a := api.NewAPI(c)
	pages.Register(a)
	return &Door{a.Handler(), a}
}

// Listen lets what never reaches the handler, because srv could not read it, be
// answered as everything else is.
func (d *Door) Listen(srv *http.Server, ln net.Listener) net.Listener {
	return unread.Listen(srv, ln, d.api.RefuseUnread)
}

// EndFollowers waits for those who follow the records, whom a server does not know
// any more.
func (d *Door) EndFollowers() { d.api.EndFollowers() }
