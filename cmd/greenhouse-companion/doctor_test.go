package main

import (
	"context"
	"errors"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/stretchr/testify/require"
)

// running is a service that answers as it should.
var running = extension.Status{Version: version, WebSocketURL: "ws://127.0.0.1:47810/v1/socket"}

func TestDoctorOnTheService(t *testing.T) {
	paused, older, shut, full := running, running, running, running
	full.Notice = "Only 3 MB are free on the disk."
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
		"no notice":        {computer.notice, computer{status: running}, companion.FindingOK, "Nothing in the queue was damaged"},
		"full disk":        {computer.notice, computer{status: full}, companion.FindingAct, full.Notice},
		"notice of nobody": {computer.notice, computer{statusErr: extension.ErrServiceNotRunning}, companion.FindingUnknown, "does not answer"},
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

// TestDoctorInterrupted: findings made after Ctrl-C would blame the network.
func TestDoctorInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := &app{dataDir: t.TempDir()}
	require.ErrorIs(t, a.doctor(ctx), context.Canceled)
}
