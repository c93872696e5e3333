package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/stretchr/testify/require"
)

// running is a service that answers as it should.
var running = extension.Status{Version: version, WebSocketURL: "ws://127.0.0.1:47810/v1/socket"}

func TestDoctorOnTheService(t *testing.T) {
	paused, older, shut := running, running, running
	paused.Accounts = []extension.AccountInfo{{Name: "default"}, {Name: "second", Paused: companion.CauseConnectAgain}}
	older.Version = "0.1"
	shut.WebSocketURL = ""
	noManager := errors.New("no manager")
	tests := map[string]struct {
		look     func(computer) companion.Finding
		computer computer
		state    companion.FindingState
		text     string
	}{
		"running":          {computer.service, computer{status: running}, companion.FindingOK, "is running"},
		"not running":      {computer.service, computer{statusErr: extension.ErrServiceNotRunning}, companion.FindingAct, "not running"},
		"no sense":         {computer.service, computer{statusErr: errors.New("odd")}, companion.FindingAct, "odd"},
		"given up":         {computer.service, computer{state: installer.State{Failed: true}}, companion.FindingAct, "too often"},
		"paused":           {computer.service, computer{status: paused}, companion.FindingAct, "sends nothing for the account second"},
		"older":            {computer.service, computer{status: older}, companion.FindingWarn, "version 0.1"},
		"at login":         {computer.login, computer{state: installer.State{Installed: true, EnabledAtLogin: true}}, companion.FindingOK, "at login"},
		"not at login":     {computer.login, computer{state: installer.State{Installed: true}}, companion.FindingWarn, "does not start"},
		"not installed":    {computer.login, computer{}, companion.FindingWarn, "not installed"},
		"nobody to ask":    {computer.login, computer{stateErr: noManager}, companion.FindingUnknown, "no manager"},
		"door open":        {computer.webSocketDoor, computer{status: running}, companion.FindingOK, running.WebSocketURL},
		"door shut":        {computer.webSocketDoor, computer{status: shut}, companion.FindingUnknown, "[websocket]"},
		"doors of nobody":  {computer.webSocketDoor, computer{statusErr: extension.ErrServiceNotRunning}, companion.FindingUnknown, "does not answer"},
		"socket gone":      {computer.nativeDoor, computer{app: &app{dataDir: "/nowhere"}, status: running}, companion.FindingAct, "socket is gone"},
		"socket of nobody": {computer.nativeDoor, computer{statusErr: extension.ErrServiceNotRunning}, companion.FindingUnknown, "does not answer"},
	}
	for name, test := range tests {
		got := test.look(test.computer)
		require.Equal(t, test.state, got.State, name)
		require.Contains(t, got.Meaning+got.Remedy, test.text, name)
	}
}

// TestDoctorOnManifests: browsers say "not found" to a manifest that is a little wrong, so it must be exactly as written.
func TestDoctorOnManifests(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("where browsers look is known on Linux only")
	}
	t.Setenv("HOME", t.TempDir())
	a := &app{dataDir: t.TempDir()}
	require.Equal(t, companion.FindingWarn, computer{app: a}.nativeManifests().State)

	cfg, err := a.installation()
	require.NoError(t, err)
	plan, err := installer.NewPlan(cfg)
	require.NoError(t, err)
	var last string
	for _, action := range plan.Actions {
		if action.Path != "" {
			last = action.Path
			require.NoError(t, os.MkdirAll(filepath.Dir(last), 0o700))
			require.NoError(t, os.WriteFile(last, action.Content, 0o600))
		}
	}
	require.Equal(t, companion.Finding{State: companion.FindingOK, Meaning: "All 3 manifests are in place."}, computer{app: a}.nativeManifests())

	require.NoError(t, os.WriteFile(last, []byte("{}"), 0o600))
	got := computer{app: a}.nativeManifests()
	require.Equal(t, companion.FindingWarn, got.State)
	require.Contains(t, got.Meaning, last)
}

// TestDoctorInterrupted: findings made after Ctrl-C would blame the network.
func TestDoctorInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := &app{dataDir: t.TempDir()}
	require.ErrorIs(t, a.doctor(ctx), context.Canceled)
}
