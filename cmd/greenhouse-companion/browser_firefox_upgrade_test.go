//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// buildNewer builds a service that speaks the next version of the protocol and still understands those from oldest on.
func buildNewer(t *testing.T, oldest int) string {
	t.Helper()
	dir := t.TempDir()
	replace := map[string]string{}
	for file, change := range map[string][2]string{
		"message.go": {fmt.Sprintf("const ProtocolVersion = %d\n", extension.ProtocolVersion), fmt.Sprintf("const ProtocolVersion = %d\n", extension.ProtocolVersion+1)},
		"conn.go":    {"\toldestProtocol = 1\n", fmt.Sprintf("\toldestProtocol = %d\n", oldest)},
	} {
		source, err := filepath.Abs(filepath.Join("../../extension", file))
		require.NoError(t, err)
		code, err := os.ReadFile(source)
		require.NoError(t, err)
		require.Contains(t, string(code), change[0])
		replace[source] = filepath.Join(dir, file)
		require.NoError(t, os.WriteFile(replace[source], []byte(strings.Replace(string(code), change[0], change[1], 1)), 0o600))
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	program := filepath.Join(dir, "greenhouse-companion")
	out, err := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}

// upgrade replaces the running service. Whether it is up shows at the socket: our own status may not understand it.
func (d *desk) upgrade(program string) {
	d.t.Helper()
	d.kill()
	d.service = exec.Command(program, "run", "--data-dir", d.dir)
	d.service.Stderr = &d.log
	require.NoError(d.t, d.service.Start())
	require.Eventually(d.t, func() bool {
		conn, err := net.Dial("unix", native.SocketPath(d.dir, companion.ClientSocket))
		if err == nil {
			conn.Close()
		}
		return err == nil
	}, 10*time.Second, 20*time.Millisecond, "the service did not come up")
}

// TestServiceUpgraded: the service is replaced under the panel by one that no longer understands this extension. The panel
// says which of the two to update, the person waits in the browser, and arrives once they understand each other: a service
// that speaks a newer protocol beside ours is as good as one of ours.
func TestServiceUpgraded(t *testing.T) {
	tooNew, newer := buildNewer(t, extension.ProtocolVersion+1), buildNewer(t, extension.ProtocolVersion)
	inEach(t, func(d *desk, p panel) {
		d.upgrade(tooNew)
		p.until(`document.querySelector("#why-no-door").dataset.reason === "protocol_version"`)
		p.until(`document.querySelector("#why-remedy").textContent === "Update the browser extension."`)
		p.pressAdd()
		p.awaitState("pending")
		d.upgrade(newer)
		p.click("#again")
		p.awaitState("done")
	})
}
