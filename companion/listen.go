package companion

import (
	"errors"
	"fmt"
	"net"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

func (s *Service) openDoors() (err error) {
	if s.clients, err = s.listenSocket(ClientSocket); err != nil {
		return err
	}
	if s.admin, err = s.listenSocket(AdminSocket); err != nil {
		return err
	}
	if s.starterKit, err = s.listenStarterKit(); err != nil {
		return fmt.Errorf("open the starter-kit door: %w", err)
	}
	if s.settings.WebSocket.Disabled {
		return nil
	}
	if s.socket, err = s.listenWebSocket(); err != nil {
		return fmt.Errorf("open the WebSocket door: %w", err)
	}
	if s.socket != nil {
		s.webSocketURL = "ws://" + s.socket.Addr().String() + "/v1/socket"
	}
	return nil
}

// Ports of the WebSocket door: the first free one is used, and clients look for it among these.
const (
	firstPort = 47810
	lastPort  = 47814
)

// listenWebSocket returns nil when every port is taken: the native door is the main one and needs none.
func (s *Service) listenWebSocket() (net.Listener, error) {
	if address := s.settings.WebSocket.Listen; address != "" {
		return extension.ListenLoopback(address)
	}
	for port := firstPort; port <= lastPort; port++ {
		if ln, err := extension.ListenLoopback(fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return ln, nil
		}
	}
	s.logger.Warn("web socket door stays shut: all ports are taken", "first", firstPort, "last", lastPort)
	return nil, nil
}

// origins may open the WebSocket door: our own extension and those the user allowed.
func (s *Service) origins() []string {
	return append([]string{"chrome-extension://" + extension.ChromiumID}, s.settings.WebSocket.Origins...)
}

func (s *Service) listenSocket(name string) (net.Listener, error) {
	ln, err := extension.ListenSocket(native.SocketPath(s.dataDir, name))
	if errors.Is(err, extension.ErrInUse) {
		return nil, newProblem(CodeAlreadyRunning, "Another companion is running with the data folder "+s.dataDir+".",
			"Use the one that is running, or stop it first.")
	}
	return ln, err
}
