package sandbox

import (
	"net/http"
	"slices"
)

// dress gives the refusals whose bodies no public page shows the body that is switched on.
func (b *behaviour) dress(a *answer) {
	if !slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}, a.status) {
		return
	}
	reason := http.StatusText(a.status)
	switch b.refusalBodies {
	case "message":
		a.body = jsonAnswer(a.status, object{"message": reason}).body
	case "text":
		a.contentType, a.body = "text/plain; charset=utf-8", []byte(reason+"\n")
	case "empty":
		a.body = nil
	case "html":
		a.contentType, a.body = "text/html; charset=utf-8", []byte(htmlBody)
	}
}

// refuse sends a refusal of a fault under the headers of the answer it replaces.
func (s *Server) refuse(w http.ResponseWriter, a, refusal answer) {
	s.mu.Lock()
	s.behaviour.dress(&refusal)
	s.mu.Unlock()
	a.replaceBy(refusal).write(w)
}
