package sandbox

import (
	"bytes"
	"embed"
	"html/template"
	"mime"
	"net/http"
	"path"
	"strconv"
)

//go:embed page.html page.css
var pageFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page.html"))

// contentPolicy allows the page its own style sheet and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageView is everything the template shows.
type pageView struct {
	Root          string // relative way to the start page: a proxy may serve it under a path
	Organization  string
	AmazingHiring string
	Single        bool // one person, not the list
	People        []personView
	Total         int
	Requests      []Request // newest first
}

func (s *Server) showPeople(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	view := s.viewLocked("./")
	view.Total = len(s.state.tables["candidates"].records)
	for rec := range s.state.newestFirst("candidates") {
		if len(view.People) == peopleShown {
			break
		}
		view.People = append(view.People, s.state.person(rec))
	}
	s.mu.Unlock()
	showPage(w, http.StatusOK, view)
}

func (s *Server) showPerson(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64) // no number is no person either
	s.mu.Lock()
	view := s.viewLocked("../")
	view.Single = true
	rec := s.state.find("candidates", id)
	if rec != nil {
		view.People = []personView{s.state.person(rec)}
	}
	s.mu.Unlock()
	if rec == nil {
		showPage(w, http.StatusNotFound, view)
		return
	}
	showPage(w, http.StatusOK, view)
}

func (s *Server) viewLocked(root string) pageView {
	return pageView{Root: root, Organization: organizationName, AmazingHiring: s.amazingHiring, Requests: s.latestLocked()}
}

func showPage(w http.ResponseWriter, status int, view pageView) {
	var page bytes.Buffer
	if err := pageTemplate.Execute(&page, view); err != nil {
		http.Error(w, "The page could not be drawn", http.StatusInternalServerError)
		return
	}
	guard(w)
	a := answer{status: status, contentType: "text/html; charset=utf-8", body: page.Bytes()}
	a.write(w)
}

func showStyle(w http.ResponseWriter, r *http.Request) {
	guard(w)
	http.ServeFileFS(w, r, pageFiles, "page.css")
}

// showFile hands out the content of an attachment, always as a download: it came from outside.
func (s *Server) showFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	held, ok := s.state.files[r.PathValue("key")]
	s.mu.Unlock()
	if !ok {
		notFoundRoute().answer().write(w)
		return
	}
	guard(w)
	name := mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(held.name)})
	w.Header().Set("Content-Disposition", name)
	answer{status: http.StatusOK, contentType: "application/octet-stream", body: held.data}.write(w)
}

func guard(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", contentPolicy)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
}
