package web

import (
	"net/http"

	"mufakat/web/api"
	"mufakat/web/pages"
)

// New is everything Mufakat answers over HTTP, under one handler.
func New(c api.Config) http.Handler {
	a := api.NewAPI(c)
	pages.Register(a)
	return a.Handler()
}
