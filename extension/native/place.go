package native

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// ClientSocket is the name, for SocketPath, of the socket that the native messaging host connects to.
const ClientSocket = "client"

const (
	folderName = "greenhouse-companion"

	// Socket addresses hold 104 bytes on macOS and 108 on Linux, the closing zero included.
	maxSocketPath = 100
)

// SocketPath returns where the service with this data folder listens on the socket with this name. It is the run
// folder inside the data folder; a data folder too deep for a socket address gets a short folder of its own among the
// temporary files, named by the user and by a hash of the data folder, so that both sides find it without asking.
func SocketPath(dataDir, name string) string {
	dataDir = absolute(dataDir)
	path := filepath.Join(dataDir, "run", name+".sock")
	if len(path) <= maxSocketPath || runtime.GOOS == "windows" {
		return path // on Windows it is only what a pipe is named after
	}
	hash := sha256.Sum256([]byte(dataDir))
	folder := "ghc-" + strconv.Itoa(os.Getuid()) + "-" + hex.EncodeToString(hash[:8])
	return filepath.Join(os.TempDir(), folder, name+".sock")
}

// DefaultDataDir returns the folder in which the service keeps its data by the custom of the operating system:
// $XDG_DATA_HOME (see https://specifications.freedesktop.org/basedir-spec/latest/), Application Support on macOS, the
// local application data on Windows. It is an error when the environment names no such folder.
func DefaultDataDir() (string, error) {
	return dataDir(runtime.GOOS, os.Getenv)
}

func dataDir(system string, env func(string) string) (string, error) {
	if system == "windows" {
		return under("LocalAppData", env)
	}
	if system == "darwin" {
		return under("HOME", env, "Library", "Application Support")
	}
	// The specification tells us to ignore a relative folder here.
	if base := env("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, folderName), nil
	}
	return under("HOME", env, ".local", "share")
}

func under(variable string, env func(string) string, folders ...string) (string, error) {
	base := env(variable)
	if base == "" {
		return "", errors.New("find the data folder: the environment variable " + variable + " is not set")
	}
	return filepath.Join(base, filepath.Join(folders...), folderName), nil
}

// absolute falls back to the cleaned path: the working folder can only be unknown when it was deleted, and then no
// relative path leads anywhere.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}
