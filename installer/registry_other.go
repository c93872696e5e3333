//go:build !windows

package installer

// Only Windows has a registry; no plan for another system names a key.

func readKey(string) (value string, found bool, err error) { return "", false, nil }

func writeKey(string, string) (changed bool, err error) { return false, nil }

func deleteKey(string) (removed bool, err error) { return false, nil }
