package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
)

// object is one JSON object on the wire.
type object = map[string]any

// answer is a finished response. It is kept apart from writing it, so that a mishap can lose or spoil it.
type answer struct {
	status      int
	contentType string
	header      http.Header
	body        []byte
}

func jsonAnswer(status int, value any) answer {
	body, err := json.Marshal(value)
	if err != nil {
		panic("sandbox: unencodable answer: " + err.Error())
	}
	return answer{status: status, contentType: "application/json", body: body}
}

func (a *answer) setHeader(name, value string) {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
}

// noContent is a success that has nothing to say.
func noContent() answer {
	return answer{status: http.StatusNoContent}
}

// replaceBody spoils what an answer says. A status without a body gets one that may have it.
func (a *answer) replaceBody(body []byte) {
	if a.status == http.StatusNoContent {
		a.status, a.contentType = http.StatusOK, cmp.Or(a.contentType, "application/json")
	}
	a.body = body
}

// replaceBy is another answer under the headers of this one.
func (a answer) replaceBy(other answer) answer {
	other.header = a.header
	return other
}

func (a answer) write(w http.ResponseWriter) {
	a.writeHead(w)
	_, _ = w.Write(a.body) // the client may have left; nobody is there to be told
}

// writeBeginning promises the whole body and sends that much of it. Without a body it sends nothing at all.
func (a answer) writeBeginning(w http.ResponseWriter, size int) {
	if len(a.body) == 0 {
		return
	}
	a.writeHead(w)
	_, _ = w.Write(a.body[:size])
	_ = http.NewResponseController(w).Flush() // what cannot be sent is lost with the rest
}

func (a answer) writeHead(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Type", a.contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
}

// problem is a refusal: a status and one of the three documented shapes of errors.
type problem struct {
	status int
	body   object
}

// fieldError is the most detailed shape of an error.
type fieldError struct {
	Message string `json:"message"`
	Field   string `json:"field"`
}

func (p *problem) answer() answer {
	return jsonAnswer(p.status, p.body)
}

func notFoundRoute() *problem {
	return &problem{http.StatusNotFound, object{"message": "Resource not found"}}
}

func notFoundRecord(thing string) *problem {
	return &problem{http.StatusNotFound, object{"message": "Resource not found", "errors": thing + " not found"}}
}

func forbidden(why string) *problem {
	return &problem{http.StatusForbidden, object{"message": "Forbidden", "errors": []string{why}}}
}

func unauthorized(why string) *problem {
	return &problem{http.StatusUnauthorized, object{"message": "Unauthorized", "errors": why}}
}

// refused is a 422 with a single sentence.
func refused(why string) *problem {
	return &problem{http.StatusUnprocessableEntity, object{"errors": why}}
}

// badQuery is a 422 about the address of the request.
func badQuery(why string) *problem {
	return &problem{http.StatusUnprocessableEntity, object{"errors": []string{why}}}
}

// invalid is a 422 that names fields; it is nil without findings.
func invalid(findings ...fieldError) *problem {
	if len(findings) == 0 {
		return nil
	}
	return &problem{http.StatusUnprocessableEntity, object{"errors": findings}}
}

func tooLarge(why string) *problem {
	return &problem{http.StatusRequestEntityTooLarge, object{"errors": why}}
}
