package extension

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// ErrImpostor says that the program that answered does not know the key. It is not the service that the client was
// paired with, and has learned nothing.
var ErrImpostor = errors.New("another program answers in the service's place: it does not know the pairing key")

// PairWebSocket connects as DialWebSocket does and pairs with the one-time key that the user copied. What it returns
// is to be kept secret and given to DialPaired from then on. The error is ErrImpostor when it is not the service that
// answers, and an *Error when the service refuses.
func PairWebSocket(ctx context.Context, url, origin string, info ClientInfo, pairingKey string) (*Client, PairedClient, error) {
	oneTime, err := ParsePairingKey(pairingKey)
	if err != nil {
		return nil, PairedClient{}, err
	}
	c, shared, err := dialProving(ctx, url, origin, info, oneTime)
	if err != nil {
		return nil, PairedClient{}, err
	}
	proved, err := c.prove(ctx, shared)
	if err != nil {
		return nil, PairedClient{}, err
	}
	key := shared.longTermKey()
	if proved.ClientKeyID != KeyID(key) {
		c.Close()
		return nil, PairedClient{}, errors.New("pair: the service did not make the same key of the pairing key")
	}
	return c, PairedClient{KeyID: KeyID(key), Key: key, Origin: origin, Client: info}, nil
}

// DialPaired connects as DialWebSocket does, with the key that PairWebSocket returned. Errors are as there.
func DialPaired(ctx context.Context, url, origin string, info ClientInfo, key []byte) (*Client, error) {
	c, shared, err := dialProving(ctx, url, origin, info, key)
	if err != nil {
		return nil, err
	}
	if _, err := c.prove(ctx, shared); err != nil {
		return nil, err
	}
	return c, nil
}

// dialProving connects and makes sure, before anything but hello is said, that it is the service that answers.
func dialProving(ctx context.Context, address, origin string, info ClientInfo, key []byte) (*Client, exchange, error) {
	port, err := portOf(address)
	if err != nil {
		return nil, exchange{}, err
	}
	t, err := dialWebSocket(ctx, address, origin)
	if err != nil {
		return nil, exchange{}, err
	}
	shared := exchange{key: key, port: port, clientNonce: randomBytes(nonceSize)}
	c, welcome, err := start(ctx, t, Hello{Protocol: ProtocolVersion, Client: info,
		KeyID: KeyID(key), Challenge: encodeNonce(shared.clientNonce)})
	if err != nil {
		return nil, exchange{}, err
	}
	var ok bool
	if shared.serverNonce, ok = decodeNonce(welcome.Challenge); !ok || !shared.proves(byServer, welcome.Proof) {
		c.Close()
		return nil, exchange{}, fmt.Errorf("connect to the service: %w", ErrImpostor)
	}
	return c, shared, nil
}

// portOf is the port that is dialled. It is taken from the address and not from the connection: what counts is whom the
// client meant to reach.
func portOf(address string) (uint16, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return 0, fmt.Errorf("connect to the service: %w", err)
	}
	port, err := strconv.ParseUint(parsed.Port(), 10, 16)
	if err != nil {
		return 0, errors.New("connect to the service: its address names no port")
	}
	return uint16(port), nil
}

// prove closes the connection when the service does not accept the proof.
func (c *Client) prove(ctx context.Context, shared exchange) (Proved, error) {
	proved, err := Call[Proved](ctx, c, Prove{Proof: shared.proof(byClient)})
	if err != nil {
		c.Close()
		return Proved{}, fmt.Errorf("prove the key to the service: %w", err)
	}
	return proved, nil
}
