package main

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

const chromiumOrigin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/"

// TestMain builds the real program once, as it is shipped. Inside a box it is there already.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "run" {
		standIn(os.Args)
	}
	if program = os.Getenv("HOST_PROGRAM"); program != "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "host")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "host.exe")
	if out, err := buildCommand(program, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// buildCommand builds as a release does. Without cgo no C library is loaded at every start, which is a third of the time.
func buildCommand(target, pkg string) *exec.Cmd {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", target, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	return cmd
}

// standIn is the service as the operating system starts it, "run --data-dir DIR": it sends back every frame.
func standIn(args []string) {
	ln, err := extension.ListenSocket(native.SocketPath(args[len(args)-1], native.ClientSocket))
	if err != nil {
		panic(err)
	}
	for {
		nc, err := ln.Accept()
		if err != nil {
			panic(err)
		}
		go io.Copy(nc, nc)
	}
}

var program string

// host is the running program with the browser's ends of its pipes.
type host struct {
	stdin  io.WriteCloser
	stdout io.Reader
	cmd    *exec.Cmd
}

func startHost(t *testing.T, dataDir string, args ...string) host {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), dataDirVariable+"="+dataDir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill() })
	return host{stdin, stdout, cmd}
}

// requireExit waits for the end, which must come within a second and with code 0, and returns the rest of the output.
func (h host) requireExit(t *testing.T) []byte {
	t.Helper()
	type end struct {
		rest []byte
		err  error
	}
	ended := make(chan end, 1)
	go func() {
		rest, _ := io.ReadAll(h.stdout)
		ended <- end{rest, h.cmd.Wait()}
	}()
	select {
	case e := <-ended:
		require.NoError(t, e.err)
		return e.rest
	case <-time.After(time.Second):
		t.Fatal("the host still runs")
		return nil
	}
}

// listen is the service's side: a real socket where the host looks for it.
func listen(t *testing.T) (dataDir string, ln net.Listener) {
	dataDir = t.TempDir()
	path := native.SocketPath(dataDir, native.ClientSocket)
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(path)) })
	ln, err := extension.ListenSocket(path)
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	return dataDir, ln
}

func accept(t *testing.T, ln net.Listener) net.Conn {
	nc, err := ln.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { nc.Close() })
	return nc
}

func readFrame(t *testing.T, r io.Reader) string {
	t.Helper()
	body, err := native.ReadFrame(r, native.MaxFrame)
	require.NoError(t, err)
	return string(body)
}

func TestRelaysBetweenBrowserAndService(t *testing.T) {
	dataDir, ln := listen(t)
	host := startHost(t, dataDir, chromiumOrigin)
	service := accept(t, ln)

	require.JSONEq(t, `{"type":"caller","id":"host","browser_caller":"`+chromiumOrigin+`"}`, readFrame(t, service))
	require.NoError(t, native.WriteFrame(host.stdin, []byte(`{"type":"ping","id":"1"}`)))
	require.Equal(t, `{"type":"ping","id":"1"}`, readFrame(t, service))
	large := strings.Repeat("x", native.MaxFrame)
	require.NoError(t, native.WriteFrame(service, []byte(large)))
	require.Equal(t, large, readFrame(t, host.stdout))

	require.NoError(t, host.stdin.Close())
	require.Empty(t, host.requireExit(t), "nothing but frames on standard output")
	_, err := service.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
}

func TestExitsWhenTheServiceHangsUp(t *testing.T) {
	dataDir, ln := listen(t)
	host := startHost(t, dataDir, chromiumOrigin)
	service := accept(t, ln)
	readFrame(t, service)
	require.NoError(t, service.Close())
	require.Empty(t, host.requireExit(t))
}

func TestSaysThatTheServiceIsNotRunning(t *testing.T) {
	host := startHost(t, t.TempDir(), chromiumOrigin)
	require.NoError(t, native.WriteFrame(host.stdin, []byte(`{"type":"hello","id":"1"}`)))
	requireError(t, "service_not_running", readFrame(t, host.stdout))
	require.Empty(t, host.requireExit(t))
}

func TestRefusesAMessageThatIsTooLarge(t *testing.T) {
	dataDir, ln := listen(t)
	host := startHost(t, dataDir, chromiumOrigin)
	service := accept(t, ln)
	readFrame(t, service)

	go host.stdin.Write(append([]byte{1, 0, 16, 0}, make([]byte, native.MaxFrame+1)...))
	requireError(t, "message_too_large", readFrame(t, host.stdout))
	require.Empty(t, host.requireExit(t))
	_, err := native.ReadFrame(service, native.MaxFrame)
	require.ErrorIs(t, err, io.EOF, "nothing of the message reaches the service")
}

// requireError checks the host's own messages against the protocol's table of codes.
func requireError(t *testing.T, code, message string) {
	t.Helper()
	var got map[string]string
	require.NoError(t, json.Unmarshal([]byte(message), &got))
	require.Equal(t, "error", got["type"])
	require.Empty(t, got["id"])
	require.Equal(t, code, got["code"])
	require.NotEmpty(t, got["message"])
	require.NotEmpty(t, got["remedy"])
	protocol, err := os.ReadFile("../../extension/PROTOCOL.md")
	require.NoError(t, err)
	require.Contains(t, string(protocol), "| `"+code+"` | "+got["meaning"]+" |")
}

func TestCaller(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"Chromium":            {[]string{"host", chromiumOrigin}, chromiumOrigin},
		"Chromium on Windows": {[]string{"host", chromiumOrigin, "--parent-window=7"}, chromiumOrigin},
		"Firefox":             {[]string{"host", "/m/host.json", "companion@example.com"}, "companion@example.com"},
		"by hand":             {[]string{"host"}, ""},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, caller(test.args)) })
	}
}

func TestCallerMessageIsJSON(t *testing.T) {
	for _, name := range []string{"", chromiumOrigin, `a"b\c/d`, "line\nbreak\ttab\x00\x1f\x7f", "Jiří 田中 🚀", "\xff\xfe", "\u2028</script>"} {
		var got map[string]string
		require.NoError(t, json.Unmarshal(callerMessage(name), &got), "%q", name)
		assert.Equal(t, "caller", got["type"])
		assert.Equal(t, asJSONReadsIt(t, name), got["browser_caller"])
	}
}

// asJSONReadsIt is the string after encoding/json wrote and read it: the same, with what is not UTF-8 replaced.
func asJSONReadsIt(t *testing.T, s string) (got string) {
	data, err := json.Marshal(s)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &got))
	return got
}

// The browser starts the host for every connection: it must stay small and must not be able to speak to the network.
func TestDependencies(t *testing.T) {
	deps, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	require.NotSubset(t, strings.Fields(string(deps)), []string{"net/http"})
	require.NotSubset(t, strings.Fields(string(deps)), []string{"encoding/json"})

	beyondStandard := "{{if not .Standard}}{{.ImportPath}}{{end}}"
	ours, err := exec.Command("go", "list", "-deps", "-f", beyondStandard, ".").Output()
	require.NoError(t, err)
	const module = "github.com/greenhouse-companion/greenhouse-companion"
	require.ElementsMatch(t, strings.Fields(string(ours)),
		[]string{module + "/extension/native", module + "/cmd/greenhouse-companion-host"})
}
