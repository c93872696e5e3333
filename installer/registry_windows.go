package installer

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// splitKey takes the root off a key's full name.
func splitKey(key string) (registry.Key, string, error) {
	root, rest, _ := strings.Cut(key, `\`)
	switch root {
	case "HKEY_CURRENT_USER":
		return registry.CURRENT_USER, rest, nil
	case "HKEY_LOCAL_MACHINE":
		return registry.LOCAL_MACHINE, rest, nil
	}
	return 0, "", fmt.Errorf("registry key %s: unknown root", key)
}

// readKey returns the default value of a key, and whether there is one.
func readKey(key string) (value string, found bool, err error) {
	root, rest, err := splitKey(key)
	if err != nil {
		return "", false, err
	}
	k, err := registry.OpenKey(root, rest, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("open registry key %s: %w", key, err)
	}
	defer k.Close()
	value, _, err = k.GetStringValue("")
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	return value, err == nil, err
}

// writeKey sets the default value of a key, unless it is right already.
func writeKey(key, value string) (changed bool, err error) {
	if current, found, err := readKey(key); err == nil && found && current == value {
		return false, nil
	}
	root, rest, err := splitKey(key)
	if err != nil {
		return false, err
	}
	k, _, err := registry.CreateKey(root, rest, registry.SET_VALUE)
	if err != nil {
		return false, fmt.Errorf("make registry key %s: %w", key, err)
	}
	defer k.Close()
	return true, k.SetStringValue("", value)
}

// deleteKey removes a key.
func deleteKey(key string) (removed bool, err error) {
	root, rest, err := splitKey(key)
	if err != nil {
		return false, err
	}
	err = registry.DeleteKey(root, rest)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remove registry key %s: %w", key, err)
	}
	return true, nil
}
