package extension

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
)

// Routes of a Peer.
const (
	RouteWebSocket = "websocket"
	RouteNative    = "native"
	RouteCommand   = "command"
)

// Peer is the client that a request came from.
type Peer struct {
	// Route is RouteWebSocket, RouteNative, RouteDashboard or RouteCommand.
	Route string
	// Caller is the extension's origin, or its add-on id in Firefox, as the browser reports it; empty on RouteCommand.
	// Any program of the same user can claim any caller.
	Caller string
	Client ClientInfo
}

type peerKey struct{}

// PeerFrom returns the client whose request a handler is answering; the zero Peer outside of handlers.
func PeerFrom(ctx context.Context) Peer {
	peer, _ := ctx.Value(peerKey{}).(Peer)
	return peer
}

// Mux finds the handler for a message. It must be complete before the server that uses it serves.
type Mux struct {
	handlers map[string]func(context.Context, []byte) (Message, error)
}

// NewMux returns a Mux that answers Ping and nothing else.
func NewMux() *Mux {
	m := &Mux{handlers: make(map[string]func(context.Context, []byte) (Message, error))}
	Handle(m, func(context.Context, Ping) (Pong, error) { return Pong{}, nil })
	return m
}

// Handle registers fn for the message type of Req. It panics when the type has a handler already or belongs to the
// connection itself (caller, hello, prove, confirm, subscribe).
//
// An *Error from fn reaches the client. Any other error becomes CodeInternal without detail, a context's error becomes
// CodeClosing. The handler's context ends when the client is gone or the server stops.
func Handle[Req, Resp Message](m *Mux, fn func(context.Context, Req) (Resp, error)) {
	var zero Req
	name := zero.MessageType()
	if _, taken := m.handlers[name]; taken || ofConnection(name) {
		panic("extension: second handler for " + name)
	}
	m.handlers[name] = func(ctx context.Context, data []byte) (Message, error) {
		req, err := decode[Req](data)
		if err != nil {
			return nil, err
		}
		return fn(ctx, req)
	}
}

func ofConnection(name string) bool {
	for _, m := range []Message{Caller{}, Hello{}, Prove{}, Confirm{}, Subscribe{}} {
		if name == m.MessageType() {
			return true
		}
	}
	return false
}

// answer runs the handler for req and returns what the client is told, whatever happens in the handler.
func (m *Mux) answer(ctx context.Context, req request, log *slog.Logger) (reply Message) {
	defer func() {
		if v := recover(); v != nil {
			// The value may hold personal data; its type and the stack do not.
			log.Error("handler panicked", "message", req.Type, "panic_type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			reply = internalError(req.ID)
		}
	}()
	handler, ok := m.handlers[req.Type]
	if !ok {
		return unknownType(req.ID)
	}
	reply, err := handler(ctx, req.data)
	if err == nil {
		return reply
	}
	return explain(err, req, log)
}

func explain(err error, req request, log *slog.Logger) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known.answering(req.ID)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return closing(req.ID)
	}
	log.Error("request failed", "message", req.Type, "error_types", errorTypes(err))
	return internalError(req.ID)
}

// errorTypes names the types of an error and of those it wraps, and leaves out their text.
func errorTypes(err error) string {
	var types []string
	for ; err != nil; err = errors.Unwrap(err) {
		types = append(types, fmt.Sprintf("%T", err))
	}
	return strings.Join(types, " > ")
}

func internalError(id string) *Error {
	e := &Error{Code: CodeInternal, Message: "The service could not carry this out.", Remedy: "Look at the service's log."}
	return e.answering(id)
}

func closing(id string) *Error {
	e := &Error{Code: CodeClosing, Message: "The service is stopping.", Remedy: "Send the request again when it is back."}
	return e.answering(id)
}

func unknownType(id string) *Error {
	e := &Error{Code: CodeUnknownType, Message: "The service does not know this type of message.",
		Remedy: "Update greenhouse-companion."}
	return e.answering(id)
}
