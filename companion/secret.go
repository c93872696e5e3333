package companion

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/zalando/go-keyring"
)

// Places a secret can be kept in. An account remembers which one holds its credential.
const (
	// StoreOS is the operating system's key store: Secret Service, Keychain, Credential Manager.
	StoreOS = "os"
	// StoreFile is a file in the data folder, readable by its owner only. It must be asked for.
	StoreFile = "file"
)

// errNoSecret says that the place works and holds no such secret.
var errNoSecret = errors.New("no such secret")

// secrets is a place that keeps secrets by name.
type secrets interface {
	// get returns the secret, or errNoSecret.
	get(name string) (string, error)
	set(name, value string) error
	// remove forgets the secret; none is no error.
	remove(name string) error
}

// openSecrets opens the named place for the data folder.
func openSecrets(dir, place string) (secrets, error) {
	switch place {
	case StoreFile:
		return fileSecrets{filepath.Join(dir, "secrets.json")}, nil
	case StoreOS:
		if err := keyStoreUsable(); err != nil {
			return nil, err
		}
		return osSecrets{dir}, nil
	}
	return nil, newProblem(CodeKeyStoreUnusable, fmt.Sprintf("There is no secret store called %q.", place), "Use os or file.")
}

// fileSecrets keeps secrets in one JSON file.
type fileSecrets struct{ path string }

func (f fileSecrets) get(name string) (string, error) {
	all, err := f.read()
	if err != nil {
		return "", err
	}
	value, ok := all[name]
	if !ok {
		return "", errNoSecret
	}
	return value, nil
}

func (f fileSecrets) set(name, value string) error {
	return f.update(func(all map[string]string) { all[name] = value })
}

func (f fileSecrets) remove(name string) error {
	return f.update(func(all map[string]string) { delete(all, name) })
}

func (f fileSecrets) update(change func(map[string]string)) error {
	all, err := f.read()
	if err != nil {
		return err
	}
	change(all)
	data, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("encode secrets: %w", err)
	}
	return store.WriteFile(f.path, data)
}

func (f fileSecrets) read() (map[string]string, error) {
	data, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read secrets: %w", err)
	}
	all := map[string]string{}
	if json.Unmarshal(data, &all) != nil {
		// The decoder's own error could quote the content.
		return nil, fmt.Errorf("the secrets file %s is damaged", f.path)
	}
	return all, nil
}

// keyringTimeout bounds every call: a locked key store may wait for a password prompt nobody sees.
const keyringTimeout = 10 * time.Second

const keyringService = "greenhouse-companion"

// osSecrets keeps secrets in the operating system's key store. The data folder is part of each name, so that two
// companions of one user never share a secret.
type osSecrets struct{ dir string }

func (o osSecrets) get(name string) (string, error) {
	value, err := withTimeout(func() (string, error) { return keyring.Get(keyringService, o.key(name)) })
	if errors.Is(err, keyring.ErrNotFound) {
		return "", errNoSecret
	}
	return value, keyStoreProblem(err)
}

func (o osSecrets) set(name, value string) error {
	_, err := withTimeout(func() (string, error) { return "", keyring.Set(keyringService, o.key(name), value) })
	return keyStoreProblem(err)
}

func (o osSecrets) remove(name string) error {
	_, err := withTimeout(func() (string, error) { return "", keyring.Delete(keyringService, o.key(name)) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return keyStoreProblem(err)
}

func (o osSecrets) key(name string) string { return name + " in " + o.dir }

func withTimeout(call func() (string, error)) (string, error) {
	type answer struct {
		value string
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		value, err := call()
		answers <- answer{value, err}
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-time.After(keyringTimeout):
		return "", fmt.Errorf("no answer within %s", keyringTimeout)
	}
}

func keyStoreProblem(err error) error {
	if err == nil {
		return nil
	}
	return newProblem(CodeKeyStoreUnusable, fmt.Sprintf("The system's key store cannot be used: %v.", err),
		"Unlock it and try again, or keep the credential in a file with --secret-store=file.")
}
