package pages

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
)

// The templates and what the pages load, inside the program.
//
//go:embed templates static
var pageFiles embed.FS

// templates are the pages by name, each with the frame and the common parts.
var templates = parseTemplates()

func parseTemplates() map[string]*template.Template {
	common := template.Must(template.New("").Funcs(template.FuncMap{"asset": assetPath}).
		ParseFS(pageFiles, "templates/frame/*.html"))
	out := map[string]*template.Template{}
	names, err := fs.Glob(pageFiles, "templates/*.html")
	if err != nil {
		panic(err) // a pattern of ours
	}
	for _, name := range names {
		t := template.Must(template.Must(common.Clone()).ParseFS(pageFiles, name))
		out[strings.TrimSuffix(strings.TrimPrefix(name, "templates/"), ".html")] = t
	}
	return out
}

// assetTypes are the files that a page may load.
var assetTypes = map[string]string{
	"style.css": "text/css; charset=utf-8",
	"follow.js": "text/javascript; charset=utf-8",
	"mark.svg":  "image/svg+xml",
}

// assetPath names a file so that its name changes with what is in it, and it
// can be kept by browsers for ever.
func assetPath(name string) string {
	b, err := pageFiles.ReadFile("static/" + name)
	if err != nil {
		panic(err) // named in a template of ours
	}
	h := sha256.Sum256(b)
	return "/aset/" + name + "?v=" + hex.EncodeToString(h[:6])
}

func (a *site) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	b, err := pageFiles.ReadFile("static/" + name)
	if assetTypes[name] == "" || err != nil {
		a.NothingHere(w, r)
		return
	}
	w.Header().Set("Content-Type", assetTypes[name])
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(b)
}
