//go:build !linux

package installer

import (
	"context"
	"runtime"
)

func unsupported() error { return &UnsupportedError{System: runtime.GOOS} }

func serviceActions(Config) ([]Action, error) { return nil, unsupported() }
func serviceFiles(Config) []string            { return nil }
func reachable(context.Context) error         { return unsupported() }
func run(context.Context, []string) error     { return unsupported() }
func withdraw(context.Context, Config) error  { return nil } // there is no service that could have been installed
func forget(context.Context) error            { return nil }

// Start answers with UnsupportedError.
func Start(context.Context, Config) error { return unsupported() }

// Stop answers with UnsupportedError.
func Stop(context.Context, Config) error { return unsupported() }

// Restart answers with UnsupportedError.
func Restart(context.Context, Config) error { return unsupported() }

// Status answers with UnsupportedError.
func Status(context.Context, Config) (State, error) { return State{}, unsupported() }
