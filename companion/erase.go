package companion

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// Unfinished counts the people in a data folder who have not arrived and were not cancelled. The service must not run.
func Unfinished(dataDir string) (int, error) {
	dir := filepath.Join(dataDir, "queue")
	if !holdsFiles(dir) {
		return 0, nil
	}
	key, err := queueKey(dataDir, dir, StoreFile)
	if err != nil {
		return 0, err
	}
	q, err := queue.Open(queue.Config{Dir: dir, EncryptionKey: key})
	if errors.Is(err, queue.ErrInUse) {
		return 0, newProblem(CodeAlreadyRunning, "A companion is still running with the data folder "+dataDir+".", "Stop it first.")
	}
	if err != nil {
		return 0, err
	}
	counts := q.Stats().Counts
	return counts[queue.Ready] + counts[queue.Waiting] + counts[queue.NeedsYou], q.Close()
}

// Erase removes the data folder and the secrets that belong to it. The service must not run.
func Erase(dataDir string) error {
	if err := eraseSecrets(dataDir); err != nil {
		return err
	}
	if err := os.RemoveAll(dataDir); err != nil {
		return fmt.Errorf("erase the data folder: %w", err)
	}
	return nil
}

// eraseSecrets removes what was put into the system's key store; the secrets file goes with the folder.
func eraseSecrets(dataDir string) error {
	names, err := inKeyStore(dataDir)
	if err != nil || len(names) == 0 {
		return err
	}
	place, err := openSecrets(dataDir, StoreOS)
	if err != nil {
		return err
	}
	var problems []error
	for _, name := range names {
		problems = append(problems, place.remove(name))
	}
	return errors.Join(problems...)
}

// inKeyStore names the secrets of the data folder that are in the system's key store.
func inKeyStore(dataDir string) ([]string, error) {
	files := store.Open(dataDir)
	accounts, err := files.Accounts()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, account := range accounts {
		if account.SecretStore == StoreOS {
			names = append(names, credentialName(account.Name))
		}
	}
	if source, connected, err := files.AmazingHiring(); err == nil && connected && source.SecretStore == StoreOS {
		names = append(names, amazingHiringToken)
	}
	if _, err := readQueueKey(dataDir, StoreFile); errors.Is(err, errNoSecret) && holdsFiles(filepath.Join(dataDir, "queue")) {
		names = append(names, queueKeyName, auditHeadName)
	}
	return names, nil
}
