package extension

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// RouteDashboard is the service's own page on 127.0.0.1. Who may use it was settled before its WebSocket was opened.
const RouteDashboard = "dashboard"

// DashboardProtocol is the WebSocket subprotocol that the dashboard's page asks for, beside the secret of its session.
const DashboardProtocol = "greenhouse-companion"

var dashboardUpgrader = websocket.Upgrader{
	HandshakeTimeout: 5 * time.Second,
	Subprotocols:     []string{DashboardProtocol},
	// The caller has checked it, more strictly.
	CheckOrigin: func(*http.Request) bool { return true },
}

// ServeDashboard answers r with a WebSocket and serves it until the page leaves or ctx ends. The caller must have checked
// where r comes from and whose it is: nobody is asked for a key here, so the Server must be one without Trust.
func (s *Server) ServeDashboard(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	ws, err := dashboardUpgrader.Upgrade(w, r, nil)
	if err != nil {
		return // The upgrader has answered.
	}
	newConn(s, webSocket{ws}, Peer{Route: RouteDashboard}).serve(ctx)
}

// browserFiles are the modules and styles that the extension's pages are made of; the dashboard is made of the same.
//
//go:embed browser/*.js browser/style.css browser/panel/*.js browser/panel/panel.css browser/export browser/icons
var browserFiles embed.FS

// BrowserFiles are the files of the browser extension that its pages need, under the names they have in its folder.
func BrowserFiles() fs.FS {
	files, err := fs.Sub(browserFiles, "browser")
	if err != nil {
		panic("extension: the embedded files have no folder browser") // it is in the pattern above
	}
	return files
}
