// Package dashboard serves the service's own page to the user's browser, on 127.0.0.1 only. It knows who may see the page
// and how it gets there, nothing of what the page shows: that goes over a WebSocket which the service serves.
//
// The way in, step by step:
//
//   - [Dashboard.Link] makes a link with a key of 256 random bits. It works once, within two minutes. The key is behind the
//     # of the link, so that no browser sends it anywhere and no log has it.
//   - The page behind the link posts the key to /session. The answer is a session: a cookie that no script can read, and a
//     second secret that the page keeps for itself. Both live in memory only and end with the service or after twelve hours.
//   - Every page needs the cookie. The WebSocket needs both, because a cookie of 127.0.0.1 is sent to every port there, so
//     another program on this computer may get to see it. What a page keeps for itself stays with its own port.
//
// Every request must be meant for exactly this address (Host), and one that can have an effect must come from this page
// (Origin): https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin. No GET changes anything but the
// WebSocket's upgrade, which is checked the same way.
//
//	d, err := dashboard.New(dashboard.Config{Address: ln.Addr(), Browser: extension.BrowserFiles(), Sockets: server})
//	…
//	err = d.Serve(ctx, ln)
//
// The addresses of scripts are those of the files in this repository, so that the page's modules and the extension's,
// which they build on, name each other the same way in the browser, in tests and for the type checker.
package dashboard
