package companion

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
)

// keepLocked keeps the head when it must, or when it has moved far enough.
func (a *auditor) keepLocked(must bool) error {
	head, err := a.log.Head()
	behind := head.Count - a.kept.Count
	if err != nil || head == a.kept || !must && behind < keepHeadAfter {
		return err
	}
	place, err := a.place()
	if err != nil {
		return err
	}
	data, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("encode audit head: %w", err)
	}
	if err := place.set(auditHeadName, string(data)); err != nil {
		return err
	}
	a.kept = head
	return nil
}

func (a *auditor) readHead() (store.AuditHead, error) {
	var head store.AuditHead
	place, err := a.place()
	if err != nil {
		return head, err
	}
	text, err := place.get(auditHeadName)
	if errors.Is(err, errNoSecret) {
		return head, nil
	}
	if err == nil && json.Unmarshal([]byte(text), &head) != nil {
		err = errors.New("the kept head of the audit log is damaged")
	}
	return head, err
}

// place is where the queue's key is. Beside a secrets file it is a file of its own: the command line writes the secrets
// file as well, and one writer must not undo what the other has just put there.
func (a *auditor) place() (secrets, error) {
	_, err := readQueueKey(a.dir, StoreFile)
	switch {
	case err == nil:
		return fileSecrets{filepath.Join(a.dir, auditHeadName+".json")}, nil
	case errors.Is(err, errNoSecret):
		return openSecrets(a.dir, StoreOS)
	}
	return nil, err
}
