package sandbox

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// token is one access token that has been given out.
type token struct {
	user    int64
	expires time.Time
}

// mintLocked answers POST /token.
func (s *Server) mintLocked(r *http.Request, now time.Time) answer {
	if !s.mints.take(now) {
		return s.mints.exceeded(now)
	}
	if !s.clientLocked(r) {
		return invalidClient()
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		return oauthError(http.StatusBadRequest, "unsupported_grant_type", "Only client_credentials is offered")
	}
	user := s.subjectLocked(r.PostForm["sub"])
	if user == nil {
		return oauthError(http.StatusBadRequest, "invalid_request", "sub must be the id of an active user")
	}
	return s.issueLocked(user, now)
}

// subjectLocked is the user a token shall act as; without a subject, the integration service user.
func (s *Server) subjectLocked(subjects []string) *record {
	if len(subjects) == 0 {
		return s.state.find("users", s.serviceID)
	}
	number, err := strconv.ParseInt(subjects[0], 10, 64)
	if err != nil || len(subjects) > 1 {
		return nil
	}
	user := s.state.find("users", number)
	if user == nil || user.flag("deactivated") || user.flag("service") {
		return nil
	}
	return user
}

func (s *Server) issueLocked(user *record, now time.Time) answer {
	if s.behaviour.oneToken == "on" {
		s.revokeLocked(user.id)
	}
	expires := now.Add(s.behaviour.tokenTTL)
	text := newToken(user.id, expires)
	s.state.tokens[text] = &token{user: user.id, expires: expires}
	body := object{"access_token": text, "token_type": "Bearer"}
	form := s.behaviour.tokenExpiry
	if form == "at" || form == "both" {
		body["expires_at"] = wireTime(expires)
	}
	if form == "in" || form == "both" {
		body["expires_in"] = int64(s.behaviour.tokenTTL / time.Second)
	}
	return jsonAnswer(http.StatusOK, body)
}

func (s *Server) revokeLocked(user int64) {
	for text, held := range s.state.tokens {
		if held.user == user {
			delete(s.state.tokens, text)
		}
	}
}

// introspectLocked answers POST /introspect.
func (s *Server) introspectLocked(r *http.Request, now time.Time) answer {
	if !s.clientLocked(r) {
		return invalidClient()
	}
	user := s.holderLocked(r.PostForm.Get("token"), now)
	if user == nil {
		return jsonAnswer(http.StatusOK, object{"active": false})
	}
	return jsonAnswer(http.StatusOK, object{
		"active":    true,
		"client_id": s.info.ClientID,
		"sub":       strconv.FormatInt(user.id, 10),
		"scope":     strings.Join(s.behaviour.scopes(), " "),
		"https://auth.greenhouse.io/claims": object{
			"organization": object{"id": organizationID, "name": organizationName},
			"user_role":    user.text("role"),
		},
	})
}

// bearerLocked is the user whom the token of a request acts as, or nil.
func (s *Server) bearerLocked(r *http.Request, now time.Time) *record {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil
	}
	return s.holderLocked(text, now)
}

func (s *Server) holderLocked(text string, now time.Time) *record {
	held := s.state.tokens[text]
	if held == nil || !now.Before(held.expires) {
		return nil
	}
	user := s.state.find("users", held.user)
	if user.flag("deactivated") {
		return nil
	}
	return user
}

// clientLocked checks HTTP Basic sign-in of the credential.
func (s *Server) clientLocked(r *http.Request) bool {
	id, secret, ok := r.BasicAuth()
	sameID := subtle.ConstantTimeCompare([]byte(id), []byte(s.info.ClientID))
	sameSecret := subtle.ConstantTimeCompare([]byte(secret), []byte(s.info.ClientSecret))
	return ok && sameID&sameSecret == 1
}

func invalidClient() answer {
	a := oauthError(http.StatusUnauthorized, "invalid_client", "Client authentication failed")
	a.setHeader("WWW-Authenticate", `Basic realm="token"`)
	return a
}

func oauthError(status int, code, description string) answer {
	return jsonAnswer(status, object{"error": code, "error_description": description})
}

// newToken looks like a JWT, as real ones do. It is not one: the sandbox knows its tokens by heart.
func newToken(user int64, expires time.Time) string {
	header := `{"alg":"none","typ":"JWT"}`
	claims := fmt.Sprintf(`{"sub":"%d","exp":%d}`, user, expires.Unix())
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode([]byte(claims)) + "." + rand.Text()
}
