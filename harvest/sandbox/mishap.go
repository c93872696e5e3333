package sandbox

import (
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
	broken := jsonAnswer(http.StatusInternalServerError, object{"message": "Internal server error"})
	broken.header = a.header
	broken.write(w)
}

func truncate(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.body = a.body[:len(a.body)/2]
	a.write(w)
}

func htmlPage(_ *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.contentType = "text/html; charset=utf-8"
	a.body = []byte(htmlBody)
	a.write(w)
}

func redirect(s *Server, w http.ResponseWriter, _ *http.Request, a answer) {
	a.status = http.StatusFound
	a.body = nil
	a.setHeader("Location", s.info.PageURL)
	a.write(w)
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
