package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"maragu.dev/goqite"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

func openDatabase(dir string) (*sql.DB, error) {
	const pragmas = "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)"
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "peer.db")+pragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// goqiteStore is goqite, made durable.
type goqiteStore struct {
	db *sql.DB
	q  *goqite.Queue
}

func openGoqite(dir string) (*goqiteStore, error) {
	_, err := os.Stat(filepath.Join(dir, "peer.db"))
	fresh := errors.Is(err, os.ErrNotExist)
	db, err := openDatabase(dir)
	if err != nil {
		return nil, err
	}
	if fresh {
		err = createSchema(db)
	}
	return &goqiteStore{db: db, q: goqite.New(goqite.NewOpts{DB: db, Name: "bench"})}, err
}

// createSchema takes the schema from goqite's sources: the package does not export it.
func createSchema(db *sql.DB) error {
	sources, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "maragu.dev/goqite").Output()
	if err != nil {
		return fmt.Errorf("find goqite's schema: %w", err)
	}
	schema, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(sources)), "schema_sqlite.sql"))
	if err != nil {
		return err
	}
	_, err = db.Exec(string(schema))
	return err
}

func (g *goqiteStore) add(_ int, payload []byte) error {
	return g.q.Send(context.Background(), goqite.Message{Body: payload})
}

func (g *goqiteStore) work() error {
	m, err := g.q.Receive(context.Background())
	if err != nil {
		return err
	}
	if m == nil {
		return errors.New("goqite is empty")
	}
	return g.q.Delete(context.Background(), m.ID)
}

func (g *goqiteStore) close() error { return g.db.Close() }

// group gathers what arrives while the last group is being synced.
type group struct {
	payloads chan addition
	ended    chan struct{}
}

type addition struct {
	payload []byte
	synced  chan error
}

func newGroup(write func([]addition) error) *group {
	g := &group{payloads: make(chan addition), ended: make(chan struct{})}
	go g.run(write)
	return g
}

func (g *group) run(write func([]addition) error) {
	defer close(g.ended)
	for first := range g.payloads {
		batch := g.gather(first)
		err := write(batch)
		for _, a := range batch {
			a.synced <- err
		}
	}
}

func (g *group) gather(first addition) []addition {
	batch := []addition{first}
	for len(batch) < 256 {
		select {
		case a := <-g.payloads:
			batch = append(batch, a)
		default:
			return batch
		}
	}
	return batch
}

func (g *group) add(_ int, payload []byte) error {
	a := addition{payload: payload, synced: make(chan error, 1)}
	g.payloads <- a
	return <-a.synced
}

func (g *group) stop() {
	close(g.payloads)
	<-g.ended
}

// sqliteStore is one table, written in groups.
type sqliteStore struct {
	*group
	db *sql.DB
}

func openSQLite(dir string) (*sqliteStore, error) {
	db, err := openDatabase(dir)
	if err != nil {
		return nil, err
	}
	_, err = db.Exec("create table if not exists items (id integer primary key, payload blob not null)")
	return &sqliteStore{group: newGroup(func(batch []addition) error { return insert(db, batch) }), db: db}, err
}

func insert(db *sql.DB, batch []addition) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says so
	for _, a := range batch {
		if _, err := tx.Exec("insert into items (payload) values (?)", a.payload); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (s *sqliteStore) close() error {
	s.stop()
	return s.db.Close()
}

// rawStore appends to a file.
type rawStore struct {
	*group
	file *os.File
}

func openRaw(dir string) (*rawStore, error) {
	f, err := os.OpenFile(filepath.Join(dir, "raw"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return &rawStore{group: newGroup(func(batch []addition) error { return appendAll(f, batch) }), file: f}, nil
}

func (s *rawStore) close() error {
	s.stop()
	return s.file.Close()
}
