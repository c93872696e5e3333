// Package extension is the door for everything that asks the service to do something: the browser extension, the
// command line and the demo. It speaks one protocol, described in PROTOCOL.md, over three routes:
//
//   - native: the native messaging host relays the browser's frames to a private socket. The main route.
//   - command: the same frames on a second private socket, for the command line.
//   - websocket: 127.0.0.1 only, for browsers whose policy forbids native hosts. Host and Origin are checked exactly.
//
// The package knows messages, connections and who may connect. What a message does is the business of the handlers
// that the service registers on a Mux:
//
//	mux := extension.NewMux()
//	extension.Handle(mux, func(ctx context.Context, add extension.Add) (extension.Receipt, error) {
//		return intake.Accept(ctx, extension.PeerFrom(ctx), add)
//	})
//	server, err := extension.NewServer(extension.Config{Mux: mux, Events: core.Events, Version: version})
//	…
//	door, err := extension.ListenSocket(native.SocketPath(dataDir, native.ClientSocket))
//	…
//	err = server.ServeSocket(ctx, door, extension.RouteNative)
//
// With a [Trust], a native client must be confirmed by the user once, and a client on the WebSocket must prove on every
// connection that it knows the key it was paired with; the service proves the same to it first, and no key travels. The
// command socket is the user's own. Without a Trust everybody who reaches a door may talk.
//
// Every request that was read gets exactly one answer with its id, also while the service stops, as long as the
// client is there to take it. Nothing a client sends can end the service, and nothing it sends is logged.
package extension
