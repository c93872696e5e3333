//go:build !linux

package main

// findStarter returns nil: nothing installs the service on this system yet.
func findStarter() []string { return nil }
