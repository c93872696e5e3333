package sandbox

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// v1InService is the position of v1-retired in which /v1 answers as it did before its removal.
const v1InService = "off"

// v1KeyLocked checks HTTP Basic sign-in: the key as user name, the password blank.
func (s *Server) v1KeyLocked(r *http.Request) bool {
	key, password, ok := r.BasicAuth()
	same := subtle.ConstantTimeCompare([]byte(key), []byte(s.info.V1Key)) == 1
	return ok && same && password == ""
}

// v1Retired is what answers after the removal. No public page says how; the switch names the ways a
// client must recognise.
func (s *Server) v1Retired() answer {
	status, _ := strconv.Atoi(s.behaviour.v1.retired) // the switch offers statuses only
	a := jsonAnswer(status, object{"message": http.StatusText(status)})
	if status == http.StatusMovedPermanently {
		a.setHeader("Location", s.info.PageURL)
	}
	return a
}

// admit checks what is asked of every call before it is looked at closely: the permission of the key, no
// body on a read, and on a write the user it is done for. Custom field definitions need no such user.
func (c *v1Call) admit(r *http.Request) *problem {
	if slices.Contains(c.behaviour.v1.withheld, c.permission) {
		return c.lacksPermission()
	}
	if c.action == "list" {
		if len(c.sent.raw) > 0 {
			return forbidden("A GET request must not have a body")
		}
		return nil
	}
	if c.kind.name == "custom_fields" {
		return nil
	}
	return c.actFor(r.Header.Get("On-Behalf-Of"))
}

func (c *v1Call) lacksPermission() *problem {
	why := "The API key lacks the permission " + c.permission
	if c.behaviour.v1.lacking == "403" {
		return forbidden(why)
	}
	return v1Unauthorized(why)
}

// actFor takes the user from the header. An unknown one was seen to be answered like a missing record.
func (c *v1Call) actFor(header string) *problem {
	if header == "" {
		return c.behaviour.v1.withoutUser()
	}
	id, err := strconv.ParseInt(header, 10, 64)
	user := c.state.find("users", id)
	if err != nil || user == nil || user.flag("deactivated") || user.flag("service") {
		return notFoundRoute()
	}
	c.user = user
	return nil
}

// withoutUser is the refusal of a write that does not say on whose behalf.
func (b v1Behaviour) withoutUser() *problem {
	switch b.noUser {
	case "422":
		return invalid(fieldError{"is required", "On-Behalf-Of"})
	case "403":
		return forbidden("The header On-Behalf-Of is required")
	}
	return notFoundRoute()
}

func v1Unauthorized(why string) *problem {
	return &problem{http.StatusUnauthorized, object{"message": why}}
}

// refuse puts a refusal into the shapes of v1: a message, and on 422 the fields beside it, or the fields
// alone as they were recorded.
func (b v1Behaviour) refuse(p *problem) answer {
	findings := v1Findings(p)
	if p.status == http.StatusUnprocessableEntity {
		body := object{"errors": findings}
		if b.errorShape == "message" {
			body["message"] = "Validation error"
		}
		return jsonAnswer(p.status, body)
	}
	message := textIn(p.body, "message")
	if len(findings) > 0 && p.status != http.StatusNotFound {
		message = strings.TrimPrefix(message+": "+findings[0].Message, ": ")
	}
	return jsonAnswer(p.status, object{"message": message})
}

// v1Findings reads the three shapes in which /v3 tells what is wrong.
func v1Findings(p *problem) []fieldError {
	switch told := p.body["errors"].(type) {
	case []fieldError:
		return told
	case []string:
		var findings []fieldError
		for _, each := range told {
			findings = append(findings, fieldError{Message: each})
		}
		return findings
	case string:
		return []fieldError{{Message: told}}
	}
	return nil
}
