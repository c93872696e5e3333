//go:build !linux

package companion

// keyStoreUsable: Keychain and Credential Manager are always there.
func keyStoreUsable() error { return nil }
