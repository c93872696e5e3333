package pretend

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
)

//go:embed pages
var pages embed.FS

var templates = template.Must(template.ParseFS(pages, "pages/*.html"))

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	s.apiRoutes(mux)
	mux.HandleFunc("GET /profiles/{id}", s.servePage)
	mux.HandleFunc("GET /profiles/{id}/", s.servePage)
	mux.HandleFunc("GET /folders/{id}", s.serveFolderPage)
	mux.HandleFunc("GET /folders/{id}/", s.serveFolderPage)
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "pages/style.css")
	})
	mux.HandleFunc("GET /{$}", s.serveIndex)
	return mux
}

// folderRow is a line of a list of folders or of members.
type folderRow struct {
	ID     int64
	Name   string
	Status string
	Size   int
}

func (s *Server) serveIndex(w http.ResponseWriter, _ *http.Request) {
	var index struct {
		Folders []folderRow
		People  []person
	}
	for _, f := range s.folders {
		index.Folders = append(index.Folders, folderRow{ID: f.id, Name: f.name, Size: f.size})
	}
	for _, id := range s.Profiles() {
		p, _ := s.person(id)
		index.People = append(index.People, p)
	}
	render(w, "index.html", index)
}

func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	p, ok := s.person(pathID(r))
	if !ok {
		http.NotFound(w, r)
		return
	}
	render(w, "profile.html", p)
}

func (s *Server) serveFolderPage(w http.ResponseWriter, r *http.Request) {
	name, rows := s.folderRows(pathID(r))
	if name == "" {
		http.NotFound(w, r)
		return
	}
	render(w, "folder.html", map[string]any{"Name": name, "Rows": rows})
}

func (s *Server) folderRows(id int64) (name string, rows []folderRow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.folderLocked(id)
	if !ok {
		return "", nil
	}
	for i := range f.size {
		p, _ := s.personLocked(f.profile(i))
		st, _ := s.statusLocked(f.state(i).status)
		rows = append(rows, folderRow{ID: p.ID, Name: p.Name, Status: st.name})
	}
	return f.name, rows
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
