package pretend

import (
	"bytes"
	"crypto/subtle"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

//go:embed pages
var pages embed.FS

var templates = template.Must(template.ParseFS(pages, "pages/*.html"))

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v6/profiles/{id}/{$}", s.serveJSON)
	mux.HandleFunc("GET /profiles/{id}", s.servePage)
	mux.HandleFunc("GET /profiles/{id}/", s.servePage)
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "pages/style.css")
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		render(w, "index.html", s.people)
	})
	return mux
}

// serveJSON answers as the API does: 401 before it says whether there is such
// a profile.
func (s *Server) serveJSON(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if !s.authorized(r) {
		w.WriteHeader(http.StatusUnauthorized)
		writeJSON(w, map[string]string{"detail": "Authentication credentials were not provided."})
		return
	}
	p, ok := s.person(r.PathValue("id"))
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		writeJSON(w, map[string]string{"detail": "Not found."})
		return
	}
	writeJSON(w, p.raw)
}

func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	p, ok := s.person(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	render(w, "profile.html", p)
}

func (s *Server) authorized(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	known := scheme == "Token" || scheme == "Bearer"
	return known && subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}

func (s *Server) person(id string) (person, bool) {
	for _, p := range s.people {
		if strconv.FormatInt(p.ID, 10) == id {
			return p, true
		}
	}
	return person{}, false
}

func writeJSON(w http.ResponseWriter, value any) {
	_ = json.NewEncoder(w).Encode(value) // a client that went away is no problem
}

func render(w http.ResponseWriter, name string, data any) {
	var page bytes.Buffer
	if err := templates.ExecuteTemplate(&page, name, data); err != nil {
		http.Error(w, "render page", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
	_, _ = w.Write(page.Bytes()) // a client that went away is no problem
}
