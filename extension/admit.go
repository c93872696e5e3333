package extension

import (
	"context"
	"net"
	"time"
)

// proveWithin is how long a client has for its proof. It is a program that computes it, not a person.
const proveWithin = 10 * time.Second

// welcome decides by the route what the client must do before it may talk.
func (c *conn) welcome(hello Hello) (Welcome, error) {
	w := Welcome{
		Protocol: min(hello.Protocol, ProtocolVersion),
		Service:  ServiceInfo{Name: serviceName, Version: c.server.version},
	}
	switch {
	case c.server.trust == nil || c.peer.Route == RouteCommand:
		w.Confirmed = true
	case c.peer.Route == RouteNative && c.peer.Caller == "":
		return w, forbidden("The browser did not say which extension this is.", "")
	case c.peer.Route == RouteNative:
		w.Confirmed = c.server.trust.Confirmed(c.peer.Caller)
	default:
		return c.challenge(w, hello)
	}
	return w, nil
}

// challenge proves to the client that the service knows the key it named, and asks it for the same.
func (c *conn) challenge(w Welcome, hello Hello) (Welcome, error) {
	if c.server.attempts.tooMany(c.peer.Caller) {
		return w, &Error{Code: CodeBusy, Message: "There were too many attempts with a wrong key.", Remedy: "Wait a minute and try again."}
	}
	if hello.KeyID == "" {
		return w, forbidden("This browser is not paired.", pairAgain)
	}
	clientNonce, ok := decodeNonce(hello.Challenge)
	if !ok {
		return w, &Error{Code: CodeBadRequest, Message: "The challenge must be 32 bytes in base64."}
	}
	key, known := c.server.trust.Key(hello.KeyID)
	if !known {
		c.server.attempts.fail(c.peer.Caller)
		return w, forbidden("The service does not know this key, or no longer.", pairAgain)
	}
	c.keyID, c.oneTime = hello.KeyID, key.OneTime
	c.exchange = &exchange{
		key: key.Secret, port: localPort(c.transport.NetConn()), clientNonce: clientNonce, serverNonce: randomBytes(nonceSize),
	}
	w.Challenge, w.Proof = encodeNonce(c.exchange.serverNonce), c.exchange.proof(byServer)
	return w, nil
}

// localPort is the port that the client came in by; without one, as over memory, it is 0.
func localPort(nc net.Conn) uint16 {
	if tcp, ok := nc.LocalAddr().(*net.TCPAddr); ok {
		return uint16(tcp.Port)
	}
	return 0
}

// awaitProof lets a client that was challenged go on once it has proved to know the key.
func (c *conn) awaitProof(ctx context.Context) error {
	if c.exchange == nil {
		return nil
	}
	var id, proof string
	err := c.within(ctx, proveWithin, forbidden("The proof did not come in time.", ""), func() (err error) {
		id, proof, err = c.readProof()
		return err
	})
	if err != nil {
		return err
	}
	if !c.exchange.proves(byClient, proof) {
		c.server.attempts.fail(c.peer.Caller)
		c.log.Warn("client refused: wrong proof")
		return forbidden("The proof is wrong.", pairAgain).answering(id)
	}
	proved, err := c.pair()
	if err != nil {
		c.log.Warn("pairing refused", "error_types", errorTypes(err))
		return forbidden("This pairing key cannot be used any more.", pairAgain).answering(id)
	}
	c.out <- outgoing{id, proved}
	return nil
}

// within runs a part of the handshake that reads, under a time limit. The error is late when the time is over.
func (c *conn) within(ctx context.Context, limit time.Duration, late *Error, read func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, late)
	defer cancel()
	stop := context.AfterFunc(ctx, c.reading.end)
	err := read()
	if !stop() {
		return context.Cause(ctx)
	}
	return err
}

// readProof answers what else a client says meanwhile.
func (c *conn) readProof() (id, proof string, err error) {
	for {
		req, err := c.next()
		if err != nil {
			return "", "", err
		}
		switch req.Type {
		case Prove{}.MessageType():
			prove, err := decode[Prove](req.data)
			return req.ID, prove.Proof, addressed(err, req.ID)
		case Ping{}.MessageType():
			c.reply(req.ID, Pong{})
		default:
			c.reply(req.ID, forbidden("The client must prove first that it knows its key.", "").answering(req.ID))
		}
	}
}

// pair turns a proved one-time key into the client's own. A long-term key stays as it is.
func (c *conn) pair() (Proved, error) {
	if !c.oneTime {
		return Proved{}, nil
	}
	key := c.exchange.longTermKey()
	client := PairedClient{KeyID: KeyID(key), Key: key, Origin: c.peer.Caller, Client: c.peer.Client}
	if err := c.server.trust.Paired(c.keyID, client); err != nil {
		return Proved{}, err
	}
	c.keyID = client.KeyID
	return Proved{ClientKeyID: client.KeyID}, nil
}
