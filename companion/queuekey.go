package companion

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

const queueKeyName = "queue-key"

// queueKey returns the key the queue in queueDir is encrypted with. A new data folder gets a new key, kept in the preferred
// place or, where that cannot be used, in the secrets file; such a key protects only a queue that is copied without it.
func queueKey(dir, queueDir, prefer string) ([]byte, error) {
	key, err := keptQueueKey(dir)
	fresh := !holdsFiles(queueDir)
	if err == nil || !errors.Is(err, errNoSecret) && !(fresh && isKeyStoreProblem(err)) {
		return key, err
	}
	if !fresh {
		return nil, newProblem(CodeQueueKeyLost,
			"The queue is encrypted and its key cannot be read from the key store or the secrets file.",
			"Unlock the key store and start again. If the key is gone for good, move the folder "+queueDir+" away to start with an empty queue.")
	}
	return newQueueKey(dir, prefer)
}

// IsLocked says that a key store is there and does not give its secrets now, as before the user has unlocked it: waiting helps.
func IsLocked(err error) bool { return isKeyStoreProblem(err) && keyStoreUsable() == nil }

// keptQueueKey looks in the secrets file first: that needs no key store, and a key there was put there on purpose.
func keptQueueKey(dir string) ([]byte, error) {
	key, err := readQueueKey(dir, StoreFile)
	if !errors.Is(err, errNoSecret) {
		return key, err
	}
	if keyStoreUsable() != nil {
		return nil, errNoSecret
	}
	return readQueueKey(dir, StoreOS)
}

func readQueueKey(dir, place string) ([]byte, error) {
	s, err := openSecrets(dir, place)
	if err != nil {
		return nil, err
	}
	value, err := s.get(queueKeyName)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(value)
	if err != nil || len(key) != 32 {
		return nil, errors.New("the queue's key is damaged")
	}
	return key, nil
}

func newQueueKey(dir, prefer string) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	if prefer == StoreOS && keepQueueKey(dir, StoreOS, key) == nil {
		return key, nil
	}
	if err := keepQueueKey(dir, StoreFile, key); err != nil {
		return nil, fmt.Errorf("keep the queue's key: %w", err)
	}
	return key, nil
}

func keepQueueKey(dir, place string, key []byte) error {
	s, err := openSecrets(dir, place)
	if err != nil {
		return err
	}
	return s.set(queueKeyName, hex.EncodeToString(key))
}

func isKeyStoreProblem(err error) bool {
	var p *extension.Error
	return errors.As(err, &p) && p.Code == CodeKeyStoreUnusable
}

func holdsFiles(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) > 0
}
