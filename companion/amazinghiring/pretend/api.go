package pretend

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The sizes of pages. The documentation gives a maximum for folders only; the
// same is used for members.
const (
	defaultPage = 50
	maxPage     = 1000
)

func (s *Server) apiRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/v6/profiles/{id}/{$}", s.api(s.serveProfile))
	mux.HandleFunc("GET /api/v6/folders/{$}", s.api(s.serveFolders))
	mux.HandleFunc("GET /api/v6/folders/{id}/{$}", s.api(s.serveFolder))
	mux.HandleFunc("GET /api/v6/folders/{id}/candidates/{$}", s.api(s.serveMembers))
	mux.HandleFunc("/api/v6/", s.api(notFound))
}

// authorized is asked before anybody is told whether something exists.
func (s *Server) authorized(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	known := scheme == "Token" || scheme == "Bearer"
	return known && subtle.ConstantTimeCompare([]byte(token), []byte(s.Token())) == 1
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	refuse(w, http.StatusNotFound, "Not found.")
}

func (s *Server) serveProfile(w http.ResponseWriter, r *http.Request) {
	id := pathID(r)
	raw, ok := s.open(id)
	if !ok {
		notFound(w, r)
		return
	}
	writeJSON(w, raw)
}

// open fetches a profile and counts it.
func (s *Server) open(id int64) (json.RawMessage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.profileLocked(id)
	if ok {
		s.opened[id] = true
	}
	return raw, ok
}

// serveFolders has a page number and a Link header.
func (s *Server) serveFolders(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := s.pageSizeLocked(r.URL.Query().Get("per_page"))
	at := number(r.URL.Query().Get("page"), 1)
	pages := (len(s.folders) + size - 1) / size
	if at < 1 || at > pages {
		refuse(w, http.StatusNotFound, "Invalid page.")
		return
	}
	if links := pageLinks(r.URL, at, pages); len(links) > 0 {
		w.Header().Set("Link", strings.Join(links, ", "))
	}
	list := []listedFolder{}
	for _, f := range s.folders[(at-1)*size : min(at*size, len(s.folders))] {
		list = append(list, listedFolderOf(f))
	}
	writeJSON(w, list)
}

func pageLinks(u *url.URL, number, pages int) []string {
	var links []string
	add := func(page int, rel string) {
		links = append(links, fmt.Sprintf(`<%s>; rel="%s"`, publicAddress(u, "page", page), rel))
	}
	if number > 1 {
		add(number-1, "prev")
	}
	if number < pages {
		add(number+1, "next")
		add(pages, "last")
	}
	return links
}

func publicAddress(u *url.URL, name string, value int) string {
	q := u.Query()
	q.Set(name, strconv.Itoa(value))
	return publicHost + u.Path + "?" + q.Encode()
}

func (s *Server) serveFolder(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.folderLocked(pathID(r))
	if !ok {
		notFound(w, r)
		return
	}
	writeJSON(w, s.wholeFolderLocked(f))
}

// serveMembers has limit and offset, and links in the body.
func (s *Server) serveMembers(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.folderLocked(pathID(r))
	if !ok {
		notFound(w, r)
		return
	}
	q := r.URL.Query()
	size, offset := s.pageSizeLocked(q.Get("limit")), max(0, number(q.Get("offset"), 0))
	members := []member{}
	for i := offset; i < min(offset+size, f.size); i++ {
		members = append(members, s.wireMemberLocked(f, i, q.Get("short") == "true"))
	}
	var next, previous *string
	if offset+size < f.size {
		next = new(publicAddress(r.URL, "offset", offset+size))
	}
	if offset > 0 {
		previous = new(publicAddress(r.URL, "offset", max(0, offset-size)))
	}
	writeJSON(w, map[string]any{"count": f.size, "next": next, "previous": previous, "results": members})
}

// wireMemberLocked counts the profile as opened when it is inlined: nobody says
// that such a list is free.
func (s *Server) wireMemberLocked(f *folder, i int, short bool) member {
	state, m := f.state(i), f.member(i)
	wire := member{
		ID: m.ID, Profile: json.RawMessage(strconv.FormatInt(m.ProfileID, 10)), Folder: listedFolderOf(f),
		Status: s.memberStatusLocked(state.status), Comments: append([]comment{}, state.comments...),
		Creator: recruiter.ID, CreatedAt: beginning, UpdatedAt: state.updated,
	}
	if !short {
		wire.Profile, _ = s.profileLocked(m.ProfileID)
		s.opened[m.ProfileID] = true
	}
	return wire
}

func (s *Server) pageSizeLocked(asked string) int {
	size := min(max(1, number(asked, defaultPage)), maxPage)
	if s.faults.PageSize > 0 {
		size = min(size, s.faults.PageSize)
	}
	return size
}

func number(text string, otherwise int) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return otherwise
	}
	return n
}

// pathID is 0, which nothing has, when there is no number.
func pathID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id
}
