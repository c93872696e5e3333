package companion

import (
	"context"
	"fmt"
	"net"
	"sync"

	"github.com/greenhouse-companion/greenhouse-companion/companion/dashboard"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// dashboardDoor is the way to the local page. It stays shut until the user asks for it the first time.
type dashboardDoor struct {
	opened chan openDashboard

	mu    sync.Mutex
	pages *dashboard.Dashboard
}

// openDashboard is a page with the address that it is to be served at.
type openDashboard struct {
	pages *dashboard.Dashboard
	ln    net.Listener
}

func newDashboardDoor() *dashboardDoor {
	return &dashboardDoor{opened: make(chan openDashboard, 1)}
}

// dashboardMessages adds what the user's own page may ask.
func (s *Service) dashboardMessages() *extension.Mux {
	mux := s.clientMessages()
	extension.Handle(mux, s.pair)
	extension.Handle(mux, s.knownClients)
	extension.Handle(mux, s.forgetClient)
	extension.Handle(mux, s.renameClient)
	extension.Handle(mux, s.overview)
	extension.Handle(mux, s.history)
	extension.Handle(mux, s.needs)
	extension.Handle(mux, s.answerAll)
	extension.Handle(mux, s.retryAll)
	extension.Handle(mux, s.examine)
	extension.Handle(mux, s.settingsInForce)
	extension.Handle(mux, s.auditEntries)
	extension.Handle(mux, s.checkAudit)
	extension.Handle(mux, s.forgetPerson)
	return mux
}

// openDashboard gives the user a link, and opens the page's door when it is the first.
func (s *Service) openDashboard(context.Context, extension.OpenDashboard) (extension.DashboardLink, error) {
	pages, err := s.dashboardPages()
	if err != nil {
		return extension.DashboardLink{}, err
	}
	address, valid := pages.Link()
	return extension.DashboardLink{URL: address, ValidSeconds: int(valid.Seconds())}, nil
}

func (s *Service) dashboardPages() (*dashboard.Dashboard, error) {
	d := s.dashboard
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.pages != nil {
		return d.pages, nil
	}
	sockets, err := s.server(s.dashboardMessages(), nil)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open the dashboard's door: %w", err)
	}
	pages, err := dashboard.New(dashboard.Config{
		Address: ln.Addr(), Browser: extension.BrowserFiles(), Sockets: sockets, Logger: s.logger,
	})
	if err != nil {
		ln.Close()
		return nil, err
	}
	d.pages = pages
	d.opened <- openDashboard{pages, ln}
	return pages, nil
}

// serveDashboard serves the page once somebody wants it.
func (s *Service) serveDashboard(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case open := <-s.dashboard.opened:
		s.logger.Info("dashboard opened")
		return open.pages.Serve(ctx, open.ln)
	}
}

// close closes the door when it was opened in the last moment and nobody serves it.
func (d *dashboardDoor) close() {
	select {
	case open := <-d.opened:
		open.ln.Close()
	default:
	}
}
