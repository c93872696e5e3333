package companion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// Names of the local sockets; the native messaging host knows ClientSocket by the same name.
const (
	ClientSocket = "client"
	AdminSocket  = "admin"
)

// Config is what the service needs to run.
type Config struct {
	// DataDir is the folder everything is kept in; it is made, for its owner only, when it is missing.
	DataDir string
	// Settings as LoadSettings gives them; the zero value is the defaults.
	Settings Settings
	// SecretStore is where a new data folder keeps the queue's key: StoreOS (also when empty) or StoreFile.
	SecretStore string
	// Version is the program's version, for clients and for the user agent.
	Version string
	// Logger receives the service's log; nil discards it.
	Logger *slog.Logger
}

// Service is the companion. It alone opens the queue, holds credentials and talks to Greenhouse.
type Service struct {
	dataDir  string
	settings Settings
	version  string
	logger   *slog.Logger
	accounts *accounts
	trust    *trust
	queue    *queue.Queue
	files    *store.Files
	uploads  *uploads

	// wentOffline says that an account has just become unreachable.
	wentOffline chan struct{}
	// wakes counts the events that may let waiting items go on.
	wakes atomic.Uint64
	// batches are the exports; heldBatches has for the paused and cancelled ones the error that holds their people back.
	batches     *store.Batches
	opened      *store.Opened
	heldBatches sync.Map
	paces       paces
	source      amazingHiringSource
	// hash is for what is remembered of profiles; chains are their updates, and followNow asks for a look at new exports.
	hash      plan.Hash
	audit     *auditor
	chains    chains
	indexes   *indexes
	followNow chan struct{}
	// tokenRefused says that updates wait because AmazingHiring refuses the token.
	tokenRefused atomic.Bool
	// unwoken are the causes whose items are still to be woken.
	unwoken sync.Map

	clients, admin, socket net.Listener
	starterKit             net.Listener // nil while the route is switched off
	dashboard              *dashboardDoor
	// webSocketURL is "" while that door is shut.
	webSocketURL string
}

