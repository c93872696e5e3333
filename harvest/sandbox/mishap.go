package sandbox

import (
	"bytes"
	"net"
	"net/http"
)

const htmlBody = "<!DOCTYPE html><title>Bad gateway</title><h1>Something went wrong</h1>\n"

// hangUp closes the connection in an orderly way without an answer.
func hangUp(_ *Server, w http.ResponseWriter, _ *http.Request, _ answer) {
	dropConnection(w, false)
}

// reset makes the client see "connection reset by peer".
func reset(_ *Server, w http.ResponseWriter, _ *http.Request, _ answer) {
	dropConnection(w, true)
}

// hang says nothing until the client gives up or the sandbox closes; both end the request's context.
func hang(_ *Server, w http.ResponseWriter, r *http.Request, _ answer) {
	<-r.Context().Done()
	dropConnection(w, false)
}

func serverError(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.replaceBy(jsonAnswer(http.StatusInternalServerError, object{"message": "Internal server error"})).write(w)
}

// cutText sends half of the JSON as if it were all of it.
func cutText(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.replaceBody(a.body[:len(a.body)/2])
	a.write(w)
}

// cutBody promises the whole body and closes the connection after half of it.
func cutBody(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.writeBeginning(w, len(a.body)/2)
	dropConnection(w, false)
}

// resetAt resets the connection after that many bytes of the body.
func resetAt(size int) func(*Server, http.ResponseWriter, *http.Request, answer) {
	return func(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
		a.writeBeginning(w, min(size, len(a.body)-1))
		dropConnection(w, true)
	}
}

func htmlPage(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.contentType = "text/html; charset=utf-8"
	a.replaceBody([]byte(htmlBody))
	a.write(w)
}

func redirect(s *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.status = http.StatusFound
	a.body = nil
	a.setHeader("Location", s.info.PageURL)
	a.write(w)
}

// addErrors puts a complaint beside what an answer holds, or in place of it when that is no object.
func addErrors(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	const complaint = `"errors":[{"message":"could not be completed","field":"base"}]}`
	held, isObject := bytes.CutSuffix(a.body, []byte("}"))
	switch {
	case !isObject, string(held) == "{":
		held = []byte("{")
	default:
		held = append(bytes.Clone(held), ',')
	}
	a.replaceBody(append(held, complaint...))
	a.write(w)
}

func requestTimeout(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.replaceBy(jsonAnswer(http.StatusRequestTimeout, object{"message": "Request timeout"})).write(w)
}

func signInAgain(s *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	s.refuse(w, a, unauthorized("Access token is missing, expired or revoked").answer())
}

func slowDown(s *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.setHeader("Retry-After", "1")
	s.refuse(w, a, jsonAnswer(http.StatusTooManyRequests, object{"message": "Rate limit exceeded"}))
}

// dropConnection ends the exchange without an answer; hard discards unsent data, which the peer sees as a reset.
func dropConnection(w http.ResponseWriter, hard bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // net/http's own way to drop a connection that cannot be taken over
	}
	if tcp, ok := conn.(*net.TCPConn); ok && hard {
		_ = tcp.SetLinger(0) // a failure leaves an orderly close, which the client must cope with as well
	}
	_ = conn.Close() // nothing was promised to the peer
}