// New checks the configuration, opens the queue and the doors, and starts nothing. The caller must call Run, which
// closes what New opened. Problems a person can mend come back as *extension.Error.
func New(cfg Config) (*Service, error) {
	if err := PrepareDataDir(cfg.DataDir); err != nil {
		return nil, err
	}
	s := &Service{
		dataDir: cfg.DataDir, settings: cfg.Settings.withDefaults(), version: cfg.Version, logger: cfg.Logger,
		wentOffline: make(chan struct{}, 1), followNow: make(chan struct{}, 1), dashboard: newDashboardDoor(),
	}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	transport, err := s.settings.Network.transport()
	if err != nil {
		return nil, err
	}
	files := store.Open(cfg.DataDir)
	trust, err := newTrust(files, cfg.DataDir)
	if err != nil {
		return nil, err
	}
	s.trust = trust
	s.accounts = &accounts{
		dir: cfg.DataDir, store: files, open: map[string]*connection{},
		options: clientOptions{
			readSubject: harvest.UserID(s.settings.Greenhouse.ReadSubject),
			timeout:     seconds(s.settings.Delivery.CallSeconds), version: cfg.Version, transport: transport,
			window: func(account string) harvest.WindowStore { return newWindowFile(cfg.DataDir, account, s.logger) },
		},
	}
	if err := s.openBatches(); err != nil {
		return nil, err
	}
	if err := s.openQueue(cmp.Or(cfg.SecretStore, StoreOS)); err != nil {
		return nil, err
	}
	if err := s.openDoors(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// PrepareDataDir makes the folder for its owner only, or says why it cannot be used.
func PrepareDataDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return dataDirProblem(dir, err)
	}
	probe, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return dataDirProblem(dir, err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}

func dataDirProblem(dir string, err error) error {
	return newProblem(CodeDataDirUnusable, fmt.Sprintf("The data folder %s cannot be written: %v.", dir, errors.Unwrap(err)),
		"Correct its permissions, or name another folder with --data-dir.")
}

func (s *Service) openQueue(prefer string) error {
	dir := filepath.Join(s.dataDir, "queue")
	key, err := queueKey(s.dataDir, dir, prefer)
	if err != nil {
		return err
	}
	if err := s.openFiles(key); err != nil {
		return err
	}
	s.hash = newHash(key)
	s.indexes = newIndexes(s.dataDir, key)
	if err := s.openAudit(key); err != nil {
		return err
	}
	s.queue, err = queue.Open(queue.Config{Dir: dir, EncryptionKey: key, Logger: s.logger})
	switch {
	case errors.Is(err, queue.ErrInUse):
		return newProblem(CodeAlreadyRunning, "Another companion is running with the data folder "+s.dataDir+".",
			"Use the one that is running, stop it first, or name another folder with --data-dir.")
	case errors.Is(err, queue.ErrWrongKey):
		return newProblem(CodeQueueKeyLost, "The queue was encrypted with another key than the one that is kept now.",
			"Put the right key back, or move the folder "+dir+" away to start with an empty queue.")
	}
	var full *queue.DiskFullError
	if errors.As(err, &full) {
		return newProblem(extension.CodeDiskFull, fmt.Sprintf("Only %d MB are free on the disk; the queue needs %d MB to open safely.", full.Free>>20, full.Need>>20),
			"Free some space and start again. What was accepted is safe.")
	}
	return err
}

// notice is what the user should know about the queue: that it was damaged once, or that the disk is full now. "" is nothing.
func (s *Service) notice() string {
	if damage := s.queue.Damage(); damage != nil {
		return damageNotice(*damage)
	}
	free, err := queue.FreeSpace(s.dataDir)
	if err == nil && free < queue.AcceptFloor {
		return fmt.Sprintf("Only %d MB are free on the disk, so nobody new is accepted. Free at least %d MB; it goes on by itself.",
			free>>20, uint64(queue.AcceptFloor)>>20)
	}
	if s.tokenRefused.Load() {
		return "AmazingHiring's API is not connected or refuses the token, so automatic updates wait: run greenhouse-companion connect-amazinghiring."
	}
	return ""
}

func damageNotice(d queue.Damage) string {
	text := fmt.Sprintf("The queue was damaged, as by a failing disk. %d people could be read and were kept", d.Kept)
	if d.Unreadable > 0 {
		text += fmt.Sprintf("; %d could not, and need you", d.Unreadable)
	}
	if d.Asked {
		text += ". What was last done for those who were not finished is uncertain: each of them asks you"
	}
	return text + ". The damaged files are in " + d.Folder + ": remove that folder once nobody is missing, and this notice goes away."
}

// WebSocketURL is the address of the WebSocket door, or "" while it is shut.
func (s *Service) WebSocketURL() string { return s.webSocketURL }

// Run serves the doors and delivers until ctx ends. Then it stops in reverse order: no new clients, deliveries finish the
// write they are in, the queue closes. An add that was not finished goes on at the next start.
func (s *Service) Run(ctx context.Context) error {
	defer s.close()
	doors, err := s.servers()
	if err != nil {
		return err
	}
	s.logger.Info("service started", "version", s.version, "web_socket", s.webSocketURL != "")
	s.wake(wakeable...)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	tasks := []func(context.Context) error{
		func(ctx context.Context) error {
			return doors.native.ServeSocket(ctx, s.clients, extension.RouteNative)
		},
		func(ctx context.Context) error {
			return doors.command.ServeSocket(ctx, s.admin, extension.RouteCommand)
		},
		s.watchNetwork,
		s.watchClock,
		s.workOnClicks,
		s.eraseFinished,
		s.sweepFiles,
		s.expireUploads,
		s.followFolders,
		s.indexPeople,
		s.keepAudit,
		s.serveDashboard,
	}
	if s.socket != nil {
		tasks = append(tasks, func(ctx context.Context) error {
			return doors.webSocket.ServeWebSocket(ctx, s.socket, s.origins())
		})
	}
	if s.starterKit != nil {
		tasks = append(tasks, func(ctx context.Context) error { return s.serveStarterKit(ctx, doors.webSocket) })
	}
	for range s.settings.Delivery.Workers {
		tasks = append(tasks, s.work)
	}
	err = runAll(ctx, cancel, tasks)
	s.logger.Info("service stopped")
	return err
}

// runAll runs the tasks side by side until all have ended; the first error ends the others.
func runAll(ctx context.Context, cancel context.CancelFunc, tasks []func(context.Context) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(tasks))
	for i, task := range tasks {
		wg.Go(func() {
			if errs[i] = task(ctx); errs[i] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (s *Service) close() {
	for _, ln := range []net.Listener{s.clients, s.admin, s.socket, s.starterKit} {
		if ln != nil {
			ln.Close()
		}
	}
	s.dashboard.close()
	s.accounts.forget()
	s.audit.flush(true)
	s.closeIndexes()
	if err := s.queue.Close(); err != nil {
		s.logger.Error("close queue", "error", err)
	}
}
